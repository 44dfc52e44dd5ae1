// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/environment.h"
#include "core/link/endpoint_settings.h"

#include <QDir>
#include <QHash>
#include <QString>
#include <QStringList>

#include <vector>

namespace weir {

/**
 * One endpoint as a person wrote it: ${VAR} unresolved, certificates as a file. What a profile keeps, and
 * from which EndpointSettings are made. A value.
 */
struct EndpointSource
{
    QString name;          ///< shown; "" until the address gave one
    QString url;           ///< ws or wss; the query may hold ${VAR}
    QStringList headers;   ///< "Name: value", the value may hold ${VAR}
    QString tokenVariable; ///< environment variable with a bearer token; "" for none
    QStringList subprotocols;
    QStringList firstMessages; ///< may hold ${VAR}
    QString authorities;       ///< PEM file; "" for none
    bool verifyTls = true;
    qint64 maxMessageBytes = EndpointSettings::kDefaultMaxMessage; ///< 1 … kLargestMaxMessage
    Duration connectTimeout = EndpointSettings().connectTimeout;   ///< kShortest … kLongestTime
    Duration pingInterval = EndpointSettings().pingInterval;       ///< kShortest … kLongestTime
    QStringList leftOut; ///< what withoutSecrets() took away, in words such as "Authorization"

    static constexpr std::chrono::milliseconds kShortestTime{100};
    static constexpr std::chrono::hours kLongestTime{1};

    friend bool operator==(const EndpointSource&, const EndpointSource&) = default;
};

/** An endpoint ready to connect to, and what of it may be kept. */
struct EndpointEntry
{
    EndpointSettings settings;
    EndpointSource source;
};

/** What keeps a source from being used. */
struct SourceProblem
{
    QString place; ///< "url", "headers[1]", "token_env", …: as a profile names it
    QString words;
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

/** Whether a header or query value of this name is taken for a secret: "Authorization", "api_key", "sid", …
 */
bool isSecretName(const QString& name);
/** "Name: value" with a secret name, unless the value is ${VAR} or as "Bearer ${VAR}". */
bool holdsSecret(const QString& header);
/** The names of query values in `url` that are taken for secrets and are no ${VAR}. */
QStringList secretQueryNames(const QString& url);
/** A message that speaks of tokens, logins and the like and holds no ${VAR}. */
bool isSecretMessage(const QString& message);
/** Some servers take tokens as a subprotocol: such a name, or one longer than a name would be. */
bool isSecretSubprotocol(const QString& name);

/** `source` as it may be written to a file: secrets and user info removed and listed in leftOut. */
EndpointSource withoutSecrets(EndpointSource source);

/** What of `lacking.leftOut` is missing still when `now` takes the place of `lacking`. */
QStringList stillLeftOut(const EndpointSource& lacking, const EndpointSource& now);

/** Says what is missing from an endpoint that came without its secrets, and what to do; "" when nothing is.
 */
QString leftOutNote(const EndpointSource& source);

} // namespace weir
