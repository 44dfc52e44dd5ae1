// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feed/feed_command_line.h"

#include <QCommandLineParser>

#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kExamples = R"(
The first line of stdout is the address to connect to, the last one the totals
as JSON: {"clients":1,"messages":1000,"bytes":128000}.

Examples:
  weir-feed --port 8080
      100 messages a second to each client until it is stopped.
  weir-feed --pattern burst --rate 2000 --size 512
      a steady 2000 messages a second with bursts of ten times as many.
  weir-feed --rate 1000000 --count 100000 --clients 3
      100000 messages to each of 3 clients as fast as they read, then exit.
  weir-feed --host 0.0.0.0 --port 9000 --duration 60
      for other machines too, for a minute.

Exit status: 0 done or SIGTERM; 1 cannot listen; 2 a bad option; 130 SIGINT.
)"_L1;

/** Reads the values of one command line and collects what is wrong with them. */
class Reader
{
public:
    explicit Reader(const QCommandLineParser& parser) : m_parser(parser) {}

    template<class Value, class Convert>
    void read(const QString& name, Value& into, const QString& allowed, Convert convert)
    {
        const QStringList values = m_parser.values(name);
        if (!m_parser.isSet(name))
            return;
        if (values.size() > 1)
            m_problems += u"--%1 was given %2 times: once is enough"_s.arg(name).arg(values.size());
        bool ok = false;
        auto value = convert(values.last(), &ok);
        if (ok)
            into = std::move(value);
        else
            m_problems += u"--%1 '%2': must be %3"_s.arg(name, values.last(), allowed);
    }

    void add(const QString& problem) { m_problems += problem; }
    const QStringList& problems() const { return m_problems; }

private:
    const QCommandLineParser& m_parser;
    QStringList m_problems;
};

template<class Number>
auto inRange(Number least, Number most)
{
    return [least, most](const QString& text, bool* ok) -> Number {
        const qulonglong number = text.toULongLong(ok);
        *ok = *ok && number >= static_cast<qulonglong>(least) && number <= static_cast<qulonglong>(most);
        return *ok ? static_cast<Number>(number) : least;
    };
}

/** Above 0 and at most `most`; NaN and infinity are neither. */
auto positiveUpTo(double most)
{
    return [most](const QString& text, bool* ok) {
        const double number = text.toDouble(ok);
        *ok = *ok && number > 0 && number <= most;
        return number;
    };
}

QHostAddress toHost(const QString& text, bool* ok)
{
    const QHostAddress host =
        text == "localhost"_L1 ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(text);
    *ok = !host.isNull();
    return host;
}

void declareOptions(QCommandLineParser& parser)
{
    const QString patterns = QString::fromStdString(feedPatternNames());
    parser.setApplicationDescription(
        u"A WebSocket server that sends JSON messages in a shape of load, to try Weir and other clients on."_s);
    parser.addOptions({
        {{u"h"_s, u"help"_s}, u"Print this and exit."_s},
        {{u"v"_s, u"version"_s}, u"Print the version and exit."_s},
        {u"host"_s, u"Address to listen on (127.0.0.1: this machine only)."_s, u"address"_s},
        {u"port"_s, u"Port to listen on, 0 to 65535 (0: any free one)."_s, u"N"_s},
        {u"pattern"_s, u"Shape of the load: "_s + patterns + u" (steady)."_s, u"name"_s},
        {u"rate"_s, u"Messages a second to each client, above 0 and at most 1000000 (100)."_s, u"msg/s"_s},
        {u"size"_s, u"Bytes of a message at least, 64 to 1048576; shorter ones are padded (128)."_s,
         u"bytes"_s},
        {u"keys"_s, u"Distinct keys, 1 to 1000000, the first ones far more frequent (100)."_s, u"N"_s},
        {u"duration"_s, u"Stop after so many seconds (never)."_s, u"seconds"_s},
        {u"count"_s, u"Send each client N messages, then close with 1000 (no limit)."_s, u"N"_s},
        {u"clients"_s, u"With --count: exit when K clients were served and left (1)."_s, u"K"_s},
        {u"seed"_s, u"Equal seeds give equal keys and values (1)."_s, u"N"_s},
    });
}

QString helpText(const QCommandLineParser& parser)
{
    // helpText() names the program as it was called, which may be a long path.
    QString text = parser.helpText();
    const qsizetype end = text.indexOf(u'\n');
    return u"Usage: weir-feed [options]"_s + text.mid(end) + kExamples;
}

} // namespace

Result<FeedRequest, FeedUsageError> parseFeedCommandLine(const QStringList& arguments)
{
    QCommandLineParser parser;
    declareOptions(parser);
    const bool known = parser.parse(arguments);
    if (parser.isSet(u"help"_s))
        return FeedRequest{FeedInformation{helpText(parser)}};
    if (parser.isSet(u"version"_s))
        return FeedRequest{FeedInformation{u"weir-feed " WEIR_VERSION "\n"_s}};

    Reader reader(parser);
    if (!known)
        reader.add(parser.errorText());
    for (const QString& argument : parser.positionalArguments())
        reader.add(u"'%1' is no option: weir-feed takes options only"_s.arg(argument));

    FeedOptions options;
    reader.read(u"host"_s, options.host, u"an IP address or localhost"_s, toHost);
    reader.read(u"port"_s, options.port, u"0 to 65535 (0: any free one)"_s, inRange<quint16>(0, 65535));
    reader.read(u"pattern"_s, options.pattern, u"one of "_s + QString::fromStdString(feedPatternNames()),
                [](const QString& text, bool* ok) {
                    const auto pattern = feedPatternFromString(text.toStdString());
                    *ok = pattern.has_value();
                    return pattern.value_or(FeedPattern::Steady);
                });
    reader.read(u"rate"_s, options.rate, u"above 0 and at most 1000000 messages a second"_s,
                positiveUpTo(1e6));
    reader.read(u"size"_s, options.size, u"64 to 1048576 bytes"_s, inRange<int>(64, 1 << 20));
    reader.read(u"keys"_s, options.keys, u"1 to 1000000"_s, inRange<int>(1, 1'000'000));
    reader.read(u"duration"_s, options.duration, u"above 0 and at most 1000000000 seconds"_s,
                [](const QString& text, bool* ok) {
                    const double seconds = positiveUpTo(1e9)(text, ok);
                    return std::chrono::duration_cast<Duration>(
                        std::chrono::duration<double>(*ok ? seconds : 0.0));
                });
    reader.read(u"count"_s, options.count, u"1 to 1000000000000000 messages"_s,
                inRange<std::uint64_t>(1, 1'000'000'000'000'000));
    reader.read(u"clients"_s, options.clients, u"1 to 1000000"_s, inRange<int>(1, 1'000'000));
    reader.read(u"seed"_s, options.seed, u"0 to 18446744073709551615"_s,
                inRange<std::uint64_t>(0, std::numeric_limits<std::uint64_t>::max()));
    if (parser.isSet(u"clients"_s) && !parser.isSet(u"count"_s))
        reader.add(u"--clients needs --count: without it a feed serves any number of clients"_s);

    if (!reader.problems().isEmpty())
        return FeedUsageError{reader.problems()};
    return FeedRequest{std::move(options)};
}

} // namespace weir
