// SPDX-License-Identifier: Apache-2.0
#include "core/agent/data_windows.h"

#include "core/protocol/wire.h"

#include <algorithm>
#include <utility>

namespace weir {
namespace {

/** `into`, which is older, as if its interval and that of `newer` were one. Totals are those of `newer`. */
void addInterval(EngineParts& newer, const EngineParts& into)
{
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        TypeParts& sum = newer.types[type];
        const TypeParts& older = into.types[type];
        sum.intervalSampled.count += older.intervalSampled.count;
        sum.intervalSampled.sum += older.intervalSampled.sum;
        sum.intervalCritical.count += older.intervalCritical.count;
        sum.intervalCritical.sum += older.intervalCritical.sum;
        sum.intervalSums.add(older.intervalSums);
        sum.intervalVariance.add(older.intervalVariance);
        sum.inForce.note(older.inForce);
    }
    for (std::size_t i = 0; i < newer.histograms.size(); ++i)
        newer.histograms[i].add(into.histograms[i]);
    for (KeyParts& key : newer.keys) {
        const auto same = std::find_if(into.keys.begin(), into.keys.end(), [&key](const KeyParts& other) {
            return other.sums.type == key.sums.type && other.name == key.name;
        });
        if (same == into.keys.end())
            continue;
        key.sums.interval.add(same->sums.interval);
        key.sums.isNew |= same->sums.isNew;
    }
}

} // namespace

void DataWindow::add(const EngineSnapshot& snapshot)
{
    ++m_intervals;
    m_length += snapshot.interval;
    if (m_parts) {
        auto parts = std::make_shared<EngineParts>(*snapshot.parts);
        addInterval(*parts, *m_parts);
        m_parts = std::move(parts);
    } else {
        m_parts = snapshot.parts;
    }
    m_textOf = 0;
}

void DataWindow::describeIn(Data& data) const
{
    data.intervals = m_intervals;
    data.interval = m_length;
    data.parts = m_parts;
}

void DataWindows::add(std::shared_ptr<const EngineSnapshot> snapshot)
{
    m_newest = std::move(snapshot);
    m_latest.reset();
    std::erase_if(m_windows, [this](const std::weak_ptr<DataWindow>& window) {
        const std::shared_ptr<DataWindow> inUse = window.lock();
        if (inUse)
            inUse->add(*m_newest);
        return !inUse;
    });
}

std::shared_ptr<DataWindow> DataWindows::begin()
{
    if (!m_latest) {
        m_latest = std::make_shared<DataWindow>();
        m_windows.push_back(m_latest);
    }
    return m_latest;
}

void DataWindows::setNow(WallTime time, const std::array<TypeTotals, kMetricTypeCount>& totals)
{
    ++m_moment;
    m_time = time;
    m_totals = totals;
}

QString DataWindows::textOf(DataWindow& window, std::uint64_t lost)
{
    if (window.m_textOf != m_moment) {
        Data data;
        data.time = m_time;
        data.now = m_totals;
        data.sequence = sequence();
        if (m_newest) {
            data.uptime = m_newest->uptime;
            data.final = m_newest->final;
            data.accounting = m_newest->accounting;
            data.sampling = m_newest->sampling;
            data.buffer = m_newest->buffer;
        }
        window.describeIn(data);
        window.m_object = dataObject(data);
        window.m_text = QString::fromUtf8(wireBytes(window.m_object));
        window.m_textOf = m_moment;
    }
    if (lost == 0)
        return window.m_text;
    QJsonObject own = window.m_object;
    own[QStringLiteral("lost")] = wireInteger(lost);
    return QString::fromUtf8(wireBytes(own));
}

} // namespace weir
