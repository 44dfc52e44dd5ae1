// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/options.h"
#include "app/session/session.h"
#include "core/protocol/wire_config.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdio>
#include <optional>

namespace weir {

/** What --set, --for and --if-revision ask of an agent. */
struct AgentChange
{
    ConfigChange values;
    std::optional<std::chrono::seconds> lasts;
    std::optional<std::uint64_t> ifRevision;
};

/** Nothing without --set, and where there is a problem, which names the option and what is allowed. */
std::optional<AgentChange> readAgentChange(const QCommandLineParser& parser,
                                           std::vector<OptionProblem>& problems);

/**
 * weir-collect --set: connects to one agent, changes its setting, says how that ended, and finishes, once,
 * with the process's exit code. Bounded by the connect timeout and five seconds more. On the main thread.
 */
class AgentSetter : public QObject
{
    Q_OBJECT

public:
    AgentSetter(EndpointSettings endpoint, AgentChange change, std::FILE* out, std::FILE* errors);

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void look();
    void giveUp();
    void fail(ExitCode code, const QString& words);
    void finish(ExitCode code);

    EndpointSettings m_endpoint;
    const AgentChange m_change;
    std::FILE* const m_out;
    std::FILE* const m_errors;
    Session m_session;
    QTimer m_deadline;
    EndpointId m_id;
    QString m_command; ///< "" until it was said
    bool m_isFinished = false;
};

} // namespace weir
