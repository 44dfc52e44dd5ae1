// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/accuracy_workbench.h"

#include <cstdlib>
#include <utility>

namespace weir::accuracy {
namespace {

EngineOptions byHand(EngineOptions options, std::uint64_t seed)
{
    options.seed = seed * 0xa0761d6478bd642fULL + 3;
    options.flushThread = false;
    return options;
}

} // namespace

void Audit::check(const EngineSnapshot& snapshot) noexcept
{
    ++snapshots;
    doNotAddUp += snapshot.accounting.addsUp() ? 0 : 1;
    dropped += snapshot.accounting.dropped;
}

Bench::Bench(Audit& audit, const MetricsConfig& config, std::uint64_t seed, EngineOptions options)
    : m_audit(audit), m_config(config), m_engine(config, m_clock, byHand(std::move(options), seed))
{
    m_engine.start();
}

Bench::~Bench()
{
    m_engine.stop();
    m_audit.check(*m_engine.snapshot());
    m_audit.thinned += m_engine.snapshot()->accounting.thinned;
}

void Bench::setRate(double rate)
{
    m_config.sampleRate = rate;
    if (!m_engine.configure(m_config))
        std::abort(); // a workload asks for what no engine accepts
}

std::shared_ptr<const EngineSnapshot> Bench::flush()
{
    m_clock.advance(m_config.flushInterval);
    auto snapshot = m_engine.flush();
    m_audit.check(*snapshot);
    return snapshot;
}

MetricsConfig fixedRate(double rate, std::size_t bufferSize)
{
    MetricsConfig config;
    config.mode = SamplingMode::Fixed;
    config.sampleRate = rate;
    config.bufferSize = bufferSize;
    return config;
}

const KeySnapshot& keyOf(const EngineSnapshot& snapshot, MetricType type, std::string_view name)
{
    static const KeySnapshot nothing{};
    for (const KeySnapshot& key : snapshot.keys) {
        if (key.type == type && key.key == name)
            return key;
    }
    return nothing;
}

} // namespace weir::accuracy
