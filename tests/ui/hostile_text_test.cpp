// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/label.h"
#include "ui/main_window.h"

#include <QLabel>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class HostileTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textFromOutsideIsShownAsItIsCappedAndFreezesNothing_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nested tables") << u"<table><tr><td>"_s.repeated(25); // minutes of layout as rich text
        QTest::newRow("bidi override") << u"\u202Ekcehc\u202C \u2066x"_s;
        QTest::newRow("a megabyte") << QString(1'000'000, u'W');
        QTest::newRow("control characters") << QString::fromLatin1("a\0b\x1b[31mc\r\nd", 13);
        QTest::newRow("an image") << u"<img src='file:///etc/hostname'><a href='x'>y</a>"_s;
    }

    void textFromOutsideIsShownAsItIsCappedAndFreezesNothing()
    {
        QFETCH(QString, text);
        MainWindow window;
        window.setTheme(Theme::Dark);
        window.show();
        EndpointStatus status = openEndpoint(1, text);
        status.displayUrl = text;
        status.state = EndpointState::Retrying;
        status.error = text;
        status.hint = text;
        status.lastClose = CloseInfo{1008, text};
        TimePoint now{1h};
        for (int i = 0; i < 15; ++i) {
            window.tick(now += 100ms, {}, {status});
            window.addEvents({LinkEvent{{}, now, status.id, text, LinkEventKind::Closed, text}});
        }
        auto snapshot = std::make_shared<EngineSnapshot>(snapshotAt(now, {}, 1));
        snapshot->sampling.why = text.toStdString();
        window.applyInterval({snapshot, {{status.id, text, 1, 1}}});
        window.showConnectError(text);
        window.samplingRefused({Error{text.toStdString()}});
        window.addNote({}, Glyph::Cross, ColorRole::Bad, text);
        for (const QSize size : {QSize(960, 600), QSize(1600, 980)}) {
            window.resize(size);
            QVERIFY(!window.grab().isNull());
            QVERIFY2(window.width() == size.width(),
                     qPrintable(QString::number(window.width()))); // widened by nothing
        }
        for (const QLabel* label : window.findChildren<QLabel*>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(label->text().size() <= 600);
            QVERIFY(!label->text().contains(QChar(0x202E)));
        }
    }

    void aLabelIsPlainTextWhateverItHolds()
    {
        QWidget parent;
        QLabel* label = makeLabel(u"<b>x</b>"_s, &parent);
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QCOMPARE(label->text(), u"<b>x</b>"_s);
        setLabelText(label, QString(1'000'000, u'x'));
        QVERIFY(label->text().size() <= 512);
    }
};

QTEST_MAIN(HostileTextTest)
#include "hostile_text_test.moc"
