// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace weir {

/**
 * The newest `capacity` items of something that happens in time, oldest first. Memory grows with use up to
 * the capacity, then the oldest item gives way. T has a member `time`. For one thread; a value.
 */
template<class T>
class TimeRing
{
public:
    /** Precondition: capacity > 0. */
    explicit TimeRing(std::size_t capacity) : m_capacity(capacity) { assert(capacity > 0); }

    /** Precondition: not older than back(). */
    void push(T item)
    {
        assert(empty() || back().time <= item.time);
        if (m_items.size() < m_capacity) {
            m_items.push_back(std::move(item));
            return;
        }
        m_items[m_first] = std::move(item);
        m_first = (m_first + 1) % m_capacity;
    }

    std::size_t size() const noexcept { return m_items.size(); }
    std::size_t capacity() const noexcept { return m_capacity; }
    bool empty() const noexcept { return m_items.empty(); }

    /** 0 is the oldest. Precondition: index < size(). */
    const T& operator[](std::size_t index) const { return m_items[(m_first + index) % m_items.size()]; }
    /** The newest. Precondition: !empty(). */
    const T& back() const { return (*this)[size() - 1]; }
    T& back() { return m_items[(m_first + size() - 1) % m_items.size()]; }

    /** Index of the oldest item later than `time`; size() when there is none. */
    std::size_t firstAfter(TimePoint time) const
    {
        std::size_t low = 0;
        std::size_t high = size();
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            if ((*this)[middle].time <= time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    void clear() noexcept
    {
        m_items.clear();
        m_first = 0;
    }

private:
    std::size_t m_capacity;
    std::size_t m_first = 0; ///< position of the oldest once the ring is full
    std::vector<T> m_items;
};

} // namespace weir
