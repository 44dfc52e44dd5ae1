// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_connection.h"

#include "core/link/backoff.h"
#include "core/link/link_words.h"
#include "core/link/utf8_length.h"

#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr Duration kCloseTimeout = std::chrono::seconds(1);
constexpr int kPingsUnanswered = 2;
/** A peer that does not read makes answers to its pings pile up here: 1.4 GB in six seconds if nobody looks.
 */
constexpr std::int64_t kMaxBacklog = 4LL * 1024 * 1024;
constexpr int kNormalClose = 1000;
constexpr int kGoingAway = 1001;
constexpr int kNameLimit = 128;

} // namespace

EndpointConnection::EndpointConnection(EndpointId id, EndpointSettings settings, const LinkServices& services,
                                       EndpointObserver& observer, std::shared_ptr<EndpointCounters> counters)
    : m_id(id)
    , m_settings(std::move(settings))
    , m_services(services)
    , m_observer(observer)
    , m_counters(std::move(counters))
    , m_key(services.engine.intern(m_settings.name.toStdString()))
    , m_retireTimer(services.timers.makeTimer())
    , m_stepTimer(services.timers.makeTimer())
    , m_pingTimer(services.timers.makeTimer())
{
    m_status.id = id;
    m_status.name = displayText(m_settings.name, kNameLimit);
    m_status.displayUrl = displayUrl(m_settings.url);
    m_status.since = services.clock.now();
    m_status.connectTimeout = m_settings.connectTimeout;
}

EndpointConnection::~EndpointConnection()
{
    if (m_isOpen) // every Connection in the engine gets its Disconnection
        m_services.engine.count(MetricType::Disconnection, m_key);
}

// What the user wants.

void EndpointConnection::resume()
{
    if (m_status.state == EndpointState::Connecting || isConnected())
        return;
    if (m_transport) // the last one is still saying goodbye
        dropTransport();
    m_failures = 0;
    awaitTurn();
}

void EndpointConnection::pause()
{
    if (m_status.state == EndpointState::Paused)
        return;
    closeGently(kNormalClose);
    m_isRetry = false;
    m_status.retryAt.reset();
    m_status.attempt = 0;
    enter(EndpointState::Paused);
    report(LinkEventKind::Paused, u"Disconnected by you"_s);
}

void EndpointConnection::leave(int code)
{
    closeGently(code);
    m_isRetry = false;
    m_status.retryAt.reset();
    switch (m_status.state) {
    case EndpointState::Connecting:
    case EndpointState::Open:
    case EndpointState::Silent:
    case EndpointState::Retrying:
    case EndpointState::Slowed:
        enter(EndpointState::Idle);
        break;
    case EndpointState::Idle:
    case EndpointState::NeedsYou:
    case EndpointState::Paused:
    case EndpointState::Closed:
        break;
    }
}

void EndpointConnection::abortNow()
{
    dropTransport();
}

// An attempt.

void EndpointConnection::awaitTurn()
{
    const Duration wait = m_services.gate.takeTurn(m_services.clock.now());
    if (m_status.state == EndpointState::Retrying) {
        m_status.retryAt = m_services.clock.now() + wait;
        m_observer.endpointChanged(m_id);
    }
    m_stepTimer->start(wait, [this] { connectNow(); });
}

void EndpointConnection::connectNow()
{
    m_status.retryAt.reset();
    ++m_status.attempt;
    m_attemptAt = m_services.clock.now();
    if (m_isRetry)
        m_services.engine.count(MetricType::RetryAttempt, m_key);
    m_transport = m_services.transports.makeTransport(m_settings, *this);
    m_stepTimer->start(m_settings.connectTimeout, [this] { connectTimedOut(); });
    enter(EndpointState::Connecting);
    report(LinkEventKind::Connecting, m_status.attempt > 1 || m_isRetry
                                          ? u"Connecting, %1 try"_s.arg(ordinal(m_status.attempt))
                                          : u"Connecting"_s);
    m_transport->open();
}

void EndpointConnection::connectTimedOut()
{
    const QString limit = durationWords(m_settings.connectTimeout);
    const bool isReached = m_transport->isReached();
    failed({false,
            isReached ? u"No answer to the handshake within %1"_s.arg(limit)
                      : u"Could not connect within %1"_s.arg(limit),
            {}});
}

void EndpointConnection::transportFailed(const TransportFailure& failure)
{
    if (m_transport && !m_isOpen)
        failed(failure);
}

void EndpointConnection::failed(const TransportFailure& failure)
{
    m_stepTimer->stop();
    dropTransport();
    if (m_isRetry)
        m_services.engine.count(MetricType::RetryFailure, m_key);
    m_isRetry = true;
    m_status.error = failure.error;
    m_status.hint = failure.hint;
    if (failure.permanent)
        needYou();
    else
        retryLater(LinkEventKind::Failed);
}

void EndpointConnection::transportOpened(const QString& subprotocol)
{
    if (!m_transport || m_isClosing)
        return;
    m_stepTimer->stop();
    m_isOpen = true;
    m_gotMessage = false;
    m_unansweredPings = 0;
    m_openedAt = m_services.clock.now();
    ++m_status.connects;
    m_status.attempt = 0;
    m_status.error.clear();
    m_status.hint.clear();
    m_services.engine.count(MetricType::Connection, m_key);
    if (std::exchange(m_isRetry, true))
        m_services.engine.count(MetricType::RetrySuccess, m_key);
    enter(EndpointState::Silent);

    QString words = u"Open after %1"_s.arg(durationWords(m_openedAt - m_attemptAt));
    if (!subprotocol.isEmpty())
        words += u", subprotocol %1"_s.arg(displayText(subprotocol, 64));
    if (const auto lostAt = std::exchange(m_lostAt, std::nullopt))
        words = u"Reconnected after %1. Messages in the gap are unknown"_s.arg(
            durationWords(m_openedAt - *lostAt));
    report(LinkEventKind::Opened, words);

    for (const QString& text : m_settings.firstMessages) {
        m_transport->sendText(text);
        recordSent(text);
    }
    pingNow();
}

void EndpointConnection::recordSent(const QString& text)
{
    m_services.engine.observe(MetricType::MessageSent, static_cast<double>(utf8Length(text)), m_key);
}

// An open connection.

void EndpointConnection::transportReceivedText(const QString&, std::uint64_t bytes)
{
    received(bytes);
}

void EndpointConnection::transportReceivedBinary(const QByteArray& payload)
{
    received(static_cast<std::uint64_t>(payload.size()));
}

void EndpointConnection::received(std::uint64_t bytes)
{
    if (!isConnected())
        return; // after our goodbye nothing counts, neither here nor in the engine
    m_heardSincePing = true;
    m_counters->add(bytes, m_services.clock.now());
    m_services.engine.observe(MetricType::MessageReceived, static_cast<double>(bytes), m_key);
    if (!m_gotMessage)
        firstMessage();
}

void EndpointConnection::firstMessage()
{
    m_gotMessage = true;
    enter(EndpointState::Open);
    report(LinkEventKind::FirstMessage,
           u"First message after %1"_s.arg(durationWords(m_services.clock.now() - m_openedAt)));
}

void EndpointConnection::pingNow()
{
    // A server that still sends is not dead, however large the message or long the queue its pongs wait
    // behind.
    const auto wireBytes = m_transport->wireBytes();
    const bool isHeard = m_heardSincePing || wireBytes > m_wireBytesAtPing;
    if (m_unansweredPings >= kPingsUnanswered && !isHeard) {
        cut(u"No answer to two pings: the connection is dead"_s);
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
    m_status.roundTrip = roundTrip;
    ++m_status.pongs;
    const double microseconds = std::chrono::duration<double, std::micro>(roundTrip).count();
    m_services.engine.observe(MetricType::RoundTrip, microseconds, m_key);
    m_observer.endpointChanged(m_id);
}

void EndpointConnection::checkBacklog()
{
    if (isConnected() && m_transport->bytesToWrite() > kMaxBacklog)
        cut(u"The server does not read: more than 4 MiB waited for it"_s);
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

// Its end.

void EndpointConnection::closeGently(int code)
{
    if (m_isClosing) // its timer goes on
        return;
    m_stepTimer->stop();
    if (!m_transport)
        return;
    if (!m_isOpen) { // nobody to say goodbye to
        dropTransport();
        return;
    }
    m_isClosing = true;
    m_pingTimer->stop();
    m_stepTimer->start(kCloseTimeout, [this] {
        dropTransport();
        m_observer.endpointChanged(m_id);
    });
    m_transport->close(code, {});
}

void EndpointConnection::cut(const QString& words)
{
    lost({1006, words}, words, {});
}

void EndpointConnection::transportClosed(const CloseInfo& close, bool byServer)
{
    if (!m_transport || !m_isOpen)
        return;
    if (m_isClosing) { // our own doing: the state says so already
        m_stepTimer->stop();
        dropTransport();
        m_observer.endpointChanged(m_id);
        return;
    }
    const EndWords words = closeWords(close, byServer, m_settings.maxMessageBytes);
    const bool isNormal = byServer && (close.code == kNormalClose || close.code == kGoingAway);
    if (isNormal && !m_settings.reconnectAfterNormalClose) {
        dropTransport();
        m_isRetry = false;
        m_status.lastClose = close;
        m_status.error.clear();
        m_status.hint.clear();
        enter(EndpointState::Closed);
        report(LinkEventKind::Closed, words.error);
    } else if (words.permanent) {
        dropTransport();
        m_status.lastClose = close;
        m_status.error = words.error;
        m_status.hint = words.hint;
        needYou();
    } else {
        lost(close, words.error, words.hint);
    }
}

void EndpointConnection::lost(const CloseInfo& close, const QString& error, const QString& hint)
{
    const TimePoint now = m_services.clock.now();
    if (now - m_openedAt >= kHealthyAfter)
        m_failures = 0;
    m_lostAt = now;
    dropTransport();
    m_status.lastClose = close;
    m_status.error = error;
    m_status.hint = hint;
    retryLater(LinkEventKind::Closed);
}

void EndpointConnection::retryLater(LinkEventKind kind)
{
    const Duration wait = backoffDelay(m_failures++, m_services.random.uniform());
    m_status.retryAt = m_services.clock.now() + wait;
    m_stepTimer->start(wait, [this] { awaitTurn(); });
    enter(EndpointState::Retrying);
    report(kind, u"%1. Next try in %2"_s.arg(m_status.error, durationWords(wait)));
}

void EndpointConnection::needYou()
{
    enter(EndpointState::NeedsYou);
    report(LinkEventKind::NeedsYou, m_status.error);
}

void EndpointConnection::dropTransport()
{
    m_pingTimer->stop();
    if (!m_transport)
        return;
    if (std::exchange(m_isOpen, false)) {
        if (const auto last = m_transport->wireBytes()) {
            m_formerWireBytes += *last;
            m_status.wireBytes = m_formerWireBytes;
        }
        ++m_status.disconnects;
        m_services.engine.count(MetricType::Disconnection, m_key);
    }
    m_isClosing = false;
    m_transport->abort();
    m_retired.push_back(std::move(m_transport));
    m_retireTimer->start(Duration::zero(), [this] { m_retired.clear(); });
}

void EndpointConnection::enter(EndpointState state)
{
    m_status.state = state;
    m_status.since = m_services.clock.now();
    m_observer.endpointChanged(m_id);
}

void EndpointConnection::report(LinkEventKind kind, const QString& text)
{
    const Clock& clock = m_services.clock;
    m_observer.endpointReported({clock.wallNow(), clock.now(), m_id, m_status.name, kind, displayText(text)});
}

} // namespace weir
