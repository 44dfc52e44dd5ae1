// SPDX-License-Identifier: Apache-2.0
#include "core/feed/zipf_table.h"

#include <QTest>

#include <cmath>

using namespace weir;

class ZipfTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTableHoldsTheLaw()
    {
        constexpr int kKeys = 100;
        double total = 0;
        for (int rank = 1; rank <= kKeys; ++rank)
            total += std::pow(rank, -1.1);
        const ZipfTable table(kKeys, 1.1);
        double sum = 0;
        for (int rank = 1; rank <= kKeys; ++rank) {
            const double expected = std::pow(rank, -1.1) / total;
            QVERIFY2(std::abs(table.probability(rank) - expected) < 1e-8,
                     qPrintable(QStringLiteral("rank %1").arg(rank)));
            sum += table.probability(rank);
        }
        QVERIFY(std::abs(sum - 1) < 1e-9);
    }

    void drawsHaveTheSharesOfTheTable()
    {
        constexpr int kDraws = 200'000;
        const ZipfTable table(100, 1.1);
        SplitMix64 random(7);
        std::vector<int> seen(101);
        for (int i = 0; i < kDraws; ++i)
            ++seen.at(static_cast<std::size_t>(table.draw(random)));
        QCOMPARE(seen[0], 0);
        for (int rank = 1; rank <= 100; ++rank) {
            const double expected = kDraws * table.probability(rank);
            // Five standard deviations of a Poisson count.
            QVERIFY2(std::abs(seen[static_cast<std::size_t>(rank)] - expected) < 5 * std::sqrt(expected),
                     qPrintable(QStringLiteral("rank %1").arg(rank)));
        }
    }

    void oneKeyIsAlwaysDrawn()
    {
        const ZipfTable table(1, 1.1);
        SplitMix64 random(1);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(table.draw(random), 1);
    }

    void aMillionKeysStayInRange()
    {
        constexpr int kKeys = 1'000'000;
        const ZipfTable table(kKeys, 1.1);
        SplitMix64 random(3);
        int largest = 0;
        for (int i = 0; i < 100'000; ++i) {
            const int rank = table.draw(random);
            QVERIFY(rank >= 1 && rank <= kKeys);
            largest = std::max(largest, rank);
        }
        QVERIFY(largest > kKeys / 2);
    }
};

QTEST_GUILESS_MAIN(ZipfTableTest)
#include "zipf_table_test.moc"
