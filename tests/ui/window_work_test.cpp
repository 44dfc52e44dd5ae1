// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with a thousand endpoints, counted and not timed.
#include "tests/ui/window_parts.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/plot_view.h"
#include "ui/endpoint_delegate.h"
#include "ui/endpoint_list_view.h"
#include "ui/endpoint_panel.h"

#include <QtCharts/QChart>
#include <QtCharts/QValueAxis>
#include <QtTest/QtTest>

#include <algorithm>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::uint32_t kEndpoints = 1000;
constexpr std::uint64_t kCards = 6;

/** Paint events of the cards and their plots. */
class CardPaints : public QObject
{
public:
    explicit CardPaints(MainWindow& window)
    {
        for (ChartCard* card : window.findChildren<ChartCard*>()) {
            card->installEventFilter(this);
            card->findChild<PlotView*>()->viewport()->installEventFilter(this);
        }
    }
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            ++count;
        return false;
    }
    std::uint64_t count = 0;
};

/** A window with a thousand endpoints that all send, each at its own rate. */
struct Desk
{
    MainWindow window;
    std::vector<EndpointStatus> statuses;
    TimePoint now{3h};
    WallTime wall{std::chrono::seconds(1'781'613'000)};
    std::uint64_t sequence = 0;

    Desk()
    {
        for (std::uint32_t id = 1; id <= kEndpoints; ++id) {
            statuses.push_back(openEndpoint(id, u"endpoint-%1"_s.arg(id)));
            statuses.back().since = now;
        }
        window.setTheme(Theme::Dark);
        window.setConfig(fixedRate(), 14);
        window.resize(1600, 980);
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
        go(30);
        settle();
    }

    void tick()
    {
        window.tick(now += 100ms, wall += 100ms, statuses);
        QCoreApplication::processEvents();
    }
    /** Everybody sends, and every second second the engine flushes. */
    void go(int ticks)
    {
        for (int i = 0; i < ticks; ++i) {
            for (EndpointStatus& status : statuses) {
                status.messages += status.id.value % 40 + 1;
                status.bytes += 300 * (status.id.value % 40 + 1);
            }
            tick();
            if (++m_ticks % 20 == 0) {
                auto snapshot = std::make_shared<EngineSnapshot>(snapshotAt(now, fixedRate(), ++sequence));
                snapshot->wallTime = wall;
                window.applyInterval({snapshot, {}});
            }
        }
    }

    EndpointPanel& panel() const { return *child<EndpointPanel>(window, "endpointPanel"); }
    std::uint64_t rowsInSight() const
    {
        const EndpointListView::Rows rows = child<EndpointListView>(window, "endpointList")->visibleRows();
        return static_cast<std::uint64_t>(rows.last - rows.first + 1);
    }
    std::uint64_t pictures() const
    {
        std::uint64_t composed = 0;
        for (const PlotView* plot : window.findChildren<PlotView*>())
            composed += static_cast<std::uint64_t>(plot->picturesComposed());
        return composed;
    }

private:
    int m_ticks = 0;
};

} // namespace

class WindowWorkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTickInWhichNothingChangedPaintsNoCard()
    {
        Desk desk;
        desk.tick(); // from here on within one second
        while (desk.now.time_since_epoch() % 1s != 100ms)
            desk.tick();
        settle();
        CardPaints paints(desk.window);
        const std::uint64_t pictures = desk.pictures();
        const std::uint64_t painted = desk.panel().delegate().painted();
        for (int i = 0; i < 8; ++i)
            desk.tick();
        QCOMPARE(paints.count, std::uint64_t(0));
        QCOMPARE(desk.pictures(), pictures);
        // Rates settle where nothing comes any more: at most the rows in sight, and not at every tick.
        QVERIFY2(desk.panel().delegate().painted() - painted <= 2 * (desk.rowsInSight() + 2),
                 qPrintable(QString::number(desk.panel().delegate().painted() - painted)));
    }

    void aTickBuildsMeasuresAndPaintsRowsInSightOnly()
    {
        Desk desk;
        constexpr std::uint64_t kTicks = 40;
        const std::uint64_t sight = desk.rowsInSight();
        QVERIFY(sight > 5 && sight < 60);
        const std::uint64_t built = desk.panel().model().built();
        const std::uint64_t painted = desk.panel().delegate().painted();
        const std::uint64_t measured = desk.panel().delegate().measured();
        desk.go(kTicks);
        const std::uint64_t few = sight + 4;
        QVERIFY2(desk.panel().model().built() - built <= kTicks * few,
                 qPrintable(QString::number((desk.panel().model().built() - built) / kTicks)));
        QVERIFY2(desk.panel().delegate().painted() - painted <= kTicks * few,
                 qPrintable(QString::number((desk.panel().delegate().painted() - painted) / kTicks)));
        QVERIFY2(desk.panel().delegate().measured() - measured <= kTicks * few,
                 qPrintable(QString::number((desk.panel().delegate().measured() - measured) / kTicks)));
        QVERIFY(desk.panel().delegate().painted() > painted);
    }

    void aLiveSecondRastersEachPlotOnce()
    {
        Desk desk;
        const std::uint64_t pictures = desk.pictures();
        constexpr std::uint64_t kSeconds = 20;
        desk.go(kSeconds * 10);
        const std::uint64_t composed = desk.pictures() - pictures;
        QVERIFY2(composed <= kCards * kSeconds, qPrintable(QString::number(composed)));
        QVERIFY(composed >= kSeconds); // it lives
    }

    /** Qt Charts makes every line of a grid at once, in time that grows with their square. */
    void noGridHasMoreLinesThanCanBeToldApartNotForAMoment()
    {
        Desk desk;
        double most = 0;
        for (PlotView* plot : desk.window.findChildren<PlotView*>()) {
            for (QAbstractAxis* axis : plot->chart()->axes()) {
                auto* values = qobject_cast<QValueAxis*>(axis);
                QVERIFY(values);
                const auto count = [&most, values] {
                    most = std::max(most, (values->max() - values->min()) / values->tickInterval());
                };
                connect(values, &QValueAxis::rangeChanged, &desk.window, count);
                connect(values, &QValueAxis::tickIntervalChanged, &desk.window, count);
            }
        }
        for (const Qt::Key key :
             {Qt::Key_1, Qt::Key_6, Qt::Key_B, Qt::Key_1, Qt::Key_5, Qt::Key_B, Qt::Key_3})
            QTest::keyClick(&desk.window, key);
        QVERIFY(most > 0);
        QVERIFY2(most < 40, qPrintable(QString::number(most)));
    }

    void aMinuteLeavesNoObjectsBehind()
    {
        Desk desk;
        desk.go(100);
        const auto objects = desk.window.findChildren<QObject*>().size();
        desk.go(600);
        QCOMPARE(desk.window.findChildren<QObject*>().size(), objects);
    }

    void whoDoesNotLookCostsNothing_data()
    {
        QTest::addColumn<QByteArray>("how");
        QTest::newRow("hidden") << QByteArray("hidden");
        QTest::newRow("minimised") << QByteArray("minimised");
        QTest::newRow("paused") << QByteArray("paused");
    }

    void whoDoesNotLookCostsNothing()
    {
        QFETCH(QByteArray, how);
        Desk desk;
        desk.go(20);
        if (how == "hidden")
            desk.window.hide();
        else if (how == "minimised")
            desk.window.showMinimized();
        else
            QTest::keyClick(&desk.window, Qt::Key_Space);
        settle();
        CardPaints paints(desk.window);
        const auto* card = child<ChartCard>(desk.window, "throughputCard");
        const CardView shown = card->view();
        const std::uint64_t pictures = desk.pictures();
        const std::uint64_t painted = desk.panel().delegate().painted();
        const std::uint64_t built = desk.panel().model().built();
        desk.go(100);
        QCOMPARE(paints.count, std::uint64_t(0));
        QCOMPARE(desk.pictures(), pictures);
        QVERIFY(card->view() == shown);
        if (how != "paused") { // a paused view still lists what is
            QCOMPARE(desk.panel().delegate().painted(), painted);
            QCOMPARE(desk.panel().model().built(), built);
        }
        if (how == "paused")
            QTest::keyClick(&desk.window, Qt::Key_Space);
        else
            desk.window.showNormal();
        settle();
        QVERIFY(card->view().wallEnd - shown.wallEnd >= 9s); // and nothing was missed
    }
};

QTEST_MAIN(WindowWorkTest)
#include "window_work_test.moc"
