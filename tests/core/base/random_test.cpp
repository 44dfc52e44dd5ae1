// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include <QTest>

#include <cmath>
#include <random>

using weir::SplitMix64;

class RandomTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsSplitMix64()
    {
        // The reference implementation (prng.di.unimi.it/splitmix64.c) begins so from this seed.
        constexpr std::array<std::uint64_t, 5> kReference = {6457827717110365317U, 3203168211198807973U,
                                                             9817491932198370423U, 4593380528125082431U,
                                                             16408922859458223821U};
        SplitMix64 random(1234567);
        for (const std::uint64_t expected : kReference)
            QCOMPARE(random(), expected);
    }

    void itWorksWithTheStandardDistributions()
    {
        static_assert(std::uniform_random_bit_generator<SplitMix64>);
        SplitMix64 random(1);
        std::uniform_int_distribution<int> die(1, 6);
        for (int i = 0; i < 1000; ++i) {
            const int thrown = die(random);
            QVERIFY(thrown >= 1 && thrown <= 6);
        }
    }

    void uniformIsAboveZeroAndAtMostOneAndEven()
    {
        constexpr int kDraws = 100'000;
        SplitMix64 random(99);
        std::array<int, 10> tenths{};
        for (int i = 0; i < kDraws; ++i) {
            const double x = random.uniform();
            QVERIFY(x > 0 && x <= 1);
            ++tenths[static_cast<std::size_t>(std::ceil(x * 10) - 1)];
        }
        for (const int count : tenths)
            QVERIFY(std::abs(count - kDraws / 10) < 475); // five standard deviations
    }
};

QTEST_GUILESS_MAIN(RandomTest)
#include "random_test.moc"
