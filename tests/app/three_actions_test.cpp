// SPDX-License-Identifier: GPL-3.0-or-later
// From the empty window to one's own endpoint on the chart at one's own rate: three actions, against a real
// server and a real engine.
#include "app/dashboard/dashboard.h"
#include "core/feed/feed_server.h"
#include "core/net/qt_timer.h"
#include "ui/charts/chart_card.h"
#include "ui/rate_slider.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QtTest/QtTest>

#include <algorithm>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

MainWindow* window()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (auto* main = qobject_cast<MainWindow*>(widget))
            return main;
    }
    return nullptr;
}

template<class T>
T* part(const char* name)
{
    return window()->findChild<T*>(QString::fromLatin1(name));
}

/** A feed in this process, and an empty window. */
struct Desk
{
    SystemClock clock;
    QtTimerFactory timers;
    FeedServer feed{FeedOptions{}, clock, timers};
    QString address;
    Dashboard dashboard{options(), WindowOptions{}};
    int actions = 0;

    Desk()
    {
        const Result<QUrl> url = feed.listen();
        if (!url)
            qFatal("%s", url.error().message.c_str());
        address = url.value().toString();
        dashboard.start({});
        window()->activateWindow();
        (void)QTest::qWaitForWindowActive(window());
    }
    ~Desk() { dashboard.stop(); }

    static SessionOptions options()
    {
        SessionOptions options;
        options.metrics = programMetricsDefaults();
        options.metrics.flushInterval = 200ms;
        return options;
    }

    void act(const std::function<void()>& action)
    {
        action();
        ++actions;
    }
    /** Its own line on the chart, with something on it. */
    bool isOnTheChart() const
    {
        const auto* card = part<ChartCard>("throughputCard");
        if (!card || !card->isVisible() || window()->data().order().size() != 1)
            return false;
        const QString name = window()->data().find(window()->data().order().front())->status.name;
        const auto& lines = card->view().lines;
        return std::any_of(lines.begin(), lines.end(),
                           [&](const LineView& line) { return line.name == name && !line.pieces.empty(); });
    }
    std::uint64_t revision() const
    {
        const auto& snapshot = window()->data().snapshot();
        return snapshot ? snapshot->sampling.revision : 0;
    }
    double rate() const { return window()->data().snapshot()->sampling.rate; }
};

} // namespace

class ThreeActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byMouseAlone()
    {
        Desk desk;
        QGuiApplication::clipboard()->setText(desk.address);
        QTRY_VERIFY2(desk.revision() > 0, "an engine flushes five times a second");
        const std::uint64_t before = desk.revision();
        desk.act([&] { part<QLineEdit>("emptyAddress")->paste(); });
        desk.act([&] { QTest::mouseClick(part<QAbstractButton>("emptyButton"), Qt::LeftButton); });
        desk.act([&] {
            auto* slider = part<RateSlider>("rateSlider");
            QTest::mouseClick(slider, Qt::LeftButton, {}, {slider->width() / 3, 13});
        });
        QTRY_VERIFY2(desk.isOnTheChart(), "it sends a hundred messages a second");
        QTRY_VERIFY2(desk.revision() > before, "the next flush carries the new rate");
        QTRY_VERIFY2(desk.rate() < 0.5, "a third of the way up a scale of three decades");
        QCOMPARE(desk.actions, 3);
    }

    void byKeyboardAlone()
    {
        Desk desk;
        QTRY_VERIFY2(desk.revision() > 0, "an engine flushes five times a second");
        const std::uint64_t before = desk.revision();
        const auto key = [](Qt::Key which) { QTest::keyClick(window()->windowHandle(), which); };
        // Nothing was clicked: the field has the focus from the start.
        QCOMPARE(window()->focusWidget(), part<QLineEdit>("emptyAddress"));
        desk.act([&] { QTest::keyClicks(window()->focusWidget(), desk.address); });
        desk.act([&] { key(Qt::Key_Return); });
        QTRY_VERIFY2(desk.isOnTheChart(), "it sends a hundred messages a second");
        desk.act([&] { key(Qt::Key_BracketLeft); });
        QTRY_VERIFY2(desk.revision() > before, "the next flush carries the new rate");
        QTRY_VERIFY2(desk.rate() < 1, "the round rate below the one in force");
        QCOMPARE(desk.actions, 3);
    }
};

QTEST_MAIN(ThreeActionsTest)
#include "three_actions_test.moc"
