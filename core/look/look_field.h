// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace weir {

/** A number of fixed size in a message. */
struct NumberLayout
{
    enum class Kind { Unsigned, Signed, Float };
    Kind kind = Kind::Unsigned;
    std::size_t bytes = 1; ///< 1, 2, 4 or 8; a float has 4 or 8
    bool isBigEndian = false;
};

/**
 * One field of LookSettings, compiled: where in an item it is. A value; made at the border by
 * parseLookField(), so that reading never meets a pattern that does not compile or an offset that cannot be.
 */
struct LookField
{
    static constexpr std::size_t kMostBytes = 512;              ///< of a field as written
    static constexpr std::size_t kMostDepth = 64;               ///< steps of a JSON pointer
    static constexpr std::size_t kMostOffset = 4 * 1024 * 1024; ///< what messages are read up to
    static constexpr std::size_t kMostText = 256;               ///< bytes of "text@OFFSET+LENGTH"
    static constexpr std::int64_t kPatternMemory = 512 * 1024;  ///< of a compiled pattern with its automaton
    static constexpr int kMostInstructions = 4096;              ///< of a compiled pattern

    enum class Kind {
        None,
        Json,    ///< `path`; empty for the item itself
        Pattern, ///< `pattern`
        Number,  ///< `number` at `offset`
        Text,    ///< `length` bytes at `offset`
    };
    /** One step down: the member of an object with this name, or the element of an array at this index. */
    struct Step
    {
        std::string name; ///< as JSON writes it: quotes and backslashes escaped
        std::optional<std::size_t> index;
    };

    Kind kind = Kind::None;
    std::string written; ///< as in the settings
    std::vector<Step> path;
    std::shared_ptr<const re2::RE2> pattern;
    NumberLayout number;
    std::size_t offset = 0;
    std::size_t length = 0;

    bool isBinary() const noexcept { return kind == Kind::Number || kind == Kind::Text; }
    bool isBinaryFloat() const noexcept
    {
        return kind == Kind::Number && number.kind == NumberLayout::Kind::Float;
    }
};

/** A field as LookSettings describes it; "" is Kind::None. The error says what is wrong and how to write it.
 */
Result<LookField> parseLookField(std::string_view text);

} // namespace weir
