// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "core/base/clock.h"
#include "core/link/subprotocol_speaker.h"
#include "core/protocol/wire_config.h"
#include "core/watch/agent_view.h"

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace weir {

/**
 * The agents among a hub's endpoints: those whose server chose weir.v1, which the endpoint offered. Given to
 * the hub, and moved to the link thread with it; the hub goes first. What it knows lies behind a mutex for
 * any thread to read; what is to be said waits there too, and the link thread says it.
 */
class AgentWatch final : public QObject, public SubprotocolSpeaker
{
    Q_OBJECT

public:
    /** `period`: how often agents are asked for `data`, kShortestPeriod to kLongestPeriod. */
    AgentWatch(const Clock& clock, std::chrono::milliseconds period);
    ~AgentWatch() override;

    // Any thread.
    /** By endpoint; those that once spoke weir.v1 too, while their endpoint is there. */
    std::vector<AgentView> agents() const;
    /** Since the last call, oldest first; the newest 1000 are held. */
    std::vector<AgentNote> takeNotes();
    /**
     * Changes an agent's setting: for `lasts`, or to stay; with `ifRevision` only if nobody was faster. The
     * returned id is in the note that tells how it ended. A change of nothing that lasts keeps what would
     * end.
     */
    QString set(EndpointId endpoint, const ConfigChange& change,
                std::optional<std::chrono::seconds> lasts = {}, std::optional<std::uint64_t> ifRevision = {});

Q_SIGNALS:
    /** agents() or takeNotes() have something new. Once until takeNotes() is called. */
    void changed();

private:
    bool speechBegan(EndpointId id, const QString& name, const QString& subprotocol,
                     Transport& transport) override;
    void speechHeard(EndpointId id, const QString& text) override;
    void speechEnded(EndpointId id) override;
    void endpointGone(EndpointId id) override;
    void customEvent(QEvent* event) override;

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace weir
