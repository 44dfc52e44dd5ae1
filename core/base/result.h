// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace weir {

/** Why something expected to fail at times did fail: words for a person, naming the thing and the way out. */
struct Error
{
    std::string message;
};

/**
 * A value, or the reason there is none. For failures that belong to normal operation (bad input, no network);
 * a broken invariant is a bug and asserts instead.
 */
template<class T, class E = Error>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
    Result(E error) : m_content(std::in_place_index<1>, std::move(error)) {}

    bool ok() const noexcept { return m_content.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    /** Precondition: ok(). */
    const T& value() const& { return std::get<0>(m_content); }
    T& value() & { return std::get<0>(m_content); }
    T&& value() && { return std::get<0>(std::move(m_content)); }

    /** Precondition: !ok(). */
    const E& error() const { return std::get<1>(m_content); }

private:
    std::variant<T, E> m_content;
};

} // namespace weir
