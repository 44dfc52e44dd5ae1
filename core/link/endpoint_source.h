// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/link/endpoint_settings.h"

#include <QString>
#include <QStringList>

#include <string>

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
    QList<ScriptStep> script;  ///< text that is sent may hold ${VAR}
    LookSettings look;
    QString proxy;       ///< as proxyFromText() takes it, user and password may be ${VAR}; "" for none
    QString authorities; ///< PEM file; "" for none
    bool verifyTls = true;
    qint64 maxMessageBytes = EndpointSettings::kDefaultMaxMessage; ///< 1 … kLargestMaxMessage
    Duration connectTimeout = EndpointSettings().connectTimeout;   ///< kShortest … kLongestTime
    Duration pingInterval = EndpointSettings().pingInterval;       ///< kShortest … kLongestTime
    QStringList leftOut; ///< what withoutSecrets() took away, in words such as "Authorization"

    static constexpr std::chrono::milliseconds kShortestTime{100};
    static constexpr std::chrono::hours kLongestTime{1};

    friend bool operator==(const EndpointSource&, const EndpointSource&) = default;
};

/** What keeps a source from being used. */
struct SourceProblem
{
    QString place; ///< "url", "headers[1]", "token_env", …: as a profile names it
    QString words;
};

/** Whether a header or query value of this name is taken for a secret: "Authorization", "api_key", "sid", …
 */
bool isSecretName(const QString& name);
/** Whether what a field of LookSettings holds is taken for a secret, going by the names in it: "/auth/token",
 * "re:sid=(.*)". A "key" of a message says who it is about. */
bool isSecretField(const std::string& field);
/** "Name: value" with a secret name, unless the value is ${VAR} or as "Bearer ${VAR}". */
bool holdsSecret(const QString& header);
/** The names of query values in `url` that are taken for secrets and are no ${VAR}. */
QStringList secretQueryNames(const QString& url);
/** A message that speaks of tokens, logins and the like and holds no ${VAR}. */
bool isSecretMessage(const QString& message);
/** The same of what a step of a script sends. */
bool isSecretStep(const ScriptStep& step);
/** The address of a proxy without its user and password, unless the password is ${VAR}. */
QString withoutProxyUser(const QString& proxy);
/** Some servers take tokens as a subprotocol: such a name, or one longer than a name would be. */
bool isSecretSubprotocol(const QString& name);

/** `source` as it may be written to a file: secrets and user info removed and listed in leftOut. */
EndpointSource withoutSecrets(EndpointSource source);

/** What of `lacking.leftOut` is missing still when `now` takes the place of `lacking`. */
QStringList stillLeftOut(const EndpointSource& lacking, const EndpointSource& now);

/** Says what is missing from an endpoint that came without its secrets, and what to do; "" when nothing is.
 */
QString leftOutNote(const EndpointSource& source);

/** Says that a secret goes to another computer without encryption; "" when none does. */
QString clearTextNote(const EndpointSettings& settings);

} // namespace weir
