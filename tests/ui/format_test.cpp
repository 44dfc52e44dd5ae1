// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"
#include "ui/models/plain_text.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class FormatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersHaveThreeDigitsAndAnSiPrefix_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << u"0"_s;
        QTest::newRow("small whole") << 5.0 << u"5"_s;
        QTest::newRow("small part") << 0.4 << u"0.4"_s;
        QTest::newRow("hundreds") << 343.4 << u"343"_s;
        QTest::newRow("just under a thousand") << 999.4 << u"999"_s;
        QTest::newRow("rounds up to a prefix") << 999.6 << u"1.00k"_s;
        QTest::newRow("thousands") << 4980.0 << u"4.98k"_s;
        QTest::newRow("ten thousands") << 11'240.0 << u"11.2k"_s;
        QTest::newRow("hundred thousands") << 739'000.0 << u"739k"_s;
        QTest::newRow("rounds up to a million") << 999'700.0 << u"1.00M"_s;
        QTest::newRow("unknown") << std::nan("") << u"–"_s;
    }

    void numbersHaveThreeDigitsAndAnSiPrefix()
    {
        QFETCH(double, value);
        QTEST(format::compact(value), "text");
    }

    void aUnitFollowsANarrowSpaceThatDoesNotBreak()
    {
        QCOMPARE(format::withUnit(11'240, u"/s"), u"11.2\u202Fk/s"_s);
        QCOMPARE(format::withUnit(2'400'000, u"B/s"), u"2.40\u202FMB/s"_s);
    }

    void sharesKeepTheDigitsThatMatter()
    {
        QCOMPARE(format::percent(0.03), u"3.0\u202F%"_s);
        QCOMPARE(format::percent(0.34), u"34\u202F%"_s);
        QCOMPARE(format::percent(1), u"100\u202F%"_s);
        QCOMPARE(format::percent(0.0034), u"0.34\u202F%"_s);
        QCOMPARE(format::percent(0), u"0\u202F%"_s);
        QCOMPARE(format::oneIn(0.03), u"1 in 33"_s);
        QCOMPARE(format::oneIn(0.4), u"1 in 2.5"_s);
        QCOMPARE(format::oneIn(1), u"all"_s);
    }

    void axesAreAsShortAsTheyCan()
    {
        QCOMPARE(format::axis(20'000), u"20k"_s);
        QCOMPARE(format::axis(2'500), u"2.5k"_s);
        QCOMPARE(format::axis(0), u"0"_s);
        QCOMPARE(format::axis(0.25), u"0.25"_s);
    }

    void rangesNameTheirUnitOnce()
    {
        QCOMPARE(format::range(731'000, 746'000), u"731–746k"_s);
        QCOMPARE(format::range(0, 310), u"0–310"_s);
        QCOMPARE(format::range(12, 4'000), u"12–4.00k"_s);
    }

    void durationsAndTimesReadAloud()
    {
        QCOMPARE(format::shortDuration(38ms), u"38\u202Fms"_s);
        QCOMPARE(format::shortDuration(180us), u"0.2\u202Fms"_s);
        QCOMPARE(format::shortDuration(4us), u"<0.1\u202Fms"_s);
        QCOMPARE(format::longDuration(187s), u"3\u202Fmin 7\u202Fs"_s);
        QCOMPARE(format::longDuration(2h + 5min), u"2\u202Fh 5\u202Fmin"_s);
        QCOMPARE(format::longDuration(-5s), u"0\u202Fs"_s);
        QCOMPARE(format::beforeNow(4min, 5min), u"−4:00"_s);
        QCOMPARE(format::beforeNow(8s, 10s), u"−8\u202Fs"_s);
        QCOMPARE(format::beforeNow(0s, 10s), u"now"_s);
        QCOMPARE(format::count(118'402'551), u"118,402,551"_s);
    }

    void timesAreOfTheNearestMillisecond()
    {
        const QDateTime at(QDate(2026, 11, 23), QTime(14, 32, 52));
        const WallTime time{std::chrono::milliseconds(at.toMSecsSinceEpoch())};
        QCOMPARE(format::localTime(time), at);
        QCOMPARE(format::localTime(time - 400us), at);
        QCOMPARE(format::clockTime(time - 400us), u"14:32:52"_s);
        QCOMPARE(format::clockTime(time - 600us), u"14:32:51"_s);
    }

    void outsideTextIsCappedAndLosesWhatCouldHarm()
    {
        QCOMPARE(plainText(u"a\nb\tc\u202Ed"_s), u"a b c d"_s);
        QCOMPARE(plainText(u"<b>bold</b>"_s), u"<b>bold</b>"_s); // as it is: shown as plain text
        QCOMPARE(plainText(QString(1'000'000, u'x'), 10), u"xxxxxxxxx…"_s);
        const QString cut = plainText(u"abc😀😀"_s, 5); // the limit falls inside a surrogate pair
        QVERIFY(!cut.contains(QChar(0xD83D)) || cut.isValidUtf16());
        QVERIFY(cut.isValidUtf16());
    }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "format_test.moc"
