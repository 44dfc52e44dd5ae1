// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/proof.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace weir;
using namespace std::chrono_literals;

class ProofTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTailOfABinomialIsWhatTheTablesSay()
    {
        // 1 - 0.95^50 - 50 * 0.05 * 0.95^49, and so on: P(X <= 47 | 50, 0.95) = 0.459467…
        QVERIFY(std::abs(binomialTail(47, 50, 0.95) - 0.459467) < 1e-5);
        QCOMPARE(binomialTail(50, 50, 0.95), 1.0);
        QVERIFY(std::abs(binomialTail(0, 2, 0.95) - 0.0025) < 1e-12);
        // Large counts, on both sides of the mean: P(X <= 94 900 | 100 000, 0.95) and P(X <= 95 100 | …).
        QVERIFY(std::abs(binomialTail(94'900, 100'000, 0.95) - 0.07474) < 1e-5);
        QVERIFY(std::abs(binomialTail(95'100, 100'000, 0.95) - 0.92795) < 1e-5);
    }

    void theTailIsTheSumOfItsTerms()
    {
        const int n = 40;
        double sum = 0;
        for (int k = 0; k < n; ++k) {
            double term = 1;
            for (int i = 1; i <= k; ++i)
                term *= static_cast<double>(n - k + i) / i;
            sum += term * std::pow(0.9, k) * std::pow(0.1, n - k);
            QVERIFY2(std::abs(binomialTail(static_cast<std::uint64_t>(k), n, 0.9) - sum) < 1e-12,
                     qPrintable(QString::number(k)));
        }
    }

    void chanceIsForgivenAndFailureIsNot()
    {
        QVERIFY((ProofCount{48, 50}.isBelievable()));
        QVERIFY((ProofCount{45, 50}.isBelievable()));
        QVERIFY(!(ProofCount{40, 50}.isBelievable()));
        QVERIFY((ProofCount{0, 0}.isBelievable()));
    }

    void aPointRangeProvesNothing()
    {
        ProofPoint point{TimePoint(1s), 2s, 100, {100, 100, 100, Grade::A, 100}};
        QVERIFY(!point.isTested());
        point.estimate = {99, 80, 120, Grade::A, 30};
        QVERIFY(point.isTested());
        QVERIFY(point.holds());
        point.exact = 121;
        QVERIFY(!point.holds());
    }

    void errorsOfASumAddAsSquares()
    {
        const ProofPoint one{TimePoint(2s), 2s, 100, {100, 90, 110, Grade::C, 9}};
        const ProofPoint two{TimePoint(4s), 2s, 110, {105, 95, 115, Grade::C, 9}};
        const ProofPoint sum = sumOf({one, two});
        QCOMPARE(sum.exact, 210.0);
        QCOMPARE(sum.estimate.value, 205.0);
        QVERIFY(std::abs(sum.estimate.high - (205 + std::sqrt(200.0))) < 1e-9);
        QVERIFY(std::abs(sum.estimate.low - (205 - std::sqrt(200.0))) < 1e-9);
        QCOMPARE(sum.length, Duration(4s));
        QCOMPARE(sum.time, TimePoint(4s));
        QVERIFY(sum.estimate.grade == Grade::B);
    }
};

QTEST_GUILESS_MAIN(ProofTest)
#include "proof_test.moc"
