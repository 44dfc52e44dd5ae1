// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect_extras.h"
#include "ui/connect_form.h"
#include "ui/models/pasted_command.h"
#include "ui/script_rows.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Desk
{
    ConnectForm form{u"f"_s, ConnectForm::Shape::Wide, nullptr};
    QSignalSpy submitted{&form, &ConnectForm::submitted};

    Desk()
    {
        form.resize(600, 500);
        form.show();
    }
    template<class T>
    T* part(const QString& name)
    {
        return form.findChild<T*>(u"f"_s + name);
    }
    QLineEdit* field(const QString& name) { return part<QLineEdit>(name); }
    void paste(const QString& text)
    {
        QGuiApplication::clipboard()->setText(text);
        field(u"Address"_s)->paste();
    }
    EndpointSource connect()
    {
        part<QPushButton>(u"Button"_s)->click();
        return submitted.isEmpty() ? EndpointSource() : submitted.takeLast().at(0).value<EndpointSource>();
    }
    /** Everything that can be read in the form. */
    QString shown()
    {
        QStringList all;
        for (const QLabel* label : form.findChildren<QLabel*>())
            all += label->text();
        for (const QLineEdit* each : form.findChildren<QLineEdit*>())
            all += each->displayText();
        return all.join(u'|');
    }
};

} // namespace

class ConnectFormTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPastedCommandFillsTheFieldsAndSaysWhatWasTaken()
    {
        Desk desk;
        desk.paste(u"curl 'https://h/ws?token=S3CRET-q' \\\n -H 'Authorization: Bearer S3CRET-t' -H 'Cookie: "
                   u"S3CRET-c' "
                   "-H 'X-A: 1' -H 'Upgrade: websocket' --frob"_s);
        QCOMPARE(desk.field(u"Address"_s)->text(), u"wss://h/ws?token=•••1"_s);
        QCOMPARE(
            desk.part<QLabel>(u"Taken"_s)->text(),
            u"taken: URL, token, 2 headers · https:// became wss:// · Weir makes these headers itself: Upgrade"_s);
        QCOMPARE(desk.part<QLabel>(u"NotTaken"_s)->text(), u"not taken: the option “--frob”"_s);
        QVERIFY(desk.part<QLabel>(u"NotTaken"_s)->isVisible());
        QVERIFY2(!desk.shown().contains(u"S3CRET"_s), qPrintable(desk.shown()));
        const EndpointSource source = desk.connect();
        QCOMPARE(source.url, u"wss://h/ws?token=S3CRET-q"_s);
        QCOMPARE(source.headers,
                 (QStringList{u"Authorization: Bearer S3CRET-t"_s, u"Cookie: S3CRET-c"_s, u"X-A: 1"_s}));
    }

    void aCommandTypedByHandIsTakenWhenSubmitted()
    {
        Desk desk;
        QTest::keyClicks(desk.field(u"Address"_s), u"wscat -c h:1 -x hello"_s);
        QVERIFY(desk.part<QLabel>(u"Taken"_s)->isHidden());
        const EndpointSource source = desk.connect();
        QCOMPARE(source.url, u"ws://h:1"_s);
        QCOMPARE(source.firstMessages, QStringList{u"hello"_s});
    }

    void whatIsNoCommandIsSaidInPlace()
    {
        Desk desk;
        desk.paste(u"wget ws://h"_s);
        QVERIFY(desk.part<QLabel>(u"Problem"_s)->text().startsWith(u"Neither an address"_s));
        QVERIFY(desk.field(u"Address"_s)->property("wrong").toBool());
        desk.connect();
        QCOMPARE(desk.submitted.count(), 0);
    }

    void whatIsTooLongForAnyCommandIsRefusedNotCut()
    {
        Desk desk;
        desk.paste(u"wscat -c ws://h -x "_s + QString(PastedCommand::kLongest, u'x'));
        QCOMPARE(desk.part<QLabel>(u"Problem"_s)->text(), u"This is longer than any command"_s);
        QVERIFY(desk.field(u"FirstMessage"_s)->text().isEmpty());
    }

    void aPastedAddressLeavesTheOtherFieldsAlone()
    {
        Desk desk;
        desk.field(u"FirstMessage"_s)->setText(u"hello"_s);
        desk.paste(u"https://me:S3CRET@h/p"_s);
        QCOMPARE(desk.field(u"Address"_s)->text(), u"wss://•••1@h/p"_s);
        const EndpointSource source = desk.connect();
        QCOMPARE(source.url, u"wss://me:S3CRET@h/p"_s);
        QCOMPARE(source.firstMessages, QStringList{u"hello"_s});
    }

    void aPastedAddressCountsOnBehindWhatIsKept()
    {
        Desk desk;
        EndpointSource source;
        source.url = u"wss://h/p"_s;
        source.headers = QStringList{u"Authorization: Bearer •••1"_s, u"Cookie: •••2"_s};
        desk.form.edit(source);
        desk.field(u"Address"_s)->selectAll();
        desk.paste(u"wss://h/q?token=S3CRET"_s);
        QCOMPARE(desk.field(u"Address"_s)->text(), u"wss://h/q?token=•••3"_s);
        const EndpointSource submitted = desk.connect();
        QCOMPARE(submitted.url, u"wss://h/q?token=S3CRET"_s);
        QCOMPARE(submitted.headers, source.headers); // for who keeps them
    }

    void aMaskThatCannotStandHereIsRefusedInPlace()
    {
        Desk desk;
        desk.paste(u"wscat -c ws://h -H 'Cookie: S3CRET'"_s);
        desk.field(u"FirstMessage"_s)->setText(u"•••1"_s);
        desk.connect();
        QCOMPARE(desk.submitted.count(), 0);
        QCOMPARE(desk.part<QLabel>(u"Problem"_s)->text(),
                 u"•••1 stands for the header Cookie and cannot be used here: type the value"_s);
        QVERIFY(desk.field(u"FirstMessage"_s)->property("wrong").toBool());
        desk.field(u"FirstMessage"_s)->setText(u"hello"_s);
        QCOMPARE(desk.connect().headers, QStringList{u"Cookie: S3CRET"_s});
    }

    void aTokenMayBeAVariable()
    {
        Desk desk;
        desk.field(u"Address"_s)->setText(u"ws://h"_s);
        desk.field(u"Token"_s)->setText(u"${MY_TOKEN}"_s);
        QCOMPARE(desk.field(u"Token"_s)->echoMode(), QLineEdit::Normal);
        const EndpointSource source = desk.connect();
        QCOMPARE(source.tokenVariable, u"MY_TOKEN"_s);
        QCOMPARE(source.headers, QStringList());
        desk.field(u"Token"_s)->setText(u"S3CRET"_s);
        QCOMPARE(desk.field(u"Token"_s)->echoMode(), QLineEdit::Password);
        QCOMPARE(desk.connect().headers, QStringList{u"Authorization: Bearer S3CRET"_s});
    }

    void everythingThatAnEndpointHasComesBackFromTheForm()
    {
        Desk desk;
        EndpointSource source;
        source.name = u"trades"_s;
        source.url = u"wss://h/p?token=•••1"_s;
        source.headers = QStringList{u"Authorization: Bearer •••2"_s, u"X-A: 1"_s, u"Cookie: •••3"_s};
        source.subprotocols = QStringList{u"v1"_s, u"v2"_s};
        source.firstMessages = QStringList{u"a"_s};
        source.script = {{ScriptStep::Kind::SendText, {}, "b"},
                         {ScriptStep::Kind::SendBinary, {}, QByteArray("\0\xff", 2)},
                         {ScriptStep::Kind::WaitFor, u"re:^ok"_s, {}},
                         {ScriptStep::Kind::ReplyText, u"ping"_s, "pong"},
                         {ScriptStep::Kind::ReplyBinary, u"x"_s, "y"}};
        source.look.key = "/symbol";
        source.proxy = u"http://p:1"_s;
        source.authorities = u"/ca.pem"_s;
        source.verifyTls = false;
        source.maxMessageBytes = 64 * 1024;
        source.connectTimeout = std::chrono::milliseconds(2500);
        source.leftOut = QStringList{u"Cookie"_s};
        desk.form.edit(source);
        QCOMPARE(desk.part<QLabel>(u"Heading"_s)->text(), u"Edit trades"_s);
        QCOMPARE(desk.part<QPushButton>(u"Button"_s)->text(), u"Save"_s);
        QVERIFY(desk.connect() == source);
        desk.part<QPushButton>(u"ForgetToken"_s)->click();
        QCOMPARE(desk.connect().headers, (QStringList{u"X-A: 1"_s, u"Cookie: •••3"_s}));
        desk.form.clear();
        desk.field(u"Address"_s)->setText(u"ws://i"_s);
        EndpointSource plain;
        plain.url = u"ws://i"_s;
        QVERIFY(desk.connect() == plain);
    }

    void whatCannotBeUsedIsRefusedWithItsField()
    {
        Desk desk;
        desk.field(u"Address"_s)->setText(u"ws://h"_s);
        desk.part<QPushButton>(u"Section%1"_s.arg(ConnectExtras::Limits))->click();
        desk.field(u"Largest"_s)->setText(u"2 TiB"_s);
        desk.connect();
        QCOMPARE(desk.submitted.count(), 0);
        QVERIFY(desk.field(u"Largest"_s)->property("wrong").toBool());
        desk.field(u"Largest"_s)->setText(u"64 KiB"_s);
        desk.part<QPushButton>(u"Section%1"_s.arg(ConnectExtras::Steps))->click();
        desk.part<QComboBox>(u"StepKind1"_s)->setCurrentIndex(1);
        desk.field(u"StepPayload1"_s)->setText(u"zz"_s);
        desk.connect();
        QCOMPARE(desk.submitted.count(), 0);
        QVERIFY(desk.part<QLabel>(u"StepProblem"_s)->isVisible());
        desk.field(u"StepPayload1"_s)->setText(u"00 fF"_s);
        const EndpointSource source = desk.connect();
        QCOMPARE(source.maxMessageBytes, qint64(64 * 1024));
        QCOMPARE(source.script[0].payload, QByteArray("\0\xff", 2));
        desk.form.showProblem(u"no such file"_s, u"ca"_s);
        QCOMPARE(desk.part<QLabel>(u"Problem"_s)->text(), u"Certificates: no such file"_s);
        QVERIFY(desk.field(u"Authorities"_s)->isVisible());
    }

    void bytesAreHexOrBase64_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isGood");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("hex") << u"00 ff\tAa"_s << true << QByteArray("\0\xff\xaa", 3);
        QTest::newRow("base64") << u"base64: AP8="_s << true << QByteArray("\0\xff", 2);
        QTest::newRow("nothing") << QString() << true << QByteArray();
        QTest::newRow("half a byte") << u"0"_s << false << QByteArray();
        QTest::newRow("no digit") << u"0g"_s << false << QByteArray();
        QTest::newRow("no base64") << u"base64:?"_s << false << QByteArray();
    }

    void bytesAreHexOrBase64()
    {
        QFETCH(QString, text);
        QFETCH(bool, isGood);
        QFETCH(QByteArray, bytes);
        const auto read = bytesFromText(text);
        QCOMPARE(read.has_value(), isGood);
        QCOMPARE(read.value_or(QByteArray()), bytes);
    }
};

QTEST_MAIN(ConnectFormTest)
#include "connect_form_test.moc"
