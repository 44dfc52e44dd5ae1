// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_card.h"
#include "ui/charts/plot_view.h"

#include <QContextMenuEvent>
#include <QPaintEvent>
#include <QSignalSpy>
#include <QToolButton>
#include <QWheelEvent>
#include <QtTest/QtTest>

#include <memory>
#include <vector>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Paint events of a widget. */
struct PaintWatch : QObject
{
    explicit PaintWatch(QWidget* widget) { widget->installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            ++count;
            region += static_cast<QPaintEvent*>(event)->region();
        }
        return false;
    }
    int count = 0;
    QRegion region;
};

} // namespace

class ChartCardTest : public QObject
{
    Q_OBJECT

    static Colors colors()
    {
        Colors c;
        c.card = Qt::black;
        c.text = c.secondary = c.axis = c.accent = Qt::white;
        c.tooltip = Qt::darkGray;
        c.tooltipBorder = Qt::gray;
        c.series.fill(Qt::green);
        return c;
    }

    static CardView view()
    {
        CardView view;
        view.title = u"Throughput"_s;
        view.headline = u"≈ 11.2 k/s"_s;
        view.subline = u"total"_s;
        view.tag = CardTag::Estimate;
        view.explanation = u"406 looked into\nrange 2.05–2.48k <b>"_s;
        view.spanSeconds = 100;
        view.yHigh = 10;
        view.xTicks = {{-100, u"−1:40"_s}, {-50, u"−0:50"_s}, {0, u"now"_s}};
        LineView line;
        line.pieces = {{{-100, 0}, {0, 10}}};
        view.lines = {line};
        LegendEntry entry;
        entry.name = u"search"_s;
        entry.value = u"10"_s;
        entry.line = 0;
        entry.endpoint = EndpointId(3);
        view.legend = {entry};
        return view;
    }

    struct Shown
    {
        ChartCard card{u"card"_s, nullptr};
        PlotView* plot = card.findChild<PlotView*>();
        explicit Shown(const CardView& shown = view(), QSize size = {470, 300})
        {
            card.setColors(colors());
            card.resize(size);
            card.setView(shown);
            card.show();
            card.activateWindow();
            card.setFocus();
            (void)QTest::qWaitForWindowActive(&card);
            for (int i = 0; i < 5; ++i) // what activation asked for is painted before anything is counted
                QCoreApplication::processEvents();
        }
        QRect plotRect() const
        {
            constexpr int m = PlotView::kMargin;
            return plot->geometry().adjusted(m, m, -m, -m);
        }
        void mouse(QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons)
        {
            QMouseEvent event(type, at, card.mapToGlobal(at), button, buttons, Qt::NoModifier);
            QCoreApplication::sendEvent(&card, &event);
        }
        void drag(QPointF from, QPointF to)
        {
            mouse(QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
            mouse(QEvent::MouseMove, to, Qt::NoButton, Qt::LeftButton);
        }
        void release(QPointF at) { mouse(QEvent::MouseButtonRelease, at, Qt::LeftButton, {}); }
        void wheel(QPoint angle, Qt::KeyboardModifiers modifiers = {})
        {
            const QPointF at = plotRect().center();
            QWheelEvent event(at, card.mapToGlobal(at), {}, angle, {}, modifiers, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(&card, &event);
        }
        /** Of the plot's right edge, not of its last pixel. */
        QPointF at(double share) const
        {
            const QRectF rect(plotRect());
            return {rect.left() + share * rect.width(), rect.center().y()};
        }
    };

private Q_SLOTS:
    void thePointerMovesTheCrosshairExactlyToBothEdges()
    {
        Shown shown;
        QSignalSpy moved(&shown.card, &ChartCard::crosshairMoved);
        for (const auto& [share, x] : {std::pair(0.0, -100.0), std::pair(0.25, -75.0), std::pair(1.0, 0.0)}) {
            shown.mouse(QEvent::MouseMove, shown.at(share), Qt::NoButton, {});
            QCOMPARE(moved.takeLast().front().value<std::optional<double>>(), std::optional(x));
        }
        shown.mouse(QEvent::MouseMove, {20, 20}, Qt::NoButton, {});
        QCOMPARE(moved.takeLast().front().value<std::optional<double>>(), std::optional<double>());
        QVERIFY(!shown.card.crosshair());
    }

    void theCrosshairIsDrawnWhereItsTimeIs_data()
    {
        QTest::addColumn<double>("scale");
        QTest::newRow("1") << 1.0;
        QTest::newRow("2") << 2.0;
    }

    void theCrosshairIsDrawnWhereItsTimeIs()
    {
        QFETCH(double, scale);
        CardView plain = view();
        plain.lines.clear();
        Shown shown(plain);
        const auto columns = [&](std::optional<double> x) {
            shown.card.setCrosshair(x);
            QImage image((QSizeF(shown.plot->size()) * scale).toSize(), QImage::Format_RGB32);
            image.setDevicePixelRatio(scale);
            image.fill(Qt::black);
            PlotOverlay overlay;
            overlay.x = x;
            QPainter painter(&image);
            constexpr int m = PlotView::kMargin;
            paintOverlay(painter, overlay,
                         {QRectF(shown.plot->rect()).adjusted(m, m, -m, -m), 100, 0, 10, {}}, colors());
            painter.end();
            QList<int> lit;
            for (int column = 0; column < image.width(); ++column) {
                if (qGray(image.pixel(column, image.height() / 2)) > 100)
                    lit.append(column);
            }
            return lit;
        };
        const int first = qRound(PlotView::kMargin * scale);
        const int last = qRound((shown.plot->width() - PlotView::kMargin) * scale);
        QCOMPARE(columns(-100).front(), first);
        QVERIFY(columns(0).front() == last - 1);
        QCOMPARE(columns(-50).front(), (first + last) / 2);
        QCOMPARE(columns(-50).size(), qRound(scale));
    }

    void movingTheCrosshairOverSixCardsRastersNothing()
    {
        std::vector<std::unique_ptr<Shown>> cards;
        for (int i = 0; i < 6; ++i)
            cards.push_back(std::make_unique<Shown>());
        int before = 0;
        for (const auto& shown : cards)
            before += shown->plot->picturesComposed();
        const PaintWatch paints(cards.back()->plot->viewport());
        for (int x = -100; x <= 0; ++x) {
            for (const auto& shown : cards)
                shown->card.setCrosshair(x);
            QCoreApplication::processEvents();
        }
        int after = 0;
        for (const auto& shown : cards)
            after += shown->plot->picturesComposed();
        QCOMPARE(after, before);
        QVERIFY(paints.count > 90);
    }

    void anEqualViewPaintsNothing()
    {
        Shown shown;
        const PaintWatch card(&shown.card);
        const PaintWatch plot(shown.plot->viewport());
        const int pictures = shown.plot->picturesComposed();
        for (int i = 0; i < 10; ++i) {
            shown.card.setView(view());
            QCoreApplication::processEvents();
        }
        QCOMPARE(card.count + plot.count, 0);
        QCOMPARE(shown.plot->picturesComposed(), pictures);
    }

    void aNewHeadlinePaintsTheHeaderOnly()
    {
        Shown shown;
        const PaintWatch card(&shown.card);
        const PaintWatch plot(shown.plot->viewport());
        CardView next = view();
        next.headline = u"≈ 9.8 k/s"_s;
        shown.card.setView(next);
        QCoreApplication::processEvents();
        QCOMPARE(plot.count, 0);
        QCOMPARE(card.count, 1);
        QVERIFY(card.region.boundingRect().bottom() < 40);
    }

    void aNewCurvePaintsThePlotOnly()
    {
        Shown shown;
        const PaintWatch card(&shown.card);
        const PaintWatch plot(shown.plot->viewport());
        CardView next = view();
        next.lines.front().pieces.front().front().ry() = 5;
        shown.card.setView(next);
        QCoreApplication::processEvents();
        QCOMPARE(plot.count, 1);
        QVERIFY(card.region.subtracted(shown.plot->geometry()).isEmpty());
    }

    void draggingAsksForTheStretchInEitherDirection()
    {
        Shown shown;
        QSignalSpy zoomed(&shown.card, &ChartCard::zoomRequested);
        shown.drag(shown.at(1), shown.at(0.5));
        shown.release(shown.at(0.5));
        shown.drag(shown.at(0), shown.at(0.25));
        shown.release(shown.at(0.25));
        QCOMPARE(zoomed.size(), 2);
        QCOMPARE(zoomed[0], QVariantList({-50.0, 0.0}));
        QCOMPARE(zoomed[1], QVariantList({-100.0, -75.0}));
    }

    void aClickOrAnEscapedDragDoesNotZoom()
    {
        Shown shown;
        QSignalSpy zoomed(&shown.card, &ChartCard::zoomRequested);
        shown.drag(shown.at(0.5), shown.at(0.5) + QPointF(3, 0));
        shown.release(shown.at(0.5) + QPointF(3, 0));
        shown.drag(shown.at(0.2), shown.at(0.8));
        QTest::keyClick(&shown.card, Qt::Key_Escape);
        shown.release(shown.at(0.8));
        QCOMPARE(zoomed.size(), 0);
    }

    void theWheelZoomsAndSidewaysPans()
    {
        Shown shown;
        QSignalSpy zoomed(&shown.card, &ChartCard::wheelZoomed);
        QSignalSpy panned(&shown.card, &ChartCard::panRequested);
        shown.wheel({0, 120});
        shown.wheel({0, -60});
        QCOMPARE(zoomed.size(), 1);
        shown.wheel({0, -60});
        QCOMPARE(zoomed.size(), 2);
        QCOMPARE(zoomed[0][1].toDouble(), 0.8);
        QCOMPARE(zoomed[1][1].toDouble(), 1.25);
        shown.wheel({0, 120}, Qt::ShiftModifier);
        shown.wheel({-120, 0});
        QCOMPARE(panned.size(), 2);
        QCOMPARE(panned[0][0].toDouble(), -10.0);
        QCOMPARE(panned[1][0].toDouble(), 10.0);
    }

    void doubleClickGoesLive()
    {
        Shown shown;
        QSignalSpy live(&shown.card, &ChartCard::liveRequested);
        shown.mouse(QEvent::MouseButtonDblClick, shown.at(0.5), Qt::LeftButton, Qt::LeftButton);
        QCOMPARE(live.size(), 1);
    }

    void keysDoWhatThePointerDoes()
    {
        Shown shown;
        ChartCard& card = shown.card;
        QSignalSpy zoomed(&card, &ChartCard::wheelZoomed);
        QSignalSpy live(&card, &ChartCard::liveRequested);
        QSignalSpy undone(&card, &ChartCard::undoRequested);
        QSignalSpy menu(&card, &ChartCard::menuRequested);
        const double column = 100.0 / shown.plotRect().width();
        QTest::keyClick(&card, Qt::Key_Left);
        QCOMPARE(card.crosshair(), std::optional(0.0));
        QTest::keyClick(&card, Qt::Key_Left);
        QCOMPARE(card.crosshair(), std::optional(-column));
        QTest::keyClick(&card, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(card.crosshair(), std::optional(0.0));
        QTest::keyClick(&card, Qt::Key_Home);
        QCOMPARE(card.crosshair(), std::optional(-100.0));
        QTest::keyClick(&card, Qt::Key_Left);
        QCOMPARE(card.crosshair(), std::optional(-100.0));
        QTest::keyClick(&card, Qt::Key_Plus);
        QTest::keyClick(&card, Qt::Key_Minus);
        QCOMPARE(zoomed.size(), 2);
        QCOMPARE(zoomed[0], QVariantList({-100.0, 0.8}));
        QCOMPARE(zoomed[1], QVariantList({-100.0, 1.25}));
        QTest::keyClick(&card, Qt::Key_0);
        QTest::keyClick(&card, Qt::Key_Backspace);
        QTest::keyClick(&card, Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(&card, Qt::Key_Return);
        QCOMPARE(live.size(), 1);
        QCOMPARE(undone.size(), 2);
        QCOMPARE(menu.size(), 1);
        QTest::keyClick(&card, Qt::Key_Escape);
        QVERIFY(!card.crosshair());
    }

    void theMenuOpensByButtonAndContextMenu()
    {
        Shown shown;
        QSignalSpy menu(&shown.card, &ChartCard::menuRequested);
        auto* button = shown.card.findChild<QToolButton*>(u"cardMenu"_s);
        QVERIFY(button && button->isVisible()); // the card has the focus
        QVERIFY(!button->accessibleName().isEmpty());
        button->click();
        QContextMenuEvent asked(QContextMenuEvent::Mouse, {50, 50}, {150, 150});
        QCoreApplication::sendEvent(&shown.card, &asked);
        QContextMenuEvent byKey(QContextMenuEvent::Keyboard, {50, 50}, {150, 150});
        QCoreApplication::sendEvent(&shown.card, &byKey);
        QCOMPARE(menu.size(), 3);
        QCOMPARE(menu[1][0].toPoint(), QPoint(150, 150));
    }

    void aScreenReaderHearsTheReading()
    {
        Shown shown;
        shown.card.setCrosshair(-50);
        QCOMPARE(shown.card.accessibleDescription(), u"−0:50: search 10. ≈ 11.2 k/s, total"_s);
        shown.card.setCrosshair({});
        QCOMPARE(shown.card.accessibleDescription(), u"≈ 11.2 k/s, total"_s);
    }

    void theCrosshairKeepsItsPlaceWhenTheSpanChanges()
    {
        Shown shown;
        shown.card.setCrosshair(-50);
        CardView next = view();
        next.spanSeconds = 80;
        shown.card.setView(next);
        QCOMPARE(shown.card.crosshair(), std::optional(-40.0));
    }

    void aClickOnALegendEntryTellsWhichAndHow()
    {
        Shown shown;
        QSignalSpy activated(&shown.card, &ChartCard::legendActivated);
        QTest::mouseClick(&shown.card, Qt::LeftButton, Qt::ControlModifier, {30, 64});
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toInt(), 0);
        QCOMPARE(activated[0][1].value<Qt::KeyboardModifiers>(), Qt::KeyboardModifiers(Qt::ControlModifier));
        QTest::mouseClick(&shown.card, Qt::LeftButton, {}, {400, 64});
        QCOMPARE(activated.size(), 1);
    }

    void anEstimateExplainsItself()
    {
        Shown shown;
        const auto explanation = [&] { return shown.card.findChild<QFrame*>(u"explanation"_s); };
        QTest::keyClick(&shown.card, Qt::Key_E);
        QVERIFY(explanation());
        QCOMPARE(explanation()->accessibleDescription(), view().explanation);
        QVERIFY(explanation()->height() > 2 * explanation()->fontMetrics().height());
        QTest::keyClick(explanation(), Qt::Key_Escape);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!explanation());
        for (const QPoint place : {QPoint(440, 20), QPoint(20, 42)}) { // headline, tag
            QTest::mouseClick(&shown.card, Qt::LeftButton, {}, place);
            QVERIFY(explanation());
            explanation()->close();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        CardView exact = view();
        exact.explanation.clear();
        shown.card.setView(exact);
        QTest::keyClick(&shown.card, Qt::Key_E);
        QTest::mouseClick(&shown.card, Qt::LeftButton, {}, {440, 20});
        QVERIFY(!explanation());
    }

    void theHeadlineKeepsItsWidthAndNothingOverlaps()
    {
        CardView wide = view();
        wide.title = u"A title that is far too long for a small card"_s;
        for (const int width : {160, 205, 240, 480}) {
            CardLayout layout = CardLayout::of(QRectF(0, 0, width, 150), false);
            layout.fitHeader(wide, QFont());
            QVERIFY(layout.title.right() <= layout.headline.left());
            QVERIFY(layout.headline.right() <= width);
            QVERIFY(layout.menu.isEmpty() || (layout.menu.left() >= layout.title.right() &&
                                              layout.menu.right() <= layout.headline.left()));
        }
    }

    void aFoldedCardIsOneRow()
    {
        Shown shown;
        shown.card.setFolded(true);
        QCOMPARE(shown.card.sizeHint().height(), 34);
        QVERIFY(!shown.plot->isVisible());
        shown.card.resize(470, 34);
        QVERIFY(!shown.card.grab().isNull());
        shown.card.setFolded(false);
        QVERIFY(shown.plot->isVisible());
    }
};

QTEST_MAIN(ChartCardTest)
#include "chart_card_test.moc"
