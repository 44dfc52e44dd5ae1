// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/charts_rows.h"
#include "tests/benchmarks/charts_start.h"
#include "tests/ui/builders.h"

#include "ui/main_window.h"

#include <QEventLoop>
#include <QTimer>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir::bench {

namespace {

constexpr int kFew = 100;
constexpr int kMany = 1000;
constexpr int kTicksASecond = 10;
constexpr int kBlockTicks = 40;
constexpr int kBlocks = 5;

/** Rates that differ at every reading; one endpoint in 30 is gone for good, one in 30 comes and goes. */
test::ScriptedEndpoint endpoint(int number)
{
    const double base = 5 + 2000.0 / (1 + number % 97);
    return {u"service-%1.eu/orders"_s.arg(number, 4, 10, QChar(u'0')), [number, base](double second) {
                const bool isGone = number % 30 == 3 && second > 1;
                const bool isAway = number % 30 == 7 && std::fmod(second + number, 60) < 20;
                return isGone || isAway ? -1 : base * (1 + 0.3 * std::sin(second / 7 + number));
            }};
}

/** A window on a made-up run of so many endpoints. */
class Watched
{
public:
    explicit Watched(int endpoints) : m_run(makeRun(endpoints))
    {
        m_window.resize(1600, 980);
        // Hidden windows draw nothing: this only fills what is kept.
        const TimePoint full = m_run.now() + DashboardData::kKept + std::chrono::seconds(10);
        while (m_run.now() < full)
            apply(m_run.advance());
    }

    /** CPU milliseconds a second at ten readings a second, making the readings not counted. */
    double cost()
    {
        m_window.show();
        turn(200);
        double making = 0;
        int ticks = 0;
        QEventLoop loop;
        QTimer clock;
        clock.setTimerType(Qt::PreciseTimer);
        QObject::connect(&clock, &QTimer::timeout, &loop, [&] {
            const double before = cpuMs();
            const test::ScriptedRun::Step step = m_run.advance();
            making += cpuMs() - before;
            apply(step);
            if (++ticks == kBlockTicks)
                QTimer::singleShot(1000 / kTicksASecond, &loop, &QEventLoop::quit);
        });
        const double before = cpuMs();
        clock.start(1000 / kTicksASecond);
        loop.exec();
        const double spent = cpuMs() - before - making;
        m_window.hide();
        turn(50);
        return spent / ticks * kTicksASecond;
    }

private:
    static test::ScriptedRun makeRun(int endpoints)
    {
        std::vector<test::ScriptedEndpoint> script;
        for (int i = 0; i < endpoints; ++i)
            script.push_back(endpoint(i));
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        return {std::move(script), config};
    }

    static void turn(int milliseconds)
    {
        QEventLoop loop;
        QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
        loop.exec();
    }

    void apply(const test::ScriptedRun::Step& step)
    {
        m_window.addEvents(step.events);
        m_window.tick(m_run.now(), m_run.wall(), step.statuses);
        if (step.interval)
            m_window.applyInterval(*step.interval);
    }

    test::ScriptedRun m_run;
    MainWindow m_window;
};

} // namespace

Row listRow()
{
    Watched few(kFew);
    Watched many(kMany);
    std::vector<double> ofFew;
    std::vector<double> ofMany;
    for (int i = 0; i < kBlocks; ++i) {
        ofFew.push_back(few.cost());
        ofMany.push_back(many.cost());
    }
    return {u"1000 endpoints in the list at 10 Hz, whole window"_s,
            u"100 endpoints"_s,
            median(std::move(ofMany)),
            median(std::move(ofFew)),
            u"ms/s"_s,
            3.0,
            u"<= 3x"_s};
}

} // namespace weir::bench
