// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/messages_parts.h"
#include "tests/ui/window_parts.h"
#include "ui/charts/chart_card.h"
#include "ui/hex_view.h"
#include "ui/message_list_view.h"
#include "ui/message_tree.h"
#include "ui/messages_panel.h"
#include "ui/models/json_tree_model.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/** A panel of its own, as wide as in a window of 1600. */
struct Stage
{
    Stage()
    {
        panel.build();
        panel.resize(980, 360);
        panel.show();
        panel.setSenders({{EndpointId{1}, {u"checkout"_s, 0}}, {EndpointId{2}, {u"search"_s, 1}}});
    }

    void add(const std::string& payload, bool isText = true)
    {
        ++number;
        KeptMessage each = message(number, payload, 1s * number);
        each.isText = isText;
        panel.add({each});
        settle();
    }
    MessageListView& list() { return *child<MessageListView>(panel, "messageList"); }
    MessageTree& tree() { return *child<MessageTree>(panel, "messageTree"); }
    QString label(const char* name) { return child<QLabel>(panel, name)->text(); }
    QPushButton& button(const char* name) { return *child<QPushButton>(panel, name); }
    void chooseRow(int row) { list().setCurrentIndex(list().model()->index(row, 0)); }
    /** The row whose value is chosen in the tree. */
    void chooseField(const std::vector<std::string>& tokens)
    {
        auto* model = static_cast<JsonTreeModel*>(tree().model());
        tree().setCurrentIndex(model->indexOf(model->tree().find(tokens)));
    }
    QString chosenText() { return list().currentIndex().data().toString(); }

    MessagesPanel panel{nullptr};
    std::uint64_t number = 0;
};

} // namespace

class MessagesPanelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatToExpectWhileNothingIsKept()
    {
        Stage stage;
        QCOMPARE(stage.label("messagesEmptyTitle"), u"Nothing kept yet"_s);
        EngineSnapshot snapshot = snapshotAt(TimePoint(1h), fixedRate(0.03), 1);
        snapshot.interval = 2s;
        snapshot.sampling.inForce = 0.03;
        snapshot.types[indexOf(MetricType::MessageReceived)].intervalCount = 10;
        stage.panel.apply(snapshot);
        QCOMPARE(stage.label("messagesEmpty").replace(QChar(0x202F), u' '),
                 u"At 3.0 % and 5 messages/s expect one every 6 s."_s);
        QSignalSpy asked(&stage.panel, &MessagesPanel::everythingRequested);
        QVERIFY(stage.button("messagesEverything").isVisible());
        stage.button("messagesEverything").click();
        QCOMPARE(asked.count(), 1);
        snapshot.sampling.inForce = 1;
        stage.panel.apply(snapshot);
        QVERIFY(!stage.button("messagesEverything").isVisible());
    }

    void theChosenMessageStaysWhereItIsWhileNewOnesArrive()
    {
        Stage stage;
        for (int i = 0; i < 40; ++i)
            stage.add("message " + std::to_string(i));
        stage.chooseRow(5);
        settle();
        const QString chosen = stage.chosenText();
        const int y = stage.list().visualRect(stage.list().currentIndex()).top();
        QCOMPARE(stage.list().verticalScrollBar()->value(), 0);
        for (int i = 0; i < 30; ++i)
            stage.add("later " + std::to_string(i));
        QCOMPARE(stage.chosenText(), chosen);
        QCOMPARE(stage.list().currentIndex().row(), 35);
        QCOMPARE(stage.list().visualRect(stage.list().currentIndex()).top(), y);
        QCOMPARE(stage.button("messagesNewer").text(), u"▲ 30 newer"_s);
        stage.button("messagesNewer").click();
        QCOMPARE(stage.list().verticalScrollBar()->value(), 0);
        QVERIFY(!stage.list().currentIndex().isValid());
        stage.add("the newest");
        QCOMPARE(stage.list().verticalScrollBar()->value(), 0); // nobody reads: the newest is in sight
    }

    void theNewestIsShownUntilOneIsChosen()
    {
        Stage stage;
        stage.add("{\"first\":1}");
        QVERIFY(stage.tree().isVisible());
        QVERIFY(!stage.list().currentIndex().isValid()); // nothing is held
        stage.add("{\"second\":2}");
        stage.chooseField({"first"}); // it does not change under the pointer
        QVERIFY(stage.button("fieldKey").isEnabled());
        stage.chooseRow(0);
        stage.chooseField({"second"});
        QCOMPARE(stage.label("fieldWhere"), u"/second"_s);
    }

    void aListThatWasScrolledStaysWhereItIs()
    {
        Stage stage;
        for (int i = 0; i < 60; ++i)
            stage.add("message " + std::to_string(i));
        stage.list().verticalScrollBar()->setValue(210);
        stage.add("later");
        QCOMPARE(stage.list().verticalScrollBar()->value(), 231);
    }

    void theChosenMessageOutlivesThousandsOfOthers()
    {
        Stage stage;
        stage.add("{\"first\":1}");
        stage.chooseRow(0);
        for (std::uint64_t i = 2; i < 4500; ++i)
            stage.panel.add({message(i, "x", 1s * i)});
        settle();
        QCOMPARE(stage.chosenText(), u"{\"first\":1}"_s);
        QVERIFY(stage.list().model()->rowCount() <= MessageListModel::kMost);
    }

    void searchesContents()
    {
        Stage stage;
        stage.add("{\"user\":\"ada\"}");
        stage.add("{\"user\":\"bob\"}");
        auto* search = child<QLineEdit>(stage.panel, "messagesSearch");
        QTest::keyClicks(search, u"ADA"_s);
        QCOMPARE(stage.list().model()->rowCount(), 1);
        QCOMPARE(stage.label("messagesCounts"), u"1 of 2 listed"_s);
        QTest::keyClicks(search, u"x"_s);
        QCOMPARE(stage.label("messagesEmptyTitle"), u"No kept message contains this"_s);
        QTest::keyClick(search, Qt::Key_Escape);
        QCOMPARE(stage.list().model()->rowCount(), 2);
    }

    void listsTheEndpointsThatAreShownAndHoldsStillWhilePaused()
    {
        Stage stage;
        stage.add("one");
        KeptMessage other = message(++stage.number, "other", 2s);
        other.endpoint = EndpointId{2};
        stage.panel.add({other});
        QCOMPARE(stage.list().model()->rowCount(), 2);
        stage.panel.setShown(std::set<EndpointId>{EndpointId{2}});
        QCOMPARE(stage.list().model()->rowCount(), 1);
        stage.panel.setShown(std::nullopt);
        stage.panel.setPausedAt(TimePoint(1h + 2s));
        stage.add("while paused");
        QCOMPARE(stage.list().model()->rowCount(), 2);
        stage.panel.setPausedAt(std::nullopt);
        QCOMPARE(stage.list().model()->rowCount(), 3);
    }

    void eachActionMakesItsField_data()
    {
        QTest::addColumn<QByteArray>("button");
        QTest::addColumn<FieldRole>("role");
        QTest::newRow("rank") << "fieldKey"_ba << FieldRole::Key;
        QTest::newRow("chart") << "fieldValue"_ba << FieldRole::Value;
        QTest::newRow("time") << "fieldTime"_ba << FieldRole::Time;
        QTest::newRow("sequence") << "fieldSequence"_ba << FieldRole::Sequence;
    }
    void eachActionMakesItsField()
    {
        QFETCH(QByteArray, button);
        QFETCH(FieldRole, role);
        Stage stage;
        stage.add("{\"data\":{\"a/b\":17}}");
        stage.chooseRow(0);
        QVERIFY(!stage.button(button.constData()).isEnabled());
        stage.chooseField({"data", "a/b"});
        QCOMPARE(stage.label("fieldWhere"), u"/data/a~1b"_s);
        QSignalSpy changed(&stage.panel, &MessagesPanel::lookChanged);
        stage.button(button.constData()).click();
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].value<EndpointId>(), EndpointId{1});
        QCOMPARE(written(changed[0][1].value<LookSettings>(), role), std::string("/data/a~1b"));
        QVERIFY(stage.button(button.constData()).isChecked());
        QCOMPARE(stage.tree().currentIndex().data(JsonTreeModel::TagsRole).toStringList(),
                 QStringList(tagOf(role)));
        stage.button(button.constData()).click(); // and again none
        QVERIFY(changed[1][1].value<LookSettings>() == LookSettings{});
    }

    void anArrayAsksWhatAnItemIs()
    {
        Stage stage;
        stage.add("{\"lines\":[{\"sku\":\"A\"},{\"sku\":\"B\"}],\"ts\":1}");
        stage.chooseRow(0);
        stage.chooseField({"lines", "1", "sku"});
        QSignalSpy changed(&stage.panel, &MessagesPanel::lookChanged);
        stage.button("fieldKey").click();
        QCOMPARE(changed.count(), 0);
        QVERIFY(child<QWidget>(stage.panel, "fieldQuestion")->isVisible());
        stage.button("fieldEach0").click();
        QTRY_COMPARE(changed.count(), 1); // the answer goes with the question
        const auto settings = changed[0][1].value<LookSettings>();
        QCOMPARE(settings.items, ItemForm::Array);
        QCOMPARE(settings.array, std::string("/lines"));
        QCOMPARE(settings.key, std::string("/sku"));
        QVERIFY(!child<QWidget>(stage.panel, "fieldQuestion")->isVisible());
        stage.chooseField({"lines", "0", "sku"});
        QVERIFY(stage.button("fieldKey").isChecked()); // of every element
        stage.chooseField({"ts"});
        stage.button("fieldTime").click();
        QCOMPARE(changed[1][1].value<LookSettings>().items, ItemForm::Array);
        QCOMPARE(changed[1][1].value<LookSettings>().time, std::string("/ts"));
    }

    void theMenuOfAFieldIsOpenedByKeyAndDoesTheSame()
    {
        Stage stage;
        stage.add("{\"a\":1}");
        stage.chooseRow(0);
        stage.chooseField({"a"});
        QSignalSpy changed(&stage.panel, &MessagesPanel::lookChanged);
        QTest::keyClick(&stage.tree(), Qt::Key_Return);
        auto* menu = child<QMenu>(stage.panel, "fieldMenu");
        menu->findChild<QAction*>(u"fieldAction1"_s)->trigger();
        QCOMPARE(changed[0][1].value<LookSettings>().value, std::string("/a"));
        menu->close();
    }

    void aPrefixIsTakenOffTheFront()
    {
        Stage stage;
        stage.add("42[\"trade\",{\"p\":5}]");
        stage.chooseRow(0);
        QSignalSpy changed(&stage.panel, &MessagesPanel::lookChanged);
        QVERIFY(stage.button("fieldTakePrefix").isVisible());
        stage.button("fieldTakePrefix").click();
        QCOMPARE(changed[0][1].value<LookSettings>().prefix, std::string("42"));
        QVERIFY(!stage.button("fieldTakePrefix").isVisible());
        QCOMPARE(stage.tree().model()->rowCount(), 1);
    }

    void bytesBecomeAFieldOfAType()
    {
        Stage stage;
        stage.add(std::string("\x01\x02\x03\x04\x05\x06\x07\x08", 8), false);
        stage.chooseRow(0);
        auto* hex = child<HexView>(stage.panel, "messageHex");
        QVERIFY(hex->isVisible());
        hex->setFocus();
        QTest::keyClick(hex, Qt::Key_Home);
        QTest::keyClick(hex, Qt::Key_Right);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(hex, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(stage.label("fieldWhere"), u"bytes 1 to 4"_s);
        auto* type = child<QComboBox>(stage.panel, "fieldType");
        QCOMPARE(type->currentText(), u"u32le"_s);
        QSignalSpy changed(&stage.panel, &MessagesPanel::lookChanged);
        stage.button("fieldValue").click();
        QCOMPARE(changed[0][1].value<LookSettings>().value, std::string("u32le@1"));
        drag(*hex->viewport(), {80, 10}, {120, 10});
        QVERIFY(hex->count() > 1);
    }

    void aPatternIsTriedAndRefusedInWords()
    {
        Stage stage;
        stage.panel.setTrial([](const LookSettings& settings, const KeptMessage& tried) {
            KeptMessage found = tried;
            found.items = {LookedItem{settings.key == "re:p=(\\d+)" ? "17" : "", {}, {}, {}}};
            return found;
        });
        stage.add("p=17 q=2");
        stage.chooseRow(0);
        auto* pattern = child<QLineEdit>(stage.panel, "fieldPattern");
        QVERIFY(pattern->isVisible());
        pattern->setText(u"p=(\\d+)"_s);
        QCOMPARE(stage.label("fieldFound"), u"here: 17"_s);
        pattern->setText(u"z=(\\d+)"_s);
        QCOMPARE(stage.label("fieldFound"), u"finds nothing here"_s);
        QSignalSpy changed(&stage.panel, &MessagesPanel::lookChanged);
        pattern->setText(u"p=(("_s);
        stage.button("fieldKey").click();
        QCOMPARE(changed.count(), 0);
        QVERIFY(child<QLabel>(stage.panel, "fieldProblem")->isVisible());
        QVERIFY(!stage.label("fieldProblem").isEmpty());
        pattern->setText(u"p=(\\d+)"_s);
        stage.button("fieldKey").click();
        QCOMPARE(changed[0][1].value<LookSettings>().key, std::string("re:p=(\\d+)"));
        child<QCheckBox>(stage.panel, "fieldLines")->click();
        QCOMPARE(changed[1][1].value<LookSettings>().items, ItemForm::Lines);
    }

    void whatCannotBeReadIsCountedInTheHead()
    {
        Stage stage;
        LookReport report;
        LookedEndpoint endpoint;
        endpoint.endpoint = EndpointId{1};
        endpoint.failed = 3;
        endpoint.lastFailure = "not JSON at byte 17";
        report.endpoints = {endpoint};
        stage.panel.apply(report);
        QVERIFY(stage.label("messagesCounts").endsWith(u"3 could not be read: not JSON at byte 17"_s));
    }

    void hostileMessagesAreShownAsPlainTextAndSoon_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("tables") << QByteArray("<table><tr><td>").repeated(25);
        QTest::newRow("a megabyte") << QByteArray(1'000'000, 'W');
        QTest::newRow("deep") << QByteArray(1'000'000, '[');
        QTest::newRow("bidi") << u"{\"\u202Ea\":\"\u2066<b>x</b>\u0000\"}"_s.toUtf8();
        QTest::newRow("broken UTF-8") << QByteArray("{\"a\":\"\xff\xfe\xc0\x80\"}");
        QTest::newRow("a NUL") << QByteArray("\0\0\0", 3);
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("marks") << u"{\"e\u0301\":1}"_s.toUtf8() + u"\u0301\u0323"_s.repeated(2000).toUtf8();
    }
    void hostileMessagesAreShownAsPlainTextAndSoon()
    {
        QFETCH(QByteArray, payload);
        for (const bool isText : {true, false}) {
            Stage stage;
            stage.add(payload.toStdString(), isText);
            stage.chooseRow(0);
            for (const char* way : {"messageAs0", "messageAs1", "messageAs2"}) {
                stage.button(way).click();
                settle();
                QVERIFY(!stage.panel.grab().isNull());
                stage.button("messageCopy").click();
                for (const QChar c : QGuiApplication::clipboard()->text())
                    QVERIFY(c == u'\n' || (c.category() != QChar::Other_Control &&
                                           (c < QChar(0x202A) || c > QChar(0x202E))));
            }
            for (const QLabel* label : stage.panel.findChildren<QLabel*>())
                QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }

    void aMessageIsSentToTheEndpointWithTheFocusAndItsOutcomeSaid()
    {
        Stage stage;
        QVERIFY(!child<QWidget>(stage.panel, "sendLine")->isVisible());
        EndpointStatus status = openEndpoint(7, u"checkout"_s);
        stage.panel.setFocused(&status);
        auto* text = child<QLineEdit>(stage.panel, "sendText");
        QVERIFY(!stage.button("sendButton").isEnabled());
        QSignalSpy sent(&stage.panel, &MessagesPanel::sendRequested);
        QTest::keyClicks(text, u"{\"subscribe\":1}"_s);
        QTest::keyClick(text, Qt::Key_Return);
        QCOMPARE(sent.count(), 1);
        QCOMPARE(sent[0][0].value<EndpointId>(), EndpointId{7});
        QCOMPARE(sent[0][1].toString(), u"{\"subscribe\":1}"_s);
        QVERIFY(text->text().isEmpty());
        status.outgoing.sent = 1;
        stage.panel.setFocused(&status);
        QCOMPARE(stage.label("sendOutcome"), u"sent"_s);
        status.state = EndpointState::Retrying;
        stage.panel.setFocused(&status);
        text->setText(u"later"_s);
        stage.button("sendButton").click();
        status.outgoing.waiting = 1;
        stage.panel.setFocused(&status);
        QCOMPARE(stage.label("sendOutcome"), u"1 waiting"_s);
        status.state = EndpointState::Paused;
        stage.panel.setFocused(&status);
        QVERIFY(!text->isEnabled());
    }

    void everythingIsReachedByTheTabKey()
    {
        Stage stage;
        stage.add("{\"a\":1}");
        stage.chooseRow(0);
        stage.chooseField({"a"});
        settle();
        QStringList names;
        for (QWidget* widget = stage.panel.nextInFocusChain(); widget != &stage.panel;
             widget = widget->nextInFocusChain()) {
            if (widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus)) {
                names.append(widget->objectName());
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(describe(*widget)));
            }
        }
        for (const QString& name :
             {u"messagesSearch"_s, u"messageList"_s, u"messageAs0"_s, u"messageCopy"_s, u"messageTree"_s,
              u"fieldKey"_s, u"fieldValue"_s, u"fieldTime"_s, u"fieldSequence"_s}) {
            QVERIFY2(names.contains(name), qPrintable(name + u" not in "_s + names.join(u' ')));
        }
        QVERIFY(names.indexOf(u"messageList"_s) < names.indexOf(u"messageTree"_s));
        QVERIFY(names.indexOf(u"messageTree"_s) < names.indexOf(u"fieldKey"_s));
    }

    void aClickOnAChartListsTheMessagesAround()
    {
        MainWindow window;
        window.resize(1600, 980);
        window.show();
        ScriptedRun run(threeEndpoints(), fixedRate());
        std::uint64_t number = 0;
        for (int i = 0; i < 60; ++i) {
            play(window, run, 1);
            KeptMessage each = message(++number, "message " + std::to_string(i));
            each.time = run.now();
            each.wallTime = run.wall();
            window.addMessages({each});
        }
        settle();
        auto* card = child<ChartCard>(window, "throughputCard");
        QVERIFY(!window.findChild<MessageListView*>(u"messageList"_s)); // made when first shown
        mouse(*card, QEvent::MouseMove, {card->width() * 0.6, card->height() * 0.6});
        QTest::mouseClick(card, Qt::LeftButton, {},
                          QPoint(int(card->width() * 0.6), int(card->height() * 0.6)));
        QTRY_VERIFY(
            window.findChild<MessageListView*>(u"messageList"_s)); // once it cannot become a double click
        auto* list = child<MessageListView>(window, "messageList");
        QVERIFY(list->isVisible());
        QVERIFY(list->model()->rowCount() >= 12 && list->model()->rowCount() < 30);
        QVERIFY(list->currentIndex().isValid());
        QVERIFY(child<QLabel>(window, "messagesAround")->text().startsWith(u"Around "_s));
        child<QPushButton>(window, "messagesShowAll")->click();
        QCOMPARE(list->model()->rowCount(), 60);
        card->setFocus();
        QTest::keyClick(card, Qt::Key_Left);
        QTest::keyClick(card, Qt::Key_M);
        QVERIFY(child<QWidget>(window, "messagesShowAll")->isVisible());
    }

    void aDoubleClickOnAChartOpensNothing()
    {
        MainWindow window;
        window.resize(1600, 980);
        window.show();
        ScriptedRun run(threeEndpoints(), fixedRate());
        play(window, run, 5);
        settle();
        auto* card = child<ChartCard>(window, "throughputCard");
        const QPoint at(card->width() / 2, int(card->height() * 0.6));
        QTest::mouseClick(card, Qt::LeftButton, {}, at);
        QTest::mouseDClick(card, Qt::LeftButton, {}, at);
        QVERIFY(window.findChild<QTimer*>(u"chartClick"_s) &&
                !window.findChild<QTimer*>(u"chartClick"_s)->isActive());
    }
};

QTEST_MAIN(MessagesPanelTest)
#include "messages_panel_test.moc"
