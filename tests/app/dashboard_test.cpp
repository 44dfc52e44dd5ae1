// SPDX-License-Identifier: GPL-3.0-or-later
// The whole program but its main(): the window's knob against a real engine, fed by the demo.
#include "app/dashboard/dashboard.h"
#include "ui/rate_slider.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QLabel>
#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

SessionOptions demoOptions()
{
    SessionOptions options;
    options.demo = FeedPattern::Steady;
    options.metrics = programMetricsDefaults();
    options.metrics.flushInterval = 200ms;
    return options;
}

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

std::uint64_t received()
{
    std::uint64_t messages = 0;
    for (const EndpointId id : window()->data().order())
        messages += window()->data().find(id)->status.messages;
    return messages;
}

const EngineSnapshot* snapshot()
{
    return window()->data().snapshot().get();
}

} // namespace

class DashboardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movingTheRateIsObeyedMarkedAcknowledgedAndMovesNoTotal()
    {
        Dashboard dashboard(demoOptions(), WindowOptions{});
        dashboard.start({});
        QTRY_VERIFY2(snapshot() && snapshot()->of(MetricType::MessageReceived).exact.count > 1000,
                     "the demo sends thousands of messages a second");
        QVERIFY(snapshot()->sampling.mode == SamplingMode::Adaptive);
        QCOMPARE(snapshot()->sampling.rate, 1.0); // everything, as long as that is cheap
        const std::uint64_t revision = snapshot()->sampling.revision;
        const std::uint64_t countBefore = snapshot()->of(MetricType::MessageReceived).exact.count;
        const auto events = part<QAbstractItemView>("eventList")->model()->rowCount();
        const std::size_t markers = window()->data().markers().size();

        for (int i = 0; i < 4; ++i)
            QTest::keyClick(part<RateSlider>("rateSlider"), Qt::Key_Left);
        const double rate = part<RateSlider>("rateSlider")->rate();
        QVERIFY(rate < 0.6);

        QTRY_VERIFY2(snapshot()->sampling.revision > revision, "the next flush carries it");
        QVERIFY(part<QLabel>("samplingAck")->text().contains(u"revision"_s));
        QTRY_VERIFY2(snapshot()->sampling.mode == SamplingMode::Fixed && snapshot()->sampling.rate == rate,
                     "the mode is fixed");
        QTRY_VERIFY2(snapshot()->sampling.effective < rate + 0.15 &&
                         snapshot()->sampling.effective > rate - 0.15,
                     "the effective rate follows with the first whole interval");
        QVERIFY(window()->data().markers().size() > markers);
        QVERIFY(part<QAbstractItemView>("eventList")->model()->rowCount() > events);

        // No total moved: it went on from where it was, and is the sum of what the endpoints counted.
        QVERIFY(snapshot()->of(MetricType::MessageReceived).exact.count >= countBefore);
        QVERIFY(snapshot()->accounting.addsUp());
        QTRY_VERIFY2(received() >= snapshot()->of(MetricType::MessageReceived).exact.count,
                     "endpoints are read ten times a second");
        dashboard.stop();
    }

    void whatIsInsideTheMessagesReachesTheWindow()
    {
        Dashboard dashboard(demoOptions(), WindowOptions{});
        dashboard.start({});
        const auto hasKeys = [] {
            for (const EndpointId id : window()->data().order()) {
                const LookedEndpoint* look = window()->data().looked().newest(id);
                if (look && !look->keys.empty())
                    return true;
            }
            return false;
        };
        QTRY_VERIFY2(hasKeys(), "the demo comes with its fields chosen");
        dashboard.stop();
    }

    void startingTheDemoFromTheEmptyWindowTakesOneKey()
    {
        SessionOptions options = demoOptions();
        options.demo.reset();
        Dashboard dashboard(options, WindowOptions{});
        dashboard.start({});
        QTest::keyClick(part<QWidget>("demoButton"), Qt::Key_Space);
        QTRY_COMPARE(window()->data().order().size(), std::size_t(5));
        QTRY_VERIFY2(received() > 0, "the demo sends");
    }

    void closingTheWindowEndsTheProgram()
    {
        Dashboard dashboard(demoOptions(), WindowOptions{});
        dashboard.start({});
        QTRY_VERIFY2(received() > 0, "the demo sends");
        QTimer::singleShot(0, window(), &QWidget::close);
        QCOMPARE(QCoreApplication::exec(), 0); // returns because the last window closed
        dashboard.stop();                      // as main() does now
    }

    void badVariablesAreSaidInTheEventList()
    {
        Dashboard dashboard(demoOptions(), WindowOptions{});
        dashboard.start({u"METRICS_SAMPLE_RATE is \"abc\""_s});
        const QAbstractItemModel* model = part<QAbstractItemView>("eventList")->model();
        bool found = false;
        for (int row = 0; row < model->rowCount(); ++row) {
            for (const int role : model->roleNames().keys())
                found |= model->index(row, 0).data(role).toString().contains(u"METRICS_SAMPLE_RATE"_s);
        }
        QVERIFY(found);
    }

    void stoppingIsQuickAndIdempotentWithAServerThatIsGone()
    {
        SessionOptions options = demoOptions();
        options.demo.reset();
        EndpointSettings nobody;
        nobody.name = u"nobody"_s;
        nobody.url = QUrl(u"ws://127.0.0.1:1"_s);
        options.endpoints.push_back({nobody, {}, {}});
        Dashboard dashboard(options, WindowOptions{});
        dashboard.start({});
        QTRY_VERIFY2(window()->data().order().size() == 1 &&
                         window()->data().find(window()->data().order().front())->status.state ==
                             EndpointState::Retrying,
                     "nothing listens there");
        dashboard.stop();
        dashboard.stop();
    }
};

QTEST_MAIN(DashboardTest)
#include "dashboard_test.moc"
