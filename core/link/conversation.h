// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

#include "core/base/clock.h"
#include "core/engine/production_metrics.h"
#include "core/link/endpoint_settings.h"
#include "core/link/endpoint_status.h"
#include "core/link/outgoing_queue.h"
#include "core/link/script_runner.h"
#include "core/link/transport.h"

#include <memory>
#include <optional>

namespace weir {

/**
 * What this side says to one endpoint: first messages, script and, behind these, the queue of what was given
 * to send. Hands over no more than 256 KiB at a time, so that a peer that does not read meets a queue that
 * is counted, not a buffer that grows. Counts MessageQueued, MessageSent and MessageFailed. On the link
 * thread; the references outlive it.
 */
class Conversation
{
public:
    Conversation(const EndpointSettings& settings, ProductionMetrics& engine, KeyId key, const Clock& clock);

    /** The connection opened: `transport` is spoken to until end(). */
    void begin(Transport& transport);
    void end();
    /** Whether text messages matter to the script. */
    bool listens() const { return m_transport && m_script->listens(); }
    void heard(const QString& text);
    /** bytesToWrite() fell. */
    void wrote();

    void send(OutgoingMessage message);
    /** To be called some four times a second. What there is to say since the last call, a line for each kind
     * of trouble and at most once in ten seconds; display-safe. */
    QStringList watch();
    /** The endpoint goes for good: gives up what waits. */
    QStringList giveUp();

    const OutgoingCounts& counts() const { return m_counts; }
    /** Of what was said unasked, and may wait for the kernel still: no fault of the other side. Replies are.
     */
    std::int64_t bytesInFlight() const { return m_saidBytes + m_queue.bytesInFlight(); }
    /** What is recorded from now on is of this key. */
    void setKey(KeyId key) { m_key = key; }
    /** Other first messages and another script, from the next begin() on. Not between begin() and end(). */
    void adopt(const EndpointSettings& settings);

private:
    bool canSay() const { return m_transport && m_transport->takesMessages(); }
    void say(const ScriptRunner::Steps& steps);
    void say(bool isText, const QByteArray& payload);
    void recordSent(std::uint64_t bytes);
    void pump();
    void settle();
    void countWaiting();
    void failed(std::size_t count);

    QStringList m_firstMessages;
    ProductionMetrics& m_engine;
    KeyId m_key;
    const Clock& m_clock;
    std::unique_ptr<ScriptRunner> m_script;
    OutgoingQueue m_queue;
    OutgoingCounts m_counts;
    OutgoingCounts m_reported;
    std::uint64_t m_heldBack = 0; ///< replies, not reported yet
    std::int64_t m_saidBytes = 0; ///< of first messages and steps that no message asks for, at most
    std::optional<TimePoint> m_saidAt;
    Transport* m_transport = nullptr;
    bool m_isPumping = false;
};

} // namespace weir
