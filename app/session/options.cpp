// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/options.h"

#include <QCoreApplication>
#include <QFile>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Options", text);
}

void add(std::vector<OptionProblem>& problems, const QString& message, ExitCode code = ExitCode::Usage)
{
    problems.push_back({message, code, false});
}

/** The option behind a member of an endpoint's source. */
QString optionOf(const QString& place)
{
    static const std::pair<QLatin1String, QLatin1String> kOptions[] = {
        {"headers"_L1, "--header: "_L1},
        {"token_env"_L1, "--token-env: "_L1},
        {"ca"_L1, "--ca: "_L1},
        {"subprotocols"_L1, "--subprotocol: "_L1},
        {"first_messages"_L1, "--send: "_L1},
    };
    for (const auto& [member, option] : kOptions) {
        if (place.startsWith(member))
            return option;
    }
    return QString();
}

/** What the options of one command line say about each of its endpoints. */
class EndpointTemplate
{
public:
    /** Relative files of the endpoints that the options are applied to lie in `directory`. */
    EndpointTemplate(const QCommandLineParser& parser, const Environment& environment, const QDir& directory,
                     std::vector<OptionProblem>& problems)
        : m_parser(parser), m_reader(environment, directory), m_problems(problems)
    {
        if (parser.isSet(u"ca"_s)) // absolute, as a profile that keeps it may lie elsewhere
            m_authorities = QDir::current().absoluteFilePath(parser.value(u"ca"_s));
        m_connectTimeout = readSeconds(parser, u"connect-timeout"_s, 0.1, 3600, problems);
        m_pingInterval = readSeconds(parser, u"ping-interval"_s, 0.1, 3600, problems);
        if (parser.isSet(u"max-message"_s))
            readMaxMessage(parser.value(u"max-message"_s));
    }

    /** Whether what the options carry may be meant for one host only. */
    bool isPersonal() const { return m_parser.isSet(u"header"_s) || m_parser.isSet(u"token-env"_s); }

    /** `source` with what the options set. */
    EndpointSource overlaid(EndpointSource source) const
    {
        const auto overlay = [](auto& member, const auto& value) {
            if (value)
                member = *value;
        };
        const auto overlayList = [this](QStringList& member, const QString& option) {
            if (m_parser.isSet(option))
                member = m_parser.values(option);
        };
        overlayList(source.headers, u"header"_s);
        overlayList(source.subprotocols, u"subprotocol"_s);
        overlayList(source.firstMessages, u"send"_s);
        if (m_parser.isSet(u"token-env"_s))
            source.tokenVariable = m_parser.value(u"token-env"_s);
        if (m_parser.isSet(u"insecure"_s))
            source.verifyTls = false;
        const std::pair<QLatin1String, std::string*> fields[] = {{"key"_L1, &source.look.key},
                                                                 {"value"_L1, &source.look.value},
                                                                 {"time"_L1, &source.look.time},
                                                                 {"sequence"_L1, &source.look.sequence}};
        for (const auto& [option, field] : fields) {
            if (m_parser.isSet(option))
                *field = m_parser.value(option).toStdString();
        }
        overlay(source.authorities, m_authorities);
        overlay(source.connectTimeout, m_connectTimeout);
        overlay(source.pingInterval, m_pingInterval);
        overlay(source.maxMessageBytes, m_maxMessageBytes);
        return source;
    }

    /** Nothing, and the problems told, if it cannot be connected to. */
    std::optional<EndpointEntry> read(EndpointSource source)
    {
        Result<EndpointSettings, std::vector<SourceProblem>> settings = m_reader.read(source);
        if (settings) {
            source.name = settings.value().name;
            EndpointSource kept = withoutSecrets(source);
            return EndpointEntry{std::move(settings).value(), std::move(kept), std::move(source)};
        }
        for (const SourceProblem& each : settings.error())
            addOnce(optionOf(each.place) + each.words,
                    each.place == "ca"_L1 ? ExitCode::BadFile : ExitCode::Usage);
        return std::nullopt;
    }

    /** Tells what is wrong with the options themselves. */
    void check()
    {
        EndpointSource any;
        any.url = u"ws://localhost"_s;
        read(overlaid(std::move(any)));
    }

private:
    /** An option that is wrong is wrong for every address. */
    void addOnce(const QString& message, ExitCode code)
    {
        const bool isKnown =
            std::any_of(m_problems.begin(), m_problems.end(),
                        [&](const OptionProblem& known) { return known.message == message; });
        if (!isKnown)
            add(m_problems, message, code);
    }

    void readMaxMessage(const QString& text)
    {
        bool ok = false;
        const qint64 bytes = text.toLongLong(&ok);
        if (ok && bytes >= 1 && bytes <= EndpointSettings::kLargestMaxMessage) {
            m_maxMessageBytes = bytes;
            return;
        }
        add(m_problems, tr("--max-message is \"%1\": it must be a whole number from 1 to %2 (bytes).")
                            .arg(displayText(text, 64))
                            .arg(EndpointSettings::kLargestMaxMessage));
    }

    const QCommandLineParser& m_parser;
    SourceReader m_reader;
    std::vector<OptionProblem>& m_problems;
    std::optional<QString> m_authorities;
    std::optional<Duration> m_connectTimeout;
    std::optional<Duration> m_pingInterval;
    std::optional<qint64> m_maxMessageBytes;
};

void readProfile(const QCommandLineParser& parser, const Environment& environment,
                 const ProfilePolicy& policy, ParsedSessionOptions& parsed)
{
    const bool isNamed = parser.isSet(u"profile"_s);
    const bool isBare = parser.positionalArguments().isEmpty() && !parser.isSet(u"demo"_s);
    const QString path = isNamed ? parser.value(u"profile"_s) : isBare ? policy.fallback : QString();
    if (path.isEmpty()) {
        if (isNamed)
            add(parsed.problems, tr("--profile needs the name of a file."));
        return;
    }
    const auto refuse = [&](const std::vector<Error>& problems) {
        for (const Error& each : problems)
            parsed.problems.push_back(
                {QString::fromStdString(each.message), ExitCode::BadFile, false, !isNamed});
    };
    auto file = ProfileFile::read(path, isNamed ? policy.ifMissing : ProfileFile::IfMissing::BeginNew);
    if (!file)
        return refuse(file.error());
    if (isNamed && file.value().isNew() && !QFileInfo(path).absoluteDir().exists())
        return refuse({Error{tr("%1: its folder does not exist.").arg(displayText(path)).toStdString()}});
    auto entries = file.value().entries(environment);
    if (!entries)
        return refuse(entries.error());
    parsed.options.endpoints = std::move(entries).value();
    parsed.options.metrics = file.value().profile().engine;
    parsed.options.profile = std::move(file).value();
}

/** One of the first `ofProfile` with this address, or null. */
EndpointEntry* find(const QString& address, std::size_t ofProfile, std::vector<EndpointEntry>& entries)
{
    EndpointSource typed;
    typed.url = address;
    const QString url = withoutSecrets(std::move(typed)).url;
    const auto end = entries.begin() + static_cast<std::ptrdiff_t>(ofProfile);
    const auto same =
        std::find_if(entries.begin(), end, [&](const EndpointEntry& each) { return each.source.url == url; });
    return same == end ? nullptr : &*same;
}

void readEndpoints(const QCommandLineParser& parser, const Environment& environment,
                   ParsedSessionOptions& parsed)
{
    const std::optional<ProfileFile>& profile = parsed.options.profile;
    const QDir directory = profile ? QFileInfo(profile->path()).dir() : QDir::current();
    EndpointTemplate endpoint(parser, environment, directory, parsed.problems);
    std::vector<EndpointEntry>& entries = parsed.options.endpoints;
    QSet<QString> hosts;
    const std::size_t ofProfile = entries.size();
    for (const QString& address : parser.positionalArguments()) {
        EndpointEntry* known = find(address, ofProfile, entries);
        EndpointSource source = endpoint.overlaid(known ? known->source : EndpointSource());
        source.url = address;
        if (known) {
            source.leftOut = stillLeftOut(known->source, source);
            hosts.insert(known->settings.url.host());
            if (source == known->source)
                continue;
        }
        std::optional<EndpointEntry> entry = endpoint.read(std::move(source));
        if (!entry)
            continue;
        hosts.insert(entry->settings.url.host());
        if (known)
            *known = *std::move(entry);
        else
            entries.push_back(*std::move(entry));
    }
    if (parser.positionalArguments().isEmpty())
        endpoint.check();
    if (endpoint.isPersonal() && hosts.size() > 1) {
        add(parsed.problems,
            tr("--header and --token-env go to every URL on the line, and these are on %1 hosts. "
               "Start one program a host, so that no host is shown another's secret.")
                .arg(hosts.size()));
    }
    if (parser.isSet(u"demo"_s)) {
        const QString pattern = parser.value(u"demo"_s);
        parsed.options.demo = feedPatternFromString(pattern.toStdString());
        if (!parsed.options.demo) {
            add(parsed.problems, tr("--demo is \"%1\": it must be steady, burst, ramp, flaky or mixed.")
                                     .arg(displayText(pattern, 64)));
        }
    }
}

void readMetrics(const QCommandLineParser& parser, const Environment& environment,
                 ParsedSessionOptions& parsed)
{
    struct MetricsOption
    {
        MetricsSetting setting;
        const char* name;
    };
    static constexpr MetricsOption kOptions[] = {
        {MetricsSetting::SampleRate, "sample-rate"},
        {MetricsSetting::MinSampleRate, "min-sample-rate"},
        {MetricsSetting::MaxSampleRate, "max-sample-rate"},
        {MetricsSetting::Adaptive, "adaptive"},
        {MetricsSetting::BufferSize, "buffer-size"},
        {MetricsSetting::FlushInterval, "flush-interval"},
    };
    MetricsConfig defaults = parsed.options.metrics;
    // A rate has a meaning in the other modes only.
    if (defaults.mode == SamplingMode::Everything && environment.find("METRICS_SAMPLE_RATE"))
        defaults.mode = SamplingMode::Adaptive;
    MetricsConfigBuilder builder(defaults);
    builder.applyEnvironment(environment);
    const Result<MetricsConfig, std::vector<Error>> fromEnvironment = builder.build();
    if (!fromEnvironment) {
        for (const Error& error : fromEnvironment.error())
            parsed.problems.push_back({QString::fromStdString(error.message), ExitCode::Usage, true});
        builder = MetricsConfigBuilder(parsed.options.metrics);
    }
    for (const MetricsOption& option : kOptions) {
        const QString name = QString::fromLatin1(option.name);
        if (parser.isSet(name))
            builder.applyOption(option.setting, parser.value(name).toStdString(),
                                ("--"_L1 + name).toStdString());
    }
    const Result<MetricsConfig, std::vector<Error>> config = builder.build();
    if (config) {
        parsed.options.metrics = config.value();
    } else {
        for (const Error& error : config.error())
            add(parsed.problems, QString::fromStdString(error.message));
    }
    for (std::size_t i = 0; i < kMetricsSettingCount; ++i)
        parsed.options.setByEnvironment[i] = builder.setByEnvironment(static_cast<MetricsSetting>(i));
}

} // namespace

void addSessionOptions(QCommandLineParser& parser)
{
    parser.addPositionalArgument(u"URL"_s, tr("Endpoints to watch: ws://… or wss://…"), u"[URL…]"_s);
    parser.addOptions({
        {{u"h"_s, u"help"_s}, tr("Show this help.")},
        {{u"v"_s, u"version"_s}, tr("Show the version.")},
        {u"demo"_s,
         tr("Watch a feed made in this process, on this computer. PATTERN is steady, burst, ramp, flaky or "
            "mixed "
            "(--demo alone)."),
         u"PATTERN"_s},
        {u"header"_s, tr("Send this header in the handshake; the value may hold ${VAR}. Repeatable."),
         u"Name: value"_s},
        {u"subprotocol"_s, tr("Ask for this WebSocket subprotocol. Repeatable."), u"NAME"_s},
        {u"send"_s, tr("Send this text after each connect; it may hold ${VAR}. Repeatable."), u"TEXT"_s},
        {u"token-env"_s, tr("Send \"Authorization: Bearer\" with the value of this environment variable."),
         u"VAR"_s},
        {u"key"_s,
         tr("Look into messages: rank them by this field, a JSON pointer such as /symbol, re:PATTERN or "
            "u32be@4."),
         u"FIELD"_s},
        {u"value"_s, tr("A number in messages, to sum."), u"FIELD"_s},
        {u"time"_s, tr("When messages say they were sent."), u"FIELD"_s},
        {u"sequence"_s, tr("A number that grows by one from message to message."), u"FIELD"_s},
        {u"ca"_s, tr("Trust the certificates in this PEM file beside the system's."), u"FILE"_s},
        {u"insecure"_s, tr("Accept any certificate.")},
        {u"max-message"_s, tr("Largest message accepted (16777216)."), u"BYTES"_s},
        {u"connect-timeout"_s, tr("Time a connection may take to open (10)."), u"S"_s},
        {u"ping-interval"_s, tr("Time between pings (10)."), u"S"_s},
        {u"profile"_s,
         tr("Endpoints, engine settings and window from this JSON file (docs/profile.schema.json); options "
            "and "
            "METRICS_* win."),
         u"FILE"_s},
        {u"sample-rate"_s,
         tr("Share of messages to look into, such as 0.03 or 3%; means a fixed rate unless "
            "--adaptive on."),
         u"P"_s},
        {u"min-sample-rate"_s, tr("Lower limit of the adaptive rate (1%)."), u"P"_s},
        {u"max-sample-rate"_s, tr("Upper limit of the adaptive rate (100%)."), u"P"_s},
        {u"adaptive"_s, tr("on: look into as much as is cheap. off: a fixed rate."), u"on|off"_s},
        {u"buffer-size"_s, tr("Samples the ring holds between flushes (2000)."), u"N"_s},
        {u"flush-interval"_s, tr("Time between flushes (2)."), u"S"_s},
    });
}

bool answerHelp(const QCommandLineParser& parser, const char* epilogue)
{
    if (parser.isSet(u"help"_s)) {
        std::fputs(qUtf8Printable(parser.helpText()), stdout);
        std::fputs(epilogue, stdout);
        return true;
    }
    if (parser.isSet(u"version"_s)) {
        std::printf("%s %s\n", qUtf8Printable(QCoreApplication::applicationName()),
                    qUtf8Printable(QCoreApplication::applicationVersion()));
        return true;
    }
    return false;
}

QStringList withOptionalValues(QStringList arguments)
{
    for (QString& argument : arguments) {
        if (argument == "--"_L1)
            break;
        if (argument == "--demo"_L1)
            argument = u"--demo=mixed"_s;
    }
    return arguments;
}

ParsedSessionOptions readSessionOptions(const QCommandLineParser& parser, const Environment& environment,
                                        const ProfilePolicy& policy)
{
    ParsedSessionOptions parsed;
    parsed.options.metrics = programMetricsDefaults();
    readProfile(parser, environment, policy, parsed);
    readEndpoints(parser, environment, parsed);
    readMetrics(parser, environment, parsed);
    return parsed;
}

std::optional<Duration> readSeconds(const QCommandLineParser& parser, const QString& option, double lowest,
                                    double highest, std::vector<OptionProblem>& problems)
{
    if (!parser.isSet(option))
        return std::nullopt;
    bool ok = false;
    const double seconds = parser.value(option).toDouble(&ok);
    if (ok && std::isfinite(seconds) && seconds >= lowest && seconds <= highest)
        return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
    add(problems, tr("--%1 is \"%2\": it must be a number from %3 to %4 (seconds).")
                      .arg(option, displayText(parser.value(option), 64))
                      .arg(lowest)
                      .arg(highest, 0, 'g', 9));
    return std::nullopt;
}

ExitCode reportProblems(const std::vector<OptionProblem>& problems, const QString& program)
{
    for (const OptionProblem& problem : problems)
        std::fprintf(stderr, "%s: %s\n", qPrintable(program), qUtf8Printable(problem.message));
    const bool usage = std::any_of(problems.begin(), problems.end(), [](const OptionProblem& problem) {
        return problem.code == ExitCode::Usage;
    });
    if (usage)
        std::fprintf(stderr, "Try '%s --help'.\n", qPrintable(program));
    return usage ? ExitCode::Usage : problems.front().code;
}

} // namespace weir
