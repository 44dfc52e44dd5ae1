// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/look/message_reader.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace weir;
using namespace std::string_literals;

namespace {

LookSettings fields(const char* key, const char* value = "", const char* time = "", const char* sequence = "")
{
    LookSettings settings;
    settings.key = key;
    settings.value = value;
    settings.time = time;
    settings.sequence = sequence;
    return settings;
}

LookSettings arrayOf(const char* array, LookSettings settings)
{
    settings.items = ItemForm::Array;
    settings.array = array;
    return settings;
}

LookSettings linesOf(LookSettings settings)
{
    settings.items = ItemForm::Lines;
    return settings;
}

/** "key value time sequence" of each item, "-" for what is not there, then the counts and the failure. */
QByteArray saidOf(const MessageReader& reader)
{
    QByteArray said;
    for (const LookedItem& item : reader.items()) {
        said += '[' + (item.key.empty() ? "-" : QByteArray::fromStdString(item.key));
        said += ' ' + (item.value ? QByteArray::number(*item.value, 'g', 17) : "-");
        said +=
            ' ' + (item.time ? QByteArray::number(qlonglong(item.time->time_since_epoch().count())) : "-");
        said += ' ' + (item.sequence ? QByteArray::number(qlonglong(*item.sequence)) : "-") + ']';
    }
    if (reader.withoutKey() > 0)
        said += " keyless " + QByteArray::number(quint64(reader.withoutKey()));
    if (reader.failed() > 0)
        said += " failed " + QByteArray::number(quint64(reader.failed()));
    return reader.failure().empty() ? said : said + " (" + QByteArray::fromStdString(reader.failure()) + ')';
}

} // namespace

Q_DECLARE_METATYPE(LookSettings)

class MessageReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itReadsWhatIsThereAndSaysWhatIsNot_data();
    void itReadsWhatIsThereAndSaysWhatIsNot();
    void everyLayoutOfANumberIsRead();
    void limitsHold();
    void aLongEscapedStringIsReadForEveryRole();
    void aReaderGoesOnAfterAMessageItCouldNotRead();
    void theSequenceIsReadWithoutOpeningTheMessage();
    void mutatedMessagesNeverUpsetIt();
};

void MessageReaderTest::itReadsWhatIsThereAndSaysWhatIsNot_data()
{
    QTest::addColumn<LookSettings>("settings");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char* name, const LookSettings& settings, const std::string& payload,
                        const char* said) {
        QTest::newRow(name) << settings << QByteArray::fromStdString(payload) << QByteArray(said);
    };
    const LookSettings trade = fields("/data/s", "/data/p", "/data/t", "/n");
    row("all four", trade, R"({"n":7,"data":{"s":"BTC","p":"12.5","t":1700000000123}})",
        "[BTC 12.5 1700000000123000000 7]");
    row("in another order", trade,
        R"({"data":{"t":"2023-11-14T22:13:20Z","p":3,"x":[1,{"s":0}],"s":"é"},"n":"8"})",
        "[é 3 1700000000000000000 8]");
    row("no such member", trade, R"({"n":7,"data":{"p":1,"t":1700000000}})",
        "[- 1 1700000000000000000 7] keyless 1 (/data/s: no such member)");
    row("no value", trade, R"({"n":7,"data":{"s":"a","t":1700000000}})",
        "[a - 1700000000000000000 7] failed 1 (/data/p: no such member)");
    row("null is nothing", trade, R"({"n":7,"data":{"s":null,"p":1,"t":1700000000}})",
        "[- 1 1700000000000000000 7] keyless 1 (/data/s: is null)");
    row("another shape", trade, R"([1,2])", "[- - - -] keyless 1 (/data/s: no such member)");
    row("a scalar", trade, "42", "[- - - -] keyless 1 (/data/s: no such member)");
    row("an object as key", fields("/a"), R"({"a":{}})",
        "[- - - -] failed 1 (/a: is an object, not a value)");
    row("an array as value", fields("", "/a"), R"({"a":[1]})",
        "[- - - -] failed 1 (/a: is an array, not a value)");

    row("top-level number", fields("", "#"), "-1.5e3", "[- -1500 - -]");
    row("top-level text", fields("#"), "\"ab\"", "[ab - - -]");
    row("top-level true", fields("#", "#"), "true", "[true 1 - -]");
    row("a member called nothing", fields("/"), R"({"":"x"})", "[x - - -]");
    row("escaped in the pointer", fields("/a~1b~0c"), R"({"a/b~c":"x"})", "[x - - -]");
    row("quotes in a name", fields("/a\"b"), R"({"a\"b":"x"})", "[x - - -]");
    row("a long name", fields(("/" + std::string(300, 'k')).c_str()), "{\"" + std::string(300, 'k') + "\":1}",
        "[1 - - -]");
    row("a longer name than any", fields(("/" + std::string(300, 'k')).c_str()), "{\"k\":1}",
        ("[- - - -] keyless 1 (/" + std::string(300, 'k') + ": no such member)").c_str());
    row("an element", fields("/1/0"), R"([[1],["b"]])", "[b - - -]");
    row("no element", fields("/9"), "[1]", "[- - - -] keyless 1 (/9: no such element)");
    row("two of a name", fields("/a"), R"({"a":"first","a":"second"})", "[first - - -]");
    row("numbers as keys", fields("/a", "/a"), R"({"a": 1.50 })", "[1.50 1.5 - -]");

    row("NaN elsewhere", fields("/s", "/p"), R"({"x":NaN,"s":"a","p":1})", "[a 1 - -]");
    row("NaN here", fields("/s", "/p"), R"({"s":"a","p":NaN})",
        "[a - - -] failed 1 (/p: not JSON at byte 13)");
    row("NaN in text", fields("", "/p"), R"({"p":"NaN"})", "[- - - -] failed 1 (/p: not a finite number)");
    row("infinity in text", fields("", "/p"), R"({"p":"-inf"})",
        "[- - - -] failed 1 (/p: not a finite number)");
    row("1e999", fields("", "/p"), R"({"p":1e999})", "[- - - -] failed 1 (/p: not a finite number)");
    row("1e308", fields("", "/p"), R"({"p":1e308})", "[- - - -] failed 1 (/p: not a finite number)");
    row("denormal", fields("", "/p"), R"({"p":-5e-324})", "[- -4.9406564584124654e-324 - -]");
    row("beyond 2^53", fields("/p", "/p"), R"({"p":18446744073709551615})",
        "[18446744073709551615 1.8446744073709552e+19 - -]");
    row("a sequence beyond 2^53", fields("", "", "", "/n"), R"({"n":9007199254740993})",
        "[- - - 9007199254740993]");
    row("a sequence beyond 64 bits", fields("", "", "", "/n"), R"({"n":18446744073709551615})",
        "[- - - -] failed 1 (/n: not an integer of 64 bits)");
    row("a sequence with a fraction", fields("", "", "", "/n"), R"({"n":1.5})",
        "[- - - -] failed 1 (/n: not an integer of 64 bits)");
    row("a sequence of zeros", fields("", "", "", "/n"), R"({"n":12.0})", "[- - - 12]");
    row("half a surrogate pair", fields("/s"), R"({"s":"\ud800x"})", "[\\ud800x - - -]");
    row("a pair", fields("/s"), R"({"s":"\ud83d\ude00"})", "[😀 - - -]");
    row("control characters", fields("/s"), R"({"s":"a\u001bb"})",
        "[a\x1b"
        "b - - -]");

    row("seconds", fields("", "", "/t"), R"({"t":1700000000})", "[- - 1700000000000000000 -]");
    row("seconds with a fraction", fields("", "", "/t"), R"({"t":1700000000.5})",
        "[- - 1700000000500000000 -]");
    row("microseconds", fields("", "", "/t"), R"({"t":"1700000000000001"})", "[- - 1700000000000001000 -]");
    row("nanoseconds", fields("", "", "/t"), R"({"t":1700000000000000001})", "[- - 1700000000000000001 -]");
    row("a zone", fields("", "", "/t"), R"({"t":"2023-11-14 23:13:20.25+01:00"})",
        "[- - 1700000000250000000 -]");
    row("time 0", fields("", "", "/t"), R"({"t":0})", "[- - - -] failed 1 (/t: not a time since 1973)");
    row("a time before", fields("", "", "/t"), R"({"t":-5})",
        "[- - - -] failed 1 (/t: not a time since 1973)");
    row("a day that is none", fields("", "", "/t"), R"({"t":"2023-02-30T00:00:00Z"})",
        "[- - - -] failed 1 (/t: not a time since 1973)");
    row("a far day", fields("", "", "/t"), R"({"t":"9999-01-01T00:00:00Z"})",
        "[- - - -] failed 1 (/t: not a time since 1973)");
    row("the last second with a fraction", fields("", "", "/t"), R"({"t":9223372036.9})",
        "[- - - -] failed 1 (/t: not a time since 1973)");
    row("far seconds", fields("", "", "/t"), R"({"t":99999999999})",
        "[- - - -] failed 1 (/t: not a time since 1973)");

    row("nothing", trade, "", " failed 1 (empty)");
    row("blanks", trade, "  ", " failed 1 (empty)");
    row("text", trade, "hello", "[- - - -] failed 1 (/data/s: not JSON at byte 0)");
    row("cut short", trade, R"({"n":7,"data":{"s":"a")",
        "[- - - -] failed 1 (/data/s: not JSON: it ends too early)");
    row("a string without end", trade, R"({"n":7,"data":{"s":"a)",
        " failed 1 (not JSON: a string has no end)");
    row("no colon", fields("/b"), R"({"a" 1,"b":2})", "[- - - -] failed 1 (/b: not JSON at byte 5)");
    row("not UTF-8", trade, "{\"n\":\"\xff\"}", " failed 1 (not UTF-8)");
    row("a control character", trade, "{\"n\":\"\x01\"}",
        " failed 1 (not JSON: a control character in a string)");
    row("deep", trade, std::string(100'000, '['),
        "[- - - -] failed 1 (/data/s: not JSON: it ends too early)");

    row("array", arrayOf("/d", fields("/s", "/p")), R"({"d":[{"s":"a","p":1},{"p":2,"s":"b"},{"s":"c"}]})",
        "[a 1 - -][b 2 - -][c - - -] failed 1 (/p: no such member)");
    row("array of arrays", arrayOf("#", fields("/0", "/1/x")), R"([["a",{"x":1}],["b",{"x":2}]])",
        "[a 1 - -][b 2 - -]");
    row("array of scalars", arrayOf("#", fields("#", "#")), R"([1,"2"])", "[1 1 - -][2 2 - -]");
    row("said once for all", arrayOf("/d", fields("/s", "/p", "/t")),
        R"({"t":1700000000,"d":[{"p":1},{"p":2}],"s":"a"})",
        "[a 1 1700000000000000000 -][a 2 1700000000000000000 -]");
    row("empty array", arrayOf("/d", fields("/s")), R"({"d":[]})", "");
    row("no array", arrayOf("/d", fields("/s")), R"({"s":1})", " failed 1 (/d: no such member)");
    row("an object where the array should be", arrayOf("/d", fields("/s")), R"({"d":{}})",
        " failed 1 (/d: not an array)");
    row("a broken element", arrayOf("#", fields("/s")), R"([{"s":"a"},{"s" "b"},{"s":"c"}])",
        "[a - - -][- - - -] failed 2 (#: not JSON at byte 16)");

    row("lines", linesOf(fields("/s", "/p")), "{\"s\":\"a\",\"p\":1}\r\n\n{\"s\":\"b\",\"p\":2}\nx",
        "[a 1 - -][b 2 - -][- - - -] failed 1 (/s: not JSON at byte 0)");
    LookSettings prefixed = fields("/1/s");
    prefixed.prefix = "42";
    row("a prefix", prefixed, R"(42["m",{"s":"a"}])", "[a - - -]");
    row("without the prefix", prefixed, R"(["m",{"s":"a"}])", "[a - - -]");

    row("pattern", fields("re:^([A-Z]+) ", "re:price=([0-9.]+)"), "BTC price=1.5", "[BTC 1.5 - -]");
    row("pattern without group", fields("re:[a-z]+"), "12ab3", "[ab - - -]");
    row("pattern without match", fields("re:x(y)?", "re:[0-9]"), "abx",
        "[- - - -] keyless 1 (re:x(y)?: no match of its group)");
    row("pattern and pointer", fields("/s", "re:\"p\":([0-9]+)"), R"({"s":"a","p":7})", "[a 7 - -]");
    row("pattern on bytes", fields("re:(?s)^..(.)"), "a\xff\x00z"s,
        "[- - - -] keyless 1 (re:(?s)^..(.): no match)");
    row("bytes", fields("text@0+4", "f32le@4", "", "u16be@8"), "AB \0\0\0\xc0\x3f\x01\x02"s,
        "[AB 1.5 - 258]");
    row("bytes too few", fields("text@0+4", "u8@4"), "ABCD",
        "[ABCD - - -] failed 1 (u8@4: the message is too short)");
    row("binary NaN", fields("", "f32le@0"), "\0\0\xc0\x7f"s,
        "[- - - -] failed 1 (f32le@0: not a finite number)");
    row("text that is not UTF-8", fields("text@0+4"), "a\xff\xc3z", "[a\xef\xbf\xbd\xef\xbf\xbdz - - -]");
    row("no text", fields("text@0+4"), "\0   "s, "[- - - -] keyless 1 (text@0+4: is empty)");
    row("binary time", fields("", "", "f64be@0"), "\x41\xd9\x54\xfc\x40\x00\x00\x00"s,
        "[- - 1700000000000000000 -]");
}

void MessageReaderTest::itReadsWhatIsThereAndSaysWhatIsNot()
{
    QFETCH(const LookSettings, settings);
    QFETCH(const QByteArray, payload);
    QFETCH(const QByteArray, said);
    QVERIFY(settings.validate().empty());
    MessageReader reader;
    const bool isRead = reader.read(LookPlan(settings), payload.toStdString());
    QCOMPARE(saidOf(reader), said);
    QCOMPARE(isRead, reader.failed() == 0);
}

void MessageReaderTest::everyLayoutOfANumberIsRead()
{
    const std::string bytes = "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8";
    const std::vector<std::pair<const char*, const char*>> expected = {{"u8@0", "255"},
                                                                       {"i8@0", "-1"},
                                                                       {"u16le@0", "65279"},
                                                                       {"u16be@0", "65534"},
                                                                       {"i16le@0", "-257"},
                                                                       {"i16be@0", "-2"},
                                                                       {"u32le@0", "4244504319"},
                                                                       {"u32be@0", "4294901244"},
                                                                       {"i32le@0", "-50462977"},
                                                                       {"i32be@0", "-66052"},
                                                                       {"u64le@0", "17940646550795321087"},
                                                                       {"u64be@0", "18446460386757245432"},
                                                                       {"i64le@0", "-506097522914230529"},
                                                                       {"i64be@0", "-283686952306184"}};
    MessageReader reader;
    for (const auto& [field, key] : expected) {
        QVERIFY(reader.read(LookPlan(fields(field)), bytes));
        QCOMPARE(reader.items()[0].key, std::string(key));
    }
}

void MessageReaderTest::limitsHold()
{
    MessageReader reader;
    const LookPlan plan(fields("/s"));
    QVERIFY(!reader.read(plan, std::string(MessageReader::kMostBytes + 1, ' ')));
    QCOMPARE(saidOf(reader), QByteArray(" failed 1 (larger than 4 MiB, so it was not read)"));

    QVERIFY(reader.read(plan, "{\"s\":\"" + std::string(255, 'a') + "é\"}"));
    QCOMPARE(reader.items()[0].key, std::string(255, 'a'));

    std::string many = "[0";
    for (std::size_t i = 0; i < MessageReader::kMostItems; ++i)
        many += ",1";
    QVERIFY(!reader.read(LookPlan(arrayOf("#", fields("#"))), many + "]"));
    QCOMPARE(reader.items().size(), MessageReader::kMostItems);
    QCOMPARE(reader.failed(), std::uint64_t(1));
    std::string lines;
    for (std::size_t i = 0; i <= MessageReader::kMostItems; ++i)
        lines += "1\n";
    QVERIFY(!reader.read(LookPlan(linesOf(fields("#"))), lines));
    QCOMPARE(reader.items().size(), MessageReader::kMostItems);
    QCOMPARE(reader.failed(), std::uint64_t(1));
    lines.clear();
    for (std::size_t i = 0; i < 2 * MessageReader::kMostItems; ++i)
        lines += " \n";
    QVERIFY(!reader.read(LookPlan(linesOf(fields("#"))), lines));
    QCOMPARE(reader.failed(), std::uint64_t(MessageReader::kMostItems + 1));
}

void MessageReaderTest::aLongEscapedStringIsReadForEveryRole()
{
    std::string escapes;
    for (int i = 0; i < 500'000; ++i)
        escapes += "\\n";
    MessageReader reader;
    for (const char* place : {"/s", "#"}) {
        const std::string element = '"' + escapes + '"';
        const bool isMember = place[0] == '/';
        QVERIFY(!reader.read(LookPlan(arrayOf("#", fields(place, place, place, place))),
                             isMember ? "[{\"s\":" + element + "}]" : "[" + element + "]"));
        QCOMPARE(reader.items().size(), std::size_t(1));
        QCOMPARE(reader.items()[0].key, std::string(MessageReader::kMostKeyBytes, '\n'));
    }
}

void MessageReaderTest::aReaderGoesOnAfterAMessageItCouldNotRead()
{
    MessageReader reader;
    const LookPlan plan(fields("/s", "/p"));
    QVERIFY(!reader.read(plan, R"({"s":"a","p":"x"})"));
    QVERIFY(!reader.read(plan, R"({"s":)"));
    QVERIFY(reader.read(plan, R"({"s":"b","p":1})"));
    QCOMPARE(saidOf(reader), QByteArray("[b 1 - -]"));
}

void MessageReaderTest::theSequenceIsReadWithoutOpeningTheMessage()
{
    LookSettings settings = fields("", "", "", "u16be@1");
    settings.prefix = "P";
    const LookPlan plan(settings);
    QVERIFY(MessageReader::sequenceAt(plan, "P\x09\x01\x02"s) == 258);
    QVERIFY(MessageReader::sequenceAt(plan, "\x09\x01\x02"s) == 258);
    QVERIFY(!MessageReader::sequenceAt(plan, "P\x09\x01"s));
}

void MessageReaderTest::mutatedMessagesNeverUpsetIt()
{
    const std::vector<LookPlan> plans = {
        LookPlan(fields("/data/s", "/data/p", "/data/t", "/n")),
        LookPlan(arrayOf("/data/rows", fields("/s", "/0", "/t/1", "/n"))),
        LookPlan(arrayOf("#", fields("#", "/1/x", "/t", "/n"))),
        LookPlan(linesOf(fields("/s", "#", "/0/1", "/n"))),
        LookPlan(fields("re:\"s\":\"([^\"]*)", "re:[0-9]+", "f64le@3", "u32be@1")),
    };
    const std::vector<std::string> seeds = {
        R"({"n":7,"data":{"s":"BTC","p":"12.5","t":1700000000123,"rows":[{"s":"a","t":[1,2]},["x",1e5]]}})",
        R"([{"n":1,"s":"\ud83d\ude00","t":null},[1,{"x":true}],"text",-0.0])",
        "{\"s\":1}\n[[0,\"2023-11-14T22:13:20Z\"]]\n\"é\"\r\n{}",
    };
    const std::string pieces = "{}[]\",:\\0123456789eE+-.tfnu \n\r\x01\xc3\xa9\xff\xed\xa0\x80";
    SplitMix64 random(7);
    MessageReader reader;
    std::uint64_t read = 0;
    for (int round = 0; round < 100'000; ++round) {
        std::string text = seeds[random() % seeds.size()];
        for (std::uint64_t changes = 1 + random() % 6; changes > 0; --changes) {
            const std::size_t at = random() % (text.size() + 1);
            switch (random() % 4) {
            case 0:
                text.insert(at, 1, pieces[random() % pieces.size()]);
                break;
            case 1:
                text.erase(at, 1 + random() % 8);
                break;
            case 2:
                text.insert(at, text.substr(random() % (text.size() + 1), random() % 16));
                break;
            default:
                if (at < text.size())
                    text[at] = pieces[random() % pieces.size()];
            }
        }
        const LookPlan& plan = plans[random() % plans.size()];
        const bool isRead = reader.read(plan, text);
        QCOMPARE(isRead, reader.failed() == 0);
        QCOMPARE(reader.failure().empty(), isRead && reader.withoutKey() == 0);
        for (const LookedItem& item : reader.items())
            QVERIFY(item.key.size() <= 3 * MessageReader::kMostKeyBytes &&
                    (!item.value || std::isfinite(*item.value)));
        read += isRead ? 1 : 0;
    }
    QVERIFY2(read > 10'000 && read < 90'000, qPrintable(QString::number(read)));
}

QTEST_APPLESS_MAIN(MessageReaderTest)
#include "message_reader_test.moc"
