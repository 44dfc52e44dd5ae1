// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collect/table.h"

#include "core/link/endpoint_settings.h"

#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLinesPerHeader = 20;

QString clockTime(WallTime time)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms).toString(u"HH:mm:ss"_s);
}

/** Three significant digits and an SI prefix: "51.2 k". */
QString si(double number)
{
    static constexpr const char* kPrefixes[] = {"", "k", "M", "G", "T"};
    std::size_t prefix = 0;
    while (std::abs(number) >= 999.5 && prefix + 1 < std::size(kPrefixes)) {
        number /= 1000;
        ++prefix;
    }
    const int decimals = prefix == 0 && number == std::floor(number) ? 0
                         : number < 9.995                            ? 2
                         : number < 99.95                            ? 1
                                                                     : 0;
    return QString::number(number, 'f', decimals) + u' ' + QLatin1String(kPrefixes[prefix]);
}

QString percent(double share)
{
    return QString::number(share * 100, 'g', 3) + u" %"_s;
}

QString whole(std::uint64_t number)
{
    return QLocale(QLocale::English).toString(static_cast<qulonglong>(number));
}

/** "1,234", "≈ 1,234 (1,200 to 1,300)". */
QString estimated(const Estimate& estimate)
{
    const auto said = [](double number) {
        return whole(static_cast<std::uint64_t>(std::max(number, 0.0) + 0.5));
    };
    return estimate.isPoint()
               ? said(estimate.value)
               : u"≈ %1 (%2 to %3)"_s.arg(said(estimate.value), said(estimate.low), said(estimate.high));
}

QString lookedLine(const LookedEndpoint& looked)
{
    QString line = u"  looked into %1 messages, %2 items"_s.arg(whole(looked.messages), whole(looked.items));
    if (looked.failed + looked.withoutKey > 0)
        line += u", %1 not read, %2 without a key: %3"_s.arg(
            whole(looked.failed), whole(looked.withoutKey),
            displayText(QString::fromStdString(looked.lastFailure), 100));
    for (std::size_t i = 0; i < std::min<std::size_t>(looked.keys.size(), 5); ++i)
        line += u"%1%2 %3"_s.arg(i == 0 ? u"; most: "_s : u", "_s,
                                 displayText(QString::fromStdString(looked.keys[i].key), 40),
                                 estimated(looked.keys[i].count));
    if (looked.sequence.numbers > 0)
        line += u"; %1 missing, %2 again, %3 late"_s.arg(whole(looked.sequence.missing),
                                                         whole(looked.sequence.duplicates),
                                                         whole(looked.sequence.reordered));
    return line;
}

} // namespace

QString Table::flushLine(const EngineSnapshot& snapshot, const std::vector<EndpointStatus>& endpoints)
{
    QString out;
    if (m_lines++ % kLinesPerHeader == 0) {
        out = u"%1 %2 %3 %4 %5 %6 %7 %8\n"_s.arg(u"time"_s, -8)
                  .arg(u"open"_s, 9)
                  .arg(u"messages/s"_s, 12)
                  .arg(u"bytes/s"_s, 10)
                  .arg(u"messages"_s, 16)
                  .arg(u"looked into"_s, 12)
                  .arg(u"ring peak"_s, 10)
                  .arg(u"adds up"_s, 8);
    }
    const TypeSnapshot& received = snapshot.of(MetricType::MessageReceived);
    const double length = std::max(std::chrono::duration<double>(snapshot.interval).count(), 1e-3);
    const auto open = std::count_if(endpoints.begin(), endpoints.end(), [](const EndpointStatus& endpoint) {
        return endpoint.state == EndpointState::Open || endpoint.state == EndpointState::Silent;
    });
    const double bytes = received.exact.sum - m_lastSum;
    m_lastSum = received.exact.sum;
    out += u"%1 %2 %3 %4 %5 %6 %7 %8"_s.arg(clockTime(snapshot.wallTime), -8)
               .arg(u"%1/%2"_s.arg(open).arg(endpoints.size()), 9)
               .arg(si(static_cast<double>(received.intervalCount) / length), 12)
               .arg(si(bytes / length), 10)
               .arg(whole(received.exact.count), 16)
               .arg(percent(snapshot.sampling.effective), 12)
               .arg(percent(snapshot.buffer.peak), 10)
               .arg(snapshot.accounting.addsUp() ? u"yes"_s : u"NO"_s, 8);
    return out;
}

QString Table::agentLine(const AgentView& agent)
{
    const QString who = u"  agent %1, session %2, revision %3%4: "_s.arg(
        agent.name, agent.sessionId.left(8), whole(agent.revision),
        agent.isConnected ? QString() : u", not connected"_s);
    if (!agent.snapshot)
        return who + u"no interval yet"_s;
    const Accounting& a = agent.snapshot->accounting;
    return who + u"%1 seen = %2 critical + %3 sampled out + %4 chosen; %4 chosen = %5 kept + %6 in ring + "
                 "%7 thinned + %8 dropped; adds up: %9"_s.arg(
                     whole(a.seen), whole(a.critical), whole(a.sampledOut), whole(a.chosen), whole(a.kept),
                     whole(a.inRing), whole(a.thinned), whole(a.dropped), a.addsUp() ? u"yes"_s : u"NO"_s);
}

QString Table::eventLine(const LinkEvent& event)
{
    return u"%1 %2: %3"_s.arg(clockTime(event.wallTime), -8).arg(event.name, event.text);
}

QString Table::summary(const EngineSnapshot& snapshot, const std::vector<EndpointStatus>& endpoints,
                       const LookReport* looks)
{
    QStringList lines{QString()};
    std::map<EndpointId, const LookedEndpoint*> looked;
    for (std::size_t i = 0; looks && i < looks->endpoints.size(); ++i)
        looked.emplace(looks->endpoints[i].endpoint, &looks->endpoints[i]);
    for (const EndpointStatus& endpoint : endpoints) {
        QString line = u"%1  %2 messages, %3 bytes, opened %4, ended %5"_s.arg(
            endpoint.name, whole(endpoint.messages), whole(endpoint.bytes), whole(endpoint.connects),
            whole(endpoint.disconnects));
        if (!endpoint.error.isEmpty())
            line += u"; "_s + endpoint.error;
        lines << line;
        if (const auto found = looked.find(endpoint.id); found != looked.end())
            lines << lookedLine(*found->second);
    }
    const Accounting& a = snapshot.accounting;
    lines << u"%1 seen = %2 critical + %3 sampled out + %4 chosen; %4 chosen = %5 kept + %6 in ring + %7 "
             u"thinned + "
             "%8 dropped; %9 refused"_s.arg(whole(a.seen), whole(a.critical), whole(a.sampledOut),
                                            whole(a.chosen), whole(a.kept), whole(a.inRing), whole(a.thinned),
                                            whole(a.dropped), whole(a.refused));
    return lines.join(u'\n');
}

} // namespace weir
