// SPDX-License-Identifier: Apache-2.0
#include "core/engine/metrics_config.h"

#include <QtTest/QtTest>

#include <map>
#include <sstream>
#include <string>

using namespace weir;
using namespace std::chrono_literals;

namespace {

/** What weir and weir-collect start from. */
MetricsConfig programDefaults()
{
    MetricsConfig config;
    config.sampleRate = config.maxSampleRate = 1;
    return config;
}

Result<MetricsConfig, std::vector<Error>>
fromEnvironment(std::map<std::string, std::string, std::less<>> variables, MetricsConfig defaults = {})
{
    MetricsConfigBuilder builder(defaults);
    builder.applyEnvironment(Environment(std::move(variables)));
    return builder.build();
}

bool mentions(const Error& error, const char* words)
{
    return error.message.find(words) != std::string::npos;
}

} // namespace

class MetricsConfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreTheOlderSystems()
    {
        const auto config = fromEnvironment({});
        QVERIFY(config.ok());
        QVERIFY(config.value().mode == SamplingMode::Adaptive);
        QCOMPARE(config.value().sampleRate, 0.03);
        QCOMPARE(config.value().minSampleRate, 0.01);
        QCOMPARE(config.value().maxSampleRate, 0.15);
        QCOMPARE(config.value().bufferSize, std::size_t(2000));
        QVERIFY(config.value().flushInterval == 2s);
        QVERIFY(config.value().enableMeta);
    }

    void everyVariableIsRead()
    {
        const auto config = fromEnvironment({{"METRICS_SAMPLE_RATE", "5%"},
                                             {"METRICS_MIN_SAMPLE_RATE", " 2 % "},
                                             {"METRICS_MAX_SAMPLE_RATE", ".5"},
                                             {"METRICS_ADAPTIVE_SAMPLING", "ON"},
                                             {"METRICS_BUFFER_SIZE", "2e3"},
                                             {"METRICS_FLUSH_INTERVAL", "0.5"},
                                             {"METRICS_ENABLE_META", "no"}});
        QVERIFY(config.ok());
        QCOMPARE(config.value().sampleRate, 0.05);
        QCOMPARE(config.value().minSampleRate, 0.02);
        QCOMPARE(config.value().maxSampleRate, 0.5);
        QVERIFY(config.value().mode == SamplingMode::Adaptive);
        QCOMPARE(config.value().bufferSize, std::size_t(2000));
        QVERIFY(config.value().flushInterval == 500ms);
        QVERIFY(!config.value().enableMeta);
    }

    void allProblemsAreReportedAtOnceWithNameValueAndRange()
    {
        const auto config = fromEnvironment({{"METRICS_SAMPLE_RATE", "abc"}, {"METRICS_BUFFER_SIZE", "-1"}});
        QVERIFY(!config.ok());
        QCOMPARE(config.error().size(), std::size_t(2));
        QVERIFY(mentions(config.error()[0], "METRICS_SAMPLE_RATE is \"abc\""));
        QVERIFY(mentions(config.error()[0], "0.0001 to 1"));
        QVERIFY(mentions(config.error()[1], "METRICS_BUFFER_SIZE is \"-1\""));
        QVERIFY(mentions(config.error()[1], "16 to 1000000"));
    }

    void hostileValuesAreRefusedAndShownShort()
    {
        for (const char* value :
             {"", "nan", "inf", "-0.1", "0", "1.5", "101%", "3%%", "0x1", "1e999", "3 0"}) {
            const auto config = fromEnvironment({{"METRICS_SAMPLE_RATE", value}});
            QVERIFY2(!config.ok(), value);
        }
        const auto config =
            fromEnvironment({{"METRICS_FLUSH_INTERVAL", "\x1b]0;x\a" + std::string(100'000, 'y')}});
        QVERIFY(!config.ok());
        QVERIFY(config.error()[0].message.size() < 300);
        QVERIFY(!mentions(config.error()[0], "\x1b"));
    }

    void aRateOptionMeansFixedUnlessAdaptiveIsAskedFor()
    {
        MetricsConfigBuilder rate(programDefaults());
        rate.applyOption(MetricsSetting::SampleRate, "0.5", "--sample-rate");
        QVERIFY(rate.build().value().mode == SamplingMode::Fixed);
        QCOMPARE(rate.build().value().sampleRate, 0.5);
        rate.applyOption(MetricsSetting::Adaptive, "on", "--adaptive");
        QVERIFY(rate.build().value().mode == SamplingMode::Adaptive);

        MetricsConfigBuilder off(programDefaults());
        off.applyOption(MetricsSetting::Adaptive, "off", "--adaptive");
        QVERIFY(off.build().value().mode == SamplingMode::Fixed);

        QVERIFY(fromEnvironment({{"METRICS_SAMPLE_RATE", "0.1"}}).value().mode == SamplingMode::Adaptive);
        QVERIFY(fromEnvironment({{"METRICS_ADAPTIVE_SAMPLING", "false"}}).value().mode ==
                SamplingMode::Fixed);
    }

    void whatWasNotSetGivesWayToWhatWas()
    {
        const auto low = fromEnvironment({{"METRICS_MAX_SAMPLE_RATE", "0.1"}}, programDefaults());
        QVERIFY(low.ok());
        QCOMPARE(low.value().sampleRate, 0.1);
        const auto high = fromEnvironment({{"METRICS_SAMPLE_RATE", "0.5"}});
        QVERIFY(high.ok());
        QCOMPARE(high.value().maxSampleRate, 0.5);
    }

    void contradictionsAreRefusedInWords()
    {
        const auto limits =
            fromEnvironment({{"METRICS_MIN_SAMPLE_RATE", "0.2"}, {"METRICS_MAX_SAMPLE_RATE", "0.1"}});
        QVERIFY(!limits.ok());
        QVERIFY(mentions(limits.error()[0], "must not exceed the highest (10 %)"));
        const auto rate =
            fromEnvironment({{"METRICS_SAMPLE_RATE", "0.5"}, {"METRICS_MAX_SAMPLE_RATE", "0.1"}});
        QVERIFY(!rate.ok());
        QVERIFY(mentions(rate.error()[0], "must lie between"));
    }

    void optionsWinOverTheEnvironmentWhichIsRememberedAsTheSource()
    {
        MetricsConfigBuilder builder;
        builder.applyEnvironment(
            Environment({{"METRICS_SAMPLE_RATE", "0.1"}, {"METRICS_BUFFER_SIZE", "100"}}));
        builder.applyOption(MetricsSetting::SampleRate, "0.05", "--sample-rate");
        QCOMPARE(builder.build().value().sampleRate, 0.05);
        QCOMPARE(builder.setByEnvironment(MetricsSetting::SampleRate), std::string_view(""));
        QCOMPARE(builder.setByEnvironment(MetricsSetting::BufferSize),
                 std::string_view("METRICS_BUFFER_SIZE"));
    }

    void whatIsCopiedAsVariablesIsTheSameConfigurationAgain()
    {
        for (const SamplingMode mode :
             {SamplingMode::Fixed, SamplingMode::Adaptive, SamplingMode::Everything}) {
            MetricsConfig config;
            config.mode = mode;
            config.sampleRate = 1.0 / 33;
            config.minSampleRate = 0.0123456789;
            config.maxSampleRate = 0.7;
            config.bufferSize = 12'345;
            config.flushInterval = 1234ms;
            config.enableMeta = false;
            std::map<std::string, std::string, std::less<>> variables;
            std::istringstream lines(toEnvironmentText(config));
            for (std::string line; std::getline(lines, line);) {
                const std::size_t equals = line.find('=');
                variables[line.substr(0, equals)] = line.substr(equals + 1);
            }
            QCOMPARE(variables.size(), kMetricsSettingCount);
            MetricsConfigBuilder builder;
            builder.applyEnvironment(Environment(std::move(variables)));
            if (mode == SamplingMode::Everything) {
                config.mode = SamplingMode::Fixed;
                config.sampleRate = 1;
            }
            QVERIFY(builder.build().ok());
            QVERIFY(builder.build().value() == config);
        }
    }

    void validateNamesEveryFieldOutOfRange()
    {
        MetricsConfig config;
        config.sampleRate = 0;
        config.minSampleRate = -1;
        config.maxSampleRate = std::numeric_limits<double>::quiet_NaN();
        config.bufferSize = 15;
        config.flushInterval = 2h;
        config.budget = 0;
        QCOMPARE(config.validate().size(), std::size_t(6));
    }
};

QTEST_APPLESS_MAIN(MetricsConfigTest)
#include "metrics_config_test.moc"
