// SPDX-License-Identifier: Apache-2.0
#include "core/link/conversation.h"

#include "core/link/link_words.h"

#include <algorithm>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::int64_t kWindow = 256LL * 1024;
constexpr Duration kSayEvery = std::chrono::seconds(10);

QString messages(std::uint64_t count)
{
    return count == 1 ? u"1 message"_s : u"%1 messages"_s.arg(count);
}

} // namespace

Conversation::Conversation(const EndpointSettings& settings, ProductionMetrics& engine, KeyId key,
                           const Clock& clock)
    : m_firstMessages(settings.firstMessages)
    , m_engine(engine)
    , m_key(key)
    , m_clock(clock)
    , m_script(std::make_unique<ScriptRunner>(settings.script))
{}

void Conversation::begin(Transport& transport)
{
    m_transport = &transport;
    m_saidBytes = 0;
    for (const QString& text : m_firstMessages) {
        const QByteArray payload = text.toUtf8();
        m_saidBytes += payload.size();
        say(true, payload);
    }
    say(m_script->begin(m_clock.now()));
    pump();
}

void Conversation::end()
{
    m_transport = nullptr;
    m_queue.takeBack();
}

void Conversation::heard(const QString& text)
{
    say(m_script->heard(text, m_clock.now()));
    pump();
}

void Conversation::say(const ScriptRunner::Steps& steps)
{
    for (const ScriptStep* step : steps) {
        const bool isAsked =
            step->kind == ScriptStep::Kind::ReplyText || step->kind == ScriptStep::Kind::ReplyBinary;
        m_saidBytes += isAsked ? 0 : step->payload.size();
        say(step->kind == ScriptStep::Kind::SendText || step->kind == ScriptStep::Kind::ReplyText,
            step->payload);
    }
}

void Conversation::say(bool isText, const QByteArray& payload)
{
    if (!canSay()) // the next connection begins anew
        return;
    if (isText)
        m_transport->sendText(QString::fromUtf8(payload));
    else
        m_transport->sendBinary(payload);
    recordSent(static_cast<std::uint64_t>(payload.size()));
}

void Conversation::recordSent(std::uint64_t bytes)
{
    m_engine.observe(MetricType::MessageSent, static_cast<double>(bytes), m_key);
}

void Conversation::wrote()
{
    if (m_transport)
        m_saidBytes = std::min(m_saidBytes, m_transport->bytesToWrite());
    if (m_isPumping) // from inside our own send
        return;
    settle();
    pump();
}

void Conversation::settle()
{
    if (!canSay() || m_queue.inFlight() == 0 || m_transport->bytesToWrite() > 0)
        return;
    for (const qsizetype length : m_queue.settle()) {
        recordSent(static_cast<std::uint64_t>(length));
        ++m_counts.sent;
    }
}

/** A window full, then the next when all of it was taken: so that what was sent is known, not guessed. */
void Conversation::pump()
{
    if (!canSay() || !m_script->isDone() || m_isPumping)
        return;
    m_isPumping = true;
    do {
        if (m_queue.inFlight() > 0)
            break;
        while (canSay() && m_transport->bytesToWrite() < kWindow) {
            const OutgoingMessage* const message = m_queue.next();
            if (!message)
                break;
            const OutgoingMessage sent = *message;
            m_queue.handOver();
            if (sent.isText)
                m_transport->sendText(QString::fromUtf8(sent.payload));
            else
                m_transport->sendBinary(sent.payload);
        }
        settle();
    } while (canSay() && m_queue.inFlight() == 0 && m_queue.next() && m_transport->bytesToWrite() < kWindow);
    m_isPumping = false;
    countWaiting();
}

void Conversation::send(OutgoingMessage message)
{
    switch (m_queue.add(std::move(message), m_clock.now())) {
    case OutgoingQueue::Added::Queued:
        ++m_counts.queued;
        m_engine.count(MetricType::MessageQueued, m_key);
        break;
    case OutgoingQueue::Added::Duplicate:
        ++m_counts.duplicates;
        break;
    case OutgoingQueue::Added::Full:
        ++m_counts.overflowed;
        failed(1);
        break;
    }
    countWaiting();
    pump();
}

void Conversation::countWaiting()
{
    m_counts.waiting = static_cast<std::uint32_t>(m_queue.size());
    m_counts.waitingBytes = static_cast<std::uint64_t>(m_queue.bytes());
    m_counts.oldest = m_queue.oldest();
}

void Conversation::failed(std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        m_engine.count(MetricType::MessageFailed, m_key);
}

QStringList Conversation::watch()
{
    const TimePoint now = m_clock.now();
    const std::size_t expired = m_queue.expire(now);
    m_counts.expired += expired;
    countWaiting();
    failed(expired);
    m_heldBack += m_script->takeHeldBack();

    QStringList lines;
    if (const QString complaint = m_script->takeComplaint(now); m_transport && !complaint.isEmpty())
        lines += complaint;
    if (m_saidAt && now - *m_saidAt < kSayEvery)
        return lines;
    if (const auto count = m_counts.expired - std::exchange(m_reported.expired, m_counts.expired); count > 0)
        lines += u"%1 waited %2 to be sent: given up"_s.arg(messages(count),
                                                            durationWords(OutgoingQueue::kLongestAge));
    if (const auto count = m_counts.overflowed - std::exchange(m_reported.overflowed, m_counts.overflowed);
        count > 0)
        lines += u"%1 not taken: %2 wait to be sent already"_s.arg(messages(count), messages(m_queue.size()));
    if (const auto count = std::exchange(m_heldBack, 0); count > 0)
        lines += u"%1 left unanswered: the script replies %2 times a second at most"_s.arg(
            messages(count), QString::number(ScriptRunner::kMostReplies));
    if (!lines.isEmpty())
        m_saidAt = now;
    return lines;
}

QStringList Conversation::giveUp()
{
    m_saidAt.reset();
    QStringList lines = watch();
    const std::size_t left = m_queue.clear();
    m_counts.expired += left;
    countWaiting();
    failed(left);
    m_reported = m_counts;
    if (left > 0)
        lines += u"%1 never sent: the endpoint was closed"_s.arg(messages(left));
    return lines;
}

void Conversation::adopt(const EndpointSettings& settings)
{
    m_firstMessages = settings.firstMessages;
    m_script = std::make_unique<ScriptRunner>(settings.script);
}

} // namespace weir
