// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collect/table.h"
#include "app/session/options.h"
#include "app/session/session.h"

#include <QObject>
#include <QTimer>

#include <cstdio>
#include <optional>

namespace weir {

enum class OutputFormat { Table, Ndjson };

struct CollectOptions
{
    SessionOptions session;
    OutputFormat format = OutputFormat::Table;
    std::optional<Duration> duration;
    bool untilClosed = false; ///< end when every endpoint was closed by its server with 1000 or 1001
    bool wait = false;        ///< keep trying endpoints that never opened
};

/**
 * weir-collect: a session written to `out`, a line a flush, and the rules by which it ends. Lives on the main
 * thread. It stops the session itself; finished() is emitted once, with the process's exit code.
 */
class Collector : public QObject
{
    Q_OBJECT

public:
    Collector(CollectOptions options, std::FILE* out, std::FILE* errors);

    void start();
    /** Stops with the last flush and the last events written. */
    void stop(ExitCode code);

Q_SIGNALS:
    void finished(int exitCode);

private:
    void writeIntervals();
    void writeEvents();
    std::vector<AgentView> agents();
    void writeLine(const QByteArray& line);
    void lookAtEndpoints();
    void reportFailures(const std::vector<EndpointStatus>& endpoints);

    const CollectOptions m_options;
    std::FILE* const m_out;
    std::FILE* const m_errors;
    Session m_session;
    Table m_table;
    QTimer m_lookSoon; ///< of thousands of endpoints one changes all the time, and a look is at all of them
    QTimer m_openDeadline;
    QTimer m_end;
    std::shared_ptr<const EngineSnapshot> m_last;
    std::shared_ptr<const LookReport> m_lastLooks; ///< beside m_last
    std::vector<AgentView> m_lastAgents;           ///< when it was stopped
    bool m_opened = false;                         ///< some endpoint has been open
    bool m_stopped = false;
};

} // namespace weir
