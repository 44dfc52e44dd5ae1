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

/** ${VAR} in a header value, so that a secret need not be on the command line. */
Result<QString> withVariables(const QString& text, const Environment& environment)
{
    QString result;
    qsizetype position = 0;
    for (;;) {
        const qsizetype begin = text.indexOf("${"_L1, position);
        if (begin < 0)
            return result + text.mid(position);
        const qsizetype end = text.indexOf(u'}', begin);
        if (end < 0)
            return Error{"${ is not closed by }."};
        const std::string name = text.mid(begin + 2, end - begin - 2).toStdString();
        const std::optional<std::string> value = environment.find(name);
        if (!value)
            return Error{"the environment variable " + name + " is not set."};
        result += text.mid(position, begin - position) + QString::fromStdString(*value);
        position = end + 1;
    }
}

/** What the options of one command line say about each of its endpoints. */
class EndpointTemplate
{
public:
    EndpointTemplate(const QCommandLineParser& parser, const Environment& environment,
                     std::vector<OptionProblem>& problems)
        : m_problems(problems)
    {
        readHeaders(parser, environment);
        readAuthorities(parser);
        m_settings.verifyTls = !parser.isSet(u"insecure"_s);
        m_settings.firstMessages = parser.values(u"send"_s);
        for (const QString& name : parser.values(u"subprotocol"_s)) {
            if (Result<QString> token = subprotocolFromText(name))
                m_settings.subprotocols.append(token.value());
            else
                problem(u"--subprotocol: "_s, token.error());
        }
        if (const auto timeout = readSeconds(parser, u"connect-timeout"_s, 0.1, 3600, problems))
            m_settings.connectTimeout = *timeout;
        if (const auto interval = readSeconds(parser, u"ping-interval"_s, 0.1, 3600, problems))
            m_settings.pingInterval = *interval;
        if (parser.isSet(u"max-message"_s))
            readMaxMessage(parser.value(u"max-message"_s));
    }

    /** Whether what the options carry may be meant for one host only. */
    bool isPersonal() const { return !m_settings.headers.isEmpty() || m_token.has_value(); }

    std::optional<EndpointSettings> apply(const QString& address)
    {
        Result<EndpointSettings> parsed = endpointFromUrl(address);
        if (!parsed) {
            problem(QString(), parsed.error());
            return std::nullopt;
        }
        EndpointSettings settings = m_settings;
        settings.name = parsed.value().name;
        settings.url = parsed.value().url;
        settings.headers = parsed.value().headers + m_settings.headers;
        if (!m_token)
            return settings;
        Result<EndpointSettings> withToken = withBearerToken(std::move(settings), *m_token);
        if (withToken)
            return std::move(withToken).value();
        problem(u"--token-env: "_s, withToken.error());
        return std::nullopt;
    }

private:
    void problem(const QString& source, const Error& error)
    {
        add(m_problems, source + QString::fromStdString(error.message));
    }

    void readHeaders(const QCommandLineParser& parser, const Environment& environment)
    {
        for (const QString& text : parser.values(u"header"_s)) {
            const Result<QString> expanded = withVariables(text, environment);
            if (!expanded) {
                problem(u"--header: "_s, expanded.error());
            } else if (Result<HttpHeader> header = headerFromText(expanded.value())) {
                m_settings.headers.append(header.value());
            } else {
                problem(u"--header: "_s, header.error());
            }
        }
        if (!parser.isSet(u"token-env"_s))
            return;
        const QString variable = parser.value(u"token-env"_s);
        if (const auto token = environment.find(variable.toStdString()))
            m_token = QByteArray::fromStdString(*token);
        else
            add(m_problems,
                tr("--token-env: the environment variable %1 is not set.").arg(displayText(variable)));
    }

    void readAuthorities(const QCommandLineParser& parser)
    {
        if (!parser.isSet(u"ca"_s))
            return;
        const QString name = parser.value(u"ca"_s);
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly)) {
            add(m_problems, tr("--ca: %1 cannot be read: %2.").arg(displayText(name), file.errorString()),
                ExitCode::BadFile);
            return;
        }
        m_settings.authorities = QSslCertificate::fromDevice(&file, QSsl::Pem);
        if (m_settings.authorities.isEmpty())
            add(m_problems, tr("--ca: %1 holds no PEM certificate.").arg(displayText(name)),
                ExitCode::BadFile);
    }

    void readMaxMessage(const QString& text)
    {
        bool ok = false;
        const qint64 bytes = text.toLongLong(&ok);
        if (ok && bytes >= 1 && bytes <= EndpointSettings::kLargestMaxMessage) {
            m_settings.maxMessageBytes = bytes;
            return;
        }
        add(m_problems, tr("--max-message is \"%1\": it must be a whole number from 1 to %2 (bytes).")
                            .arg(displayText(text, 64))
                            .arg(EndpointSettings::kLargestMaxMessage));
    }

    std::vector<OptionProblem>& m_problems;
    EndpointSettings m_settings;
    std::optional<QByteArray> m_token;
};

void readEndpoints(const QCommandLineParser& parser, const Environment& environment,
                   ParsedSessionOptions& parsed)
{
    EndpointTemplate endpoint(parser, environment, parsed.problems);
    QSet<QString> hosts;
    for (const QString& address : parser.positionalArguments()) {
        if (std::optional<EndpointSettings> settings = endpoint.apply(address)) {
            hosts.insert(settings->url.host());
            parsed.options.endpoints.push_back(*std::move(settings));
        }
    }
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
    MetricsConfigBuilder builder(programMetricsDefaults());
    builder.applyEnvironment(environment);
    const Result<MetricsConfig, std::vector<Error>> fromEnvironment = builder.build();
    if (!fromEnvironment) {
        for (const Error& error : fromEnvironment.error())
            parsed.problems.push_back({QString::fromStdString(error.message), ExitCode::Usage, true});
        builder = MetricsConfigBuilder(programMetricsDefaults());
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

MetricsConfig programMetricsDefaults()
{
    MetricsConfig config;
    config.mode = SamplingMode::Adaptive;
    config.sampleRate = config.maxSampleRate = 1;
    config.minSampleRate = 0.01;
    return config;
}

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
        {u"send"_s, tr("Send this text after each connect. Repeatable."), u"TEXT"_s},
        {u"token-env"_s, tr("Send \"Authorization: Bearer\" with the value of this environment variable."),
         u"VAR"_s},
        {u"ca"_s, tr("Trust the certificates in this PEM file beside the system's."), u"FILE"_s},
        {u"insecure"_s, tr("Accept any certificate.")},
        {u"max-message"_s, tr("Largest message accepted (16777216)."), u"BYTES"_s},
        {u"connect-timeout"_s, tr("Time a connection may take to open (10)."), u"S"_s},
        {u"ping-interval"_s, tr("Time between pings (10)."), u"S"_s},
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

ParsedSessionOptions readSessionOptions(const QCommandLineParser& parser, const Environment& environment)
{
    ParsedSessionOptions parsed;
    parsed.options.metrics = programMetricsDefaults();
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
                      .arg(highest));
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
