// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/look_fields.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

class LookFieldsTest : public QObject
{
    Q_OBJECT

    static FieldPlace place(const char* text, const std::vector<std::string>& tokens)
    {
        const JsonTree tree = JsonTree::read(text, false);
        return placeOf(tree, tree.find(tokens));
    }

    static constexpr const char* kNested = R"({"type":"t","data":[{"s":"A","v":[{"p":1}]}]})";

private Q_SLOTS:
    void pointersAreEscaped()
    {
        QCOMPARE(jsonPointer({}), std::string("#"));
        QCOMPARE(jsonPointer({"a/b", "m~n", "0", ""}), std::string("/a~1b/m~0n/0/"));
    }

    void aMemberOfTheMessageBecomesAField()
    {
        const FieldPlace at = place(R"({"data":{"symbol":"A"}})", {"data", "symbol"});
        for (const FieldRole field : kFieldRoles) {
            const LookChoice choice = chooseField({}, field, at, {});
            QCOMPARE(written(choice.settings, field), std::string("/data/symbol"));
            QCOMPARE(choice.settings.items, ItemForm::Message);
            QVERIFY(removeField(choice.settings, field) == LookSettings{});
        }
    }

    void theMessageItselfCanBeTheField()
    {
        const FieldPlace at = place("17", {});
        QCOMPARE(chooseField({}, FieldRole::Value, at, {}).settings.value, std::string("#"));
    }

    void eachElementOfAnArrayCanBeAnItem()
    {
        const FieldPlace at = place(kNested, {"data", "0", "v", "0", "p"});
        QCOMPARE(at.elements.size(), std::size_t(2));
        const LookSettings outer = chooseField({}, FieldRole::Value, at, 0).settings;
        QCOMPARE(outer.array, std::string("/data"));
        QCOMPARE(outer.value, std::string("/v/0/p"));
        const LookSettings inner = chooseField({}, FieldRole::Value, at, 1).settings;
        QCOMPARE(inner.array, std::string("/data/0/v"));
        QCOMPARE(inner.value, std::string("/p"));
        QCOMPARE(presentElement(inner, at), std::optional<std::size_t>(1));
        const LookSettings one = chooseField({}, FieldRole::Value, at, {}).settings;
        QCOMPARE(one.value, std::string("/data/0/v/0/p"));
        QCOMPARE(one.items, ItemForm::Message);
    }

    void theMessageItselfCanBeTheArray()
    {
        const FieldPlace at = place(R"([{"s":"A"},"x"])", {"1"});
        const LookSettings chosen = chooseField({}, FieldRole::Key, at, 0).settings;
        QCOMPARE(chosen.array, std::string("#"));
        QCOMPARE(chosen.key, std::string("#"));
    }

    void fieldsMoveWithTheItemsOrAreGivenUp()
    {
        LookSettings present;
        present.key = "/data/0/s";
        present.time = "/type";
        present.sequence = "u32le@0";
        const LookChoice choice =
            chooseField(present, FieldRole::Value, place(kNested, {"data", "0", "v", "0", "p"}), 0);
        QCOMPARE(choice.settings.key, std::string("/s"));
        QCOMPARE(choice.settings.time, std::string("/type")); // beside the items, found around them
        QCOMPARE(choice.settings.sequence, std::string());
        QCOMPARE(choice.given, QStringList(u"sequence"_s));
        QCOMPARE(fieldsAt(choice.settings, place(kNested, {"type"})).size(), std::size_t(1));
        const LookSettings beside =
            chooseField(choice.settings, FieldRole::Sequence, place(kNested, {"type"}), {}).settings;
        QCOMPARE(beside.items, ItemForm::Array);
        QCOMPARE(beside.sequence, std::string("/type"));
        const LookChoice back = chooseField(removeField(choice.settings, FieldRole::Time), FieldRole::Time,
                                            place(kNested, {"data", "0", "s"}), {});
        QCOMPARE(back.settings.time, std::string("/data/0/s"));
        QCOMPARE(back.given, QStringList({u"key"_s, u"value"_s}));
    }

    void linesAreItemsWhereThereAreSeveralDocuments()
    {
        const JsonTree tree = JsonTree::read("{\"s\":1}\n{\"s\":2}", false);
        const int second = tree.nodes()[static_cast<std::size_t>(tree.top().back())].children.front();
        const int field = tree.nodes()[static_cast<std::size_t>(second)].children.front();
        const LookSettings chosen = chooseField({}, FieldRole::Key, placeOf(tree, field), {}).settings;
        QCOMPARE(chosen.items, ItemForm::Lines);
        QCOMPARE(chosen.key, std::string("/s"));
        QCOMPARE(fieldsAt(chosen, placeOf(tree, field)).size(), std::size_t(1));
    }

    void bytesHaveTypesOfTheirLength()
    {
        QVERIFY(binaryTypes(0).isEmpty());
        QCOMPARE(binaryTypes(1), QStringList({u"u8"_s, u"i8"_s, u"text"_s}));
        QCOMPARE(binaryTypes(3), QStringList(u"text"_s));
        QVERIFY(binaryTypes(4).contains(u"f32be"_s));
        QVERIFY(binaryTypes(8).contains(u"u64le"_s));
        QCOMPARE(binaryField(u"u32le"_s, 4, 4), std::string("u32le@4"));
        QCOMPARE(binaryField(u"text"_s, 4, 7), std::string("text@4+7"));
    }
};

QTEST_GUILESS_MAIN(LookFieldsTest)
#include "look_fields_test.moc"
