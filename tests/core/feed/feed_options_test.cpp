// SPDX-License-Identifier: Apache-2.0
#include "core/feed/feed_options.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace weir;

class FeedOptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPatternIsReadBackFromItsName()
    {
        for (const FeedPattern pattern : {FeedPattern::Steady, FeedPattern::Burst, FeedPattern::Ramp,
                                          FeedPattern::Flaky, FeedPattern::Mixed})
            QCOMPARE(feedPatternFromString(toString(pattern)), std::optional(pattern));
    }

    void anUnknownPatternHasNoValue()
    {
        for (const char* name : {"", "Steady", "steady ", "sine"})
            QVERIFY(!feedPatternFromString(name));
    }

    void helpNamesEveryPattern()
    {
        QCOMPARE(feedPatternNames(), std::string("steady|burst|ramp|flaky|mixed"));
    }

    void theDefaultsAreInRange() { QVERIFY(problemsOf(FeedOptions{}).empty()); }

    void theEndsOfEveryRangeAreAllowed()
    {
        FeedOptions most;
        most.rate = 1e6;
        most.size = 1 << 20;
        most.keys = 1'000'000;
        most.duration = std::chrono::seconds(1'000'000'000);
        most.count = 1'000'000'000'000'000;
        most.clients = 1'000'000;
        QVERIFY(problemsOf(most).empty());

        FeedOptions least;
        least.rate = std::numeric_limits<double>::min();
        least.size = 64;
        least.keys = 1;
        least.duration = Duration(1);
        least.count = 1;
        least.clients = 1;
        QVERIFY(problemsOf(least).empty());
    }

    void allProblemsAreNamedAtOnce()
    {
        FeedOptions options;
        options.host = QHostAddress();
        options.rate = std::nan("");
        options.size = 63;
        options.keys = 0;
        options.duration = Duration::zero();
        options.count = 0;
        options.clients = 0;
        const std::vector<std::string> problems = problemsOf(options);
        QCOMPARE(problems.size(), std::size_t(7));
        const std::vector<std::string> names = {"--host",     "--rate",  "--size",   "--keys",
                                                "--duration", "--count", "--clients"};
        for (std::size_t i = 0; i < names.size(); ++i)
            QVERIFY2(problems[i].starts_with(names[i]), problems[i].c_str());
    }
};

QTEST_GUILESS_MAIN(FeedOptionsTest)
#include "feed_options_test.moc"
