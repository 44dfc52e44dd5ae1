// SPDX-License-Identifier: GPL-3.0-or-later
// The window in a language that needs more room, and whether all it says can be translated at all.
#include "tests/ui/window_parts.h"
#include "ui/charts/chart_card.h"
#include "ui/export_dialog.h"
#include "ui/shortcuts_dialog.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QTableView>
#include <QTranslator>
#include <QtTest/QtTest>

#include <cmath>

using namespace weir;
using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Makes of each text of Weir's own another one; texts of Qt stay, keys and units among them. */
class MadeUp : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int) const override
    {
        const QByteArrayView of(context);
        if (!of.startsWith("weir::") && of != "Weir")
            return {};
        // What stands after a tab is a key, and a tag of a tooltip is none of the translator's.
        QString text = QString::fromUtf8(source);
        QString before;
        QString after;
        if (const qsizetype tab = text.indexOf(u'\t'); tab >= 0) {
            after = text.mid(tab);
            text.truncate(tab);
        }
        if (text.startsWith(u"<p>"_s)) {
            before = u"<p>"_s;
            after.prepend(u"</p>"_s);
            text = text.mid(3, text.size() - 7);
        }
        return before + make(text) + after;
    }

protected:
    virtual QString make(const QString& text) const = 0;
};

/** Accents, and each word two fifths longer: German or Finnish in a bad mood. */
class Longer : public MadeUp
{
protected:
    QString make(const QString& text) const override
    {
        QString result;
        double owed = 0;
        bool isPlace = false; // of %1, which keeps its digit
        for (const QChar c : text) {
            if (c.isSpace() && c != QChar(0x202F)) {
                result += letters(owed);
                isPlace = false;
            }
            isPlace = c == u'%' || (isPlace && c.isDigit());
            result += isPlace ? c : accented(c);
            owed += isPlace ? 0 : 0.4;
        }
        return result + letters(owed + 0.5);
    }

private:
    static QChar accented(QChar c)
    {
        const qsizetype at = u"aeiouAEIOU"_s.indexOf(c);
        return at < 0 ? c : u"åéîöüÅÉÎÖÜ"_s.at(at);
    }
    static QString letters(double& owed)
    {
        const double whole = std::floor(owed);
        owed -= whole;
        return QString(static_cast<qsizetype>(whole), u'e');
    }
    static QString letters(double&& owed) { return letters(owed); }
};

/** A mark around each text, so that what has none can be told. */
class Marked : public MadeUp
{
protected:
    QString make(const QString& text) const override { return u'⟦' + text + u'⟧'; }
};

struct Installed
{
    explicit Installed(MadeUp& one) : translator(one) { QCoreApplication::installTranslator(&translator); }
    ~Installed() { QCoreApplication::removeTranslator(&translator); }
    MadeUp& translator;
};

/** What of a text no translator saw: words outside every mark. */
QString untranslated(QString text, const QStringList& outside)
{
    for (const QString& name : outside)
        text.replace(name, u"·"_s);
    QString rest;
    int depth = 0;
    for (const QChar c : text) {
        if (c == u'⟦')
            ++depth;
        else if (c == u'⟧')
            --depth;
        else if (depth <= 0)
            rest += c;
    }
    static const QRegularExpression markup(u"<[^>]*>|&\\w+;"_s);
    static const QRegularExpression key(
        u"\\b(Ctrl|Shift|Alt|Space|Tab|Esc|Return|Left|Right|Del|F1|Ctrl\\+[A-Z])\\b"_s);
    static const QRegularExpression unit(u"\\b(k|M|G|s|ms|µs|min|h|[kKMG]?B|p\\d+|UTC|Weir)\\b"_s);
    static const QRegularExpression word(u"\\p{L}{2,}"_s);
    rest.remove(markup).remove(key).replace(QRegularExpression(u"\\d[\\d.,]*"_s), u"0 "_s).remove(unit);
    return word.match(rest).hasMatch() ? rest.trimmed() : QString();
}

/** Everything a card says. */
QStringList textsOf(const CardView& view)
{
    QStringList texts{view.title, view.unit,    view.headline,    view.subline,
                      view.foot,  view.tooltip, view.explanation, view.emptyText};
    for (const LegendEntry& entry : view.legend)
        texts << entry.name << entry.value;
    for (const ZoneView& zone : view.zones)
        texts << zone.label;
    for (const MarkerView& marker : view.markers)
        texts << marker.label << marker.tooltip;
    for (const auto* ticks : {&view.xTicks, &view.yTicks}) {
        for (const AxisTick& tick : *ticks)
            texts << tick.label;
    }
    for (const ReadoutView& readout : view.readouts) {
        for (const ReadoutView::Row& row : readout.rows)
            texts << row.name << row.value;
    }
    for (const LineView& line : view.lines)
        texts << line.name;
    return texts;
}

QStringList textsOf(const QAbstractItemModel& model)
{
    QStringList texts;
    for (int row = 0; row < std::min(model.rowCount(), 40); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            for (const int role : {Qt::DisplayRole, Qt::AccessibleTextRole, Qt::ToolTipRole})
                texts << model.index(row, column).data(role).toString();
        }
    }
    for (int column = 0; column < model.columnCount(); ++column)
        texts << model.headerData(column, Qt::Horizontal).toString();
    return texts;
}

QStringList textsOf(const QWidget& widget)
{
    QStringList texts{widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(),
                      widget.windowTitle()};
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        texts << label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        texts << button->text();
    if (const auto* field = qobject_cast<const QLineEdit*>(&widget))
        texts << field->placeholderText();
    if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
        texts << box->placeholderText();
        for (int i = 0; i < box->count(); ++i)
            texts << box->itemText(i);
    }
    if (const auto* card = qobject_cast<const ChartCard*>(&widget))
        texts << textsOf(card->view());
    if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget); view && view->model())
        texts << textsOf(*view->model());
    for (const QAction* action : widget.actions())
        texts << action->text().section(u'\t', 0, 0);
    return texts;
}

/** What is cut of a visible text; "" when it is whole, wraps or elides. */
QString cutText(const QWidget& widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        const QString text = label->text();
        if (text.isEmpty())
            return {};
        const QRect room = label->contentsRect();
        const int flags = label->wordWrap() ? Qt::TextWordWrap : 0;
        const QSize needed =
            label->fontMetrics().boundingRect(QRect(0, 0, room.width(), QWIDGETSIZE_MAX), flags, text).size();
        // A line is as tall as its letters; what stands above or below them may be left out.
        const int spare = label->fontMetrics().leading() + label->fontMetrics().descent() + 1;
        if (needed.width() > room.width() + 1 || needed.height() > room.height() + spare)
            return u"“%1” needs %2×%3, has %4×%5: "_s.arg(text.left(60))
                       .arg(needed.width())
                       .arg(needed.height())
                       .arg(room.width())
                       .arg(room.height()) +
                   describe(widget);
    }
    if (const auto* button = qobject_cast<const QPushButton*>(&widget)) {
        const int needed = button->fontMetrics().horizontalAdvance(button->text());
        if (needed > button->width() - 2)
            return u"“%1” needs %2: "_s.arg(button->text()).arg(needed) + describe(widget);
    }
    return {};
}

} // namespace

class WindowTranslationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsTwoFifthsLongerFit_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("isEmpty");
        for (const QSize size :
             {QSize(960, 600), QSize(1280, 720), QSize(1360, 800), QSize(1600, 980), QSize(2560, 1440)}) {
            for (const bool isEmpty : {true, false}) {
                QTest::addRow("%dx%d %s", size.width(), size.height(), isEmpty ? "empty" : "full")
                    << size << isEmpty;
            }
        }
    }

    void wordsTwoFifthsLongerFit()
    {
        QFETCH(QSize, size);
        QFETCH(bool, isEmpty);
        Longer longer;
        const Installed installed(longer);
        const QString sample = QCoreApplication::translate("Weir", "Of %1 messages");
        QVERIFY2(sample.size() >= 19 && sample.contains(u" %1"_s), qPrintable(sample));
        MainWindow window;
        window.setTheme(Theme::Dark);
        ScriptedRun run(threeEndpoints(), fixedRate());
        window.setConfig(run.config(), run.revision());
        window.show();
        if (!isEmpty)
            play(window, run, 14);
        settle();
        window.resize(size);
        settle();
        if (qEnvironmentVariableIsSet("WEIR_TEST_PICTURES"))
            window.grab().save(qEnvironmentVariable("WEIR_TEST_PICTURES") +
                               u"/longer-%1-%2.png"_s.arg(size.width()).arg(isEmpty));
        QCOMPARE(window.size(), size); // nothing inside forces a larger one
        QCOMPARE(clippedChild(window), QString());
        QStringList cut;
        if (const auto* dock = window.findChild<QScrollArea*>(u"samplingScroll"_s); dock->isVisible())
            QCOMPARE(dock->widget()->width(), dock->viewport()->width()); // it scrolls up and down only
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            if (!widget->isVisible())
                continue;
            if (const QString text = cutText(*widget); !text.isEmpty())
                cut.append(text);
        }
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
    }

    void everyTextGoesThroughATranslator()
    {
        Marked marked;
        const Installed installed(marked);
        QStringList wrong;
        QStringList outside{
            u"checkout"_s, u"search"_s,       u"payments"_s,       u"wss://eu.shop.example/"_s,
            u"METRICS"_s,  u"_SAMPLE_RATE"_s, u"wss://host/path"_s};
        for (int length = 6; length < 30; ++length) // an address that is cut short
            outside << u"wss://eu.shop.example/checkout"_s.left(length) + u'…';
        const auto look = [&](const QWidget& root) {
            QList<QWidget*> all = root.findChildren<QWidget*>();
            all.append(const_cast<QWidget*>(&root));
            for (const QWidget* widget : all) {
                for (const QString& text : textsOf(*widget)) {
                    const QString rest = untranslated(text, outside);
                    const QString line = u"“%1” of “%2”"_s.arg(rest, text.left(80));
                    if (!rest.isEmpty() && !wrong.filter(line).size())
                        wrong.append(line + u": "_s + describe(*widget));
                }
            }
        };
        MainWindow window;
        window.setTheme(Theme::Dark);
        ScriptedRun run(threeEndpoints(), fixedRate());
        window.setConfig(run.config(), run.revision());
        LookSettings settings;
        settings.key = "/key";
        settings.value = "/value";
        settings.time = "/ts";
        settings.sequence = "/seq";
        run.look(settings);
        outside << u"/key"_s << u"/value"_s;
        for (int i = 1; i <= 40; ++i)
            outside << u"user-%1"_s.arg(i, 4, 10, QChar(u'0'));
        window.show();
        look(window);
        // What the core says is English in every language: it has no translator.
        for (int i = 0; i < 140; ++i) {
            const ScriptedRun::Step step = run.advance();
            for (const EndpointStatus& status : step.statuses)
                outside << status.error << status.hint;
            for (const LinkEvent& event : step.events)
                outside << event.text;
            if (step.interval && step.interval->engine)
                outside << QString::fromStdString(step.interval->engine->sampling.why);
            window.tick(run.now(), run.wall(), step.statuses);
            window.addEvents(step.events);
            if (step.interval)
                window.applyInterval(*step.interval);
        }
        outside.removeAll(QString());
        outside.removeDuplicates();
        std::sort(outside.begin(), outside.end(),
                  [](const QString& a, const QString& b) { return a.size() > b.size(); });
        for (const QSize size : {QSize(1600, 980), QSize(1280, 720)}) {
            window.resize(size);
            settle();
            look(window);
        }
        auto* keys = child<QListView>(window, "topKeysList");
        keys->setCurrentIndex(keys->model()->index(0, 0));
        QTest::keyClick(keys, Qt::Key_Return);
        auto* latency = child<QComboBox>(window, "latencyPicker");
        latency->setCurrentIndex(1);
        Q_EMIT latency->activated(1);
        settle();
        look(window);
        child<ChartCard>(window, "totalsCard")->setFocus();
        for (const Qt::Key key : {Qt::Key_Left, Qt::Key_T}) {
            QTest::keyClick(window.windowHandle(), key);
            settle();
            look(window);
        }
        QTest::keyClick(window.windowHandle(), Qt::Key_F1);
        QTest::keyClick(window.windowHandle(), Qt::Key_E, Qt::ControlModifier);
        settle();
        look(window);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }
};

QTEST_MAIN(WindowTranslationTest)
#include "window_translation_test.moc"
