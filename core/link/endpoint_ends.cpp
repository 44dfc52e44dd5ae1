// SPDX-License-Identifier: Apache-2.0
// How connections end, and what follows; their making is in endpoint_connection.cpp.
#include "core/link/endpoint_connection.h"

#include "core/link/backoff.h"
#include "core/link/link_words.h"

#include <algorithm>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr Duration kCloseTimeout = std::chrono::seconds(1);
constexpr Duration kShortestSleep = std::chrono::seconds(1);

} // namespace

void EndpointConnection::closeGently()
{
    m_isClosing = true;
    m_conversation->end();
    endSpeech();
    m_pingTimer->stop();
    m_healthTimer->stop();
    m_stepTimer->start(kCloseTimeout, [this] { finishGoodbye(); });
    m_transport->close(m_closeCode, {});
}

void EndpointConnection::finishGoodbye()
{
    m_stepTimer->stop();
    dropTransport();
    if (std::exchange(m_awaitsTurn, false))
        awaitTurn();
    m_observer.endpointChanged(m_id);
}

void EndpointConnection::cut(const QString& words, EndCause cause)
{
    m_status.lastClose = CloseInfo{1006, words};
    m_status.error = words;
    m_status.hint.clear();
    m_status.cause = cause;
    goDown(LinkInput::Lost);
}

void EndpointConnection::transportClosed(const CloseInfo& close, bool byServer)
{
    if (m_isClosing) { // our own doing: the state says so already
        finishGoodbye();
        return;
    }
    if (!isConnected())
        return;
    const EndWords words = closeWords(close, byServer, m_settings.maxMessageBytes);
    const bool isNormal = byServer && (close.code == kNormalClose || close.code == kGoingAway);
    m_status.lastClose = close;
    m_status.error = words.error;
    m_status.hint = words.hint;
    m_status.cause = words.cause;
    if (isNormal && !m_settings.reconnectAfterNormalClose) {
        m_isRetry = false;
        m_status.error.clear();
        m_status.hint.clear();
        apply(LinkInput::Ended);
        report(LinkEventKind::Closed, words.error);
    } else if (words.permanent) {
        refuse();
    } else {
        goDown(LinkInput::Lost);
    }
}

/** A try failed, or a connection was lost: the breaker counts, and it is tried again later. */
void EndpointConnection::goDown(LinkInput input)
{
    const TimePoint now = m_services.clock.now();
    bool isFailure = true;
    if (input == LinkInput::Lost) {
        m_lostAt = now;
        isFailure = now - m_openedAt < kHealthyAfter;
        if (wasLostAsleep()) {
            m_status.error = u"This computer slept for %1, and the connection did not survive it"_s.arg(
                durationWords(m_sleptFor));
            m_status.hint.clear();
            m_status.cause = EndCause::Slept;
        }
    }
    const bool wasOpen = m_breaker.isOpen();
    const TimePoint heard = lastHeard();
    if (isFailure) {
        if (m_breaker.fail() == CircuitBreaker::Change::Opened)
            m_services.engine.count(MetricType::CircuitBreakerOpen, m_key);
    } else if (!wasOpen) { // else its successes were counted while it stood
        noteHealthy();
    }
    m_status.failures = static_cast<std::uint32_t>(m_breaker.failures());
    apply(input);
    m_isRetry = true;
    report(input == LinkInput::Lost ? LinkEventKind::Closed : LinkEventKind::Failed,
           u"%1. Next try in %2"_s.arg(m_status.error, durationWords(*m_status.retryAt - now)));
    if (m_breaker.isOpen() && !wasOpen) {
        report(LinkEventKind::Slowed,
               u"%1 failures in a row: from now on one try every %2"_s.arg(m_breaker.failures())
                   .arg(durationWords(CircuitBreaker::kTryEvery)));
    }
    const bool isNobodys = m_status.cause == EndCause::CutOff || m_status.cause == EndCause::Unresponsive;
    if (input == LinkInput::Lost && !isFailure && isNobodys)
        m_observer.endpointLost(m_id, heard);
}

TimePoint EndpointConnection::lastHeard() const
{
    if (m_status.cause == EndCause::CutOff && m_status.lastClose && m_status.lastClose->reason.isEmpty())
        return m_services.clock.now(); // the other side, or one between, said so just now
    return std::max(m_pongedAt, m_counters->lastMessage().value_or(m_openedAt));
}

bool EndpointConnection::wasLostAsleep()
{
    noteSleep();
    return m_sleptFor > kShortestSleep &&
           (m_status.cause == EndCause::CutOff || m_status.cause == EndCause::Unresponsive);
}

void EndpointConnection::blameNetwork()
{
    if (!isWaiting())
        return;
    m_status.cause = EndCause::NetworkDown;
    m_status.hint = u"Everything stopped within 1 s: probably your network"_s;
    m_observer.endpointChanged(m_id);
}

void EndpointConnection::startWait()
{
    const TimePoint now = m_services.clock.now();
    const Duration wait =
        m_breaker.isOpen()
            ? std::max<Duration>(m_attemptAt + CircuitBreaker::kTryEvery - now, kShortestBackoff)
            : backoffDelay(m_failures++, m_services.random.uniform());
    m_lane = ConnectLane::Automatic;
    m_status.retryAt = now + wait;
    m_stepTimer->start(wait, [this] {
        awaitTurn();
        m_observer.endpointChanged(m_id);
    });
}

void EndpointConnection::refuse()
{
    apply(LinkInput::Refused);
    m_isRetry = true;
    report(LinkEventKind::NeedsYou, m_status.error);
}

void EndpointConnection::dropTransport()
{
    m_pingTimer->stop();
    m_healthTimer->stop();
    if (!m_transport)
        return;
    m_stepTimer->stop();
    m_conversation->end();
    endSpeech();
    if (std::exchange(m_isOpen, false)) {
        if (const auto last = m_transport->wireBytes()) {
            m_formerWireBytes += *last;
            m_status.wireBytes = m_formerWireBytes;
        }
    }
    m_isClosing = false;
    m_transport->abort();
    m_retired.push_back(std::move(m_transport));
    m_retireTimer->start(Duration::zero(), [this] { m_retired.clear(); });
}

} // namespace weir
