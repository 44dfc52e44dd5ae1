// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/profile_file.h"
#include "core/base/environment.h"
#include "core/engine/metrics_config.h"
#include "core/feed/feed_options.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>
#include <vector>

namespace weir {

/** What a program returns (a contract: docs and scripts rely on it). */
enum class ExitCode : int {
    Ok = 0,
    Failure = 1,
    Usage = 2,         ///< bad option or configuration
    NothingOpened = 3, ///< no endpoint opened within its connect timeout
    IdentityBroke = 5,
    BadFile = 6,
    Interrupted = 130,
};

/** What weir and weir-collect are told by their command line and environment, checked. */
struct SessionOptions
{
    std::vector<EndpointEntry> endpoints; ///< the profile's, then those of the line
    std::optional<FeedPattern> demo;
    MetricsConfig metrics;
    /** For each setting the environment variable that decided it, or "". */
    std::array<std::string, kMetricsSettingCount> setByEnvironment;
    std::optional<ProfileFile> profile; ///< to be kept up to date by a program that has something to keep
};

struct OptionProblem
{
    QString message;
    ExitCode code = ExitCode::Usage;
    bool fromEnvironment = false;    ///< a METRICS_* variable, which a window can do without
    bool fromDefaultProfile = false; ///< of a profile that nobody named: a window starts empty then
};

struct ParsedSessionOptions
{
    SessionOptions options; ///< with defaults where there were problems
    std::vector<OptionProblem> problems;
};

/** What to do about profiles. */
struct ProfilePolicy
{
    ProfileFile::IfMissing ifMissing = ProfileFile::IfMissing::Refuse; ///< of --profile
    QString fallback; ///< opened when the line names no profile, URL or demo; "" for none
};

/** Declares --help, --version, --demo, --header, … on `parser`; the same for both programs. */
void addSessionOptions(QCommandLineParser& parser);

/** Prints what --help or --version asks for; whether one of them did. `epilogue` follows the help. */
bool answerHelp(const QCommandLineParser& parser, const char* epilogue);

/**
 * `arguments` with a bare --demo written as --demo=mixed, because QCommandLineParser has no optional values.
 * Apply before parse().
 */
QStringList withOptionalValues(QStringList arguments);

/**
 * Reads what addSessionOptions() declared, the URLs and METRICS_*, and the files that --profile and --ca
 * name. For the engine's settings options win over METRICS_*, these over the profile, and that over the
 * defaults.
 */
ParsedSessionOptions readSessionOptions(const QCommandLineParser& parser, const Environment& environment,
                                        const ProfilePolicy& policy = {});

/** Seconds as a user writes them, in [lowest, highest], or a problem naming the option and the range. */
std::optional<Duration> readSeconds(const QCommandLineParser& parser, const QString& option, double lowest,
                                    double highest, std::vector<OptionProblem>& problems);

/** Prints every problem and the way to the help; the exit code for all of them. Precondition: not empty. */
ExitCode reportProblems(const std::vector<OptionProblem>& problems, const QString& program);

} // namespace weir
