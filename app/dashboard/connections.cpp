// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dashboard/connections.h"

#include "core/link/kept_secrets.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QUrl>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

/** `lacking` with what was typed added. */
EndpointSource completed(EndpointSource lacking, const EndpointSource& typed)
{
    lacking.url = typed.url;
    lacking.headers += typed.headers;
    lacking.firstMessages += typed.firstMessages;
    lacking.subprotocols += typed.subprotocols;
    lacking.script += typed.script;
    if (!typed.tokenVariable.isEmpty())
        lacking.tokenVariable = typed.tokenVariable;
    if (!typed.proxy.isEmpty())
        lacking.proxy = typed.proxy;
    return lacking;
}

/** Whether both addresses are of one server; encrypted where it was not is still the same. */
bool isSameServer(const QString& now, const QString& before)
{
    const QUrl to(now);
    const QUrl from(before);
    const auto port = [](const QUrl& url) { return url.port(url.scheme() == "wss"_L1 ? 443 : 80); };
    if (to.host() != from.host())
        return false;
    return to.scheme() == from.scheme() ? port(to) == port(from) : to.scheme() == "wss"_L1;
}

/** For another host, which is not to be told them. */
EndpointSource withoutOthersSecrets(EndpointSource source)
{
    source = withoutSecrets(std::move(source));
    source.tokenVariable.clear();
    source.headers.removeIf([](const QString& header) { return isSecretName(header.section(u':', 0, 0)); });
    source.leftOut.clear();
    return source;
}

} // namespace

Connections::Connections(Session& session, ProfileKeeper& profile, const Environment& environment,
                         std::function<void(EndpointId, const LookSettings&)> added)
    : m_session(session), m_profile(profile), m_environment(environment), m_added(std::move(added))
{}

QStringList Connections::add(std::vector<EndpointEntry> entries, ConnectLane lane)
{
    std::map<EndpointId, QString> names;
    std::vector<EndpointId> ids;
    for (EndpointEntry& entry : entries) {
        ids.push_back(m_session.connectTo(std::move(entry.settings), lane));
        m_added(ids.back(), entry.source.look);
    }
    for (const EndpointStatus& status : m_session.statuses())
        names[status.id] = status.name;
    QStringList shown;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        entries[i].source.name = names[ids[i]]; // with a number, if another had it already
        entries[i].whole.name = names[ids[i]];
        shown.append(entries[i].source.name);
        m_whole[ids[i]] = std::move(entries[i].whole);
        m_profile.add(ids[i], std::move(entries[i].source));
    }
    return shown;
}

void Connections::remove(EndpointId id)
{
    m_session.hub().remove(id);
    m_profile.remove(id);
    m_whole.erase(id);
}

std::optional<SourceProblem> Connections::connectTo(EndpointSource source)
{
    const auto lacking = m_profile.incomplete(withoutSecrets(source).url);
    if (lacking) { // typed again with what the profile did not keep
        source = completed(lacking->second, source);
        source.leftOut = stillLeftOut(lacking->second, source);
    }
    auto settings = SourceReader(m_environment, folder()).read(source);
    if (!settings)
        return settings.error().front();
    if (lacking)
        remove(lacking->first);
    EndpointSource kept = withoutSecrets(source);
    add({{std::move(settings).value(), std::move(kept), std::move(source)}}, ConnectLane::Person);
    return std::nullopt;
}

std::optional<SourceProblem> Connections::edit(EndpointId id, const EndpointSource& edited)
{
    const auto known = m_whole.find(id);
    const EndpointSource* kept = m_profile.find(id);
    if (known == m_whole.end() || !kept)
        return SourceProblem{{}, QCoreApplication::translate("Weir", "This endpoint was removed meanwhile.")};
    Result<EndpointSource, SourceProblem> whole = withSecretsOf(edited, known->second);
    if (!whole)
        return whole.error();
    const bool keepsSecrets = whole.value() != edited;
    if (keepsSecrets && !isSameServer(edited.url, known->second.url))
        return SourceProblem{
            u"url"_s, QCoreApplication::translate(
                          "Weir", "This is another server, and the secrets that are kept are not for it. "
                                  "Type its own, or remove them.")};
    EndpointSource source = std::move(whole).value();
    source.look = kept->look; // which is set elsewhere
    source.leftOut = stillLeftOut(known->second, source);
    auto settings = SourceReader(m_environment, folder()).read(source);
    if (!settings)
        return settings.error().front();
    m_session.hub().edit(id, std::move(settings).value());
    for (const EndpointStatus& status : m_session.statuses()) {
        if (status.id == id)
            source.name = status.name;
    }
    m_profile.replace(id, withoutSecrets(source));
    known->second = std::move(source);
    return std::nullopt;
}

std::optional<EndpointSource> Connections::shown(EndpointId id) const
{
    const auto known = m_whole.find(id);
    const EndpointSource* kept = m_profile.find(id);
    if (known == m_whole.end() || !kept)
        return std::nullopt;
    EndpointSource source = withSecretsMasked(known->second);
    source.authorities = kept->authorities; // named otherwise in a profile saved elsewhere
    return source;
}

Connections::Many Connections::connectMany(const QList<EndpointRequest>& requests, EndpointId like)
{
    Many result;
    SourceReader reader(m_environment, folder());
    std::vector<EndpointEntry> entries;
    const auto known = m_whole.find(like);
    EndpointSource pattern = known == m_whole.end() ? EndpointSource() : known->second;
    if (const EndpointSource* kept = m_profile.find(like))
        pattern.look = kept->look;
    const EndpointSource harmless = withoutOthersSecrets(pattern);
    const QString host = QUrl(pattern.url).host();
    for (const EndpointRequest& request : requests) {
        const bool isOther = QUrl(request.address).host() != host;
        EndpointSource source = isOther ? harmless : pattern;
        if (isOther &&
            (harmless.headers != pattern.headers || harmless.tokenVariable != pattern.tokenVariable))
            ++result.withoutSecrets;
        source.name = request.name;
        source.url = request.address;
        auto settings = reader.read(source);
        if (!settings) {
            result.problems += settings.error().front().words;
            continue;
        }
        EndpointSource kept = withoutSecrets(source);
        entries.push_back({std::move(settings).value(), std::move(kept), std::move(source)});
    }
    result.names = add(std::move(entries));
    return result;
}

QDir Connections::folder() const
{
    return m_profile.file() ? QFileInfo(m_profile.file()->path()).dir() : QDir::home();
}

} // namespace weir
