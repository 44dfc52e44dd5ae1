// SPDX-License-Identifier: Apache-2.0
// A9, A13: the adaptive rate follows the load within one flush, at the library's defaults.
#include "tests/benchmarks/accuracy_distributions.h"
#include "tests/benchmarks/accuracy_groups.h"
#include "tests/benchmarks/accuracy_statistics.h"
#include "tests/benchmarks/accuracy_superseded.h"

#include <array>
#include <string>

namespace weir::accuracy {
namespace {

/** Exponential values, drawn once: at 1e8 events/s drawing them would take longer than recording them. */
class ValueTable
{
public:
    explicit ValueTable(std::uint64_t seed)
    {
        Draws draws(seed);
        for (double& value : m_values)
            value = draws.exponential();
    }
    double at(std::size_t i) const noexcept { return m_values[i % kSize]; }

private:
    static constexpr std::size_t kSize = 1 << 15;
    std::vector<double> m_values = std::vector<double>(kSize);
};

struct FlushResult
{
    double truth = 0;
    double seen = 0;
    double superseded = 0;
    double inForce = 0; ///< for the next interval
};

/** One engine and one superseded system, fed the same events in intervals of 2 s. */
class SideBySide
{
public:
    SideBySide(Audit& audit, std::uint64_t seed, bool withSuperseded)
        : m_bench(audit, MetricsConfig{}, seed), m_old(seed), m_withSuperseded(withSuperseded), m_values(seed)
    {}

    FlushResult interval(double eventsPerSecond)
    {
        FlushResult result;
        const auto events = static_cast<std::size_t>(2 * eventsPerSecond);
        for (std::size_t i = 0; i < events; ++i) {
            const double value = m_values.at(i);
            m_bench.engine().observe(MetricType::MessageReceived, value);
            result.truth += value;
        }
        if (m_withSuperseded) {
            const double step = 2e9 / static_cast<double>(events);
            for (std::size_t i = 0; i < events; ++i) {
                const Duration since(static_cast<Duration::rep>(step * static_cast<double>(i)));
                m_old.recordAt(m_bench.now() + since, 0, m_values.at(i));
            }
            m_old.flush([&](const Superseded::Sample& sample, double weight) {
                result.superseded += weight * sample.value;
            });
        }
        const auto snapshot = m_bench.flush();
        result.seen = snapshot->of(MetricType::MessageReceived).intervalSumEstimate.value;
        result.inForce = snapshot->sampling.inForce;
        return result;
    }

private:
    Bench m_bench;
    Superseded m_old;
    bool m_withSuperseded;
    ValueTable m_values;
};

struct Step
{
    double rate;
    int flushes;
    const char* name;
};

constexpr std::array<Step, 7> kSteps = {{{1e3, 10, "1e3/s"},
                                         {1e4, 10, "1e4/s"},
                                         {1e5, 10, "1e5/s"},
                                         {1e6, 8, "1e6/s"},
                                         {1e7, 5, "1e7/s"},
                                         {1e8, 2, "1e8/s"},
                                         {1e3, 10, "1e8 -> 1e3/s"}}};

struct StepErrors
{
    Errors first; ///< the flush of the step
    Errors later;
    Errors superseded;
};

std::array<StepErrors, kSteps.size()> climbAndFall(Audit& audit, std::uint64_t seed, bool withSuperseded)
{
    SideBySide systems(audit, 900 + seed, withSuperseded);
    std::array<StepErrors, kSteps.size()> errors;
    for (std::size_t step = 0; step < kSteps.size(); ++step) {
        for (int flush = 0; flush < kSteps[step].flushes; ++flush) {
            const FlushResult result = systems.interval(kSteps[step].rate);
            (flush == 0 ? errors[step].first : errors[step].later).add(result.seen, result.truth);
            if (withSuperseded)
                errors[step].superseded.add(result.superseded, result.truth);
        }
    }
    return errors;
}

} // namespace

std::vector<Row> stepsOfLoad(Audit& audit)
{
    constexpr std::size_t kUnits = 10;
    const auto parts =
        inParallel(kUnits, [&](std::size_t unit) { return climbAndFall(audit, unit, unit == 0); });
    std::vector<Row> rows;
    for (std::size_t step = 0; step < kSteps.size(); ++step) {
        StepErrors all;
        for (const auto& part : parts) {
            all.first.add(part[step].first);
            all.later.add(part[step].later);
        }
        const Errors& old = parts[0][step].superseded;
        const double bar = kSteps[step].rate < 1e4 ? 8 : 4;
        rows.push_back({kSteps[step].name, "RMSE a flush, from the second after the step", all.later.rmse(),
                        all.later.rmseError(), "%", plainPercent(old.rmse()), bar == 4 ? "<= 4 %" : "<= 8 %",
                        all.later.rmse() <= bar});
        if (step > 0)
            rows.push_back({kSteps[step].name, "bias in the flush of the step", all.first.bias(),
                            all.first.biasError(), "%", signedPercent(old.bias()), "within 3.5 se",
                            std::fabs(all.first.bias()) <= 3.5 * all.first.biasError()});
    }
    return rows;
}

std::vector<Row> quietThenBurst(Audit& audit)
{
    constexpr std::size_t kUnits = 200;
    constexpr int kQuietFlushes = 30;
    constexpr int kBurstFlushes = 5;
    struct Result
    {
        Errors burst, firstFlush, superseded;
        double rateAfter = 0, rateQuiet = 0, rateBack = 0;
    };
    const std::vector<Result> parts = inParallel(kUnits, [&](std::size_t unit) {
        SideBySide systems(audit, 1300 + unit, true);
        Result result;
        for (int flush = 0; flush < kQuietFlushes; ++flush)
            result.rateQuiet = systems.interval(10).inForce;
        FlushResult total;
        for (int flush = 0; flush < kBurstFlushes; ++flush) {
            const FlushResult one = systems.interval(1e5);
            if (flush == 0) {
                result.firstFlush.add(one.seen, one.truth);
                result.rateAfter = one.inForce;
            }
            total.truth += one.truth;
            total.seen += one.seen;
            total.superseded += one.superseded;
        }
        result.burst.add(total.seen, total.truth);
        result.superseded.add(total.superseded, total.truth);
        result.rateBack = systems.interval(10).inForce;
        return result;
    });
    Result all;
    for (const Result& part : parts) {
        all.burst.add(part.burst);
        all.firstFlush.add(part.firstFlush);
        all.superseded.add(part.superseded);
        all.rateQuiet += 100 * part.rateQuiet / kUnits;
        all.rateAfter += 100 * part.rateAfter / kUnits;
        all.rateBack += 100 * part.rateBack / kUnits;
    }
    const std::string workload = "1e1/s for 60 s, 1e5/s for 10 s";
    const std::string old = signedPercent(all.superseded.bias());
    return {{workload, "bias of the burst's sum", all.burst.bias(), all.burst.biasError(), "%", old,
             "within 3.5 se", std::fabs(all.burst.bias()) <= 3.5 * all.burst.biasError()},
            {workload, "RMSE of the burst's first flush", all.firstFlush.rmse(), all.firstFlush.rmseError(),
             "%", "", "<= 4 %", all.firstFlush.rmse() <= 4},
            {workload, "rate in force while quiet", all.rateQuiet, 0, "%", "", "15 %",
             std::fabs(all.rateQuiet - 15) < 1e-9},
            {workload, "rate after one flush of the burst", all.rateAfter, 0, "%", "", "1-1.1 %",
             all.rateAfter >= 1 && all.rateAfter <= 1.1},
            {workload, "rate after one quiet flush", all.rateBack, 0, "%", "", "15 %",
             std::fabs(all.rateBack - 15) < 1e-9}};
}

} // namespace weir::accuracy
