// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir::test {

EndpointStatus openEndpoint(std::uint32_t id, const QString& name)
{
    EndpointStatus status;
    status.id = EndpointId{id};
    status.name = name;
    status.displayUrl = u"wss://eu.shop.example/"_s + name;
    status.state = EndpointState::Open;
    status.connects = 1;
    status.connectTimeout = std::chrono::seconds(10);
    return status;
}

EngineSnapshot snapshotAt(TimePoint time, const MetricsConfig& config, std::uint64_t sequence)
{
    EngineSnapshot snapshot;
    snapshot.sequence = sequence;
    snapshot.time = time;
    snapshot.interval = config.flushInterval;
    snapshot.uptime = config.flushInterval * static_cast<std::int64_t>(sequence);
    snapshot.config = config;
    snapshot.sampling.mode = config.mode;
    snapshot.sampling.rate = config.sampleRate;
    snapshot.sampling.inForce = config.mode == SamplingMode::Everything ? 1 : config.sampleRate;
    snapshot.sampling.effective = snapshot.sampling.inForce;
    snapshot.sampling.revision = 1;
    snapshot.sampling.why = "You set it, and the ring peaks at 34 %, so nothing holds it back.";
    snapshot.buffer.capacity = config.bufferSize;
    snapshot.buffer.highWatermark = 0.75;
    return snapshot;
}

ScriptedRun::ScriptedRun(std::vector<ScriptedEndpoint> endpoints, const MetricsConfig& config,
                         std::uint64_t seed)
    : m_config(config), m_random(seed)
{
    std::uint32_t id = 1;
    for (ScriptedEndpoint& script : endpoints) {
        State state{std::move(script), {}, 0, 0, 0};
        state.status = openEndpoint(id++, state.script.name);
        state.status.since = m_now;
        state.status.roundTrip = std::chrono::microseconds(11'000 + id * 700);
        m_endpoints.push_back(std::move(state));
    }
}

double ScriptedRun::normal()
{
    return std::sqrt(-2 * std::log(m_random.uniform())) *
           std::cos(2 * 3.141592653589793 * m_random.uniform());
}

void ScriptedRun::configure(const MetricsConfig& config)
{
    m_config = config;
    ++m_revision;
}

void ScriptedRun::moveEndpoint(State& state, Step& step)
{
    const double second = std::chrono::duration<double>(m_now - m_start).count();
    const double rate = state.script.rate(second);
    EndpointStatus& status = state.status;
    const bool wasOpen = status.state == EndpointState::Open;
    const auto say = [&](LinkEventKind kind, const QString& text) {
        step.events.push_back({m_wall, m_now, status.id, status.name, kind, text});
    };
    if (rate < 0) {
        if (wasOpen) {
            status.state = EndpointState::Retrying;
            status.since = m_now;
            ++status.disconnects;
            status.attempt = 2;
            status.lastClose = CloseInfo{};
            status.error = u"Cut off without a close frame (1006)"_s;
            status.hint = u"Refused on both tries since. Two other endpoints on this host are receiving, so "
                          u"the host is up and "
                          "this service is not."_s;
            say(LinkEventKind::Closed, u"Cut after 3 min 7 s: no close frame (1006)"_s);
        }
        if (!status.retryAt || *status.retryAt <= m_now) {
            if (status.retryAt)
                say(LinkEventKind::Failed,
                    u"Try %1 failed: nothing listens on this port. Next try in 16 s"_s.arg(status.attempt++));
            status.retryAt = m_now + std::chrono::seconds(16);
        }
        return;
    }
    if (!wasOpen) {
        status.state = EndpointState::Open;
        status.error.clear();
        status.hint.clear();
        status.retryAt.reset();
        say(LinkEventKind::Opened,
            u"Reconnected after %1 s. Messages in the gap are unknown"_s.arg(
                std::chrono::duration_cast<std::chrono::seconds>(m_now - status.since).count()));
        status.since = m_now;
        ++status.connects;
    }
    const double wanted = std::max(0.0, rate * 0.1 + normal() * std::sqrt(rate * 0.1) * 1.5) + state.carry;
    const double whole = std::floor(wanted);
    state.carry = wanted - whole;
    status.messages += static_cast<std::uint64_t>(whole);
    status.bytes += static_cast<std::uint64_t>(whole * state.script.bytesPerMessage);
}

ScriptedRun::Step ScriptedRun::advance()
{
    m_now += std::chrono::milliseconds(100);
    m_wall += std::chrono::milliseconds(100);
    Step step;
    for (State& state : m_endpoints) {
        moveEndpoint(state, step);
        step.statuses.push_back(state.status);
    }
    if (m_now - m_boundary >= m_config.flushInterval)
        step.interval = flush();
    return step;
}

/** Of so many, each counting `each`, with the noise and the range of a sample at this rate. */
Estimate ScriptedRun::estimate(double truth, double rate, double each)
{
    const double spread = std::sqrt(truth * rate * (1 - rate));
    const double samples = std::clamp(std::round(truth * rate + normal() * spread), 0.0, truth);
    const double half = rate >= 1 ? 0 : 1.96 * std::sqrt(samples * (1 - rate) + 1) / rate;
    return {each * samples / rate, each * std::max(samples, samples / rate - half),
            each * (samples / rate + half),
            samples >= 30   ? Grade::A
            : samples >= 10 ? Grade::B
                            : Grade::C,
            static_cast<std::uint32_t>(samples)};
}

LookedEndpoint ScriptedRun::lookInto(const State& state, double messages, double rate)
{
    constexpr int kKeys = 40;
    constexpr double kHarmonic = 4.2785; // of kKeys
    LookedEndpoint& looked = m_looked[state.status.id];
    looked.endpoint = state.status.id;
    looked.settings = *m_look;
    const double opened = std::round(messages * rate);
    looked.messages += static_cast<std::uint64_t>(opened);
    looked.items = looked.messages;
    looked.intervalItems = estimate(std::round(messages), rate);
    looked.intervalSum = estimate(std::round(messages), rate, 8.5);
    looked.keys.resize(m_look->key.empty() ? 0 : kKeys);
    for (std::size_t i = 0; i < looked.keys.size(); ++i) {
        LookedKey& key = looked.keys[i];
        const double truth = std::round(messages / kHarmonic / static_cast<double>(i + 1));
        key.key = u"user-%1"_s.arg(i + 1, 4, 10, QChar(u'0')).toStdString();
        key.intervalCount = estimate(truth, rate);
        key.intervalBytes = estimate(truth, rate, state.script.bytesPerMessage);
        key.intervalSum = estimate(truth, rate, 8.5);
    }
    looked.keyCount = looked.keys.size();
    looked.unlistedBelow += messages / kHarmonic / (kKeys + 1);
    const double age = 0.08 * std::exp(0.1 * normal());
    const auto level = [&](double value) {
        return Estimate{value, value * 0.9, value * 1.12, opened >= 30 ? Grade::A : Grade::B,
                        static_cast<std::uint32_t>(opened)};
    };
    looked.age = {level(age), level(2.4 * age), level(6 * age), static_cast<std::uint64_t>(opened),
                  0,          age / 3};
    looked.sequence.isOnEvery = rate >= 1;
    looked.sequence.numbers += static_cast<std::uint64_t>(opened);
    return looked;
}

IntervalView ScriptedRun::flush()
{
    const double rate = m_config.mode == SamplingMode::Everything ? 1 : m_config.sampleRate;
    auto snapshot = std::make_shared<EngineSnapshot>(snapshotAt(m_now, m_config, ++m_sequence));
    snapshot->wallTime = m_wall;
    snapshot->interval = m_now - m_boundary;
    IntervalView view;
    auto looks = std::make_shared<LookReport>();
    double chosen = 0;
    for (State& state : m_endpoints) {
        const auto messages = static_cast<double>(state.status.messages - state.atBoundary);
        KeySnapshot key;
        key.key = state.status.name.toStdString();
        key.intervalCount = estimate(messages, rate);
        const double samples = key.intervalCount.samples;
        chosen += samples;
        if (m_look)
            looks->endpoints.push_back(lookInto(state, messages, rate));
        snapshot->keys.push_back(key);
        m_accounting.seen += static_cast<std::uint64_t>(messages);
        m_accounting.sampledOut += static_cast<std::uint64_t>(messages - samples);
        view.exact.push_back({state.status.id, state.status.name, state.status.messages, state.status.bytes});
        state.atBoundary = state.status.messages;
    }
    m_accounting.chosen += static_cast<std::uint64_t>(chosen);
    m_accounting.kept = m_accounting.chosen;
    const double full = chosen / static_cast<double>(m_config.bufferSize) * (1 + 0.05 * normal());
    if (full > 1) {
        const auto times = static_cast<std::uint64_t>(full * 2);
        m_thinnings += times;
    }
    snapshot->buffer.peak = std::clamp(full > 0.75 && full <= 1 ? 0.75 + 0.03 * normal() : full, 0.0, 1.0);
    snapshot->buffer.thinnings = m_thinnings;
    snapshot->sampling.revision = m_revision;
    snapshot->accounting = m_accounting;
    m_boundary = m_now;
    view.engine = std::move(snapshot);
    if (m_look)
        view.looks = std::move(looks);
    return view;
}

} // namespace weir::test
