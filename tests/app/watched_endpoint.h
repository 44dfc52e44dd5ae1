// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/options.h"
#include "app/session/session.h"

#include <QByteArray>
#include <QStringList>

#include <algorithm>
#include <memory>
#include <utility>

namespace weir::test {

/** A session with one endpoint, for tests of what the link says and counts while something is done to it. */
class WatchedEndpoint
{
public:
    explicit WatchedEndpoint(EndpointSettings settings) : m_session(quick())
    {
        m_session.start();
        m_id = m_session.connectTo(std::move(settings));
    }

    Session& session() { return m_session; }
    EndpointId id() const { return m_id; }
    EndpointStatus status() const { return m_session.statuses().front(); }
    std::uint64_t messages() const { return status().messages; }
    EndpointState state() const { return status().state; }

    /** Whether an event began so, ever. */
    bool said(const QString& start)
    {
        for (LinkEvent& event : m_session.hub().takeEvents().events)
            m_said.append(std::move(event.text));
        return std::any_of(m_said.begin(), m_said.end(),
                           [&start](const QString& text) { return text.startsWith(start); });
    }
    const QStringList& everythingSaid() const { return m_said; }

    /** Ends the session: whether, from the first interval to the last, the events added up, and the engine
     * counted in the end what the endpoint counted. */
    bool addsUpInTheEnd()
    {
        m_session.stop();
        bool addsUp = true;
        std::shared_ptr<const EngineSnapshot> last;
        for (const IntervalRecord& record : m_session.takeIntervals()) {
            last = record.engine;
            addsUp = addsUp && last->accounting.addsUp();
        }
        const EndpointStatus end = status();
        return addsUp && last && last->of(MetricType::MessageReceived).exact.count == end.messages &&
               last->of(MetricType::Connection).exact.count == end.connects &&
               last->of(MetricType::Disconnection).exact.count == end.disconnects;
    }

private:
    static MetricsConfig quick()
    {
        MetricsConfig config = programMetricsDefaults();
        config.flushInterval = std::chrono::seconds(1);
        return config;
    }

    Session m_session;
    EndpointId m_id;
    QStringList m_said;
};

/** For `url`, with deadlines that a test can wait for: a dead connection is found in some three seconds. */
inline EndpointSettings impatient(const QByteArray& url)
{
    EndpointSettings settings = endpointFromUrl(QString::fromUtf8(url)).value();
    settings.connectTimeout = std::chrono::seconds(1);
    settings.pingInterval = std::chrono::seconds(1);
    return settings;
}

} // namespace weir::test
