// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QStringList>

#include "app/dashboard/profile_keeper.h"
#include "app/session/session.h"
#include "app/session/source_reader.h"
#include "ui/models/add_many.h"

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace weir {

/**
 * What the window connects to: hands settings to the session, what may be kept to the profile, and remembers
 * the secrets of this run, so that an endpoint can be edited without showing or typing them again. Main
 * thread; session, profile and environment outlive it.
 */
class Connections
{
public:
    /** `added` hears of each endpoint and what is looked at in its messages. */
    Connections(Session& session, ProfileKeeper& profile, const Environment& environment,
                std::function<void(EndpointId, const LookSettings&)> added);

    /** Their names in the window. */
    QStringList add(std::vector<EndpointEntry> entries, ConnectLane lane = ConnectLane::Automatic);
    void remove(EndpointId id);

    /** Connects to what was typed, in place of an endpoint with this address that lacks a secret. Why not. */
    std::optional<SourceProblem> connectTo(EndpointSource source);
    /** Connects again as `edited` says, "•••1" and so on being what is known. Why not. */
    std::optional<SourceProblem> edit(EndpointId id, const EndpointSource& edited);
    /** To be edited, its secrets masked; nothing for the demo's. */
    std::optional<EndpointSource> shown(EndpointId id) const;

    struct Many
    {
        QStringList names;      ///< of those added
        QStringList problems;   ///< of those not
        int withoutSecrets = 0; ///< on other hosts than the template, which were not given its secrets
    };
    /** All as the endpoint `like` is, if not null. */
    Many connectMany(const QList<EndpointRequest>& requests, EndpointId like);

    /** Of the profile: its files lie there, and dialogs begin there. */
    QDir folder() const;

private:
    Session& m_session;
    ProfileKeeper& m_profile;
    const Environment& m_environment;
    const std::function<void(EndpointId, const LookSettings&)> m_added;
    std::map<EndpointId, EndpointSource> m_whole; ///< secrets included
};

} // namespace weir
