// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/environment.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <string>
#include <string_view>

namespace weir {

/**
 * The secret that lets a dashboard change the sampling. Only its hash is kept, and nothing writes it out. It
 * comes from the environment or from a file that only its owner may read, never from a command line, which
 * every user of the machine can see.
 */
class AgentToken
{
public:
    static constexpr int kFewestBytes = 16;
    static constexpr int kMostBytes = 512;

    /** kFewestBytes to kMostBytes of printable ASCII without spaces; blanks around it do not count. */
    static Result<AgentToken> fromText(std::string_view text);
    static Result<AgentToken> fromEnvironment(const Environment& environment, std::string_view variable);
    /** A regular file of mode 0600 or stricter that belongs to this user. */
    static Result<AgentToken> fromFile(const std::string& path);

    /** Takes as long for every wrong text of one length: it compares hashes, all of them. */
    bool matches(const QByteArray& text) const;

private:
    explicit AgentToken(QByteArray hash);

    QByteArray m_hash;
};

} // namespace weir
