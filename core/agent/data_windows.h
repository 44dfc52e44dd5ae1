// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine_parts.h"
#include "core/protocol/data_message.h"

#include <QJsonObject>
#include <QString>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace weir {

/**
 * The intervals that ended since some `data`, added up. Clients that got their last `data` at the same time
 * share one, and the text made of it: a client more costs a pointer.
 */
class DataWindow
{
public:
    void add(const EngineSnapshot& snapshot);
    /** What the intervals of the window are in a `data`; the rest is the caller's. */
    void describeIn(Data& data) const;

    std::uint64_t intervals() const noexcept { return m_intervals; }

private:
    friend class DataWindows;

    std::uint64_t m_intervals = 0;
    Duration m_length{0};
    std::shared_ptr<const EngineParts> m_parts;
    std::uint64_t m_textOf = 0; ///< the number of the moment m_object and m_text were made for
    QJsonObject m_object;
    QString m_text;
};

/**
 * Makes the `data` of many clients for little more than the cost of one's. One thread. Memory: one window for
 * each different moment at which a client got its last `data`, as many as there are clients at most.
 */
class DataWindows
{
public:
    /** Precondition: the snapshot has parts. */
    void add(std::shared_ptr<const EngineSnapshot> snapshot);
    /** A window that begins now. */
    std::shared_ptr<DataWindow> begin();
    /** A new moment: texts are made anew, with these exact totals. */
    void setNow(WallTime time, const std::array<TypeTotals, kMetricTypeCount>& totals);
    /** The `data` of this window at the moment of setNow(), for a client that `lost` so many. */
    QString textOf(DataWindow& window, std::uint64_t lost);

    std::uint64_t sequence() const noexcept { return m_newest ? m_newest->sequence : 0; }

private:
    std::shared_ptr<const EngineSnapshot> m_newest;
    std::vector<std::weak_ptr<DataWindow>> m_windows;
    std::shared_ptr<DataWindow> m_latest; ///< began after the newest interval
    std::uint64_t m_moment = 0;
    WallTime m_time;
    std::array<TypeTotals, kMetricTypeCount> m_totals;
};

} // namespace weir
