// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/protocol/agent_messages.h"
#include "core/protocol/wire_config.h"
#include "core/watch/agent_view.h"

#include <QByteArray>
#include <QMap>

#include <chrono>
#include <optional>
#include <vector>

namespace weir {

/** One moment by both clocks. */
struct Moment
{
    TimePoint time;
    WallTime wall;
};

/**
 * One agent as its dashboard knows it: reads what it says as something hostile may have said it, and makes
 * the commands. Without sockets or clocks; on one thread. What breaks the protocol is counted and ignored:
 * a first message that is no hello ends the listening, for then it is no agent.
 */
class AgentState
{
public:
    AgentState(EndpointId endpoint, const QString& name);

    /** A connection opened: what to say on it. */
    QByteArray opened(const QString& name, std::chrono::milliseconds period);
    void heard(const QByteArray& utf8, Moment now);
    /** The connection ended: what was not answered is not done, as far as anyone knows. */
    void ended(Moment now);

    /**
     * The message that changes what `change` names, for as long as `lasts`; later a note tells how it was
     * answered, under `id`. Or why it cannot be done: control is forbidden, out of range, no connection.
     */
    Result<QByteArray> set(const QString& id, const ConfigChange& change,
                           std::optional<std::chrono::seconds> lasts,
                           std::optional<std::uint64_t> ifRevision);
    void note(AgentNote::Kind kind, const QString& text, Moment now, const QString& command = {},
              const QString& code = {});

    const AgentView& view() const { return m_view; }
    std::vector<AgentNote> takeNotes() { return std::exchange(m_notes, {}); }

private:
    static constexpr int kMostUnanswered = 100;
    static constexpr std::size_t kMostNotes = 200; ///< between two calls of takeNotes()

    void take(const Hello& hello, Moment now);
    void take(const Data& data, Moment now);
    void take(const Event& event, Moment now);
    void take(const Ack& ack, Moment now);
    void take(const Refusal& refusal, Moment now);
    void take(const UnknownMessage&, Moment) {}
    void adopt(const Setting& setting, Moment now);
    void ignore(const QString& problem, Moment now);
    void beginSession(const Hello& hello, Moment now);

    AgentView m_view;
    std::vector<AgentNote> m_notes;
    QMap<QString, bool> m_unanswered;      ///< ids; whether the change was asked to stay
    std::uint64_t m_client = 0;            ///< this connection's number at the agent
    std::optional<MetricsConfig> m_wanted; ///< set from here to stay, and still in force
    std::optional<WallTime> m_dataAt;      ///< the agent's time of the last `data` of this session
    std::uint64_t m_sequence = 0;          ///< of the newest interval of this session
    bool m_isListening = false;
};

} // namespace weir
