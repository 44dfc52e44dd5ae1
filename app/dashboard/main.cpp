// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dashboard/dashboard.h"
#include "app/dashboard/window_options.h"
#include "app/session/options.h"
#include "app/support/descriptor_limit.h"
#include "app/support/malloc_thresholds.h"
#include "app/support/process_arguments.h"
#include "app/support/shutdown_signals.h"
#include "core/base/environment.h"
#include "ui/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QStyleFactory>
#include <QTimer>

#include <cstdio>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr char kExamples[] = R"(
Examples:
  weir                                                  what it last watched, or a field for an address
  weir --profile production.json                        what this file says, kept up to date
  weir --demo                                           a feed made here
  weir wss://feed.example/trades --send '{"op":"subscribe"}'
  weir --demo --screenshot weir.png --after 30 --size 1600x980 --theme dark

Environment: METRICS_SAMPLE_RATE, METRICS_MIN_SAMPLE_RATE, METRICS_MAX_SAMPLE_RATE, METRICS_ADAPTIVE_SAMPLING,
METRICS_BUFFER_SIZE, METRICS_FLUSH_INTERVAL, METRICS_ENABLE_META. Options win over them, they over a profile.

Exit status: 0 done; 1 failure; 2 bad option or configuration; 6 bad file; 130 interrupted.
)";

bool hasDisplay(const Environment& environment)
{
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        if (!environment.find(name).value_or("").empty())
            return true;
    }
    return false;
}

void declareOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(
        QCoreApplication::translate("Weir", "Shows a live WebSocket system truthfully."));
    addSessionOptions(parser);
    addWindowOptions(parser);
}

/** Splits what a window can do without from what must be put right first. */
std::vector<QString> bearableProblems(std::vector<OptionProblem>& problems)
{
    std::vector<QString> notes;
    std::erase_if(problems, [&](const OptionProblem& problem) {
        if (problem.fromEnvironment)
            notes.push_back(QCoreApplication::translate("Weir", "%1 Started with the default instead.")
                                .arg(problem.message));
        if (problem.fromDefaultProfile)
            notes.push_back(
                QCoreApplication::translate("Weir", "%1 Started empty; the file is left as it is.")
                    .arg(problem.message));
        return problem.fromEnvironment || problem.fromDefaultProfile;
    });
    return notes;
}

/** What the profile has to say for itself at the start. */
void addProfileNote(const SessionOptions& options, std::vector<QString>& notes)
{
    if (options.profile && options.profile->isNew() && options.profile->path() != defaultProfilePath())
        notes.push_back(
            QCoreApplication::translate("Weir", "New profile %1: written when there is an endpoint to keep")
                .arg(displayText(options.profile->path())));
}

} // namespace

int main(int argc, char** argv)
{
    keepLargeBlocks();
    raiseDescriptorLimit();
    const Environment environment = Environment::ofProcess();
    const bool canShow = hasDisplay(environment);
    if (!canShow)
        qputenv("QT_QPA_PLATFORM", "offscreen"); // for a picture, for --help and for words on what is missing
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"weir"_s);
    QApplication::setApplicationDisplayName(u"Weir"_s);
    QApplication::setApplicationVersion(QStringLiteral(WEIR_VERSION));
    QApplication::setDesktopFileName(u"weir"_s);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setFont(windowFont()); // before the first widget: none is polished twice

    const QStringList arguments = QCoreApplication::arguments();
    hideSecretArguments(argc, argv);
    reportFileSizeLimit();

    QCommandLineParser parser;
    declareOptions(parser);
    const bool parsedLine = parser.parse(withOptionalValues(arguments));
    if (parsedLine && answerHelp(parser, kExamples))
        return 0;

    ProfilePolicy profiles{ProfileFile::IfMissing::BeginNew, QString()};
    if (!parser.isSet(u"screenshot"_s)) // whose picture should not depend on who takes it
        profiles.fallback = defaultProfilePath();
    ParsedSessionOptions parsed = readSessionOptions(parser, environment, profiles);
    WindowOptions window = readWindowOptions(parser, parsed.problems);
    if (!parsedLine)
        parsed.problems.push_back({parser.errorText(), ExitCode::Usage, false});
    std::vector<QString> notes = bearableProblems(parsed.problems);
    addProfileNote(parsed.options, notes);
    if (!parsed.problems.empty())
        return static_cast<int>(reportProblems(parsed.problems, u"weir"_s));
    if (!canShow && window.screenshot.isEmpty()) {
        std::fputs("weir: no display (DISPLAY and WAYLAND_DISPLAY are not set). weir-collect needs none; "
                   "weir --screenshot FILE draws a picture without one.\n",
                   stderr);
        return static_cast<int>(ExitCode::Failure);
    }

    Dashboard dashboard(std::move(parsed.options), std::move(window), environment);
    const ShutdownSignals signals;
    QObject::connect(&signals, &ShutdownSignals::requested, &application,
                     [](int number) { QCoreApplication::exit(ShutdownSignals::exitCode(number)); });
    QObject::connect(&dashboard, &Dashboard::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    dashboard.start(notes);
    // Behind the first frame, which need not wait for what reads SVG.
    QTimer::singleShot(0, &application, [] { QApplication::setWindowIcon(QIcon(u":/weir/icon.svg"_s)); });
    const int code = QCoreApplication::exec();
    dashboard.stop();
    return code;
}
