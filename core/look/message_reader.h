// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/look/kept_message.h"
#include "core/look/look_field.h"
#include "core/look/look_settings.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/** LookSettings, compiled. */
struct LookPlan
{
    enum Role : std::size_t { Key, Value, Time, Sequence };
    static constexpr std::size_t kRoles = 4;

    /** Precondition: settings.validate() is empty. */
    explicit LookPlan(LookSettings settings);

    bool wants(Role role) const noexcept { return fields[role].kind != LookField::Kind::None; }

    LookSettings settings;
    std::array<LookField, kRoles> fields;
    LookField array;
    bool hasJson = false;
};

class MessageJson;

/** What is where a field is looked for. */
struct FoundField
{
    enum class Kind { Absent, Unreadable, Text, Bool, Unsigned, Signed, Float };
    Kind kind = Kind::Absent;
    std::string_view text;  ///< of Text; of Absent and Unreadable: why
    std::uint64_t bits = 0; ///< of Bool, Unsigned and Signed
    double number = 0;      ///< of Float

    bool isThere() const noexcept { return kind != Kind::Absent && kind != Kind::Unreadable; }
};

/**
 * Reads what LookSettings name from messages: JSON with simdjson's on-demand parser, which reads only what
 * lies on the way to the fields, so that a NaN elsewhere costs nothing; patterns with RE2, in linear time.
 *
 * Messages are hostile input. Nothing throws, recursion follows the depth of the settings alone, and the
 * limits below bound time and memory; what cannot be read is counted, with words that name the place. Of
 * members with one name the first counts. A field that is in no item of an array is looked for in the message
 * around it. Memory grows to some 9 bytes for each of the largest message. One thread at a time.
 */
class MessageReader
{
public:
    static constexpr std::size_t kMostBytes = LookField::kMostOffset; ///< a larger message is not read
    static constexpr std::size_t kMostItems = 10'000;                 ///< of a message
    static constexpr std::size_t kMostKeyBytes = 256;                 ///< keys alike so far are one
    static constexpr std::size_t kMostPatternBytes = 64 * 1024;       ///< of an item, for patterns

    MessageReader();
    ~MessageReader();

    /** What follows is about this message then. Returns whether all of it could be read. */
    bool read(const LookPlan& plan, std::string_view payload);

    std::span<const LookedItem> items() const noexcept { return std::span(m_items).first(m_count); }
    std::uint64_t failed() const noexcept { return m_failed; } ///< items, or the message, not read as wanted
    std::uint64_t withoutKey() const noexcept { return m_withoutKey; }
    const std::string& failure() const noexcept { return m_failure; } ///< the first, in words; "" when none

    /** The sequence number of a binary message, without opening it; the plan's is at an offset. */
    static std::optional<std::int64_t> sequenceAt(const LookPlan& plan, std::string_view payload) noexcept;

private:
    using Roles = std::uint8_t; ///< a bit for each

    bool addItem();
    void readItem(const LookPlan& plan, std::string_view text);
    void readLines(const LookPlan& plan, std::string_view text);
    void readArray(const LookPlan& plan, std::string_view text);
    void take(LookPlan::Role role, const FoundField& found, std::size_t item);
    static bool store(LookPlan::Role role, const FoundField& found, LookedItem& item);
    void settle(const LookPlan& plan);
    void refuse(std::string_view why);
    void note(LookPlan::Role role, std::string_view why);

    static FoundField bytesOf(const LookField& field, std::string_view text) noexcept;
    static FoundField matchOf(const LookField& field, std::string_view text);

    const std::unique_ptr<MessageJson> m_json;
    std::vector<LookedItem> m_items; ///< never shrinks: their keys keep their memory
    std::vector<Roles> m_missing;    ///< of each item
    std::vector<Roles> m_unreadable; ///< of each item
    std::size_t m_count = 0;
    std::uint64_t m_failed = 0;
    std::uint64_t m_withoutKey = 0;
    std::string m_failure;
    std::array<std::string, LookPlan::kRoles> m_words; ///< of the first item without the field
};

} // namespace weir
