// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_story.h"

#include "ui/models/dashboard_data.h"
#include "ui/models/endpoint_text.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr Duration kTogether = std::chrono::seconds(1);

QString closeWords(const CloseInfo& close)
{
    if (close.code == 1006)
        return Say::tr("Cut off without a close frame (1006)");
    const QString reason = plainText(close.reason, 120);
    if (reason.isEmpty())
        return Say::tr("Closed by the server: %1").arg(close.code);
    return Say::tr("Closed by the server: %1, “%2”").arg(QString::number(close.code), reason);
}

/** The host in an address made for eyes: parsing a thousand of them as URLs would cost more than drawing. */
QStringView hostIn(QStringView url)
{
    const qsizetype scheme = url.indexOf(u"://"_s);
    if (scheme < 0)
        return {};
    QStringView rest = url.sliced(scheme + 3);
    const auto end =
        std::find_if(rest.begin(), rest.end(), [](QChar c) { return c == u'/' || c == u'?' || c == u'#'; });
    rest = rest.first(end - rest.begin());
    const qsizetype port = rest.lastIndexOf(u':');
    return port > rest.lastIndexOf(u']') ? rest.first(port) : rest;
}

QString countWord(int count)
{
    switch (count) {
    case 2:
        return Say::tr("Two");
    case 3:
        return Say::tr("Three");
    case 4:
        return Say::tr("Four");
    default:
        return QString::number(count);
    }
}

bool isTriedAgain(const EndpointStatus& status)
{
    return isDown(status) && status.state != EndpointState::NeedsYou;
}

constexpr Duration kSilentFor = std::chrono::seconds(5); ///< before a first message is thought of

/** What would help. Decided by what the link knows: in words there may be a server's. */
Remedy remedyFor(const EndpointStatus& status, TimePoint now)
{
    if (status.state == EndpointState::Silent)
        return now - status.since >= kSilentFor ? Remedy::AddMessage : Remedy::None;
    if (!isDown(status))
        return Remedy::None;
    if (status.cause == EndCause::Limit && status.hint.contains("--max-message"_L1))
        return Remedy::RaiseLimit;
    if (status.cause == EndCause::UnknownIssuer)
        return Remedy::TrustAuthority;
    if (status.state != EndpointState::NeedsYou)
        return Remedy::None;
    const auto says = [&](QLatin1String word) { return status.error.contains(word, Qt::CaseInsensitive); };
    const bool isToken = status.cause == EndCause::Denied && (says("401"_L1) || says("token"_L1));
    return isToken ? Remedy::ChangeToken : Remedy::Edit;
}

/** A share in percent, rounded down: what was down once is not 100 %. */
QString floorPercent(double share)
{
    const double tenths = std::floor(share * 1000 + 1e-9) / 10;
    return QString::number(tenths, 'f', tenths >= 100 ? 0 : 1) + QChar(format::kThinSpace) + u'%';
}

/** In its largest unit: what is beside it says the rest, and there is little room. */
QString roughly(Duration duration)
{
    using namespace std::chrono;
    if (duration >= hours(1))
        return format::longDuration(floor<hours>(duration));
    return format::longDuration(duration >= minutes(1) ? floor<minutes>(duration) : duration);
}

QString outagesWords(std::uint32_t outages)
{
    return outages == 1 ? Say::tr("1 outage") : Say::tr("%1 outages").arg(outages);
}

QString upWords(const Uptime::Part& part)
{
    const auto meant = static_cast<double>((part.up + part.down).count());
    if (meant <= 0)
        return u"–"_s;
    const QString share = floorPercent(static_cast<double>(part.up.count()) / meant);
    return part.outages > 0 ? share + u", "_s + outagesWords(part.outages) : share;
}

} // namespace

EndpointStory endpointStory(const EndpointStatus& status, TimePoint now)
{
    EndpointStory story;
    const QString error = plainText(status.error, 200);
    story.advice = plainText(status.hint, 480);
    story.canDisconnect = status.state != EndpointState::Paused && status.state != EndpointState::Closed;
    switch (status.state) {
    case EndpointState::Idle:
    case EndpointState::Connecting:
        story.happened = Say::tr("Connecting, %1").arg(connectingFor(status, now));
        break;
    case EndpointState::Open: {
        story.happened = Say::tr("Receiving for %1").arg(format::longDuration(now - status.since));
        if (status.disconnects > 0 && story.advice.isEmpty())
            story.advice =
                Say::tr("Lost and back %1×. Messages in the gaps are unknown.").arg(status.disconnects);
        break;
    }
    case EndpointState::Silent:
        story.happened =
            Say::tr("Connected, nothing received for %1").arg(format::longDuration(now - status.since));
        if (story.advice.isEmpty())
            story.advice = Say::tr("Some servers only speak after a first message, such as a subscription.");
        break;
    case EndpointState::Retrying:
    case EndpointState::Slowed:
        story.happened = !error.isEmpty()   ? error
                         : status.lastClose ? closeWords(*status.lastClose)
                                            : Say::tr("The connection was lost");
        if (status.retryAt && status.state == EndpointState::Slowed) {
            story.next = Say::tr("%1 failures in a row. Next try in %2, then once every %3")
                             .arg(status.failures)
                             .arg(retryIn(status, now), format::longDuration(kLongestWait));
        } else if (status.retryAt) {
            story.next = Say::tr("Next try in %1, then every %2 at most")
                             .arg(retryIn(status, now), format::longDuration(kLongestWait));
        }
        story.canRetry = true;
        break;
    case EndpointState::NeedsYou:
        story.happened = error.isEmpty() ? Say::tr("Refused for good") : error;
        story.canRetry = true;
        break;
    case EndpointState::Paused:
        story.happened = Say::tr("Disconnected by you");
        story.canConnect = true;
        break;
    case EndpointState::Closed:
        story.happened = status.lastClose ? closeWords(*status.lastClose) : Say::tr("Closed by the server");
        story.canConnect = true;
        break;
    }
    story.remedy = remedyFor(status, now);
    return story;
}

QString remedyWords(Remedy remedy)
{
    switch (remedy) {
    case Remedy::Edit:
        return Say::tr("Edit…");
    case Remedy::ChangeToken:
        return Say::tr("Change token…");
    case Remedy::AddMessage:
        return Say::tr("Add a first message…");
    case Remedy::TrustAuthority:
        return Say::tr("Trust this CA…");
    case Remedy::RaiseLimit:
        return Say::tr("Raise the limit…");
    case Remedy::None:
        break;
    }
    return {};
}

QString neighbourHint(const DashboardData& data, EndpointId id)
{
    const EndpointHistory* down = data.find(id);
    if (!down || !isTriedAgain(down->status)) // refused for good: the service is up and says no
        return {};
    if (down->status.cause == EndCause::NetworkDown || down->status.cause == EndCause::Slept)
        return {}; // its own advice says so already
    const QStringView host = hostIn(down->status.displayUrl);
    int receivingHere = 0;
    int downHere = 0;
    int othersHere = 0;
    int wanted = 0;
    bool isAllDown = true;
    bool isOneHost = true;
    auto first = TimePoint::max(); // of the last messages
    auto last = TimePoint::min();
    for (const EndpointId other : data.order()) {
        const EndpointStatus& status = data.find(other)->status;
        const bool isHere = !host.isEmpty() && hostIn(status.displayUrl) == host;
        if (isTriedAgain(status) || isConnected(status.state)) {
            ++wanted;
            isAllDown = isAllDown && isTriedAgain(status) && status.lastMessage;
            isOneHost = isOneHost && isHere;
            if (status.lastMessage) {
                first = std::min(first, *status.lastMessage);
                last = std::max(last, *status.lastMessage);
            }
        }
        if (other == id || !isHere)
            continue;
        ++othersHere;
        receivingHere += isReceiving(status.state) ? 1 : 0;
        downHere += isDown(status) ? 1 : 0;
    }
    if (isAllDown && wanted >= 2 && last - first <= kTogether) {
        return isOneHost ? Say::tr("Everything stopped within 1 s: probably this host, or your network")
                         : Say::tr("Everything stopped within 1 s: probably your network");
    }
    if (receivingHere == 1)
        return Say::tr("Another endpoint on this host is receiving: the host is up, this service is not.");
    if (receivingHere > 1) {
        return Say::tr("%1 other endpoints on this host are receiving: the host is up, this service is not.")
            .arg(countWord(receivingHere));
    }
    if (othersHere >= 2 && downHere == othersHere)
        return Say::tr("The other %1 endpoints on this host are down too: probably the host.").arg(downHere);
    return {};
}

bool hasLost(const OutgoingCounts& counts)
{
    return counts.expired > 0 || counts.overflowed > 0;
}

QString outgoingWords(const OutgoingCounts& counts, TimePoint now)
{
    QStringList sentences;
    if (counts.waiting > 0) {
        const Duration age = counts.oldest ? std::max(now - *counts.oldest, Duration(0)) : Duration(0);
        const QString what = counts.waiting == 1
                                 ? Say::tr("1 message waits to be sent")
                                 : Say::tr("%1 messages wait to be sent").arg(format::count(counts.waiting));
        sentences += Say::tr("%1: %2, %3 so far")
                         .arg(what, format::withUnit(static_cast<double>(counts.waitingBytes), u"B"),
                              format::longDuration(age));
    }
    if (counts.expired > 0)
        sentences += Say::tr("%1 given up unsent").arg(format::count(counts.expired));
    if (counts.overflowed > 0)
        sentences += Say::tr("%1 not taken: too many waited").arg(format::count(counts.overflowed));
    if (counts.duplicates > 0)
        sentences += Say::tr("%1 not sent twice").arg(format::count(counts.duplicates));
    return sentences.join(u" · "_s);
}

QString lastMessageWords(const DashboardData& data, const EndpointStatus& status)
{
    if (!status.lastMessage)
        return Say::tr("none yet");
    const Duration ago = std::max(data.now() - *status.lastMessage, Duration(0));
    const QString clock = format::clockTime(data.wallAt(*status.lastMessage));
    if (ago < std::chrono::seconds(1))
        return Say::tr("%1, just now").arg(clock);
    return Say::tr("%1, %2 ago").arg(clock, roughly(ago));
}

UptimeWords uptimeWords(const Uptime::Parts& parts)
{
    Uptime::Part all;
    for (const Uptime::Part& part : parts) {
        all.up += part.up;
        all.down += part.down;
        all.atRest += part.atRest;
        all.outages += part.outages;
    }
    const Duration watched = all.up + all.down + all.atRest;
    constexpr Duration kNearlyADay = std::chrono::hours(23);
    return {watched >= kNearlyADay ? Say::tr("Up, last 24 h") : Say::tr("Up, last %1").arg(roughly(watched)),
            upWords(all)};
}

QString uptimePartWords(const Uptime::Part& part)
{
    if (part.up + part.down > Duration(0))
        return Say::tr("up %1").arg(upWords(part));
    return part.atRest > Duration(0) ? Say::tr("not meant to be up") : Say::tr("not known");
}

} // namespace weir
