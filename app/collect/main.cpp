// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collect/agent_setter.h"
#include "app/collect/collector.h"
#include "app/session/options.h"
#include "app/support/descriptor_limit.h"
#include "app/support/malloc_thresholds.h"
#include "app/support/process_arguments.h"
#include "app/support/shutdown_signals.h"
#include "core/base/environment.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr char kExamples[] = R"(
Examples:
  weir-collect --demo                                   a feed made here, as a table
  weir-collect wss://feed.example/trades --send '{"op":"subscribe"}'
  weir-collect --format ndjson --duration 60 ws://127.0.0.1:8080 | jq .totals.message_received
  weir-collect --sample-rate 3% --token-env FEED_TOKEN wss://feed.example/private
  weir-collect --profile production.json --format ndjson
  weir-collect --set sample_rate=10%,mode=fixed --for 300 --token-env AGENT_TOKEN ws://127.0.0.1:9100

Environment: METRICS_SAMPLE_RATE, METRICS_MIN_SAMPLE_RATE, METRICS_MAX_SAMPLE_RATE, METRICS_ADAPTIVE_SAMPLING,
METRICS_BUFFER_SIZE, METRICS_FLUSH_INTERVAL, METRICS_ENABLE_META. Options win over them, they over a profile.

Exit status: 0 done; 1 failure; 2 bad option or configuration; 3 no endpoint opened; 5 the events did not add up;
6 bad file; 130 interrupted.
)";

void declareOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(QCoreApplication::translate(
        "Collect", "Collects from WebSocket endpoints and prints exact counts, and "
                   "estimates with their range, once a flush."));
    addSessionOptions(parser);
    parser.addOptions({
        {u"duration"_s, QCoreApplication::translate("Collect", "Stop after this time."), u"S"_s},
        {u"until-closed"_s,
         QCoreApplication::translate("Collect",
                                     "Stop when every endpoint was closed by its server with 1000 or 1001.")},
        {u"wait"_s, QCoreApplication::translate("Collect", "Keep trying endpoints that never opened.")},
        {u"format"_s,
         QCoreApplication::translate("Collect", "table, or ndjson: one JSON object a flush (table)."),
         u"table|ndjson"_s},
        {u"set"_s,
         QCoreApplication::translate(
             "Collect",
             "Change the sampling of the agent (weir.v1) at the URL, and end: sample_rate, mode, "
             "min_sample_rate, max_sample_rate, buffer_size, flush_interval in seconds. Several are "
             "parted by commas. It needs the agent's token."),
         u"NAME=VALUE"_s},
        {u"for"_s,
         QCoreApplication::translate("Collect", "With --set: the former setting returns after this time."),
         u"S"_s},
        {u"if-revision"_s,
         QCoreApplication::translate("Collect", "With --set: only if the agent's setting has this revision."),
         u"N"_s},
    });
}

} // namespace

int main(int argc, char** argv)
{
    keepLargeBlocks();
    raiseDescriptorLimit();
    const Environment environment = Environment::ofProcess();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"weir-collect"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(WEIR_VERSION));

    const QStringList arguments = QCoreApplication::arguments();
    hideSecretArguments(argc, argv);
    reportFileSizeLimit();

    QCommandLineParser parser;
    declareOptions(parser);
    const bool parsedLine = parser.parse(withOptionalValues(arguments));
    if (parsedLine && answerHelp(parser, kExamples))
        return 0;

    ParsedSessionOptions parsed = readSessionOptions(parser, environment);
    std::vector<OptionProblem>& problems = parsed.problems;
    if (!parsedLine)
        problems.push_back({parser.errorText(), ExitCode::Usage, false});
    CollectOptions options;
    options.duration = readSeconds(parser, u"duration"_s, 0.1, 1e8, problems);
    options.untilClosed = parser.isSet(u"until-closed"_s);
    options.wait = parser.isSet(u"wait"_s);
    const QString format = parser.isSet(u"format"_s) ? parser.value(u"format"_s) : u"table"_s;
    options.format = format == u"ndjson"_s ? OutputFormat::Ndjson : OutputFormat::Table;
    if (format != u"table"_s && format != u"ndjson"_s) {
        problems.push_back(
            {QCoreApplication::translate("Collect", "--format is \"%1\": it must be table or ndjson.")
                 .arg(displayText(format, 64)),
             ExitCode::Usage, false});
    }
    options.session = std::move(parsed.options);
    const auto change = readAgentChange(parser, problems);
    if (options.session.endpoints.empty() && !options.session.demo && problems.empty()) {
        problems.push_back(
            {QCoreApplication::translate(
                 "Collect", "Name at least one ws:// or wss:// URL, a --profile with endpoints, or --demo."),
             ExitCode::Usage, false});
    }
    if (!problems.empty())
        return static_cast<int>(reportProblems(problems, u"weir-collect"_s));

    if (change && options.session.endpoints.size() != 1) {
        return static_cast<int>(
            reportProblems({{QCoreApplication::translate(
                                 "Collect", "--set changes one agent: name one ws:// or wss:// URL."),
                             ExitCode::Usage, false}},
                           u"weir-collect"_s));
    }
    if (change) {
        AgentSetter setter(options.session.endpoints.front().settings, *change, stdout, stderr);
        QObject::connect(&setter, &AgentSetter::finished, &application, &QCoreApplication::exit,
                         Qt::QueuedConnection);
        QMetaObject::invokeMethod(&setter, &AgentSetter::start, Qt::QueuedConnection);
        return QCoreApplication::exec();
    }

    Collector collector(std::move(options), stdout, stderr);
    ShutdownSignals signals;
    QObject::connect(&signals, &ShutdownSignals::requested, &collector, [&collector](int number) {
        collector.stop(static_cast<ExitCode>(ShutdownSignals::exitCode(number)));
    });
    QObject::connect(&collector, &Collector::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    QMetaObject::invokeMethod(&collector, &Collector::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
