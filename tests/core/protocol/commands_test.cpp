// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/protocol/commands.h"

using namespace weir;
using namespace Qt::Literals::StringLiterals;

/** What a dashboard may say is read once, and what it may not say is answered with the field and its range.
 */
class CommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCommandComesBackAsItWasWritten();
    void fieldsThatAreNotKnownAreIgnored();
    void theIdIsRepeatedWhereItCanBeRead();
    void whatCannotBeReadIsNamedWithWhatIsAllowed_data();
    void whatCannotBeReadIsNamedWithWhatIsAllowed();
    void aRevisionAboveTheExactNumbersIsAString();
};

void CommandsTest::everyCommandComesBackAsItWasWritten()
{
    const auto subscribe = parseCommand(toJson(Command(Subscribe{u"a"_s, std::chrono::milliseconds(100)})));
    QVERIFY(subscribe.ok());
    QCOMPARE(std::get<Subscribe>(subscribe.value()).id, u"a"_s);
    QCOMPARE(std::get<Subscribe>(subscribe.value()).period.count(), 100);

    Set sent{.id = u"b"_s, .ifRevision = 7, .lasts = std::chrono::seconds(300)};
    sent.change.mode = SamplingMode::Fixed;
    sent.change.sampleRate = 0.5;
    sent.change.bufferSize = 4096;
    sent.change.flushInterval = std::chrono::milliseconds(500);
    const auto set = parseCommand(toJson(Command(sent)));
    QVERIFY(set.ok());
    const Set& came = std::get<Set>(set.value());
    QCOMPARE(came.id, sent.id);
    QVERIFY(came.change == sent.change);
    QCOMPARE(came.ifRevision, sent.ifRevision);
    QCOMPARE(came.lasts, sent.lasts);

    QVERIFY(std::holds_alternative<Get>(parseCommand(toJson(Command(Get{u"c"_s}))).value()));
    QVERIFY(std::holds_alternative<Ping>(parseCommand(toJson(Command(Ping{u"d"_s}))).value()));
}

void CommandsTest::fieldsThatAreNotKnownAreIgnored()
{
    const auto command = parseCommand(
        R"({"op":"set","id":"1","values":{"sample_rate":0.1,"colour":"red"},"colour":{"deep":[1,2]},"for_s":null})");
    QVERIFY(command.ok());
    const Set& set = std::get<Set>(command.value());
    QCOMPARE(set.change.sampleRate, std::optional(0.1));
    QVERIFY(!set.lasts);
}

void CommandsTest::theIdIsRepeatedWhereItCanBeRead()
{
    QCOMPARE(parseCommand(R"({"op":"dance","id":"x"})").error().id, u"x"_s);
    QCOMPARE(parseCommand(R"({"op":"get","id":7})").error().id, QString());
    QCOMPARE(parseCommand(R"({"op":"set","id":"y","values":{"mode":1}})").error().id, u"y"_s);
}

void CommandsTest::whatCannotBeReadIsNamedWithWhatIsAllowed_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* message, QLatin1String code, const char* words) {
        QTest::newRow(name) << QByteArray(message) << QString(code) << QString::fromUtf8(words);
    };
    row("not JSON", "{", refusal::kBadMessage, "one JSON object");
    row("nothing", "", refusal::kBadMessage, "one JSON object");
    row("an array", "[1]", refusal::kBadMessage, "this is an array");
    row("not UTF-8", "{\"op\":\"\xff\xfe\"}", refusal::kBadMessage, "one JSON object");
    row("no op", R"({"id":"1"})", refusal::kBadValue, "\"op\" is missing");
    row("op is a number", R"({"op":1,"id":"1"})", refusal::kBadValue, "\"op\" is 1: it must be a text");
    row("unknown op", R"({"op":"reboot","id":"1"})", refusal::kUnknownOp, "one of subscribe, set, get, ping");
    row("no id", R"({"op":"get"})", refusal::kBadValue, "\"id\" is missing: it must be a text of 1 to 64");
    row("period too short", R"({"op":"subscribe","id":"1","period_ms":49})", refusal::kBadValue,
        "\"period_ms\" is 49: it must be a whole number from 50 to 60000");
    row("period too long", R"({"op":"subscribe","id":"1","period_ms":60001})", refusal::kBadValue,
        "50 to 60000");
    row("period in words", R"({"op":"subscribe","id":"1","period_ms":"often"})", refusal::kBadValue,
        "\"period_ms\" is \"often\"");
    row("period in parts", R"({"op":"subscribe","id":"1","period_ms":100.5})", refusal::kBadValue,
        "whole number");
    row("no values", R"({"op":"set","id":"1"})", refusal::kBadValue,
        "\"values\" is missing: it must be an object");
    row("values is a list", R"({"op":"set","id":"1","values":[1]})", refusal::kBadValue,
        "\"values\" is an array: it must be an object");
    row("rate too high", R"({"op":"set","id":"1","values":{"sample_rate":2}})", refusal::kBadValue,
        "\"values.sample_rate\" is 2: it must be a number from 0.0001 to 1");
    row("rate as text", R"({"op":"set","id":"1","values":{"sample_rate":"0.1"}})", refusal::kBadValue,
        "\"values.sample_rate\" is \"0.1\"");
    row("rate beyond numbers", R"({"op":"set","id":"1","values":{"sample_rate":1e999}})",
        refusal::kBadMessage, "one JSON object");
    row("mode", R"({"op":"set","id":"1","values":{"mode":"wild"}})", refusal::kBadValue,
        "one of fixed, adaptive, everything");
    row("ring", R"({"op":"set","id":"1","values":{"buffer_size":15}})", refusal::kBadValue, "16 to 1000000");
    row("flush", R"({"op":"set","id":"1","values":{"flush_interval":0.04}})", refusal::kBadValue,
        "0.05 to 3600");
    row("revision", R"({"op":"set","id":"1","values":{},"if_revision":-1})", refusal::kBadValue,
        "\"if_revision\" is -1");
    row("for_s", R"({"op":"set","id":"1","values":{},"for_s":86401})", refusal::kBadValue, "1 to 86400");
}

void CommandsTest::whatCannotBeReadIsNamedWithWhatIsAllowed()
{
    QFETCH(QByteArray, message);
    QFETCH(QString, code);
    QFETCH(QString, words);
    const auto command = parseCommand(message);
    QVERIFY(!command.ok());
    QCOMPARE(command.error().code, code);
    QVERIFY2(command.error().message.contains(words), qPrintable(command.error().message));
}

void CommandsTest::aRevisionAboveTheExactNumbersIsAString()
{
    const Set sent{.id = u"1"_s, .ifRevision = (1ULL << 53) + 1};
    const QByteArray json = toJson(Command(sent));
    QVERIFY2(json.contains(R"("if_revision":"9007199254740993")"), json.constData());
    QCOMPARE(std::get<Set>(parseCommand(json).value()).ifRevision, sent.ifRevision);
}

QTEST_GUILESS_MAIN(CommandsTest)
#include "commands_test.moc"
