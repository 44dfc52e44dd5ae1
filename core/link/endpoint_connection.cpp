// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_connection.h"

#include "core/link/backoff.h"
#include "core/link/link_words.h"

#include <algorithm>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

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
    , m_looker(services.looker.add(id))
    , m_conversation(std::make_unique<Conversation>(m_settings, services.engine, m_key, services.clock))
    , m_retireTimer(services.timers.makeTimer())
    , m_stepTimer(services.timers.makeTimer())
    , m_pingTimer(services.timers.makeTimer())
    , m_healthTimer(services.timers.makeTimer())
{
    m_status.id = id;
    m_status.name = displayText(m_settings.name, kNameLimit);
    m_status.displayUrl = displayUrl(m_settings.url);
    m_status.since = services.clock.now();
    m_status.connectTimeout = m_settings.connectTimeout;
    look(m_settings.look);
}

EndpointConnection::~EndpointConnection()
{
    endSpeech();
    if (m_services.speaker)
        m_services.speaker->endpointGone(m_id);
    m_services.looker.remove(m_id);
    if (isConnected()) // every Connection in the engine gets its Disconnection
        m_services.engine.count(MetricType::Disconnection, m_connectionKey);
}

// The machine.

void EndpointConnection::apply(LinkInput input)
{
    const EndpointState from = m_status.state;
    const LinkTransition todo = linkTransition(from, input, {m_isRetry, m_breaker.isOpen()});
    if (todo.metrics.has(MetricType::Connection))
        m_connectionKey = m_key;
    for (const MetricType type : kMetricTypes) {
        if (todo.metrics.has(type))
            m_services.engine.count(type, type == MetricType::Disconnection ? m_connectionKey : m_key);
    }
    m_status.connects += todo.metrics.has(MetricType::Connection) ? 1 : 0;
    m_status.disconnects += todo.metrics.has(MetricType::Disconnection) ? 1 : 0;
    m_status.state = todo.to; // before anything is done: who is called back sees where we are going
    if (todo.actions.has(LinkAction::Drop))
        dropTransport();
    if (todo.actions.has(LinkAction::Goodbye))
        closeGently();
    if (todo.actions.has(LinkAction::Rest))
        rest();
    if (todo.actions.has(LinkAction::Wait))
        startWait();
    if (todo.actions.has(LinkAction::AwaitTurn))
        awaitTurn();
    if (todo.actions.has(LinkAction::Connect))
        makeAttempt();
    if (todo.actions.has(LinkAction::Greet))
        greet();
    if (todo.to != from)
        m_status.since = m_services.clock.now();
    if (todo.to != from || todo.actions != LinkActions{})
        m_observer.endpointChanged(m_id);
}

void EndpointConnection::resume(ConnectLane lane)
{
    m_isWanted = true;
    m_lane = lane;
    m_failures = 0;
    apply(LinkInput::Resume);
}

void EndpointConnection::pause()
{
    if (m_status.state == EndpointState::Paused)
        return;
    m_isWanted = false;
    m_isRetry = false;
    m_closeCode = kNormalClose;
    apply(LinkInput::Pause);
    report(LinkEventKind::Paused, u"Disconnected by you"_s);
}

void EndpointConnection::leave(int code)
{
    m_isWanted = false;
    m_isRetry = false;
    m_closeCode = code;
    apply(LinkInput::Leave);
    reportTrouble(m_conversation->giveUp());
    publishOutgoing();
}

void EndpointConnection::edit(EndpointSettings settings)
{
    const bool isOther = !saysTheSame(m_settings, settings);
    const bool looksForOther = !(m_settings.look == settings.look);
    m_settings = std::move(settings);
    if (isOther && m_breaker.isOpen()) // closes under the name it opened under
        m_services.engine.count(MetricType::CircuitBreakerClose, m_key);
    m_key = m_services.engine.intern(m_settings.name.toStdString());
    m_status.name = displayText(m_settings.name, kNameLimit);
    m_status.displayUrl = displayUrl(m_settings.url);
    m_status.connectTimeout = m_settings.connectTimeout;
    m_conversation->setKey(m_key);
    if (looksForOther)
        look(m_settings.look);
    if (isOther) {
        if (isConnected())
            m_lostAt = m_services.clock.now();
        m_breaker = {};
        m_failures = 0;
        m_isRetry = false;
        m_lane = ConnectLane::Person;
        m_closeCode = kNormalClose;
        m_status.failures = 0;
        m_status.attempt = 0;
        m_status.retryAt.reset();
        m_status.error.clear();
        m_status.hint.clear();
        m_status.cause = EndCause::None;
        report(LinkEventKind::Notice,
               m_isWanted ? u"Settings changed: connecting with the new ones"_s : u"Settings changed"_s);
        if (m_isWanted)
            apply(LinkInput::Edited);
        m_conversation->adopt(m_settings);
    }
    m_observer.endpointChanged(m_id);
}

void EndpointConnection::abortNow()
{
    dropTransport();
}

void EndpointConnection::rest()
{
    m_awaitsTurn = false;
    if (!m_isClosing) // the goodbye goes on
        m_stepTimer->stop();
    m_status.retryAt.reset();
    m_status.attempt = 0;
}

// An attempt.

void EndpointConnection::awaitTurn()
{
    m_awaitsTurn = m_isClosing;
    if (m_awaitsTurn)
        return;
    const ConnectGate::Turn turn = m_services.gate.takeTurn(m_services.clock.now(), m_lane);
    m_lane = turn.lane;
    if (isWaiting())
        m_status.retryAt = m_services.clock.now() + turn.wait;
    m_stepTimer->start(turn.wait, [this] { connectNow(); });
}

void EndpointConnection::connectNow()
{
    const Duration wait = m_services.gate.use(m_services.clock.now(), m_lane);
    if (wait > Duration::zero()) {
        m_stepTimer->start(wait, [this] { connectNow(); });
        return;
    }
    ++m_status.attempt;
    apply(LinkInput::TurnCame);
    report(LinkEventKind::Connecting, m_status.attempt > 1 || m_isRetry
                                          ? u"Connecting, %1 try"_s.arg(ordinal(m_status.attempt))
                                          : u"Connecting"_s);
    m_transport->open();
}

void EndpointConnection::makeAttempt()
{
    m_status.retryAt.reset();
    m_attemptAt = m_services.clock.now();
    m_transport = m_services.transports.makeTransport(m_settings, *this);
    m_stepTimer->start(m_settings.connectTimeout, [this] { connectTimedOut(); });
}

void EndpointConnection::connectTimedOut()
{
    const QString limit = durationWords(m_settings.connectTimeout);
    const bool isReached = m_transport->isReached();
    failed({false,
            isReached ? u"No answer to the handshake within %1"_s.arg(limit)
                      : u"Could not connect within %1"_s.arg(limit),
            {},
            EndCause::NoAnswer});
}

void EndpointConnection::transportFailed(const TransportFailure& failure)
{
    if (m_status.state == EndpointState::Connecting)
        failed(failure);
}

void EndpointConnection::failed(const TransportFailure& failure)
{
    m_status.error = failure.error;
    m_status.hint = failure.hint;
    m_status.cause = failure.cause;
    if (failure.permanent)
        refuse();
    else
        goDown(LinkInput::Failed);
}

void EndpointConnection::transportOpened(const QString& subprotocol)
{
    if (m_status.state != EndpointState::Connecting)
        return;
    m_stepTimer->stop();
    m_isOpen = true;
    m_unansweredPings = 0;
    m_openedAt = m_services.clock.now();
    m_pongedAt = m_openedAt;
    m_sleptBefore = m_services.clock.slept();
    m_sleptFor = Duration::zero();
    m_status.attempt = 0;
    m_status.error.clear();
    m_status.hint.clear();
    m_status.cause = EndCause::None;
    apply(LinkInput::Opened);
    beginSpeech(subprotocol);
    m_isRetry = true;
    watchHealth();

    QString words = u"Open after %1"_s.arg(durationWords(m_openedAt - m_attemptAt));
    if (!subprotocol.isEmpty())
        words += u", subprotocol %1"_s.arg(displayText(subprotocol, 64));
    if (const auto lostAt = std::exchange(m_lostAt, std::nullopt))
        words = u"Reconnected after %1. Messages in the gap are unknown"_s.arg(
            durationWords(m_openedAt - *lostAt));
    report(LinkEventKind::Opened, words);
}

void EndpointConnection::greet()
{
    m_conversation->begin(*m_transport);
    publishOutgoing();
    pingNow();
}

/** Asks the breaker each kHealthyAfter while it is open; else the end of a connection says how long it stood.
 */
void EndpointConnection::watchHealth()
{
    if (!m_breaker.isOpen())
        return;
    m_healthTimer->start(kHealthyAfter, [this] {
        noteHealthy();
        watchHealth();
    });
}

void EndpointConnection::noteHealthy()
{
    m_failures = 0;
    const auto change = m_breaker.succeed();
    m_status.failures = 0;
    if (change != CircuitBreaker::Change::Closed)
        return;
    m_services.engine.count(MetricType::CircuitBreakerClose, m_key);
    report(LinkEventKind::Notice, u"Healthy again: no longer slowed"_s);
    m_observer.endpointChanged(m_id);
}

void EndpointConnection::report(LinkEventKind kind, const QString& text)
{
    const Clock& clock = m_services.clock;
    m_observer.endpointReported({clock.wallNow(), clock.now(), m_id, m_status.name, kind, displayText(text)});
}

} // namespace weir
