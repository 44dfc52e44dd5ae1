// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collect/collector.h"

#include "app/collect/ndjson.h"

#include <algorithm>
#include <utility>

namespace weir {
namespace {

/** After the connections' own deadline, so that what they say about it is there to be printed. */
constexpr std::chrono::milliseconds kAfterConnectTimeout{300};

constexpr std::chrono::milliseconds kBetweenLooks{50};

std::chrono::milliseconds inMilliseconds(Duration duration)
{
    return std::chrono::ceil<std::chrono::milliseconds>(duration);
}

} // namespace

Collector::Collector(CollectOptions options, std::FILE* out, std::FILE* errors)
    : m_options(std::move(options)), m_out(out), m_errors(errors), m_session(m_options.session.metrics)
{
    m_openDeadline.setSingleShot(true);
    m_end.setSingleShot(true);
    connect(&m_session, &Session::intervalReady, this, &Collector::writeIntervals);
    m_lookSoon.setSingleShot(true);
    m_lookSoon.setInterval(kBetweenLooks);
    connect(&m_lookSoon, &QTimer::timeout, this, &Collector::lookAtEndpoints);
    connect(&m_session, &Session::linkChanged, this, [this] {
        if (!m_lookSoon.isActive())
            m_lookSoon.start();
    });
    connect(&m_end, &QTimer::timeout, this, [this] { stop(ExitCode::Ok); });
    connect(&m_openDeadline, &QTimer::timeout, this, [this] {
        lookAtEndpoints();
        if (!m_opened)
            stop(ExitCode::NothingOpened);
    });
}

void Collector::start()
{
    m_session.start();
    Duration connectTimeout =
        m_options.session.endpoints.empty() ? EndpointSettings().connectTimeout : Duration::zero();
    for (const EndpointEntry& entry : m_options.session.endpoints) {
        if (const QString note = leftOutNote(entry.source); !note.isEmpty())
            std::fprintf(m_errors, "weir-collect: %s.\n", qUtf8Printable(note));
        EndpointSettings settings = entry.settings;
        settings.reconnectAfterNormalClose = !m_options.untilClosed;
        connectTimeout = std::max(connectTimeout, settings.connectTimeout);
        m_session.connectTo(std::move(settings));
    }
    if (m_options.session.demo) {
        const auto demo = m_session.startDemo(*m_options.session.demo);
        if (!demo) {
            std::fprintf(m_errors, "weir-collect: %s\n", demo.error().message.c_str());
            stop(ExitCode::Failure);
            return;
        }
    }
    if (m_options.duration)
        m_end.start(inMilliseconds(*m_options.duration));
    if (!m_options.wait)
        m_openDeadline.start(inMilliseconds(connectTimeout) + kAfterConnectTimeout);
}

void Collector::stop(ExitCode code)
{
    if (std::exchange(m_stopped, true))
        return;
    m_openDeadline.stop();
    m_end.stop();
    m_lastAgents = m_session.agents().agents();
    m_session.stop();
    writeIntervals();
    const std::vector<EndpointStatus> endpoints = m_session.statuses();
    if (m_options.format == OutputFormat::Table && m_last)
        writeLine(Table::summary(*m_last, endpoints, m_lastLooks.get()).toUtf8());
    if (code == ExitCode::NothingOpened || code == ExitCode::Failure)
        reportFailures(endpoints);
    if (m_last && !m_last->accounting.addsUp()) {
        std::fputs("weir-collect: the events do not add up. This is a fault in Weir.\n", m_errors);
        code = ExitCode::IdentityBroke;
    }
    Q_EMIT finished(static_cast<int>(code));
}

void Collector::writeIntervals()
{
    writeEvents();
    for (const IntervalRecord& record : m_session.takeIntervals()) {
        const std::vector<EndpointStatus> endpoints = m_session.statuses();
        writeLine(m_options.format == OutputFormat::Ndjson
                      ? ndjsonLine(*record.engine, endpoints, record.looks.get(), agents())
                      : m_table.flushLine(*record.engine, endpoints).toUtf8());
        if (m_options.format == OutputFormat::Table) {
            for (const AgentView& agent : agents())
                writeLine(Table::agentLine(agent).toUtf8());
        }
        m_last = record.engine;
        m_lastLooks = record.looks;
        if (!m_stopped && !m_last->accounting.addsUp())
            stop(ExitCode::IdentityBroke);
    }
}

std::vector<AgentView> Collector::agents()
{
    return m_stopped ? m_lastAgents : m_session.agents().agents();
}

void Collector::writeEvents()
{
    const LinkEvents taken = m_session.takeEvents();
    if (m_options.format != OutputFormat::Table)
        return;
    if (taken.suppressed > 0)
        writeLine(QByteArray::number(static_cast<qulonglong>(taken.suppressed)) +
                  " earlier events not shown");
    for (const LinkEvent& event : taken.events)
        writeLine(Table::eventLine(event).toUtf8());
    for (const AgentNote& note : m_session.agents().takeNotes())
        writeLine(Table::eventLine(
                      {note.wallTime, note.time, note.endpoint, note.name, LinkEventKind::Notice, note.text})
                      .toUtf8());
}

void Collector::writeLine(const QByteArray& line)
{
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), m_out);
    std::fputc('\n', m_out);
    // Whoever reads a pipe wants each line when it is true; a reader that left ends the program.
    if (std::fflush(m_out) != 0 && !m_stopped)
        stop(ExitCode::Failure);
}

void Collector::lookAtEndpoints()
{
    if (m_stopped)
        return;
    writeEvents();
    const std::vector<EndpointStatus> endpoints = m_session.statuses();
    const auto all = [&](auto&& test) {
        return !endpoints.empty() && std::all_of(endpoints.begin(), endpoints.end(), test);
    };
    const auto needsYou = [](const EndpointStatus& e) { return e.state == EndpointState::NeedsYou; };
    const auto isClosed = [](const EndpointStatus& e) { return e.state == EndpointState::Closed; };
    m_opened = m_opened || std::any_of(endpoints.begin(), endpoints.end(),
                                       [](const EndpointStatus& e) { return e.connects > 0; });
    if (m_opened)
        m_openDeadline.stop();
    if (!m_opened && all(needsYou)) {
        stop(ExitCode::NothingOpened);
    } else if (m_options.untilClosed && all(isClosed)) {
        stop(ExitCode::Ok);
    } else if (m_options.untilClosed &&
               all([&](const EndpointStatus& e) { return isClosed(e) || needsYou(e); })) {
        stop(ExitCode::Failure); // what is left will not open by itself, and was not closed as hoped
    }
}

void Collector::reportFailures(const std::vector<EndpointStatus>& endpoints)
{
    for (const EndpointStatus& endpoint : endpoints) {
        if (endpoint.error.isEmpty())
            continue;
        const QByteArray hint = endpoint.hint.isEmpty() ? QByteArray() : " " + endpoint.hint.toUtf8() + ".";
        std::fprintf(m_errors, "weir-collect: %s: %s.%s\n", qUtf8Printable(endpoint.displayUrl),
                     qUtf8Printable(endpoint.error), hint.constData());
    }
}

} // namespace weir
