// SPDX-License-Identifier: Apache-2.0
#include "core/engine/key_names.h"

#include <QtTest/QtTest>

#include <set>
#include <string>
#include <thread>

using namespace weir;

class KeyNamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNameHasOneNumberHoweverItIsAskedFor()
    {
        KeyNames names(16, 1024, 7);
        const std::uint32_t alpha = names.numberOf("alpha");
        QVERIFY(alpha > KeyNames::kOther);
        QCOMPARE(names.intern("alpha"), alpha);
        QCOMPARE(names.numberOf("alpha"), alpha);
        QVERIFY(names.intern("beta") != alpha);
        QCOMPARE(names.nameOf(alpha), std::string("alpha"));
    }

    void noNameIsNoKey()
    {
        KeyNames names(16, 1024, 7);
        QCOMPARE(names.intern(""), KeyNames::kNoKey);
        QCOMPARE(names.numberOf(""), KeyNames::kNoKey);
        QCOMPARE(names.nameOf(KeyNames::kNoKey), std::string());
    }

    void pastItsShareInternedNamesAreOther()
    {
        KeyNames names(16, 1024, 7);
        for (int i = 0; i < 12; ++i)
            QVERIFY(names.intern("name " + std::to_string(i)) != KeyNames::kOther);
        QCOMPARE(names.intern("one more"), KeyNames::kOther);
        QVERIFY(names.intern("name 3") != KeyNames::kOther);
        QCOMPARE(names.nameOf(KeyNames::kOther), std::string("(other)"));
        KeyNames small(1000, 1024, 7);
        QVERIFY(small.intern(std::string(200, 'a')) != KeyNames::kOther);
        for (const char c : {'b', 'c', 'd'})
            small.intern(std::string(200, c));
        QCOMPARE(small.intern(std::string(200, 'e')), KeyNames::kOther);
    }

    void aForgottenNameKeepsItsNumber()
    {
        KeyNames names(8, 1024, 7);
        const std::uint32_t pinned = names.intern("pinned");
        std::set<std::uint32_t> numbers;
        for (int i = 0; i < 1000; ++i)
            numbers.insert(names.numberOf("passing " + std::to_string(i)));
        QCOMPARE(numbers.size(), std::size_t(1000));
        QCOMPARE(names.nameOf(pinned), std::string("pinned"));
        QVERIFY(names.isInterned(pinned));
        int known = 0;
        for (int i = 0; i < 1000; ++i) {
            const std::string name = "passing " + std::to_string(i);
            const std::uint32_t number = names.numberOf(name);
            QVERIFY(numbers.count(number) == 1);
            const std::string shown = names.nameOf(number);
            QVERIFY(shown == name || (shown.size() == 9 && shown[0] == '#'));
            known += shown == name;
        }
        QVERIFY(known > 0);
    }

    void whatIsAskedForOftenStaysKnown()
    {
        KeyNames names(32, 1024, 7);
        for (int i = 0; i < 20'000; ++i) {
            names.numberOf("often " + std::to_string(i % 8));
            names.numberOf("once " + std::to_string(i));
        }
        for (int i = 0; i < 8; ++i) {
            const std::string name = "often " + std::to_string(i);
            QCOMPARE(names.nameOf(names.numberOf(name)), name);
        }
    }

    void longNamesAreCutAtACharacter()
    {
        KeyNames names(16, 4096, 7);
        std::string name(KeyNames::kMaxNameLength - 1, 'x');
        name += "\xc3\xa4"; // ä would be cut in half
        QCOMPARE(names.nameOf(names.intern(name)), std::string(KeyNames::kMaxNameLength - 1, 'x'));
    }

    void seedsDecideTheNumbers()
    {
        KeyNames one(16, 1024, 7);
        KeyNames same(16, 1024, 7);
        KeyNames other(16, 1024, 8);
        QCOMPARE(one.numberOf("alpha"), same.numberOf("alpha"));
        QVERIFY(one.numberOf("alpha") != other.numberOf("alpha"));
    }

    void anyThreadMayAsk()
    {
        KeyNames names(64, 1024, 7);
        const auto ask = [&names](int first) {
            for (int i = first; i < first + 2000; ++i)
                names.nameOf(names.numberOf("name " + std::to_string(i % 100)));
        };
        std::thread other(ask, 0);
        ask(50);
        other.join();
        QVERIFY(names.intern("last") > KeyNames::kOther);
    }
};

QTEST_APPLESS_MAIN(KeyNamesTest)
#include "key_names_test.moc"
