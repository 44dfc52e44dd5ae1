// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace weir {

/**
 * The newest immutable value of one writer, read by any thread. The lock is held for one pointer copy: a
 * mutex, because std::atomic<std::shared_ptr> of libstdc++ 12 is neither lock-free nor understood by
 * ThreadSanitizer.
 */
template<class T>
class Published
{
public:
    /** nullptr until the first publish(). */
    std::shared_ptr<const T> load() const
    {
        const std::lock_guard lock(m_mutex);
        return m_value;
    }

    void publish(std::shared_ptr<const T> next)
    {
        const std::lock_guard lock(m_mutex);
        m_value.swap(next); // the former value dies in `next`, after the lock
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const T> m_value;
};

} // namespace weir
