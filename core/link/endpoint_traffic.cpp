// SPDX-License-Identifier: Apache-2.0
// What happens on a connection that is open; its making is in endpoint_connection.cpp, its end in
// endpoint_ends.cpp.
#include "core/link/endpoint_connection.h"

#include "core/link/link_words.h"

#include <type_traits>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPingsUnanswered = 2;
/** A peer that does not read makes answers to its pings pile up here: 1.4 GB in six seconds if nobody looks.
 */
constexpr std::int64_t kMaxBacklog = 4LL * 1024 * 1024;

} // namespace

void EndpointConnection::transportReceivedText(const QString& text, std::uint64_t bytes)
{
    received(text, bytes);
    if (m_conversation->listens() && isConnected()) {
        m_conversation->heard(text);
        publishOutgoing();
    }
    if (m_isSpokenOn && isConnected())
        m_services.speaker->speechHeard(m_id, text);
}

void EndpointConnection::beginSpeech(const QString& subprotocol)
{
    m_isSpokenOn = m_services.speaker && !subprotocol.isEmpty() && isConnected() &&
                   m_services.speaker->speechBegan(m_id, m_status.name, subprotocol, *m_transport);
}

void EndpointConnection::endSpeech()
{
    if (std::exchange(m_isSpokenOn, false))
        m_services.speaker->speechEnded(m_id);
}

void EndpointConnection::transportReceivedBinary(const QByteArray& payload)
{
    received(payload, static_cast<std::uint64_t>(payload.size()));
}

template<class Payload>
void EndpointConnection::received(const Payload& payload, std::uint64_t bytes)
{
    if (!isConnected())
        return; // after our goodbye nothing counts, neither here nor in the engine
    m_heardSincePing = true;
    const TimePoint now = m_services.clock.now();
    m_counters->add(bytes, now);
    if constexpr (std::is_same_v<Payload, QByteArray>) {
        if (m_looker->readsEvery())
            m_looker->readSequence({payload.constData(), bytes}, m_counters->messages());
    }
    const auto size = static_cast<double>(bytes);
    if (m_looker->isActive()) {
        m_services.engine.observe(MetricType::MessageReceived, size, [&](double weight) {
            lookInto(payload, weight, now);
            return EventDetail{m_key};
        });
    } else {
        m_services.engine.observe(MetricType::MessageReceived, size, m_key);
    }
    if (m_status.state == EndpointState::Silent)
        firstMessage();
}

/** The engine chose it. */
template<class Payload>
void EndpointConnection::lookInto(const Payload& payload, double weight, TimePoint now)
{
    const auto opening = m_looker->open(weight, now);
    if (!opening)
        return;
    constexpr bool isText = std::is_same_v<Payload, QString>;
    QByteArray utf8;
    if constexpr (isText)
        utf8 = payload.toUtf8();
    else
        utf8 = payload;
    m_looker->look(*opening, {utf8.constData(), static_cast<std::size_t>(utf8.size())}, isText,
                   m_counters->messages());
}

void EndpointConnection::look(const LookSettings& settings)
{
    m_settings.look = settings;
    m_looker->set(settings, {m_counters->messages(), m_counters->bytes()});
}

void EndpointConnection::firstMessage()
{
    apply(LinkInput::Message);
    report(LinkEventKind::FirstMessage,
           u"First message after %1"_s.arg(durationWords(m_services.clock.now() - m_openedAt)));
}

void EndpointConnection::noteSleep()
{
    const Duration slept = m_services.clock.slept();
    m_sleptFor += slept - std::exchange(m_sleptBefore, slept);
}

void EndpointConnection::wake()
{
    if (!isConnected())
        return;
    m_unansweredPings = kPingsUnanswered - 1; // one ping is enough: what was lost asleep does not come back
    m_heardSincePing = false;
    pingNow();
}

void EndpointConnection::pingNow()
{
    noteSleep();
    // A server that still sends is not dead, however large the message or long the queue its pongs wait
    // behind.
    const auto wireBytes = m_transport->wireBytes();
    const bool isHeard = m_heardSincePing || wireBytes > m_wireBytesAtPing;
    if (m_unansweredPings >= kPingsUnanswered && !isHeard) {
        cut(u"No answer to two pings: the connection is dead"_s, EndCause::Unresponsive);
        return;
    }
    ++m_unansweredPings;
    m_heardSincePing = false;
    m_wireBytesAtPing = wireBytes;
    m_transport->ping();
    m_pingTimer->start(m_settings.pingInterval, [this] { pingNow(); });
}

void EndpointConnection::transportPonged(Duration roundTrip)
{
    if (!isConnected())
        return;
    m_unansweredPings = 0;
    m_pongedAt = m_services.clock.now();
    m_sleptFor = Duration::zero();
    m_status.roundTrip = roundTrip;
    ++m_status.pongs;
    const double microseconds = std::chrono::duration<double, std::micro>(roundTrip).count();
    m_services.engine.observe(MetricType::RoundTrip, microseconds, m_key);
    m_observer.endpointChanged(m_id);
}

void EndpointConnection::transportWrote()
{
    if (!isConnected())
        return;
    m_conversation->wrote();
    publishOutgoing();
}

void EndpointConnection::send(OutgoingMessage message)
{
    m_conversation->send(std::move(message));
    publishOutgoing();
}

void EndpointConnection::publishOutgoing()
{
    if (m_status.outgoing == m_conversation->counts())
        return;
    m_status.outgoing = m_conversation->counts();
    m_observer.endpointChanged(m_id);
}

void EndpointConnection::reportTrouble(const QStringList& lines)
{
    for (const QString& line : lines)
        report(LinkEventKind::Trouble, line);
}

void EndpointConnection::watch()
{
    reportTrouble(m_conversation->watch());
    publishOutgoing();
    if (isConnected() && m_transport->bytesToWrite() > kMaxBacklog + m_conversation->bytesInFlight())
        cut(u"The server does not read: more than 4 MiB waited for it"_s, EndCause::Unresponsive);
}

bool EndpointConnection::refreshWireBytes()
{
    if (!m_transport || !m_isOpen)
        return false;
    const auto now = m_transport->wireBytes();
    if (!now)
        return false;
    const std::uint64_t total = m_formerWireBytes + *now;
    return std::exchange(m_status.wireBytes, total) != total;
}

} // namespace weir
