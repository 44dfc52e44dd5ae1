// SPDX-License-Identifier: Apache-2.0
// A8: a ring that fills many times in an interval, while values move with time.
#include "tests/benchmarks/accuracy_distributions.h"
#include "tests/benchmarks/accuracy_groups.h"
#include "tests/benchmarks/accuracy_statistics.h"
#include "tests/benchmarks/accuracy_superseded.h"

#include <array>
#include <string>

namespace weir::accuracy {
namespace {

constexpr double kRate = 0.15;
constexpr std::size_t kRing = 500;
constexpr std::size_t kRepetitions = 800;
constexpr std::size_t kUnits = 8;

enum class Shape { EarlyBurst, LateBurst, Ramp, Autoregressive, Same };

struct Workload
{
    Shape shape;
    const char* name;
};

constexpr std::array<Workload, 5> kWorkloads = {{{Shape::EarlyBurst, "first 5 % x50"},
                                                 {Shape::LateBurst, "last 5 % x50"},
                                                 {Shape::Ramp, "ramp to x3"},
                                                 {Shape::Autoregressive, "AR(1) 0.9999"},
                                                 {Shape::Same, "lognormal 1"}}};

/** The values of one interval, in their order. */
class Values
{
public:
    Values(Shape shape, std::uint64_t seed) : m_shape(shape), m_draws(seed), m_state(m_draws.normal()) {}

    /** `position` in the interval, 0..1. */
    double next(double position)
    {
        switch (m_shape) {
        case Shape::EarlyBurst:
            return (position < 0.05 ? 50 : 1) * m_draws.exponential();
        case Shape::LateBurst:
            return (position > 0.95 ? 50 : 1) * m_draws.exponential();
        case Shape::Ramp:
            return (1 + 2 * position) * m_draws.exponential();
        case Shape::Autoregressive:
            m_state = 0.9999 * m_state + 0.014142 * m_draws.normal();
            return std::exp(m_state) * m_draws.exponential();
        case Shape::Same:
            return kLognormal1.draw(m_draws);
        }
        return 0;
    }

private:
    Shape m_shape;
    Draws m_draws;
    double m_state;
};

/** Algorithm R, as large as the ring, with the exact count for its weight: what to measure thinning by. */
class Reservoir
{
public:
    explicit Reservoir(std::uint64_t seed) : m_draws(seed) {}

    void add(double value)
    {
        ++m_seen;
        if (m_values.size() < kRing) {
            m_values.push_back(value);
            return;
        }
        const std::size_t place = m_draws.index(m_seen);
        if (place < kRing)
            m_values[place] = value;
    }
    double takeSum()
    {
        double sum = 0;
        for (const double value : m_values)
            sum += value;
        sum *= static_cast<double>(m_seen) / static_cast<double>(m_values.size());
        m_values.clear();
        m_seen = 0;
        return sum;
    }

private:
    Draws m_draws;
    std::vector<double> m_values;
    std::size_t m_seen = 0;
};

struct Result
{
    Errors count, sum, reservoir, superseded;

    void add(const Result& other)
    {
        count.add(other.count);
        sum.add(other.sum);
        reservoir.add(other.reservoir);
        superseded.add(other.superseded);
    }
};

Result repeat(Audit& audit, Shape shape, std::size_t events, std::uint64_t seed)
{
    Bench bench(audit, fixedRate(kRate, kRing), seed);
    Reservoir reservoir(seed);
    Superseded old(seed, kRate, kRing);
    Values values(shape, 1000 + seed);
    Result result;
    for (std::size_t repetition = 0; repetition <= kRepetitions / kUnits; ++repetition) {
        double truth = 0;
        for (std::size_t i = 0; i < events; ++i) {
            const double value = values.next(static_cast<double>(i) / static_cast<double>(events));
            bench.engine().observe(MetricType::MessageReceived, value);
            reservoir.add(value);
            old.record(0, value);
            truth += value;
        }
        const auto snapshot = bench.flush();
        const double reservoirSum = reservoir.takeSum();
        double supersededSum = 0;
        old.flush(
            [&](const Superseded::Sample& sample, double weight) { supersededSum += weight * sample.value; });
        if (repetition == 0)
            continue; // the engine does not know the mean value yet
        result.count.add(snapshot->of(MetricType::MessageReceived).interval.value,
                         static_cast<double>(events));
        result.sum.add(snapshot->of(MetricType::MessageReceived).intervalSumEstimate.value, truth);
        result.reservoir.add(reservoirSum, truth);
        result.superseded.add(supersededSum, truth);
    }
    return result;
}

Row biasRow(const std::string& workload, const char* what, const Errors& errors, const Errors& superseded)
{
    const double bias = std::fabs(errors.bias());
    return {workload,
            what,
            errors.bias(),
            errors.biasError(),
            "%",
            signedPercent(superseded.bias()),
            "< 3 se, < 1 %",
            bias < 3 * errors.biasError() && bias < 1};
}

} // namespace

std::vector<Row> overflow(Audit& audit)
{
    std::vector<Row> rows;
    for (const std::size_t times : {3, 30}) {
        const auto events = static_cast<std::size_t>(static_cast<double>(kRing * times) / kRate);
        for (const Workload& workload : kWorkloads) {
            const auto parts = inParallel(
                kUnits, [&](std::size_t unit) { return repeat(audit, workload.shape, events, 800 + unit); });
            Result all;
            for (const Result& part : parts)
                all.add(part);
            const std::string name = std::to_string(times) + "x too many, " + workload.name;
            rows.push_back(biasRow(name, "bias of the sum", all.sum, all.superseded));
            rows.push_back(biasRow(name, "bias of the count", all.count, all.superseded));
            const double ratio = all.sum.rmse() / all.reservoir.rmse();
            rows.push_back({name, "RMSE of the sum to a reservoir's", ratio, ratio * 0.035, "x",
                            std::to_string(all.superseded.rmse() / all.reservoir.rmse()).substr(0, 4) + " x",
                            "<= 1.3 x", ratio <= 1.3});
        }
    }
    return rows;
}

} // namespace weir::accuracy
