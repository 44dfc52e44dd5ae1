// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/metric_type.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>

namespace weir::bench {

/** The superseded exact design: one mutex, totals, and counters for every client there ever was. */
class ExactPerKey
{
public:
    void count(MetricType type, std::string_view client)
    {
        const std::lock_guard lock(m_mutex);
        ++m_totals[indexOf(type)].count;
        ++countersOf(client)[indexOf(type)].count;
    }
    void record(MetricType type, double value, std::string_view client)
    {
        const std::lock_guard lock(m_mutex);
        for (Counter* counter : {&m_totals[indexOf(type)], &countersOf(client)[indexOf(type)]}) {
            ++counter->count;
            counter->sum += value;
            counter->max = std::max(counter->max, value);
        }
    }

private:
    struct Counter
    {
        std::uint64_t count = 0;
        double sum = 0;
        double max = 0;
    };
    using Counters = std::array<Counter, kMetricTypeCount>;
    struct Hash : std::hash<std::string_view>
    {
        using is_transparent = void;
    };

    Counters& countersOf(std::string_view client)
    {
        const auto found = m_clients.find(client);
        return found != m_clients.end() ? found->second : m_clients[std::string(client)];
    }

    std::mutex m_mutex;
    Counters m_totals;
    std::unordered_map<std::string, Counters, Hash, std::equal_to<>> m_clients;
};

/**
 * The superseded sampling rule: a random number for every event; what is below the rate is stamped and goes
 * into a ring that drops its oldest, under a lock that is taken again to look at the fill. Read in its
 * favour: the generator is the thread's own, and the adjustment itself, once in 5 s, is left out.
 */
class SupersededRule
{
public:
    explicit SupersededRule(double rate) : m_rate(rate) {}

    void record(MetricType type, double value, std::string_view client)
    {
        thread_local std::mt19937_64 random(1);
        if (std::generate_canonical<double, 53>(random) >= m_rate)
            return;
        {
            const std::lock_guard lock(m_mutex);
            if (m_ring.size() == kCapacity)
                m_ring.pop_front();
            m_ring.push_back({std::chrono::system_clock::now(), type, value, std::string(client)});
        }
        const std::lock_guard lock(m_mutex);
        m_fill = static_cast<double>(m_ring.size()) / kCapacity;
    }

private:
    static constexpr std::size_t kCapacity = 2000;
    struct Entry
    {
        std::chrono::system_clock::time_point time;
        MetricType type;
        double value;
        std::string client;
    };

    const double m_rate;
    std::mutex m_mutex;
    std::deque<Entry> m_ring;
    double m_fill = 0;
};

} // namespace weir::bench
