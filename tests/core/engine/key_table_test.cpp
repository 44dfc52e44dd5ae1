// SPDX-License-Identifier: Apache-2.0
#include "core/engine/key_table.h"

#include <QtTest/QtTest>

using namespace weir;

class KeyTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameNameIsTheSameNumber()
    {
        KeyTable table;
        const auto user = table.intern("user-1");
        QVERIFY(user > KeyTable::kOther);
        QCOMPARE(table.intern("user-1"), user);
        QCOMPARE(table.nameOf(user), std::string("user-1"));
        QVERIFY(table.intern("user-2") != user);
    }

    void noNameIsNoKey() { QCOMPARE(KeyTable().intern(""), 0u); }

    void pastTheEndEveryNewNameIsOther()
    {
        KeyTable table;
        const auto first = table.intern("first");
        for (int i = 0; i < 100'000; ++i)
            table.intern("key-" + std::to_string(i));
        QCOMPARE(table.intern("one more"), KeyTable::kOther);
        QCOMPARE(table.nameOf(KeyTable::kOther), std::string("(other)"));
        QCOMPARE(table.intern("first"), first);
    }

    void longNamesAreCutBetweenCharacters()
    {
        KeyTable table;
        std::string name(KeyTable::kMaxNameLength - 1, 'x');
        name += "é and a megabyte more";
        name += std::string(1'000'000, 'y');
        QCOMPARE(table.nameOf(table.intern(name)), std::string(KeyTable::kMaxNameLength - 1, 'x'));
    }
};

QTEST_APPLESS_MAIN(KeyTableTest)
#include "key_table_test.moc"
