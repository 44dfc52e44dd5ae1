// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir {

// A heap of slots of a table, the one whose entry has the smallest rank() on top. Each entry is told where in
// the heap its slot is (heapPlace), so that it is found again when its rank has changed.

template<class Entry>
void placeSlot(std::vector<std::uint16_t>& heap, std::vector<Entry>& entries, std::size_t at,
               std::uint16_t slot) noexcept
{
    heap[at] = slot;
    entries[slot].heapPlace = static_cast<std::uint16_t>(at);
}

/** After the rank at `at` fell. */
template<class Entry>
void siftUp(std::vector<std::uint16_t>& heap, std::vector<Entry>& entries, std::size_t at) noexcept
{
    const std::uint16_t slot = heap[at];
    const double rank = entries[slot].rank();
    while (at > 0 && entries[heap[(at - 1) / 2]].rank() > rank) {
        placeSlot(heap, entries, at, heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    placeSlot(heap, entries, at, slot);
}

/** After the rank at `at` rose; nothing where the heap ends before it. */
template<class Entry>
void siftDown(std::vector<std::uint16_t>& heap, std::vector<Entry>& entries, std::size_t at) noexcept
{
    if (at >= heap.size())
        return;
    const std::uint16_t slot = heap[at];
    const double rank = entries[slot].rank();
    const auto rankAt = [&](std::size_t place) { return entries[heap[place]].rank(); };
    for (;;) {
        std::size_t child = 2 * at + 1;
        if (child >= heap.size())
            break;
        if (child + 1 < heap.size() && rankAt(child + 1) < rankAt(child))
            ++child;
        if (rankAt(child) >= rank)
            break;
        placeSlot(heap, entries, at, heap[child]);
        at = child;
    }
    placeSlot(heap, entries, at, slot);
}

} // namespace weir
