// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/json_tree_model.h"
#include "ui/models/look_fields.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

/** "name=value" of every node, in order, indented by its depth. */
QString drawn(const JsonTree& tree)
{
    QStringList lines;
    const auto draw = [&](int node, int depth, const auto& self) -> void {
        const JsonNode& each = tree.nodes()[static_cast<std::size_t>(node)];
        lines.append(QString(depth, u' ') + each.name + u'=' + each.text + (each.isCut ? u"~"_s : QString()));
        for (const int child : each.children)
            self(child, depth + 1, self);
    };
    for (const int node : tree.top())
        draw(node, 0, draw);
    return lines.join(u'\n');
}

} // namespace

class JsonTreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEveryValueAsItWasWritten()
    {
        const JsonTree tree = JsonTree::read(
            R"({"s":"AAPL","id":18446744073709551615,"p":1.10,"e":1e999,"on":true,"no":null,"a":[1,{"b":2}]})",
            false);
        QCOMPARE(drawn(tree),
                 u"={ 7 }\n s=AAPL\n id=18446744073709551615\n p=1.10\n e=1e999\n on=true\n no=null\n"
                 " a=[ 2 ]\n  0=1\n  1={ 1 }\n   b=2"_s);
        QVERIFY(tree.problem().isEmpty());
    }

    void undoesEscapes()
    {
        const JsonTree tree =
            JsonTree::read("[\"a\\\"b\\\\\\/\",\"\\u00e9\\ud83d\\ude00\",\"\\ud800x\"]", false);
        QCOMPARE(drawn(tree), u"=[ 3 ]\n 0=a\"b\\/\n 1=é\U0001F600\n 2=\uFFFDx"_s);
    }

    void readsWhatOthersRefuse_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("tree");
        QTest::addColumn<QString>("problem");
        QTest::newRow("a number alone") << "17"_ba << u"=17"_s << QString();
        QTest::newRow("a text alone") << "\"x\""_ba << u"=x"_s << QString();
        QTest::newRow("NaN") << "{\"v\":NaN}"_ba << u"={ 1 }\n v=NaN"_s << u"not JSON at byte 5: NaN"_s;
        QTest::newRow("lines") << "{\"a\":1}\n{\"a\":2}\n"_ba
                               << u"item 1=\n ={ 1 }\n  a=1\nitem 2=\n ={ 1 }\n  a=2"_s << QString();
        QTest::newRow("a prefix") << "42[1]"_ba << u"=42"_s << u"not JSON at byte 2: more follows"_s;
        QTest::newRow("no JSON") << "hello you"_ba << QString()
                                 << u"not JSON at byte 0: “hello” is no value"_s;
        QTest::newRow("a lost comma")
            << "[1 2]"_ba << u"=[ 1 ]\n 0=1"_s << u"not JSON at byte 3: a comma is missing"_s;
        QTest::newRow("a lost end") << "{\"a\":[1"_ba << u"={ 1… }~\n a=[ 1… ]~\n  0=1"_s
                                    << u"not JSON at byte 7: it ends too early"_s;
        QTest::newRow("a number of no form")
            << "[01]"_ba << u"=[ 0 ]"_s << u"not JSON at byte 1: “01” is no value"_s;
        QTest::newRow("empty") << QByteArray() << QString() << QString();
    }
    void readsWhatOthersRefuse()
    {
        QFETCH(QByteArray, text);
        const JsonTree tree = JsonTree::read(text.toStdString(), false);
        QTEST(drawn(tree), "tree");
        QTEST(tree.problem(), "problem");
    }

    void showsWhatWasKeptOfALongMessage()
    {
        const JsonTree tree = JsonTree::read("{\"a\":1,\"b\":{\"c\":\"some te", true);
        QCOMPARE(drawn(tree), u"={ 2… }~\n a=1\n b={ 1… }~\n  c=some te~"_s);
        QVERIFY(tree.problem().isEmpty());
    }

    void endsWhereverTheTextEnds()
    {
        const std::string text =
            "{\"a\":[1,-2.5e3,\"x\\u00e9\\n\"],\"b\":{\"c\":true,\"d\":[[]]},\"é\":null}";
        for (std::size_t end = 0; end < text.size(); ++end) {
            for (const bool isCut : {true, false}) {
                const JsonTree tree = JsonTree::read(std::string_view(text).substr(0, end), isCut);
                JsonTreeModel model;
                QAbstractItemModelTester tester(&model,
                                                QAbstractItemModelTester::FailureReportingMode::QtTest);
                model.setTree(tree);
                QCOMPARE(tree.problem().isEmpty(), isCut || end == 0);
            }
        }
    }

    void staysSmallHoweverDeepOrLong()
    {
        const JsonTree deep = JsonTree::read(std::string(1'000'000, '['), true);
        QCOMPARE(deep.nodes().size(), std::size_t(JsonTree::kDeepest));
        QVERIFY(deep.problem().contains(u"64 levels"_s));
        std::string many = "[0";
        for (int i = 0; i < 200'000; ++i)
            many += ",1";
        const JsonTree wide = JsonTree::read(many + "]", false);
        QCOMPARE(wide.nodes().size(), JsonTree::kMost);
        QVERIFY(wide.problem().contains(u"10000 values"_s));
        // What is beside something too deep is still there.
        const JsonTree beside =
            JsonTree::read("[" + std::string(100, '[') + std::string(100, ']') + ",7]", false);
        QCOMPARE(beside.nodes()[static_cast<std::size_t>(beside.nodes().front().children.back())].text,
                 u"7"_s);
    }

    void textsAreSafeToShow()
    {
        const JsonTree tree =
            JsonTree::read("{\"\u202Ekey\\u0007\":\"" + std::string(100'000, 'W') + "\\u202e<b>\"}", false);
        const JsonNode& node = tree.nodes()[1];
        QCOMPARE(node.name, u" key "_s);
        QCOMPARE(node.text.size(), 256);
        QCOMPARE(node.token, std::string("\u202Ekey\a")); // as it is, to be looked for
    }

    void findsJsonBehindAPrefix()
    {
        QCOMPARE(JsonTree::startBehindPrefix("42[\"trade\",{}]", false), std::size_t(2));
        QCOMPARE(JsonTree::startBehindPrefix("event: {\"a\":1", true), std::size_t(7));
        QCOMPARE(JsonTree::startBehindPrefix("{\"a\":1}", false), std::size_t(0));
        QCOMPARE(JsonTree::startBehindPrefix("hello {you", false), std::size_t(0));
    }

    void modelMarksTheFieldsThatAreLookedFor()
    {
        JsonTreeModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTree(
            JsonTree::read("{\"data\":[{\"s\":\"A\",\"p\":1},{\"s\":\"B\",\"p\":2}],\"t\":5}", false));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        LookSettings settings;
        settings.items = ItemForm::Array;
        settings.array = "/data";
        settings.key = "/s";
        settings.value = "/p";
        model.setSettings(settings);
        QVERIFY(changed.count() > 0);
        const auto tags = [&](const std::vector<std::string>& tokens) {
            return model.indexOf(model.tree().find(tokens)).data(JsonTreeModel::TagsRole).toStringList();
        };
        QCOMPARE(tags({"data", "0", "s"}), QStringList(u"key"_s));
        QCOMPARE(tags({"data", "1", "p"}), QStringList(u"value"_s));
        QCOMPARE(tags({"t"}), QStringList());
        QCOMPARE(model.indexOf(model.tree().find({"data", "0", "s"})).data(Qt::AccessibleTextRole).toString(),
                 u"s, A, key"_s);
    }
};

QTEST_GUILESS_MAIN(JsonTreeTest)
#include "json_tree_test.moc"
