// SPDX-License-Identifier: Apache-2.0
#include "core/look/look_budget.h"

#include <QTest>

#include <algorithm>

using namespace weir;
using namespace std::chrono_literals;

namespace {

/** A flood whose looks cost what costOf(n) says of the n-th; time passes by them and between them. */
struct Flood
{
    explicit Flood(std::uint64_t seed) : budget(seed) {}

    template<class CostOf>
    void run(Duration length, CostOf&& costOf)
    {
        for (const TimePoint end = now + length; now < end;) {
            now += 10us; // 100 000 messages/s
            if (!budget.admit(now))
                continue;
            const bool isTimed = budget.isTimed();
            const Duration cost = costOf(looks++);
            now += cost;
            spent += cost;
            if (isTimed)
                budget.measured(cost);
        }
    }
    double share(TimePoint began) const
    {
        return std::chrono::duration<double>(spent) / std::chrono::duration<double>(now - began);
    }

    LookBudget budget;
    TimePoint now{1h};
    Duration spent{0};
    int looks = 0;
};

} // namespace

class LookBudgetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsPeriodicInTheMessagesDoesNotFoolIt();
    void dearLooksAmongCheapOnesAreNotHidden_data();
    void dearLooksAmongCheapOnesAreNotHidden();
    void aDearFirstLookIsSoonForgotten();
    void nothingMeasuredIsSaid();
};

void LookBudgetTest::whatIsPeriodicInTheMessagesDoesNotFoolIt()
{
    for (int phase = 0; phase < 16; ++phase) {
        Flood flood(static_cast<std::uint64_t>(phase) + 1);
        flood.run(20s, [phase](int look) { return look % 16 == phase ? Duration(160us) : Duration(1us); });
        const double share = flood.share(TimePoint{1h});
        QVERIFY2(share > 0.017 && share < 0.023, qPrintable(QString::number(share)));
    }
}

void LookBudgetTest::dearLooksAmongCheapOnesAreNotHidden_data()
{
    QTest::addColumn<double>("dearShare");
    QTest::addColumn<int>("microseconds");
    QTest::newRow("10 % of 3 ms") << 0.1 << 3000;
    QTest::newRow("1 % of 3 ms") << 0.01 << 3000;
    QTest::newRow("0.1 % of 20 ms") << 0.001 << 20'000;
}

void LookBudgetTest::dearLooksAmongCheapOnesAreNotHidden()
{
    QFETCH(const double, dearShare);
    QFETCH(const int, microseconds);
    constexpr int kFloods = 8;
    double share = 0;
    for (int i = 1; i <= kFloods; ++i) {
        SplitMix64 world(static_cast<std::uint64_t>(100 + i));
        Flood flood(static_cast<std::uint64_t>(i));
        flood.run(60s, [&](int) {
            return world.uniform() < dearShare ? Duration(std::chrono::microseconds(microseconds))
                                               : Duration(1500ns);
        });
        share += flood.share(TimePoint{1h}) / kFloods;
    }
    QVERIFY2(share > 0.016 && share < 0.024, qPrintable(QString::number(share)));
}

void LookBudgetTest::aDearFirstLookIsSoonForgotten()
{
    LookBudget budget(1);
    budget.measured(10ms);
    TimePoint now{1h};
    int looks = 0;
    for (const TimePoint end = now + 10s; now < end; now += 10us) {
        if (!budget.admit(now))
            continue;
        ++looks;
        if (budget.isTimed())
            budget.measured(1us);
    }
    QVERIFY2(budget.perSecond() > 10'000, qPrintable(QString::number(budget.perSecond()))); // 20 000 in truth
    QVERIFY2(looks > 20'000, qPrintable(QString::number(looks)));
}

void LookBudgetTest::nothingMeasuredIsSaid()
{
    LookBudget budget(1);
    QCOMPARE(budget.nanosecondsPerLook(), 0.0);
    QCOMPARE(budget.perSecond(), 2000.0);
    budget.measured(10us);
    QCOMPARE(budget.nanosecondsPerLook(), 10'000.0);
}

QTEST_APPLESS_MAIN(LookBudgetTest)
#include "look_budget_test.moc"
