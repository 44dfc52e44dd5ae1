// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/add_many.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

class AddManyTest : public QObject
{
    Q_OBJECT

    static QStringList addressesIn(const AddMany& result)
    {
        QStringList addresses;
        for (const EndpointRequest& request : result.requests)
            addresses.append(request.name.isEmpty() ? request.address
                                                    : request.name + u'=' + request.address);
        return addresses;
    }

private Q_SLOTS:
    void linesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("addresses");
        QTest::newRow("empty") << QString() << QStringList();
        QTest::newRow("one a line") << u"wss://a/x\nws://b"_s << QStringList{u"wss://a/x"_s, u"ws://b"_s};
        QTest::newRow("CRLF, blank lines, spaces")
            << u"\r\n  wss://a\t\r\n\r\n ws://b \r\n"_s << QStringList{u"wss://a"_s, u"ws://b"_s};
        QTest::newRow("comments") << u"# wss://no\nwss://a/#x # the first\n   #"_s
                                  << QStringList{u"wss://a/#x"_s};
        QTest::newRow("names") << u"shop eu  wss://a"_s << QStringList{u"shop eu=wss://a"_s};
        QTest::newRow("braces") << u"wss://h/{a,b,c}"_s
                                << QStringList{u"wss://h/a"_s, u"wss://h/b"_s, u"wss://h/c"_s};
        QTest::newRow("nested and empty")
            << u"wss://h/{a{1,2},b}{,/x}"_s
            << QStringList{u"wss://h/a1"_s,   u"wss://h/a1/x"_s, u"wss://h/a2"_s,
                           u"wss://h/a2/x"_s, u"wss://h/b"_s,    u"wss://h/b/x"_s};
        QTest::newRow("braces with a name")
            << u"x wss://{a,b}.example"_s << QStringList{u"x=wss://a.example"_s, u"x=wss://b.example"_s};
    }

    void linesAreRead()
    {
        QFETCH(QString, text);
        const AddMany result = parseAddMany(text);
        QTEST(addressesIn(result), "addresses");
        QVERIFY(result.problems.isEmpty());
        QVERIFY(result.left.isEmpty());
    }

    void aBadLineIsNamedAndLeftWhileTheOthersGoAhead_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("no address") << u"hello"_s;
        QTest::newRow("a web page") << u"https://a/x"_s;
        QTest::newRow("no host") << u"wss:///x"_s;
        QTest::newRow("brace not closed") << u"wss://h/{a,b"_s;
        QTest::newRow("brace not opened") << u"wss://h/a,b}"_s;
        QTest::newRow("inner brace not closed") << u"wss://h/{a,{b}"_s;
        QTest::newRow("brace closed first") << u"wss://h/}a{"_s;
        QTest::newRow("one alternative is bad") << u"{wss://h,http://h}"_s;
        QTest::newRow("a flood of braces") << u"wss://h/"_s + u"{a,b}"_s.repeated(1000);
        QTest::newRow("deep braces") << u"wss://h/"_s + u"{"_s.repeated(4000);
        QTest::newRow("tables") << u"<table><tr><td>"_s.repeated(25);
    }

    void aBadLineIsNamedAndLeftWhileTheOthersGoAhead()
    {
        QFETCH(QString, line);
        const AddMany result = parseAddMany(u"wss://first\n\n"_s + line + u"\nwss://last"_s);
        QCOMPARE(addressesIn(result), (QStringList{u"wss://first"_s, u"wss://last"_s}));
        QCOMPARE(result.problems.size(), 1);
        QCOMPARE(result.problems.front().line, 3);
        QVERIFY(!result.problems.front().text.isEmpty());
        QVERIFY(result.problems.front().text.size() < 200);
        QCOMPARE(result.left, line);
    }

    void aLineOfAMegabyteIsNotLookedInto()
    {
        const QString line = u"wss://h/"_s + QString(1'000'000, u'x');
        const AddMany result = parseAddMany(line + u"\nwss://a"_s);
        QCOMPARE(addressesIn(result), QStringList{u"wss://a"_s});
        QCOMPARE(result.problems.front().text, u"longer than 8192 characters"_s);
        QCOMPARE(result.left, line);
    }

    void anAddressNamedTwiceIsTakenOnceAndSaid()
    {
        const AddMany result = parseAddMany(u"wss://a\nname wss://a"_s);
        QCOMPARE(addressesIn(result), QStringList{u"wss://a"_s});
        QCOMPARE(result.problems.size(), 1);
        QCOMPARE(result.problems.front().line, 2);
        QVERIFY(result.problems.front().text.contains(u"line 1"_s));
        QVERIFY(result.left.isEmpty()); // nothing to mend
    }

    void twoThousandAreTakenAndTheRestIsLeft()
    {
        QStringList lines;
        for (int i = 0; i < AddMany::kMost + 35; ++i)
            lines.append(u"wss://h/%1"_s.arg(i));
        const AddMany result = parseAddMany(lines.join(u'\n'));
        QCOMPARE(result.requests.size(), AddMany::kMost);
        QCOMPARE(result.left.count(u'\n'), 34);
        QCOMPARE(result.problems.size(), 1);
        QCOMPARE(result.problems.front().line, 0);
        QVERIFY(result.problems.front().text.contains(u"35"_s));
    }

    void oneLineOfMoreThanTwoThousandIsLeft()
    {
        const QString line = u"wss://h/"_s + u"{a,b,c,d,e,f}"_s.repeated(5);
        const AddMany result = parseAddMany(line);
        QVERIFY(result.requests.isEmpty());
        QCOMPARE(result.left, line);
        QCOMPARE(result.problems.size(), 1);
    }
};

QTEST_GUILESS_MAIN(AddManyTest)
#include "add_many_test.moc"
