// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/options.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

ParsedSessionOptions read(const QStringList& arguments,
                          std::map<std::string, std::string, std::less<>> environment = {})
{
    QCommandLineParser parser;
    addSessionOptions(parser);
    if (!parser.parse(withOptionalValues(QStringList{u"program"_s} + arguments)))
        return {{}, {{parser.errorText(), ExitCode::Usage, false}}};
    return readSessionOptions(parser, Environment(std::move(environment)));
}

} // namespace

class OptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsLookIntoEverythingAsLongAsThatIsCheap()
    {
        const ParsedSessionOptions parsed = read({u"ws://host/path"_s});
        QVERIFY(parsed.problems.empty());
        QVERIFY(parsed.options.metrics == programMetricsDefaults());
        QVERIFY(parsed.options.metrics.mode == SamplingMode::Adaptive);
        QCOMPARE(parsed.options.metrics.sampleRate, 1.0);
        QCOMPARE(parsed.options.endpoints.size(), std::size_t(1));
        QCOMPARE(parsed.options.endpoints[0].settings.name, u"host/path"_s);
        QVERIFY(parsed.options.endpoints[0].settings.connectTimeout == std::chrono::seconds(10));
        QVERIFY(!parsed.options.demo);
    }

    void optionsApplyToEveryUrl()
    {
        const ParsedSessionOptions parsed =
            read({u"--header"_s, u"X-Key: ${KEY}!"_s, u"--token-env"_s, u"TOKEN"_s, u"--subprotocol"_s,
                  u"a"_s, u"--send"_s, u"one"_s, u"--send"_s, u"two"_s, u"--max-message"_s, u"1000"_s,
                  u"--connect-timeout"_s, u"2.5"_s, u"--insecure"_s, u"ws://h/1"_s, u"ws://h/2"_s},
                 {{"KEY", "k"}, {"TOKEN", "t"}});
        QVERIFY(parsed.problems.empty());
        QCOMPARE(parsed.options.endpoints.size(), std::size_t(2));
        for (const auto& [endpoint, source, whole] : parsed.options.endpoints) {
            QVERIFY(withoutSecrets(whole) == source);
            QCOMPARE(endpoint.headers.size(), 2);
            QCOMPARE(endpoint.headers[0].value, QByteArray("k!"));
            QCOMPARE(endpoint.headers[1].value, QByteArray("Bearer t"));
            QCOMPARE(endpoint.subprotocols, QStringList{u"a"_s});
            QCOMPARE(endpoint.firstMessages, (QStringList{u"one"_s, u"two"_s}));
            QCOMPARE(endpoint.maxMessageBytes, 1000);
            QVERIFY(endpoint.connectTimeout == std::chrono::milliseconds(2500));
            QVERIFY(!endpoint.verifyTls);
        }
    }

    void aSecretIsNotSentToTwoHosts()
    {
        QVERIFY(!read({u"--header"_s, u"A: b"_s, u"ws://h1"_s, u"ws://h2"_s}).problems.empty());
        QVERIFY(read({u"ws://h1"_s, u"ws://h2"_s}).problems.empty());
    }

    void fieldsToLookAtAreTakenAndChecked()
    {
        const ParsedSessionOptions parsed =
            read({u"--key"_s, u"/symbol"_s, u"--value"_s, u"/price"_s, u"--time"_s, u"/ts"_s, u"--sequence"_s,
                  u"u32be@4"_s, u"ws://h"_s});
        QVERIFY(parsed.problems.empty());
        const LookSettings& look = parsed.options.endpoints.front().settings.look;
        QCOMPARE(look.key, std::string("/symbol"));
        QCOMPARE(look.value, std::string("/price"));
        QCOMPARE(look.time, std::string("/ts"));
        QCOMPARE(look.sequence, std::string("u32be@4"));
        const ParsedSessionOptions refused = read({u"--key"_s, u"re:("_s, u"ws://h"_s});
        QCOMPARE(refused.problems.size(), std::size_t(1));
        QVERIFY2(refused.problems[0].message.startsWith(u"key"_s), qPrintable(refused.problems[0].message));
    }

    void headerValuesCannotSmuggleLines()
    {
        QVERIFY(!read({u"--header"_s, u"A: ${V}"_s, u"ws://h"_s}, {{"V", "x\r\nB: y"}}).problems.empty());
        QVERIFY(!read({u"--header"_s, u"A: ${UNSET}"_s, u"ws://h"_s}).problems.empty());
        QVERIFY(!read({u"--header"_s, u"A: ${OPEN"_s, u"ws://h"_s}).problems.empty());
    }

    void demoTakesAPatternOrNone()
    {
        QVERIFY(read({u"--demo"_s}).options.demo == FeedPattern::Mixed);
        QVERIFY(read({u"--demo=flaky"_s}).options.demo == FeedPattern::Flaky);
        QVERIFY(!read({u"--demo=nothing"_s}).problems.empty());
    }

    void problemsOfTheEnvironmentAreToldApart()
    {
        const ParsedSessionOptions parsed =
            read({u"--buffer-size"_s, u"7"_s, u"ws://h"_s}, {{"METRICS_SAMPLE_RATE", "abc"}});
        QCOMPARE(parsed.problems.size(), std::size_t(2));
        QVERIFY(parsed.problems[0].fromEnvironment);
        QVERIFY(!parsed.problems[1].fromEnvironment);
        QVERIFY(parsed.options.metrics == programMetricsDefaults());
    }

    void settingsOfTheEnvironmentAreNamedUnlessAnOptionWins()
    {
        const ParsedSessionOptions parsed =
            read({u"--sample-rate"_s, u"0.5"_s, u"ws://h"_s},
                 {{"METRICS_SAMPLE_RATE", "0.1"}, {"METRICS_BUFFER_SIZE", "100"}});
        QVERIFY(parsed.problems.empty());
        QCOMPARE(parsed.options.metrics.sampleRate, 0.5);
        QCOMPARE(parsed.options.metrics.bufferSize, std::size_t(100));
        QVERIFY(parsed.options.setByEnvironment[std::size_t(MetricsSetting::SampleRate)].empty());
        QCOMPARE(parsed.options.setByEnvironment[std::size_t(MetricsSetting::BufferSize)],
                 std::string("METRICS_BUFFER_SIZE"));
    }
};

QTEST_GUILESS_MAIN(OptionsTest)
#include "options_test.moc"
