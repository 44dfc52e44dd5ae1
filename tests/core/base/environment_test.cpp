// SPDX-License-Identifier: Apache-2.0
#include "core/base/environment.h"

#include <QTest>

using weir::Environment;
using Variables = std::map<std::string, std::string, std::less<>>;

class EnvironmentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyOneFindsNothing() { QVERIFY(!Environment().find("PATH")); }

    void aVariableIsFoundByItsWholeName()
    {
        const Environment environment(Variables{{"METRICS_SAMPLE_RATE", "3%"}});
        QCOMPARE(environment.find("METRICS_SAMPLE_RATE"), std::optional<std::string>("3%"));
        QVERIFY(!environment.find("METRICS_SAMPLE"));
        QVERIFY(!environment.find("metrics_sample_rate"));
    }

    void anEmptyValueIsNotAMissingOne()
    {
        const Environment environment(Variables{{"EMPTY", ""}});
        QCOMPARE(environment.find("EMPTY"), std::optional<std::string>(""));
    }

    void theProcessIsCopiedOnce()
    {
        qputenv("WEIR_TEST_VARIABLE", "a=b"); // a value may hold the separator
        const Environment before = Environment::ofProcess();
        qputenv("WEIR_TEST_VARIABLE", "changed");
        QCOMPARE(before.find("WEIR_TEST_VARIABLE"), std::optional<std::string>("a=b"));
        qunsetenv("WEIR_TEST_VARIABLE");
        QVERIFY(!Environment::ofProcess().find("WEIR_TEST_VARIABLE"));
    }
};

QTEST_GUILESS_MAIN(EnvironmentTest)
#include "environment_test.moc"
