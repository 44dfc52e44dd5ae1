// SPDX-License-Identifier: Apache-2.0
// What is said of keys holds the truth in 95 of 100 cases, whatever share was looked into.
#include "tests/core/look/look_rig.h"

#include <QTest>

#include <array>
#include <cmath>
#include <map>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kKeys = 20;

struct Truth
{
    double count = 0;
    double bytes = 0;
    double sum = 0;
};

struct Tally
{
    int cases = 0;
    int held = 0;

    void note(const Estimate& estimate, double truth)
    {
        ++cases;
        const double slack = 1e-9 * (1 + std::abs(truth));
        held += truth >= estimate.low - slack && truth <= estimate.high + slack ? 1 : 0;
    }
    double share() const { return double(held) / cases; }
};

/** Few large keys and many small ones; sizes and values that spread, of both signs. */
struct Item
{
    std::size_t key;
    double value;
    std::size_t padding;
};

Item draw(SplitMix64& random)
{
    const double u = random.uniform();
    return {static_cast<std::size_t>(u * u * (kKeys - 1e-9)), std::round(std::exp(4 * random.uniform()) - 10),
            random() % 200};
}

std::string textOf(const Item& item)
{
    return "{\"s\":\"k" + std::to_string(item.key) + "\",\"v\":" + std::to_string(item.value) + ",\"x\":\"" +
           std::string(item.padding, 'x') + "\"}";
}

} // namespace

class LookCoverageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rangesHoldTheTruth_data();
    void rangesHoldTheTruth();
};

void LookCoverageTest::rangesHoldTheTruth_data()
{
    QTest::addColumn<double>("rate");
    QTest::addColumn<int>("itemsInAMessage");
    QTest::addColumn<bool>("isOverBudget");
    QTest::addColumn<bool>("isOneKey"); // of each message, which has up to so many items then
    QTest::newRow("everything") << 1.0 << 1 << false << false;
    QTest::newRow("10 %") << 0.1 << 1 << false << false;
    QTest::newRow("1 %") << 0.01 << 1 << false << false;
    QTest::newRow("everything, several items") << 1.0 << 5 << false << false;
    QTest::newRow("10 %, several items") << 0.1 << 5 << false << false;
    QTest::newRow("everything, over budget") << 1.0 << 1 << true << false;
    QTest::newRow("10 %, over budget, several items") << 0.1 << 3 << true << false;
    QTest::newRow("10 %, batches of one key") << 0.1 << 40 << false << true;
    QTest::newRow("3 %, batches of one key") << 0.03 << 40 << false << true;
    QTest::newRow("1 %, batches of one key") << 0.01 << 40 << false << true;
    QTest::newRow("10 %, over budget, batches of one key") << 0.1 << 40 << true << true;
}

void LookCoverageTest::rangesHoldTheTruth()
{
    QFETCH(const double, rate);
    QFETCH(const int, itemsInAMessage);
    QFETCH(const bool, isOverBudget);
    QFETCH(const bool, isOneKey);
    const int messages = !isOneKey ? 5000 : rate < 0.02 ? 2000 : 500;
    const std::uint64_t seeds = isOneKey ? 24 : 6; // fewer looks in each
    LookSettings settings;
    settings.key = "/s";
    settings.value = "/v";
    if (itemsInAMessage > 1) {
        settings.items = ItemForm::Array;
        settings.array = "#";
    }
    Tally counts, bytes, sums, totals, totalSums;
    double smallestShare = 1;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        LookRig rig(settings, seed);
        // 20 µs a look pay for 1000 looks/s, of 5000 messages/s or 500.
        rig.lookCost = isOverBudget ? (rate < 1 ? 100us : 20us) : 0us;
        SplitMix64 world(seed + 100);
        std::array<Truth, kKeys> total;
        for (int interval = 0; interval < 10; ++interval) {
            std::array<Truth, kKeys> truth;
            Truth all;
            for (int message = 0; message < messages; ++message) {
                std::vector<Item> items;
                std::size_t size = 0;
                std::string text;
                const int number =
                    isOneKey ? 1 + static_cast<int>(world() % unsigned(itemsInAMessage)) : itemsInAMessage;
                for (int i = 0; i < number; ++i) {
                    items.push_back(i > 0 && !isOneKey && world() % 2 == 0 ? items.front() : draw(world));
                    if (isOneKey)
                        items.back().key = items.front().key;
                }
                for (const Item& item : items)
                    text += (text.empty() ? "" : ",") + textOf(item);
                if (itemsInAMessage > 1)
                    text = "[" + text + "]";
                size = text.size();
                for (const Item& item : items) {
                    for (Truth* part : {&truth[item.key], &total[item.key], &all}) {
                        ++part->count;
                        part->bytes += double(size) / number;
                        part->sum += item.value;
                    }
                }
                rig.clock.advance(!isOverBudget ? 2ms : isOneKey ? 100us : 200us);
                rig.arrives(rate, size, [&text] { return text; });
            }
            const LookedEndpoint said = rig.report();
            counts.note(said.intervalItems, all.count);
            sums.note(said.intervalSum, all.sum);
            if (rig.last->looks + rig.last->passed > 0)
                smallestShare = std::min(smallestShare, double(rig.last->looks) /
                                                            double(rig.last->looks + rig.last->passed));
            std::map<std::string, const LookedKey*> keys;
            for (const LookedKey& key : said.keys)
                keys[key.key] = &key;
            for (std::size_t i = 0; i < kKeys; ++i) {
                const auto found = keys.find("k" + std::to_string(i));
                if (found == keys.end()) {
                    totals.note({0, 0, said.unlistedBelow}, total[i].count);
                    continue;
                }
                counts.note(found->second->intervalCount, truth[i].count);
                bytes.note(found->second->intervalBytes, truth[i].bytes);
                sums.note(found->second->intervalSum, truth[i].sum);
                totals.note(found->second->count, total[i].count);
                totalSums.note(found->second->sum, total[i].sum);
            }
        }
    }
    const auto told =
        QStringLiteral("counts %1, bytes %2, sums %3, totals %4, total sums %5 of %6; opened at least %7")
            .arg(counts.share())
            .arg(bytes.share())
            .arg(sums.share())
            .arg(totals.share())
            .arg(totalSums.share())
            .arg(counts.cases)
            .arg(smallestShare);
    qInfo("%s", qPrintable(told));
    QVERIFY(counts.cases > 1000);
    const double least = rate == 1 && !isOverBudget ? 1 : 0.93;
    for (const Tally& tally : {counts, bytes, sums, totals, totalSums})
        QVERIFY2(tally.share() >= least, qPrintable(told));
    QVERIFY2(isOverBudget ? smallestShare < 0.9 : smallestShare == 1, qPrintable(told));
}

QTEST_APPLESS_MAIN(LookCoverageTest)
#include "look_coverage_test.moc"
