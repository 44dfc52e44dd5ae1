// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/look/sequence_watch.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

using namespace weir;

namespace {

/** Feeds all numbers that arrive, in this order, or those whose arrival is chosen. */
LookedSequence read(const std::vector<std::int64_t>& numbers, double rate = 1, std::uint64_t seed = 1)
{
    SequenceWatch watch(100);
    SplitMix64 random(seed);
    std::uint64_t arrival = 100;
    for (const std::int64_t number : numbers) {
        ++arrival;
        if (rate >= 1 || random.uniform() <= rate)
            watch.add(number, arrival);
    }
    return watch.report();
}

std::vector<std::int64_t> from(std::int64_t first, std::size_t count)
{
    std::vector<std::int64_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), first);
    return numbers;
}

QByteArray words(const LookedSequence& said)
{
    return QByteArray::number(quint64(said.missing)) + " missing, " +
           QByteArray::number(quint64(said.duplicates)) + " duplicates, " +
           QByteArray::number(quint64(said.reordered)) + " reordered, " +
           QByteArray::number(quint64(said.restarts)) + " restarts";
}

} // namespace

class SequenceWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatEveryMessageSaysIsExact_data();
    void whatEveryMessageSaysIsExact();
    void aShareMakesNoGaps();
    void aShareFindsTheGapsThatAre();
    void aShareTellsReorderedFromMissing();
    void messagesWithoutANumberAreNoGap();
    void extremesDoNotOverflow();
};

void SequenceWatchTest::whatEveryMessageSaysIsExact_data()
{
    QTest::addColumn<std::vector<std::int64_t>>("numbers");
    QTest::addColumn<QByteArray>("said");
    using Numbers = std::vector<std::int64_t>;
    QTest::newRow("none") << Numbers{} << QByteArray("0 missing, 0 duplicates, 0 reordered, 0 restarts");
    QTest::newRow("in order") << from(7, 50)
                              << QByteArray("0 missing, 0 duplicates, 0 reordered, 0 restarts");
    QTest::newRow("a gap") << Numbers{1, 2, 6, 7}
                           << QByteArray("3 missing, 0 duplicates, 0 reordered, 0 restarts");
    QTest::newRow("again") << Numbers{1, 2, 2, 3}
                           << QByteArray("0 missing, 1 duplicates, 0 reordered, 0 restarts");
    QTest::newRow("swapped") << Numbers{1, 3, 2, 4}
                             << QByteArray("0 missing, 0 duplicates, 1 reordered, 0 restarts");
    QTest::newRow("late twice") << Numbers{1, 4, 3, 3, 5}
                                << QByteArray("1 missing, 1 duplicates, 1 reordered, 0 restarts");
    QTest::newRow("inside a gap") << Numbers{1, 9, 5, 6, 4, 10}
                                  << QByteArray("4 missing, 0 duplicates, 3 reordered, 0 restarts");
    Numbers anew = from(5000, 100);
    for (const std::int64_t number : from(1, 100))
        anew.push_back(number);
    QTest::newRow("anew") << anew << QByteArray("0 missing, 0 duplicates, 0 reordered, 1 restarts");
    Numbers young = from(1, 100);
    for (const std::int64_t number : from(1, 200))
        young.push_back(number);
    QTest::newRow("anew from close by")
        << young << QByteArray("0 missing, 0 duplicates, 0 reordered, 1 restarts");
    Numbers far = from(1, 10);
    for (const std::int64_t number : from(5'000'000, 10))
        far.push_back(number);
    QTest::newRow("anew far ahead") << far << QByteArray("0 missing, 0 duplicates, 0 reordered, 1 restarts");
}

void SequenceWatchTest::whatEveryMessageSaysIsExact()
{
    QFETCH(const std::vector<std::int64_t>, numbers);
    QFETCH(const QByteArray, said);
    const LookedSequence sequence = read(numbers);
    QCOMPARE(words(sequence), said);
    QCOMPARE(sequence.numbers, std::uint64_t(numbers.size()));
    QCOMPARE(sequence.isOnEvery, !numbers.empty());
}

void SequenceWatchTest::aShareMakesNoGaps()
{
    for (const double rate : {0.5, 0.1, 0.01}) {
        const LookedSequence said = read(from(1, 100'000), rate);
        QCOMPARE(words(said), QByteArray("0 missing, 0 duplicates, 0 reordered, 0 restarts"));
        QVERIFY(!said.isOnEvery);
        QVERIFY(double(said.numbers) > 80'000 * rate);
    }
}

void SequenceWatchTest::aShareFindsTheGapsThatAre()
{
    std::vector<std::int64_t> numbers = from(1, 100'000);
    std::erase_if(numbers, [](std::int64_t number) { return number % 1000 < 3; });
    for (const double rate : {1.0, 0.5, 0.1, 0.01}) {
        const LookedSequence said = read(numbers, rate);
        // What is lost before the first and behind the last that was read shows to nobody.
        QVERIFY2(said.missing >= 290 && said.missing <= 300, words(said));
        QCOMPARE(said.duplicates, std::uint64_t(0));
        QCOMPARE(said.restarts, std::uint64_t(0));
    }
}

void SequenceWatchTest::aShareTellsReorderedFromMissing()
{
    std::vector<std::int64_t> numbers = from(1, 100'000);
    for (std::size_t i = 50; i + 1 < numbers.size(); i += 100)
        std::swap(numbers[i], numbers[i + 1]);
    QCOMPARE(words(read(numbers)), QByteArray("0 missing, 0 duplicates, 1000 reordered, 0 restarts"));
    const LookedSequence half = read(numbers, 0.5);
    QVERIFY2(half.missing + half.duplicates <= 2, words(half));
    QVERIFY2(half.reordered > 200 && half.reordered <= 1000, words(half));
}

void SequenceWatchTest::messagesWithoutANumberAreNoGap()
{
    SequenceWatch watch;
    std::uint64_t arrival = 0;
    for (std::int64_t number = 1; number <= 100; ++number) {
        watch.add(number, ++arrival);
        if (number % 10 == 0)
            watch.skip(++arrival);
    }
    QCOMPARE(words(watch.report()), QByteArray("0 missing, 0 duplicates, 0 reordered, 0 restarts"));
    QVERIFY(watch.report().isOnEvery);
}

void SequenceWatchTest::extremesDoNotOverflow()
{
    using Limits = std::numeric_limits<std::int64_t>;
    const LookedSequence said = read(
        {Limits::max(), Limits::min(), Limits::min(), Limits::max(), 0, Limits::max() - 1, Limits::max()});
    QCOMPARE(said.restarts, std::uint64_t(4));
    QCOMPARE(said.duplicates, std::uint64_t(1));
    SplitMix64 random(3);
    std::vector<std::int64_t> numbers;
    for (int i = 0; i < 100'000; ++i) {
        const auto any = static_cast<std::int64_t>(random());
        numbers.push_back(random() % 3 == 0 || numbers.empty() ? any : numbers.back() / 2 + any % 50);
    }
    const LookedSequence noise = read(numbers, 0.7);
    QVERIFY(noise.missing + noise.reordered + noise.duplicates < std::uint64_t(1) << 40);
}

QTEST_APPLESS_MAIN(SequenceWatchTest)
#include "sequence_watch_test.moc"
