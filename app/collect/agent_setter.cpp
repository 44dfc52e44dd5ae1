// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collect/agent_setter.h"

#include "core/protocol/field_reader.h"
#include "core/protocol/wire.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::seconds kAnswerTimeout{5};

QJsonValue valueOf(const QString& name, const QString& text)
{
    if (name.endsWith("sample_rate"_L1)) {
        if (const auto rate = parseRate(text.toStdString()))
            return *rate;
    }
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber ? QJsonValue(number) : QJsonValue(text);
}

ConfigChange readValues(const QString& text, std::vector<OptionProblem>& problems)
{
    static const QStringList kNames{
        u"mode"_s,        u"sample_rate"_s,   u"min_sample_rate"_s, u"max_sample_rate"_s,
        u"buffer_size"_s, u"flush_interval"_s};
    QJsonObject values;
    for (const QString& part : text.split(u',')) {
        const QString name = part.section(u'=', 0, 0).trimmed();
        if (!kNames.contains(name) || !part.contains(u'=')) {
            problems.push_back({QCoreApplication::translate(
                                    "Collect", "--set has \"%1\": NAME must be one of %2, as NAME=VALUE.")
                                    .arg(displayText(part, 64), kNames.join(u", "_s))});
            return {};
        }
        values[name] = valueOf(name, part.section(u'=', 1).trimmed());
    }
    FieldReader fields(values, u"--set"_s);
    const ConfigChange change = readChange(fields);
    if (fields.failed())
        problems.push_back({displayText(QString::fromStdString(fields.problem().message))});
    return change;
}

} // namespace

std::optional<AgentChange> readAgentChange(const QCommandLineParser& parser,
                                           std::vector<OptionProblem>& problems)
{
    const std::size_t before = problems.size();
    AgentChange change;
    const auto most = static_cast<double>(kLongestChange.count());
    if (const auto lasts = readSeconds(parser, u"for"_s, 1, most, problems))
        change.lasts = std::chrono::round<std::chrono::seconds>(*lasts);
    if (parser.isSet(u"if-revision"_s)) {
        bool isNumber = false;
        change.ifRevision = parser.value(u"if-revision"_s).toULongLong(&isNumber);
        if (!isNumber)
            problems.push_back({QCoreApplication::translate(
                                    "Collect", "--if-revision is \"%1\": it must be a whole number from 0.")
                                    .arg(displayText(parser.value(u"if-revision"_s), 64))});
    }
    if (parser.isSet(u"set"_s)) {
        change.values = readValues(parser.value(u"set"_s), problems);
    } else {
        for (const QString& option : {u"for"_s, u"if-revision"_s}) {
            if (parser.isSet(option))
                problems.push_back(
                    {QCoreApplication::translate("Collect", "--%1 goes with --set.").arg(option)});
        }
        return std::nullopt;
    }
    return problems.size() == before ? std::optional(change) : std::nullopt;
}

AgentSetter::AgentSetter(EndpointSettings endpoint, AgentChange change, std::FILE* out, std::FILE* errors)
    : m_endpoint(std::move(endpoint))
    , m_change(std::move(change))
    , m_out(out)
    , m_errors(errors)
    , m_session(MetricsConfig())
{
    m_endpoint.subprotocols = QStringList{kSubprotocol};
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &AgentSetter::giveUp);
    connect(&m_session, &Session::agentsChanged, this, &AgentSetter::look);
    connect(&m_session, &Session::linkChanged, this, &AgentSetter::look);
}

void AgentSetter::start()
{
    m_deadline.start(std::chrono::ceil<std::chrono::milliseconds>(m_endpoint.connectTimeout) +
                     kAnswerTimeout);
    m_session.start();
    m_id = m_session.connectTo(m_endpoint, ConnectLane::Person);
}

void AgentSetter::look()
{
    if (m_isFinished)
        return;
    const std::vector<AgentNote> notes = m_session.agents().takeNotes();
    for (const AgentNote& note : notes) {
        if (note.kind == AgentNote::Kind::NotUnderstood)
            return fail(ExitCode::Failure, note.text);
        if (m_command.isEmpty() || note.command != m_command)
            continue;
        if (note.kind == AgentNote::Kind::Refused)
            return fail(ExitCode::Failure, note.text);
        std::fprintf(m_out, "%s: %s\n", qUtf8Printable(note.name), qUtf8Printable(note.text));
        return finish(ExitCode::Ok);
    }
    const std::vector<AgentView> agents = m_session.agents().agents();
    if (m_command.isEmpty() && !agents.empty() && agents.front().isConnected)
        m_command = m_session.agents().set(m_id, m_change.values, m_change.lasts, m_change.ifRevision);
    for (const EndpointStatus& status : m_session.statuses()) {
        if (m_command.isEmpty() && status.connects == 0 && !status.error.isEmpty())
            return fail(ExitCode::NothingOpened, status.error);
    }
}

void AgentSetter::giveUp()
{
    const std::vector<EndpointStatus> endpoints = m_session.statuses();
    if (!m_command.isEmpty())
        fail(ExitCode::Failure, tr("the agent did not answer: the change may be in force or not"));
    else if (!endpoints.empty() && endpoints.front().connects > 0)
        fail(ExitCode::Failure, tr("the server does not speak weir.v1: no agent is at this address"));
    else
        fail(ExitCode::NothingOpened, tr("no connection in time"));
}

void AgentSetter::fail(ExitCode code, const QString& words)
{
    std::fprintf(m_errors, "weir-collect: %s: %s.\n", qUtf8Printable(displayUrl(m_endpoint.url)),
                 qUtf8Printable(words.endsWith(u'.') ? words.chopped(1) : words));
    finish(code);
}

void AgentSetter::finish(ExitCode code)
{
    m_isFinished = true;
    m_deadline.stop();
    m_session.stop();
    Q_EMIT finished(static_cast<int>(code));
}

} // namespace weir
