// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/look/key_table.h"

#include <QTest>

#include <malloc.h>

#include <map>
#include <memory>

using namespace weir;

namespace {

constexpr ItemShare kOne{1, 10, 0, 0};

std::size_t bytesInUse()
{
    const struct mallinfo2 heap = mallinfo2();
    return heap.uordblks + heap.hblkhd;
}

std::string keyOf(std::uint64_t number)
{
    return "key-" + std::to_string(number);
}

} // namespace

class KeyTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sumsAreThoseOfAMapWhileThereIsRoom();
    void aMillionKeysFitInFixedMemoryAndTheHeaviestStay();
    void whatIsOutsideIsBelowWhatIsSaid();
    void followedKeysAreListedWhateverTheirSize();
    void allTablesShareTheirAllowance();
    void severalItemsOfAMessageAreOneSample();
};

void KeyTableTest::sumsAreThoseOfAMapWhileThereIsRoom()
{
    KeyAllowance allowance;
    KeyTable table(allowance, 1);
    SplitMix64 random(2);
    std::map<std::string, double> truth;
    for (std::uint64_t message = 1; message <= 50'000; ++message) {
        const std::string key = keyOf(random() % KeyTable::kMostKeys);
        table.add(key, 2, kOne, message);
        truth[key] += 2;
    }
    QCOMPARE(table.size(), truth.size());
    QVERIFY(!table.isFull());
    const KeyTable::Listing listing = table.largest(KeyTable::kMostKeys);
    QCOMPARE(listing.keys.size(), truth.size());
    QCOMPARE(listing.mostOutside, 0.0);
    for (const KeyTable::Entry* entry : listing.keys) {
        QCOMPARE(entry->total.sum.count, truth[entry->key]);
        QCOMPARE(entry->inherited, 0.0);
    }
}

void KeyTableTest::aMillionKeysFitInFixedMemoryAndTheHeaviestStay()
{
    const std::size_t before = bytesInUse();
    KeyAllowance allowance;
    auto table = std::make_unique<KeyTable>(allowance, 1);
    std::size_t atFull = 0;
    for (std::uint64_t message = 1; message <= 1'000'000; ++message) {
        table->add(keyOf(message), 1, kOne, message);
        if (message % 50 == 0)
            table->add("heavy", 1, kOne, message);
        if (message == 10'000)
            atFull = bytesInUse() - before;
    }
    QCOMPARE(table->size(), KeyTable::kMostKeys);
    QVERIFY(table->isFull());
    const std::size_t atEnd = bytesInUse() - before;
    qInfo("%zu bytes a key", atEnd / KeyTable::kMostKeys);
    QVERIFY2(atEnd < 1'000'000, qPrintable(QString::number(atEnd)));
    QVERIFY2(atEnd < atFull + 10'000, qPrintable(QString::number(atEnd)));
    const KeyTable::Entry& heaviest = *table->largest(1).keys.front();
    QCOMPARE(heaviest.key, std::string("heavy"));
    QVERIFY(heaviest.total.sum.count <= 20'000 && heaviest.rank() >= 20'000);
    table.reset();
    QCOMPARE(allowance.left.load(), KeyAllowance::kMost);
}

void KeyTableTest::whatIsOutsideIsBelowWhatIsSaid()
{
    KeyAllowance allowance;
    KeyTable table(allowance, 1);
    SplitMix64 random(5);
    std::map<std::string, double> truth;
    for (std::uint64_t message = 1; message <= 200'000; ++message) {
        const double u = random.uniform();
        const std::string key = keyOf(static_cast<std::uint64_t>(10'000 * u * u * u));
        table.add(key, 1, kOne, message);
        ++truth[key];
    }
    const KeyTable::Listing listing = table.largest(100);
    for (const KeyTable::Entry* entry : listing.keys) {
        const double count = truth.extract(entry->key).mapped();
        QVERIFY(entry->total.sum.count <= count && entry->rank() >= count);
    }
    for (const auto& [key, count] : truth)
        QVERIFY2(count <= listing.mostOutside, key.c_str());
}

void KeyTableTest::followedKeysAreListedWhateverTheirSize()
{
    KeyAllowance allowance;
    KeyTable table(allowance, 1);
    table.follow({"rare", "never", "rare"});
    std::uint64_t message = 0;
    table.add("rare", 1, kOne, ++message);
    for (int i = 0; i < 100'000; ++i)
        table.add(keyOf(i % 2 == 0 ? i % 40 : i), 1, kOne, ++message);
    table.add("rare", 1, kOne, ++message);
    const auto countIn = [](const KeyTable::Listing& listing, const char* key) {
        for (const KeyTable::Entry* entry : listing.keys) {
            if (entry->key == key)
                return entry->total.sum.count;
        }
        return -1.0;
    };
    KeyTable::Listing listing = table.largest(10);
    QCOMPARE(listing.keys.size(), std::size_t(12));
    QCOMPARE(countIn(listing, "rare"), 2.0);
    QCOMPARE(countIn(listing, "never"), 0.0);

    table.follow({"never"});
    listing = table.largest(10);
    QCOMPARE(listing.keys.size(), std::size_t(11));
    QCOMPARE(countIn(listing, "rare"), -1.0);

    std::vector<std::string> many;
    for (std::uint64_t i = 0; i < 3000; ++i)
        many.push_back("followed-" + std::to_string(i));
    table.follow(many);
    QCOMPARE(table.largest(0).keys.size(), KeyTable::kMostFollowed);
    table.add("new", 1, kOne, ++message);
    QCOMPARE(table.size(), KeyTable::kMostKeys);
}

void KeyTableTest::allTablesShareTheirAllowance()
{
    KeyAllowance allowance;
    std::vector<std::unique_ptr<KeyTable>> tables;
    std::size_t keys = 0;
    for (std::size_t i = 0; i < 60; ++i) {
        KeyTable& table = *tables.emplace_back(std::make_unique<KeyTable>(allowance, i));
        for (std::uint64_t message = 1; message <= 3000; ++message)
            table.add(keyOf(message), 1, kOne, message);
        keys += table.size();
    }
    QCOMPARE(allowance.left.load(), std::size_t(0));
    QCOMPARE(keys, KeyAllowance::kMost + tables.size() * KeyTable::kLeastKeys);
    QCOMPARE(tables.back()->size(), KeyTable::kLeastKeys);
    QVERIFY(tables.back()->isFull());
    tables.clear();
    QCOMPARE(allowance.left.load(), KeyAllowance::kMost);
}

void KeyTableTest::severalItemsOfAMessageAreOneSample()
{
    KeyAllowance allowance;
    KeyTable table(allowance, 1);
    table.add("a", 10, {1, 5, 2, 0}, 1);
    table.add("b", 10, {1, 5, 2, 0}, 1);
    table.add("a", 10, {1, 5, 4, 0}, 1);
    const LookSums& sums = table.largest(1).keys.front()->total;
    QCOMPARE(sums.samples, std::uint64_t(1));
    QCOMPARE(sums.sum.count, 20.0);
    QCOMPARE(sums.variance.count, 10.0 * 9 * 4);
    QCOMPARE(sums.sum.up, 60.0);
    QCOMPARE(sums.variance.up, 10.0 * 9 * 36);
}

QTEST_APPLESS_MAIN(KeyTableTest)
#include "key_table_test.moc"
