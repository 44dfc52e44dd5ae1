// SPDX-License-Identifier: GPL-3.0-or-later
// weir as a program: its picture, its refusals.
#include "tests/app/program_runner.h"

#include <QImage>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

class WindowProgramTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    /** No display at all, so that the picture must do without. */
    const QStringList m_noDisplay{u"DISPLAY="_s, u"WAYLAND_DISPLAY="_s, u"QT_QPA_PLATFORM="_s};

private Q_SLOTS:
    void aPictureNeedsNoDisplay_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QSize>("size");
        QTest::newRow("demo") << QStringList{u"--demo=steady"_s, u"--size"_s, u"1280x720"_s}
                              << QSize(1280, 720);
        QTest::newRow("empty") << QStringList{u"--size"_s, u"1600x980"_s, u"--theme"_s, u"light"_s}
                               << QSize(1600, 980);
        QTest::newRow("small") << QStringList{u"--demo=flaky"_s, u"--size"_s, u"400x400"_s} << QSize();
    }

    void aPictureNeedsNoDisplay()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QSize, size);
        const QString file = m_directory.filePath(u"picture.png"_s);
        QFile::remove(file);
        const ProgramResult result = run(
            u"weir"_s, QStringList{u"--screenshot"_s, file, u"--after"_s, u"0.5"_s} + arguments, m_noDisplay);
        QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
        const QImage picture(file);
        QVERIFY(!picture.isNull());
        if (size.isValid())
            QCOMPARE(picture.size(), size);
        QSet<QRgb> colors;
        for (int y = 0; y < picture.height(); y += 4) {
            for (int x = 0; x < picture.width(); x += 4)
                colors.insert(picture.pixel(x, y));
        }
        QVERIFY2(colors.size() > 30, "something is drawn");
    }

    void aPictureThatCannotBeWrittenIsABadFile()
    {
        const ProgramResult result =
            run(u"weir"_s, {u"--screenshot"_s, u"no/such/folder/picture.png"_s, u"--after"_s, u"0.1"_s},
                m_noDisplay);
        QCOMPARE(result.exitCode, 6);
        QVERIFY(result.errors.contains(u"no/such/folder/picture.png"_s));
    }

    void badOptionsAreUsageErrors()
    {
        const ProgramResult result = run(
            u"weir"_s, {u"--size"_s, u"big"_s, u"--theme"_s, u"blue"_s, u"--after"_s, u"-1"_s}, m_noDisplay);
        QCOMPARE(result.exitCode, 2);
        for (const QString& option : {u"--size"_s, u"--theme"_s, u"--after"_s})
            QVERIFY2(result.errors.contains(option), qPrintable(result.errors));
    }

    void badVariablesDoNotKeepTheWindowFromOpening()
    {
        const QString file = m_directory.filePath(u"variables.png"_s);
        const ProgramResult result = run(u"weir"_s, {u"--screenshot"_s, file, u"--after"_s, u"0.2"_s},
                                         m_noDisplay + QStringList{u"METRICS_SAMPLE_RATE=abc"_s});
        QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
        QVERIFY(QFile::exists(file));
    }

    void withoutADisplayItSaysWhatToDo()
    {
        const ProgramResult result = run(u"weir"_s, {u"--demo"_s}, m_noDisplay);
        QCOMPARE(result.exitCode, 1);
        QVERIFY(result.errors.contains(u"weir-collect"_s));
    }
};

QTEST_GUILESS_MAIN(WindowProgramTest)
#include "window_program_test.moc"
