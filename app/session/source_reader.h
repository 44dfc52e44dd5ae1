// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QHash>
#include <QString>

#include "core/base/environment.h"
#include "core/link/endpoint_source.h"

#include <vector>

namespace weir {

/** An endpoint ready to connect to, and what of it may be kept. */
struct EndpointEntry
{
    EndpointSettings settings;
    EndpointSource source;
    EndpointSource whole; ///< with the secrets of this run: never written
};

/**
 * Makes settings of sources: fills in variables and reads certificate files, each file once. The environment
 * must outlive it; relative files lie in `directory`.
 */
class SourceReader
{
public:
    SourceReader(const Environment& environment, QDir directory);

    /** All problems of a source at once. None quotes a secret. */
    Result<EndpointSettings, std::vector<SourceProblem>> read(const EndpointSource& source);

private:
    Result<QList<QSslCertificate>> authoritiesFrom(const QString& file);

    const Environment& m_environment;
    QDir m_directory;
    QHash<QString, QList<QSslCertificate>> m_authorities; ///< by file, as far as they could be read
};

/** `text` with every ${VAR} filled in; a variable that is not set is an error that names it. */
Result<QString> withVariables(const QString& text, const Environment& environment);

} // namespace weir
