// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/agent/agent_options.h"
#include "core/agent/allowance.h"
#include "core/agent/data_windows.h"
#include "core/base/clock.h"

#include <QObject>
#include <QPointer>
#include <QTcpSocket>
#include <QWebSocket>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace weir {

/**
 * One connection: its limits, and what it is due. It never holds more than `queuedBytes` that the other end
 * has not taken: `data` is passed over and counted, anything else ends the connection. Lives on the agent's
 * thread, owned by AgentServer; owns its socket. It ends in left(), whoever ended it.
 */
class AgentClient final : public QObject
{
    Q_OBJECT

public:
    /** `tcp` is the connection under `socket`, which owns it. `clock` outlives this. */
    AgentClient(QWebSocket* socket, QTcpSocket* tcp, std::uint64_t number, bool control,
                const AgentLimits& limits, const Clock& clock);
    ~AgentClient() override;

    const std::uint64_t number;
    const bool control;
    const QString peer;
    const bool isNative; ///< speaks weir.v1; otherwise it reads NDJSON

    /** From now on, data() is due at multiples of `period`, so that clients of one period are due together.
     */
    void subscribe(std::chrono::milliseconds period, TimePoint now, std::shared_ptr<DataWindow> window);
    bool isDue(TimePoint now) const { return m_period && now >= m_due; }
    /** TimePoint::max() without a subscription. */
    TimePoint due() const { return m_period ? m_due : TimePoint::max(); }
    /** Sends what `windows` has for it, and begins anew with `next`; passes over it when it does not keep up.
     */
    void sendData(DataWindows& windows, TimePoint now);
    /** What may be passed over: a line of NDJSON, an event. */
    void offer(const QString& text);
    /** What must arrive: an answer. A client that asks and does not read is dropped. */
    void answer(const QString& text);

    void close(QWebSocketProtocol::CloseCode code, const QString& reason);
    void abort();
    bool hasLeft() const noexcept { return m_left; }
    /** Bytes written to it that are still in this process. */
    qint64 queuedBytes() const;
    std::uint64_t lost() const noexcept { return m_lost; }

Q_SIGNALS:
    void commandCame(const QByteArray& utf8);
    /** More commands than are taken: these were not read. At most once a second. */
    void tooManyCommands();
    /** The connection is over. Once. */
    void left();

private:
    void onText(const QString& text);
    void onDisconnected();
    bool hasRoom(const QString& text) const;

    QWebSocket* const m_socket; ///< a child
    const QPointer<QTcpSocket> m_tcp;
    const AgentLimits m_limits;
    Allowance m_commands;
    Allowance m_warnings;
    Allowance m_patience; ///< for commands that are not taken: without it the connection ends
    std::optional<std::chrono::milliseconds> m_period;
    TimePoint m_due;
    std::shared_ptr<DataWindow> m_window;
    std::uint64_t m_lost = 0; ///< `data`, lines and events passed over
    bool m_isClosing = false;
    bool m_left = false;
};

} // namespace weir
