// SPDX-License-Identifier: GPL-3.0-or-later
// What servers and limits do to weir-collect's output: words of others write to no terminal and forge no
// line, a limit is an error in words.
#include "tests/app/program_runner.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>

using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Characters that move, hide or reorder what a terminal shows; the program's own line ends apart. */
bool writesToTheTerminal(QChar c)
{
    const char16_t u = c.unicode();
    return (u < 0x20 && u != u'\n') || (u >= 0x7f && u < 0xa0) || u == 0x061c || u == 0x200e || u == 0x200f ||
           (u >= 0x2028 && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069) || u == 0xfeff;
}

/** Runs weir-collect under a limit of the shell. */
ProgramResult limited(const QString& limit, const QStringList& arguments, const QString& redirection = {})
{
    const QString command = limit + u"; exec \"$0\" \"$@\""_s + redirection;
    return Program(u"/bin/sh"_s, QStringList{u"-c"_s, command, builtProgram(u"weir-collect"_s)} + arguments)
        .finish();
}

} // namespace

class HostileOutputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsOfAServerStayWords_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("mode");
        for (const QString& format : {u"table"_s, u"ndjson"_s}) {
            for (const QString& mode : {u"close"_s, u"handshake"_s})
                QTest::newRow(qPrintable(format + u' ' + mode)) << format << mode;
        }
    }

    void wordsOfAServerStayWords()
    {
        QFETCH(QString, format);
        QFETCH(QString, mode);
        const auto server = startServer(u"shouting_server.py"_s, {mode});
        const QString url = QString::fromUtf8(server->readLine());
        const ProgramResult result = run(u"weir-collect"_s, {u"--format"_s, format, u"--duration"_s, u"1"_s,
                                                             u"--flush-interval"_s, u"0.2"_s, url});
        const QString out = QString::fromUtf8(result.out);
        QVERIFY2(out.contains(u"owned"_s) || result.errors.contains(u"owned"_s), "the server was heard");
        for (const QString& text : {out, result.errors}) {
            QVERIFY(std::none_of(text.begin(), text.end(), writesToTheTerminal));
            for (const QString& line : text.split(u'\n'))
                QVERIFY2(!line.startsWith(u"FORGED"_s), qPrintable(line));
        }
        if (format == u"ndjson"_s) {
            for (const QJsonObject& line : result.json())
                QVERIFY(line.contains(u"accounting"_s));
        }
    }

    void aFileThatReachesItsLimitIsAnError()
    {
        const QTemporaryDir directory;
        const ProgramResult result = limited(u"ulimit -f 8"_s,
                                             {u"--demo"_s, u"--format"_s, u"ndjson"_s, u"--flush-interval"_s,
                                              u"0.1"_s, u"--duration"_s, u"60"_s},
                                             u" > '"_s + directory.filePath(u"out"_s) + u'\'');
        QCOMPARE(result.exitCode, 1); // not ended by SIGXFSZ
    }

    void runningOutOfDescriptorsIsSaidAndHarmsNoOther()
    {
        const auto server = startServer(u"counting_server.py"_s, {u"--messages"_s, u"10"_s});
        const QString url = QString::fromUtf8(server->readLine());
        QStringList arguments{u"--format"_s, u"ndjson"_s, u"--duration"_s, u"4"_s};
        for (int i = 0; i < 40; ++i)
            arguments += url;
        const ProgramResult result = limited(u"ulimit -n 32"_s, arguments);
        QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
        const QList<QJsonObject> lines = result.json();
        QVERIFY(!lines.isEmpty() && addsUp(lines.last()));
        const QJsonArray endpoints = lines.last()[u"endpoints"_s].toArray();
        const auto count = [&endpoints](auto test) {
            return std::count_if(endpoints.begin(), endpoints.end(), test);
        };
        QVERIFY(count([](const QJsonValue& each) { return each[u"messages"_s].toInteger() == 10; }) >= 5);
        QVERIFY(count([](const QJsonValue& each) { return !each[u"error"_s].toString().isEmpty(); }) >= 5);
    }
};

QTEST_GUILESS_MAIN(HostileOutputTest)
#include "hostile_output_test.moc"
