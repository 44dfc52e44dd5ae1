// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feed/feed_command_line.h"

#include <QTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

Result<FeedRequest, FeedUsageError> parse(const QStringList& arguments)
{
    return parseFeedCommandLine(QStringList{u"weir-feed"_s} + arguments);
}

FeedOptions options(const QStringList& arguments)
{
    return std::get<FeedOptions>(parse(arguments).value());
}

QString information(const QStringList& arguments)
{
    return std::get<FeedInformation>(parse(arguments).value()).text;
}

} // namespace

class FeedCommandLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutOptionsTheDefaultsHold()
    {
        const FeedOptions given = options({});
        QCOMPARE(given.host, QHostAddress(QHostAddress::LocalHost));
        QCOMPARE(given.port, quint16(0));
        QVERIFY(given.pattern == FeedPattern::Steady);
        QVERIFY(!given.duration && !given.count);
        QCOMPARE(given.clients, 1);
    }

    void everyOptionIsTaken()
    {
        const FeedOptions given =
            options({u"--host"_s, u"::1"_s, u"--port=8080"_s, u"--pattern"_s, u"ramp"_s, u"--rate"_s,
                     u"2.5"_s, u"--size"_s, u"512"_s, u"--keys"_s, u"7"_s, u"--duration"_s, u"0.5"_s,
                     u"--count"_s, u"10"_s, u"--clients"_s, u"3"_s, u"--seed"_s, u"18446744073709551615"_s});
        QCOMPARE(given.host, QHostAddress(QHostAddress::LocalHostIPv6));
        QCOMPARE(given.port, quint16(8080));
        QVERIFY(given.pattern == FeedPattern::Ramp);
        QCOMPARE(given.rate, 2.5);
        QCOMPARE(given.size, 512);
        QCOMPARE(given.keys, 7);
        QCOMPARE(given.duration, std::optional<Duration>(500ms));
        QCOMPARE(given.count, std::optional<std::uint64_t>(10));
        QCOMPARE(given.clients, 3);
        QCOMPARE(given.seed, std::numeric_limits<std::uint64_t>::max());
    }

    void whatIsTakenIsInTheRangesOfTheFeed()
    {
        QVERIFY(problemsOf(options({u"--rate"_s, u"1000000"_s, u"--size"_s, u"1048576"_s, u"--keys"_s,
                                    u"1000000"_s, u"--duration"_s, u"1e9"_s, u"--count"_s,
                                    u"1000000000000000"_s, u"--clients"_s, u"1000000"_s}))
                    .empty());
    }

    void aBadValueIsNamedWithItsRange_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("range");
        QTest::newRow("host") << u"host"_s << u"nowhere"_s << u"an IP address"_s;
        QTest::newRow("port") << u"port"_s << u"65536"_s << u"0 to 65535"_s;
        QTest::newRow("pattern") << u"pattern"_s << u"sine"_s << u"steady|burst|ramp|flaky|mixed"_s;
        QTest::newRow("rate 0") << u"rate"_s << u"0"_s << u"above 0"_s;
        QTest::newRow("rate nan") << u"rate"_s << u"nan"_s << u"above 0"_s;
        QTest::newRow("rate inf") << u"rate"_s << u"inf"_s << u"at most 1000000"_s;
        QTest::newRow("size") << u"size"_s << u"63"_s << u"64 to 1048576"_s;
        QTest::newRow("keys") << u"keys"_s << u"-1"_s << u"1 to 1000000"_s;
        QTest::newRow("duration") << u"duration"_s << u"-0.5"_s << u"above 0"_s;
        QTest::newRow("count") << u"count"_s << u"1.5"_s << u"1 to 1000000000000000"_s;
        QTest::newRow("clients") << u"clients"_s << u""_s << u"1 to 1000000"_s;
        QTest::newRow("seed") << u"seed"_s << u"x"_s << u"0 to 18446744073709551615"_s;
    }

    void aBadValueIsNamedWithItsRange()
    {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, range);
        // --count, so that --clients has nothing else wrong.
        QStringList arguments{u"--%1=%2"_s.arg(option, value)};
        if (option != "count"_L1)
            arguments += u"--count=1"_s;
        const auto result = parse(arguments);
        QVERIFY(!result.ok());
        QCOMPARE(result.error().problems.size(), 1);
        const QString problem = result.error().problems.front();
        QVERIFY2(problem.startsWith(u"--%1 '%2'"_s.arg(option, value)) && problem.contains(range),
                 qPrintable(problem));
    }

    void allProblemsAreNamedAtOnce()
    {
        const auto result = parse({u"--rate=0"_s, u"--size=1"_s, u"--sise=1"_s, u"extra"_s, u"--port=1"_s,
                                   u"--port=2"_s, u"--clients=2"_s});
        QVERIFY(!result.ok());
        const QString problems = result.error().problems.join(u'\n');
        for (const QString& part : {u"--rate"_s, u"--size"_s, u"sise"_s, u"'extra'"_s,
                                    u"--port was given 2 times"_s, u"--clients needs --count"_s})
            QVERIFY2(problems.contains(part), qPrintable(problems));
        QCOMPARE(result.error().problems.size(), 6);
    }

    void helpNamesEveryOptionAndGivesExamples()
    {
        const QString text = information({u"--help"_s});
        QVERIFY(text.startsWith(u"Usage: weir-feed "_s));
        for (const QString& option :
             {u"--host"_s, u"--port"_s, u"--pattern"_s, u"--rate"_s, u"--size"_s, u"--keys"_s,
              u"--duration"_s, u"--count"_s, u"--clients"_s, u"--seed"_s, u"Examples:"_s})
            QVERIFY2(text.contains(option), qPrintable(option));
    }

    void versionNamesTheProgram() { QVERIFY(information({u"--version"_s}).startsWith(u"weir-feed "_s)); }
};

QTEST_GUILESS_MAIN(FeedCommandLineTest)
#include "feed_command_line_test.moc"
