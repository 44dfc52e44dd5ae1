// SPDX-License-Identifier: Apache-2.0
#include "core/look/look_field.h"
#include "core/look/look_settings.h"

#include <QTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

class LookSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFormOfAFieldIsAccepted_data();
    void everyFormOfAFieldIsAccepted();
    void whatIsNotAPlaceIsRefusedWithTheWayOut_data();
    void whatIsNotAPlaceIsRefusedWithTheWayOut();
    void aPointerIsTakenApartAsRfc6901Says();
    void everyProblemIsToldAtOnce();
    void itemsOfAnArrayAreJson();
    void aSequenceNumberIsAnInteger();
    void emptySettingsAreValidAndLookForNothing();
};

void LookSettingsTest::everyFormOfAFieldIsAccepted_data()
{
    QTest::addColumn<QByteArray>("field");
    for (const char* field :
         {"",           "#",       "/",       "/data/symbol", "/a~1b/m~0n", "/0/1",     "re:price=([0-9.]+)",
          "re:^[A-Z]+", "u8@0",    "i8@1",    "u16le@2",      "u16be@2",    "i16le@2",  "i16be@2",
          "u32le@4",    "u32be@4", "i32le@4", "i32be@4",      "u64le@8",    "u64be@8",  "i64le@8",
          "i64be@8",    "f32le@4", "f32be@4", "f64le@8",      "f64be@8",    "text@0+8", "text@4+256"})
        QTest::newRow(*field ? field : "none") << QByteArray(field);
}

void LookSettingsTest::everyFormOfAFieldIsAccepted()
{
    QFETCH(const QByteArray, field);
    LookSettings settings;
    settings.key = field.toStdString();
    QVERIFY(settings.validate().empty());
    QCOMPARE(settings.isEmpty(), field.isEmpty());
}

void LookSettingsTest::whatIsNotAPlaceIsRefusedWithTheWayOut_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* name, const QByteArray& field, const char* words) {
        QTest::newRow(name) << field << QByteArray(words);
    };
    row("a name", "symbol", "write /name");
    row("a bad tilde", "/a~2", "write ~0");
    row("a tilde at the end", "/a~", "write ~0");
    row("no pattern", "re:", "the pattern is empty");
    row("an open group", "re:(", "missing )");
    row("a back reference", "re:(a)\\1", "not one RE2 understands");
    row("a large pattern", "re:((a{100}){100}){100}", "RE2");
    row("a pattern of many steps", "re:[a-z]{900}[0-9\xc3\xa9\xe2\x82\xac]{900}x{900}[b-y]{900}",
        "too large");
    row("an unknown type", "u24le@0", "no type known");
    row("no offset", "u8@", "needs an offset");
    row("a negative offset", "u8@-1", "needs an offset");
    row("an offset beyond all messages", "u8@99999999", "needs an offset");
    row("an offset beyond all numbers", "u8@99999999999999999999999", "needs an offset");
    row("text without length", "text@0", "needs a length");
    row("no text", "text@0+0", "needs a length");
    row("long text", "text@0+257", "needs a length");
    row("a long field", QByteArray(600, '/'), "longer than 512 bytes");
    row("a deep pointer", QByteArray("/a").repeated(65), "64 steps");
}

void LookSettingsTest::whatIsNotAPlaceIsRefusedWithTheWayOut()
{
    QFETCH(const QByteArray, field);
    QFETCH(const QByteArray, words);
    LookSettings settings;
    settings.value = field.toStdString();
    const std::vector<Error> problems = settings.validate();
    QCOMPARE(problems.size(), 1U);
    const auto said = QByteArray::fromStdString(problems.front().message);
    QVERIFY2(said.startsWith("value: ") && said.endsWith('.'), said);
    QVERIFY2(said.contains(words), said);
}

void LookSettingsTest::aPointerIsTakenApartAsRfc6901Says()
{
    const LookField field = parseLookField("/a~1b/m~0n/7/07//q\"\\").value();
    QCOMPARE(field.path.size(), 6U);
    QCOMPARE(field.path[0].name, std::string("a/b"));
    QCOMPARE(field.path[1].name, std::string("m~n"));
    QVERIFY(field.path[2].index == 7U);
    QVERIFY(!field.path[3].index);
    QCOMPARE(field.path[4].name, std::string());
    QCOMPARE(field.path[5].name, std::string("q\\\"\\\\"));
}

void LookSettingsTest::everyProblemIsToldAtOnce()
{
    LookSettings settings;
    settings.items = ItemForm::Array;
    settings.key = "a";
    settings.value = "re:(";
    settings.time = "u9@1";
    settings.sequence = "/~";
    settings.prefix.assign(600, 'x');
    QCOMPARE(settings.validate().size(), 6U);
}

void LookSettingsTest::itemsOfAnArrayAreJson()
{
    LookSettings settings;
    settings.items = ItemForm::Array;
    settings.array = "/data";
    settings.key = "/s";
    QVERIFY(settings.validate().empty());
    settings.array = "#";
    settings.value = "#";
    QVERIFY(settings.validate().empty());
    settings.value = "re:x";
    settings.time = "u8@0";
    QCOMPARE(settings.validate().size(), 2U);
}

void LookSettingsTest::aSequenceNumberIsAnInteger()
{
    LookSettings settings;
    settings.sequence = "f64le@0";
    QCOMPARE(settings.validate().size(), 1U);
    settings.sequence = "u64le@0";
    QVERIFY(settings.validate().empty());
}

void LookSettingsTest::emptySettingsAreValidAndLookForNothing()
{
    QVERIFY(LookSettings{}.validate().empty());
    QVERIFY(LookSettings{}.isEmpty());
}

QTEST_APPLESS_MAIN(LookSettingsTest)
#include "look_settings_test.moc"
