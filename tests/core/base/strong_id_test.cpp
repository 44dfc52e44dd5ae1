// SPDX-License-Identifier: Apache-2.0
#include <QTest> // first: moc stumbles over <compare> when no standard header came before it

#include "core/base/strong_id.h"

#include <type_traits>
#include <unordered_set>

namespace {

using ApplePlace = weir::StrongId<struct AppleTag>;
using PearPlace = weir::StrongId<struct PearTag>;

static_assert(!std::is_convertible_v<ApplePlace, PearPlace>, "one kind is not another");
static_assert(!std::is_convertible_v<ApplePlace, std::uint32_t>, "an id is not a number");
static_assert(!std::is_convertible_v<std::uint32_t, ApplePlace>, "a number is not an id");
static_assert(sizeof(ApplePlace) == sizeof(std::uint32_t), "an id costs no more than its number");

} // namespace

class StrongIdTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void zeroNamesNothing()
    {
        QVERIFY(ApplePlace().isNull());
        QVERIFY(!ApplePlace{1}.isNull());
    }

    void idsCompareByTheirNumbers()
    {
        QVERIFY(ApplePlace{1} == ApplePlace{1});
        QVERIFY(ApplePlace{1} != ApplePlace{2});
        QVERIFY(ApplePlace{1} < ApplePlace{2});
    }

    void idsCanBeHashed()
    {
        std::unordered_set<ApplePlace> seen;
        for (std::uint32_t i = 1; i <= 100; ++i) {
            seen.insert(ApplePlace{i});
            seen.insert(ApplePlace{i});
        }
        QCOMPARE(seen.size(), std::size_t(100));
        QVERIFY(seen.contains(ApplePlace{100}));
        QVERIFY(!seen.contains(ApplePlace{101}));
    }
};

QTEST_GUILESS_MAIN(StrongIdTest)
#include "strong_id_test.moc"
