// SPDX-License-Identifier: GPL-3.0-or-later
// docs/guide.md says what the program does: its keys, its options, its states; and its pictures are there.
#include "tests/app/program_runner.h"
#include "ui/models/endpoint_text.h"
#include "ui/shortcuts_dialog.h"

#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QRegularExpression>
#include <QtTest/QtTest>

#include <map>

using namespace weir;
using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

/** As the guide writes it: "| `Ctrl+N` | Connect to an endpoint |". */
QString rowOf(const Shortcut& shortcut)
{
    QStringList caps = shortcut.caps();
    if (!shortcut.keys.isEmpty()) {
        for (QString& cap : caps)
            cap = u'`' + cap + u'`';
    }
    return u"| %1 | %2 |"_s.arg(caps.join(u" "_s), shortcut.what);
}

} // namespace

class GuideTest : public QObject
{
    Q_OBJECT

    const QString m_folder = QStringLiteral(WEIR_DOCS "/");
    QString m_text;

    /** What the first group of `pattern` finds in the guide. */
    QStringList found(const QString& pattern) const
    {
        QStringList all;
        for (const QRegularExpressionMatch& match : QRegularExpression(pattern).globalMatch(m_text))
            all.append(match.captured(1));
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(m_folder + u"guide.md"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_text = QString::fromUtf8(file.readAll());
    }

    void everyPictureIsThereAndHasWordsInItsPlace()
    {
        const QStringList pictures = found(u"!\\[[^\\]]*\\]\\(([^)]+)\\)"_s);
        QVERIFY(pictures.size() >= 5);
        for (const QString& picture : pictures)
            QVERIFY2(!QImage(m_folder + picture).isNull(), qPrintable(picture));
        for (const QString& words : found(u"!\\[([^\\]]*)\\]"_s))
            QVERIFY2(words.size() > 20, qPrintable(words));
    }

    void everyFileItLinksIsThere()
    {
        for (const QString& link : found(u"\\]\\(([^)#]+)[^)]*\\)"_s))
            QVERIFY2(QFileInfo::exists(m_folder + link), qPrintable(link));
    }

    void everyKeyIsInItsTables()
    {
        QStringList missing;
        for (const ShortcutGroup& group : shortcutGroups()) {
            for (const Shortcut& shortcut : group.shortcuts) {
                if (!m_text.contains(rowOf(shortcut)))
                    missing.append(rowOf(shortcut));
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(u"the guide lacks:\n"_s + missing.join(u'\n')));
    }

    void everyKeyInItsTablesIsOne()
    {
        const QString keyboard = m_text.section(u"\n## Keyboard\n"_s, 1).section(u"\n## "_s, 0, 0);
        QStringList known;
        for (const ShortcutGroup& group : shortcutGroups()) {
            for (const Shortcut& shortcut : group.shortcuts)
                known.append(rowOf(shortcut));
        }
        for (const QString& line : keyboard.split(u'\n')) {
            if (line.startsWith(u"| `"_s))
                QVERIFY2(known.contains(line), qPrintable(line));
        }
    }

    void everyOptionIsOneOfTheProgramThatItsLineNames()
    {
        std::map<QString, QString> help;
        for (const QString& program : {u"weir"_s, u"weir-collect"_s, u"weir-feed"_s})
            help[program] = QString::fromUtf8(run(program, {u"--help"_s}).out);
        int options = 0;
        const QRegularExpression option(u"(?<![\\w-])--[a-z][a-z-]*"_s);
        for (const QString& line : m_text.split(u'\n')) {
            const QString program = line.contains(u"weir-feed "_s)      ? u"weir-feed"_s
                                    : line.contains(u"weir-collect "_s) ? u"weir-collect"_s
                                                                        : u"weir"_s;
            for (const QRegularExpressionMatch& match : option.globalMatch(line)) {
                ++options;
                const QRegularExpression whole(QRegularExpression::escape(match.captured()) +
                                               u"(?![a-z-])"_s);
                QVERIFY2(help[program].contains(whole), qPrintable(line));
            }
        }
        QVERIFY(options > 5);
    }

    void everyStateIsInItsTable()
    {
        for (const EndpointState state :
             {EndpointState::Connecting, EndpointState::Open, EndpointState::Silent, EndpointState::Retrying,
              EndpointState::Slowed, EndpointState::NeedsYou, EndpointState::Paused, EndpointState::Closed}) {
            QVERIFY2(m_text.contains(u"| **%1** |"_s.arg(stateWord(state))), qPrintable(stateWord(state)));
        }
    }
};

QTEST_MAIN(GuideTest)
#include "guide_test.moc"
