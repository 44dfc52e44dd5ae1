// SPDX-License-Identifier: Apache-2.0
// A4, A12: estimates are right on average, whatever the rate and the values do meanwhile.
#include "tests/benchmarks/accuracy_distributions.h"
#include "tests/benchmarks/accuracy_groups.h"
#include "tests/benchmarks/accuracy_statistics.h"
#include "tests/benchmarks/accuracy_superseded.h"

#include <array>
#include <string>

namespace weir::accuracy {
namespace {

constexpr double kStandardErrors = 3.5;

Row biasRow(std::string workload, std::string what, const Errors& errors, const Errors& superseded)
{
    return {std::move(workload),
            "bias of " + std::move(what),
            errors.bias(),
            errors.biasError(),
            "%",
            signedPercent(superseded.bias()),
            "within 3.5 se",
            std::fabs(errors.bias()) <= kStandardErrors * errors.biasError()};
}

template<std::size_t N>
std::array<Errors, N> merged(const std::vector<std::array<Errors, N>>& parts)
{
    std::array<Errors, N> all;
    for (const auto& part : parts) {
        for (std::size_t i = 0; i < N; ++i)
            all[i].add(part[i]);
    }
    return all;
}

/** One fixed stream: three types of very unequal share, values that drift (AR(1)), a burst of large ones. */
struct Stream
{
    struct Event
    {
        MetricType type;
        double value;
        bool isDomain; ///< of a key with 5 % of the events
    };
    static constexpr std::size_t kEvents = 5000;

    std::vector<Event> events;

    explicit Stream(std::uint64_t seed)
    {
        Draws draws(seed);
        double state = 0;
        for (std::size_t i = 0; i < kEvents; ++i) {
            state = 0.999 * state + 0.0447 * draws.normal();
            const double burst = i > 4200 && i < 4500 ? 15 : 1;
            const double share = draws.uniform();
            const MetricType type = share < 0.90   ? MetricType::MessageReceived
                                    : share < 0.99 ? MetricType::MessageQueued
                                                   : MetricType::MessageSent;
            const double value = burst * std::exp(1.2 * state + 0.5 * draws.normal());
            events.push_back({type, isValueType(type) ? value : 1, draws.uniform() < 0.05});
        }
    }
};

enum Figure { TotalSum, TotalCount, DomainSum, DomainCount, RareSum, RareCount, FigureCount };
using Figures = std::array<double, FigureCount>;
using FigureErrors = std::array<Errors, FigureCount>;

void note(Figures& figures, MetricType type, bool isDomain, double count, double sum)
{
    figures[TotalSum] += sum;
    figures[TotalCount] += count;
    figures[DomainSum] += isDomain ? sum : 0;
    figures[DomainCount] += isDomain ? count : 0;
    figures[RareSum] += type == MetricType::MessageSent ? sum : 0;
    figures[RareCount] += type == MetricType::MessageSent ? count : 0;
}

constexpr std::size_t kStreamRing = 96; ///< about 80 samples are left of the stream: a thinning each time
constexpr double kHighRate = 1.0 / 12;
constexpr double kLowRate = kHighRate / 4;

/** The stream, with the rate divided or multiplied by 4 every 700 events: record(event), setRate(rate). */
template<class Record, class SetRate>
void play(const Stream& stream, Record&& record, SetRate&& setRate)
{
    for (std::size_t i = 0; i < stream.events.size(); ++i) {
        if (i % 700 == 350)
            setRate(i / 700 % 2 == 0 ? kLowRate : kHighRate);
        record(stream.events[i]);
    }
    setRate(kHighRate);
}

FigureErrors streamErrors(Audit& audit, const Stream& stream, const Figures& truth, std::uint64_t seed,
                          std::size_t repetitions)
{
    Bench bench(audit, fixedRate(kHighRate, kStreamRing), seed);
    const KeyId domain = bench.engine().intern("domain");
    const KeyId rest = bench.engine().intern("rest");
    FigureErrors errors;
    for (std::size_t repetition = 0; repetition <= repetitions; ++repetition) {
        play(
            stream,
            [&](const Stream::Event& event) {
                bench.engine().observe(event.type, event.value, event.isDomain ? domain : rest);
            },
            [&](double rate) { bench.setRate(rate); });
        const auto snapshot = bench.flush();
        if (repetition == 0)
            continue; // the engine does not know the mean value yet
        Figures seen{};
        for (const KeySnapshot& key : snapshot->keys)
            note(seen, key.type, key.key == "domain", key.intervalCount.value, key.intervalSum.value);
        for (std::size_t i = 0; i < FigureCount; ++i)
            errors[i].add(seen[i], truth[i]);
    }
    return errors;
}

FigureErrors supersededStreamErrors(const Stream& stream, const Figures& truth)
{
    Superseded old(4, kHighRate, kStreamRing);
    FigureErrors errors;
    for (std::size_t repetition = 0; repetition < 5000; ++repetition) {
        double rate = kHighRate; // in force at the end, which is what the flush goes by
        play(
            stream,
            [&](const Stream::Event& event) {
                old.record(static_cast<std::uint32_t>(event.type), event.value, event.isDomain ? 1 : 0);
                rate = old.rate();
            },
            [&](double next) { old.setRate(next); });
        old.setRate(rate);
        Figures seen{};
        old.flush([&](const Superseded::Sample& sample, double weight) {
            note(seen, static_cast<MetricType>(sample.type), sample.key == 1, weight, weight * sample.value);
        });
        old.setRate(kHighRate);
        for (std::size_t i = 0; i < FigureCount; ++i)
            errors[i].add(seen[i], truth[i]);
    }
    return errors;
}

/** Estimates of a count and a value type that have `perPoke` events between two changes of the rate. */
std::array<Errors, 3> pokedErrors(Audit& audit, double perPoke, std::uint64_t seed)
{
    constexpr int kIntervals = 10'000;
    constexpr int kPokes = 40;
    Bench bench(audit, fixedRate(kHighRate, 1000), seed);
    const KeyId key = bench.engine().intern("key");
    Superseded old(seed, kHighRate, 1000);
    Draws draws(400 + seed);
    std::array<Errors, 3> errors;
    for (int interval = 0; interval <= kIntervals; ++interval) {
        double count = 0;
        double sum = 0;
        for (int poke = 0; poke < kPokes; ++poke) {
            const double rate = poke % 2 == 0 ? kLowRate : kHighRate;
            bench.setRate(rate);
            old.setRate(rate);
            const int events = perPoke < 1 ? (draws.uniform() <= perPoke ? 1 : 0) : static_cast<int>(perPoke);
            for (int i = 0; i < events; ++i) {
                const double value = draws.exponential();
                bench.engine().count(MetricType::MessageQueued, key);
                bench.engine().observe(MetricType::MessageSent, value, key);
                old.record(0, value);
                ++count;
                sum += value;
            }
        }
        const auto snapshot = bench.flush();
        double supersededCount = 0;
        old.flush([&](const Superseded::Sample&, double weight) { supersededCount += weight; });
        if (interval == 0)
            continue; // the engine does not know the mean value yet
        errors[0].add(snapshot->of(MetricType::MessageQueued).interval.value, count);
        errors[1].add(keyOf(*snapshot, MetricType::MessageSent, "key").intervalSum.value, sum);
        errors[2].add(supersededCount, count);
    }
    return errors;
}

} // namespace

std::vector<Row> noBias(Audit& audit)
{
    constexpr std::size_t kUnits = 8;
    constexpr std::size_t kRepetitions = 100'000;
    const Stream stream(4);
    Figures truth{};
    for (const Stream::Event& event : stream.events)
        note(truth, event.type, event.isDomain, 1, event.value);
    const FigureErrors errors = merged(inParallel(kUnits, [&](std::size_t unit) {
        return streamErrors(audit, stream, truth, 40 + unit, kRepetitions / kUnits);
    }));
    const FigureErrors old = supersededStreamErrors(stream, truth);

    const std::string workload = "burst, AR(1), live x4 rates, 1e5 times";
    const std::array<std::string, FigureCount> names = {"the total sum",    "the total count",
                                                        "a 5 % key's sum",  "a 5 % key's count",
                                                        "a 1 % type's sum", "a 1 % type's count"};
    std::vector<Row> rows;
    for (std::size_t i = 0; i < FigureCount; ++i)
        rows.push_back(biasRow(workload, names[i], errors[i], old[i]));
    const double resolution = errors[TotalSum].biasError();
    rows.push_back(
        {workload, "se of the total sum", resolution, 0, "%", "", "<= 0.05 %", resolution <= 0.05});

    constexpr std::array kPerPoke = {0.5, 1.0, 2.0, 10.0};
    constexpr std::size_t kPokedUnits = 8;
    for (std::size_t i = 0; i < kPerPoke.size(); ++i) {
        const auto poked = merged(inParallel(
            kPokedUnits, [&](std::size_t unit) { return pokedErrors(audit, kPerPoke[i], 10 * i + unit); }));
        const std::string rare = "rare type, " +
                                 std::string(i == 0   ? "0.5"
                                             : i == 1 ? "1"
                                             : i == 2 ? "2"
                                                      : "10") +
                                 " events a change of rate";
        rows.push_back(biasRow(rare, "the count (count type)", poked[0], poked[2]));
        rows.push_back(biasRow(rare, "the sum (value type)", poked[1], poked[2]));
    }
    return rows;
}

std::vector<Row> rareType(Audit& audit)
{
    constexpr std::size_t kRepetitions = 6000;
    constexpr int kIntervals = 500;
    constexpr int kRare = 50;
    constexpr int kBusy = 200;
    struct Result
    {
        Errors typeCount, keyCount, keySum, superseded;
        Share countCoverage, sumCoverage;
    };
    const std::vector<Result> results = inParallel(kRepetitions, [&](std::size_t repetition) {
        Bench bench(audit, fixedRate(0.03, 2000), 120'000 + repetition);
        const KeyId mine = bench.engine().intern("mine");
        const KeyId others = bench.engine().intern("others");
        Superseded old(repetition);
        Draws draws(120'000 + repetition);
        double typeCount = 0;
        double supersededCount = 0;
        double keyCount = 0;
        double keySum = 0;
        for (int interval = 0; interval < kIntervals; ++interval) {
            for (int i = 0; i < kBusy + kRare; ++i) {
                const double value = draws.exponential();
                if (i % 5 != 0) {
                    bench.engine().observe(MetricType::MessageReceived, value);
                    continue;
                }
                const bool isMine = i % 10 == 0;
                bench.engine().observe(MetricType::MessageSent, value, isMine ? mine : others);
                old.record(0, value);
                keyCount += isMine ? 1 : 0;
                keySum += isMine ? value : 0;
            }
            typeCount += bench.flush()->of(MetricType::MessageSent).interval.value;
            old.flush([&](const Superseded::Sample&, double weight) { supersededCount += weight; });
        }
        const auto snapshot = bench.engine().snapshot();
        const KeySnapshot& key = keyOf(*snapshot, MetricType::MessageSent, "mine");
        Result result;
        result.typeCount.add(typeCount, kIntervals * kRare);
        result.superseded.add(supersededCount, kIntervals * kRare);
        result.keyCount.add(key.count.value, keyCount);
        result.keySum.add(key.sum.value, keySum);
        result.countCoverage.add(contains(key.count, keyCount));
        result.sumCoverage.add(contains(key.sum, keySum));
        return result;
    });
    Result all;
    for (const Result& result : results) {
        all.typeCount.add(result.typeCount);
        all.keyCount.add(result.keyCount);
        all.keySum.add(result.keySum);
        all.superseded.add(result.superseded);
        all.countCoverage.add(result.countCoverage);
        all.sumCoverage.add(result.sumCoverage);
    }
    const std::string workload = "50 an interval x 500, 6000 times";
    const auto row = [&](std::string what, const Errors& errors) {
        return Row{
            workload, "cumulative bias of " + what,         errors.bias(), errors.biasError(),
            "%",      signedPercent(all.superseded.bias()), "< 0.5 %",     std::fabs(errors.bias()) < 0.5};
    };
    const auto coverage = [&](std::string what, const Share& share) {
        return Row{workload,
                   "cumulative range of " + what + " holds the truth",
                   share.percent(),
                   share.error(),
                   "%",
                   "",
                   "93-97 %",
                   share.percent() >= 93 && share.percent() <= 97};
    };
    return {row("the type's count", all.typeCount), row("a key's count", all.keyCount),
            row("a key's sum", all.keySum), coverage("a key's count", all.countCoverage),
            coverage("a key's sum", all.sumCoverage)};
}

} // namespace weir::accuracy
