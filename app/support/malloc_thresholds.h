// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/**
 * Tells malloc to keep blocks of some megabytes for the next message of that size. A large text is a
 * QByteArray and a QString of twice its size, which glibc otherwise maps from the kernel, zeroed page by
 * page, and gives back for every message: four times the CPU at 1 MB (docs/benchmarks.md). At the start of
 * main(), before other threads. Does nothing where malloc is not glibc's.
 */
void keepLargeBlocks() noexcept;

} // namespace weir
