// SPDX-License-Identifier: Apache-2.0
#include "core/link/script_runner.h"

#include <QtTest>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;
using Kind = ScriptStep::Kind;

namespace {

constexpr TimePoint kStart{1h};

ScriptStep send(const QByteArray& payload)
{
    return {Kind::SendText, {}, payload};
}

ScriptStep waitFor(const QString& match)
{
    return {Kind::WaitFor, match, {}};
}

ScriptStep reply(const QString& match, const QByteArray& payload)
{
    return {Kind::ReplyText, match, payload};
}

QByteArray said(const ScriptRunner::Steps& steps)
{
    QByteArrayList payloads;
    for (const ScriptStep* step : steps)
        payloads += step->payload;
    return payloads.join(' ');
}

} // namespace

class ScriptRunnerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAScriptNothingIsAsked();
    void stepsBehindAWaitComeWhenItsMessageDid();
    void aReplyIsGivenFromItsPlaceOn();
    void patternsMatchToo();
    void everyConnectionBeginsAnew();
    void aLongWaitIsSpokenOfOnce();
    void tenRepliesASecondAreTheMost();
    void aStepThatCannotWorkIsRefused_data();
    void aStepThatCannotWorkIsRefused();
    void aHostileMessageIsMatchedInNoTime();
};

void ScriptRunnerTest::withoutAScriptNothingIsAsked()
{
    ScriptRunner none({});
    QVERIFY(none.begin(kStart).empty());
    QVERIFY(!none.listens());
    QVERIFY(none.isDone());
    ScriptRunner sends({send("a"), {Kind::SendBinary, {}, QByteArray("\0b", 2)}});
    QCOMPARE(said(sends.begin(kStart)), QByteArray("a \0b", 4));
    QVERIFY(!sends.listens());
    QVERIFY(sends.isDone());
}

void ScriptRunnerTest::stepsBehindAWaitComeWhenItsMessageDid()
{
    ScriptRunner script(
        {send("login"), waitFor(u"welcome"_s), send("join"), waitFor(u"joined"_s), send("go")});
    QCOMPARE(said(script.begin(kStart)), "login"_ba);
    QVERIFY(script.listens());
    QVERIFY(!script.isDone());
    QCOMPARE(said(script.heard(u"joined"_s, kStart)), ""_ba); // not its turn
    QCOMPARE(said(script.heard(u"you are welcome here"_s, kStart)), "join"_ba);
    QCOMPARE(said(script.heard(u"joined"_s, kStart)), "go"_ba);
    QVERIFY(script.isDone());
    QVERIFY(!script.listens());
}

void ScriptRunnerTest::aReplyIsGivenFromItsPlaceOn()
{
    ScriptRunner script({waitFor(u"hello"_s), reply(u"ping"_s, "pong"), send("in")});
    QVERIFY(script.begin(kStart).empty());
    QVERIFY(script.heard(u"ping"_s, kStart).empty());
    QCOMPARE(said(script.heard(u"hello, ping"_s, kStart)), "in"_ba); // its place comes with this message
    QCOMPARE(said(script.heard(u"ping 1"_s, kStart)), "pong"_ba);
    QCOMPARE(said(script.heard(u"ping 2"_s, kStart)), "pong"_ba);
    QVERIFY(script.heard(u"other"_s, kStart).empty());
    QVERIFY(script.isDone());
}

void ScriptRunnerTest::patternsMatchToo()
{
    ScriptRunner script({waitFor(u"re:^\\{\"ok\":(true|1)\\}$"_s), send("é")});
    script.begin(kStart);
    QVERIFY(script.heard(u"{\"ok\":2}"_s, kStart).empty());
    QCOMPARE(said(script.heard(u"{\"ok\":1}"_s, kStart)), u"é"_s.toUtf8());
    ScriptRunner wide({waitFor(u"re:^水+$"_s), send("go")});
    wide.begin(kStart);
    QCOMPARE(said(wide.heard(u"水水"_s, kStart)), "go"_ba);
}

void ScriptRunnerTest::everyConnectionBeginsAnew()
{
    ScriptRunner script({send("a"), reply(u"x"_s, "y"), waitFor(u"b"_s), send("c")});
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(said(script.begin(kStart)), "a"_ba);
        QCOMPARE(said(script.heard(u"x"_s, kStart + std::chrono::seconds(i))), "y"_ba); // one, not i
        QVERIFY(!script.isDone());
        QCOMPARE(said(script.heard(u"b"_s, kStart)), "c"_ba);
    }
}

void ScriptRunnerTest::aLongWaitIsSpokenOfOnce()
{
    ScriptRunner script({send("a"), waitFor(u"SECRET"_s), send("b"), waitFor(u"c"_s)});
    script.begin(kStart);
    QCOMPARE(script.takeComplaint(kStart + 10s - 1ns), QString());
    QCOMPARE(script.takeComplaint(kStart + 10s),
             u"Step 2 of the script has waited 10 s for its message: what is behind it waits too"_s);
    QCOMPARE(script.takeComplaint(kStart + 1h), QString());
    script.heard(u"SECRET"_s, kStart + 1h);
    QCOMPARE(script.takeComplaint(kStart + 1h), QString());
    QVERIFY(script.takeComplaint(kStart + 1h + 10s).startsWith("Step 4 "_L1));
}

void ScriptRunnerTest::tenRepliesASecondAreTheMost()
{
    ScriptRunner script({reply(u"echo"_s, "echo")});
    script.begin(kStart);
    std::size_t replies = 0;
    for (int i = 0; i < 3000; ++i) // a hostile echo for three seconds
        replies += script.heard(u"echo"_s, kStart + i * 1ms).size();
    QCOMPARE(replies, 30U);
    QCOMPARE(script.takeHeldBack(), 2970U);
    QCOMPARE(script.takeHeldBack(), 0U);
}

void ScriptRunnerTest::aStepThatCannotWorkIsRefused_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("match");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, Kind kind, const QString& match, const QByteArray& payload,
                        const QString& words) {
        QTest::newRow(name) << static_cast<int>(kind) << match << payload << words;
    };
    row("text", Kind::SendText, {}, u"grün"_s.toUtf8(), {});
    row("empty text", Kind::SendText, {}, {}, {});
    row("binary", Kind::SendBinary, {}, "\xff\xfe", {});
    row("reply", Kind::ReplyText, u"a"_s, "b", {});
    row("pattern", Kind::WaitFor, u"re:a+"_s, {}, {});
    row("not UTF-8", Kind::SendText, {}, "\xff\xfe", u"not valid UTF-8"_s);
    row("reply not UTF-8", Kind::ReplyText, u"a"_s, "\xc3", u"not valid UTF-8"_s);
    row("large", Kind::SendBinary, {}, QByteArray(65537, 'x'), u"64 KiB"_s);
    row("no match", Kind::WaitFor, {}, {}, u"missing"_s);
    row("no pattern", Kind::ReplyBinary, u"re:"_s, "x", u"missing"_s);
    row("long match", Kind::WaitFor, QString(4097, u'x'), {}, u"4096"_s);
    row("bad pattern", Kind::WaitFor, u"re:(a"_s, {}, u"regular expression"_s);
    row("huge pattern", Kind::WaitFor, u"re:((a{100}){100}){10}"_s, {}, u"regular expression"_s);
}

void ScriptRunnerTest::aStepThatCannotWorkIsRefused()
{
    QFETCH(int, kind);
    QFETCH(QString, match);
    QFETCH(QByteArray, payload);
    QFETCH(QString, words);
    const ScriptStep step{static_cast<Kind>(kind), match, payload};
    const Result<ScriptStep> checked = checkedStep(step);
    QCOMPARE(checked.ok(), words.isEmpty());
    if (checked)
        QCOMPARE(checked.value(), step);
    else
        QVERIFY2(QString::fromStdString(checked.error().message).contains(words),
                 checked.error().message.c_str());
}

void ScriptRunnerTest::aHostileMessageIsMatchedInNoTime()
{
    ScriptRunner script({waitFor(u"re:(a|aa)+$"_s), send("x")}); // exponential where one backtracks
    script.begin(kStart);
    const QString hostile = QString(8'000'000, u'a') + u'b';
    // Only the beginning is looked at, and its end is an 'a'.
    QCOMPARE(said(script.heard(hostile, kStart)), "x"_ba);
    script.begin(kStart);
    QVERIFY(script.heard(QString(60'000, u'a') + u'b', kStart).empty());
}

QTEST_GUILESS_MAIN(ScriptRunnerTest)
#include "script_runner_test.moc"
