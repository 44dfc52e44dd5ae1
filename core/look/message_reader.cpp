// SPDX-License-Identifier: Apache-2.0
#include "core/look/message_reader.h"

#include "core/base/utf8.h"
#include "core/look/look_text.h"
#include "core/look/message_json.h"

#include <re2/re2.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <utility>

namespace weir {
namespace {

using Kind = FoundField::Kind;

constexpr std::uint8_t bitOf(LookPlan::Role role) noexcept
{
    return static_cast<std::uint8_t>(1U << role);
}

std::int64_t signedOf(std::uint64_t bits) noexcept
{
    return std::bit_cast<std::int64_t>(bits);
}

void assignDecimal(std::string& to, const FoundField& found)
{
    char text[32];
    std::to_chars_result end{};
    if (found.kind == Kind::Float)
        end = std::to_chars(text, text + sizeof text, found.number);
    else if (found.kind == Kind::Signed)
        end = std::to_chars(text, text + sizeof text, signedOf(found.bits));
    else
        end = std::to_chars(text, text + sizeof text, found.bits);
    to.assign(text, end.ptr);
}

std::optional<double> numberOf(const FoundField& found) noexcept
{
    switch (found.kind) {
    case Kind::Bool:
    case Kind::Unsigned:
        return static_cast<double>(found.bits);
    case Kind::Signed:
        return static_cast<double>(signedOf(found.bits));
    case Kind::Float:
        return std::abs(found.number) <= kLargestLookedValue ? std::optional(found.number) : std::nullopt;
    default:
        return toNumber(found.text);
    }
}

std::optional<std::int64_t> integerOf(const FoundField& found) noexcept
{
    if (found.kind == Kind::Signed || (found.kind == Kind::Unsigned && found.bits >> 63 == 0))
        return signedOf(found.bits);
    return found.kind == Kind::Text ? toInteger(found.text) : std::nullopt;
}

std::optional<WallTime> timeOf(const FoundField& found) noexcept
{
    switch (found.kind) {
    case Kind::Text:
        return toTime(found.text);
    case Kind::Float:
        return timeFromNumber(found.number);
    case Kind::Unsigned:
    case Kind::Signed:
        return timeFromInteger(signedOf(found.bits));
    default:
        return std::nullopt;
    }
}

} // namespace

LookPlan::LookPlan(LookSettings from) : settings(std::move(from))
{
    const std::array written = {&settings.key, &settings.value, &settings.time, &settings.sequence};
    for (std::size_t role = 0; role < kRoles; ++role) {
        fields[role] = parseLookField(*written[role]).value();
        hasJson = hasJson || fields[role].kind == LookField::Kind::Json;
    }
    if (settings.items == ItemForm::Array)
        array = parseLookField(settings.array).value();
}

MessageReader::MessageReader() : m_json(std::make_unique<MessageJson>()) {}

MessageReader::~MessageReader() = default;

bool MessageReader::read(const LookPlan& plan, std::string_view payload)
{
    m_count = 0;
    m_failed = m_withoutKey = 0;
    m_failure.clear();
    for (std::string& words : m_words)
        words.clear();
    const std::string_view prefix = plan.settings.prefix;
    if (payload.starts_with(prefix))
        payload.remove_prefix(prefix.size());
    if (payload.size() > kMostBytes) {
        refuse("larger than 4 MiB, so it was not read");
        return false;
    }
    switch (plan.settings.items) {
    case ItemForm::Message:
        readItem(plan, payload);
        break;
    case ItemForm::Lines:
        readLines(plan, payload);
        break;
    case ItemForm::Array:
        readArray(plan, payload);
        break;
    }
    settle(plan);
    return m_failed == 0;
}

bool MessageReader::addItem()
{
    if (m_count == kMostItems) {
        refuse("more than 10000 items, the rest was not read");
        return false;
    }
    if (m_count == m_items.size()) {
        m_items.emplace_back();
        m_missing.emplace_back();
        m_unreadable.emplace_back();
    }
    LookedItem& item = m_items[m_count];
    item.key.clear();
    item.value.reset();
    item.time.reset();
    item.sequence.reset();
    m_missing[m_count] = m_unreadable[m_count] = 0;
    ++m_count;
    return true;
}

void MessageReader::readItem(const LookPlan& plan, std::string_view text)
{
    if (plan.hasJson) {
        if (const std::string_view why = m_json->open(text); !why.empty()) {
            refuse(why);
            return;
        }
    }
    if (!addItem())
        return;
    for (std::size_t role = 0; role < LookPlan::kRoles; ++role) {
        const LookField& field = plan.fields[role];
        const auto as = static_cast<LookPlan::Role>(role);
        if (field.kind == LookField::Kind::Json)
            take(as, m_json->find(field.path), m_count - 1);
        else if (field.kind == LookField::Kind::Pattern)
            take(as, matchOf(field, text), m_count - 1);
        else if (field.isBinary())
            take(as, bytesOf(field, text), m_count - 1);
    }
}

void MessageReader::readLines(const LookPlan& plan, std::string_view text)
{
    // Those that cannot be read count too: each is tried.
    for (std::size_t tried = 0; !text.empty() && tried < kMostItems;) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty())
            continue;
        ++tried;
        readItem(plan, line);
    }
    if (!text.empty())
        refuse("more than 10000 items, the rest was not read");
}

void MessageReader::readArray(const LookPlan& plan, std::string_view text)
{
    std::string_view why = m_json->open(text);
    if (why.empty()) {
        why = m_json->forEach(plan.array.path, [this, &plan](auto fieldOf) {
            if (!addItem())
                return false;
            for (std::size_t role = 0; role < LookPlan::kRoles; ++role) {
                if (plan.fields[role].kind == LookField::Kind::Json)
                    take(static_cast<LookPlan::Role>(role), fieldOf(plan.fields[role].path), m_count - 1);
            }
            return true;
        });
        if (!why.empty())
            refuse(plan.array.written + ": " + std::string(why));
    } else {
        refuse(why);
    }
    // What no element has may be said once for all of them.
    Roles inNone = m_count > 0 ? 0xff : 0;
    for (std::size_t item = 0; item < m_count; ++item)
        inNone &= m_missing[item];
    for (std::size_t role = 0; role < LookPlan::kRoles; ++role) {
        const auto as = static_cast<LookPlan::Role>(role);
        if ((inNone & bitOf(as)) == 0 || plan.fields[role].path.empty())
            continue;
        const FoundField found = m_json->find(plan.fields[role].path);
        for (std::size_t item = 0; found.isThere() && item < m_count; ++item) {
            m_missing[item] &= static_cast<Roles>(~bitOf(as));
            take(as, found, item);
        }
    }
}

void MessageReader::take(LookPlan::Role role, const FoundField& found, std::size_t at)
{
    if (found.kind == Kind::Absent) {
        m_missing[at] |= bitOf(role);
        note(role, found.text);
    } else if (found.kind == Kind::Unreadable) {
        m_unreadable[at] |= bitOf(role);
        note(role, found.text);
    } else if (!store(role, found, m_items[at])) {
        m_unreadable[at] |= bitOf(role);
        constexpr std::array<std::string_view, LookPlan::kRoles> kWanted = {
            "is empty", "not a finite number", "not a time since 1973", "not an integer of 64 bits"};
        note(role, kWanted[role]);
    }
}

/** False where it is not what the role wants. */
bool MessageReader::store(LookPlan::Role role, const FoundField& found, LookedItem& item)
{
    switch (role) {
    case LookPlan::Key:
        if (found.kind == Kind::Text)
            assignUtf8(item.key, found.text, kMostKeyBytes);
        else if (found.kind == Kind::Bool)
            item.key = found.bits != 0 ? "true" : "false";
        else
            assignDecimal(item.key, found);
        return !item.key.empty();
    case LookPlan::Value:
        item.value = numberOf(found);
        return item.value.has_value();
    case LookPlan::Time:
        item.time = timeOf(found);
        return item.time.has_value();
    case LookPlan::Sequence:
        item.sequence = integerOf(found);
        return item.sequence.has_value();
    }
    return false;
}

/** Counts what is missing: an item that has no key is probably about something else, and not a failure. */
void MessageReader::settle(const LookPlan& plan)
{
    for (std::size_t item = 0; item < m_count; ++item) {
        const Roles lacking = m_missing[item] | m_unreadable[item];
        if (lacking == 0)
            continue;
        LookPlan::Role first = LookPlan::Key;
        if ((m_missing[item] & bitOf(LookPlan::Key)) != 0) {
            ++m_withoutKey;
        } else {
            ++m_failed;
            first = static_cast<LookPlan::Role>(std::countr_zero(lacking));
        }
        if (m_failure.empty())
            m_failure = plan.fields[first].written + ": " + m_words[first];
    }
}

void MessageReader::refuse(std::string_view why)
{
    ++m_failed;
    if (m_failure.empty())
        m_failure = why;
}

void MessageReader::note(LookPlan::Role role, std::string_view why)
{
    if (m_words[role].empty())
        m_words[role] = why;
}

FoundField MessageReader::bytesOf(const LookField& field, std::string_view text) noexcept
{
    if (field.offset + field.length > text.size())
        return {Kind::Absent, "the message is too short"};
    const std::string_view bytes = text.substr(field.offset, field.length);
    if (field.kind == LookField::Kind::Text) {
        constexpr std::string_view kPadding("\0 ", 2);
        const std::size_t first = bytes.find_first_not_of(kPadding);
        if (first == std::string_view::npos)
            return {Kind::Absent, "is empty"};
        return {Kind::Text, bytes.substr(first, bytes.find_last_not_of(kPadding) - first + 1)};
    }
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::size_t at = field.number.isBigEndian ? i : bytes.size() - 1 - i;
        bits = bits << 8 | static_cast<unsigned char>(bytes[at]);
    }
    switch (field.number.kind) {
    case NumberLayout::Kind::Unsigned:
        return {Kind::Unsigned, {}, bits};
    case NumberLayout::Kind::Signed: {
        const unsigned unused = static_cast<unsigned>(64 - 8 * bytes.size());
        return {Kind::Signed, {}, static_cast<std::uint64_t>(signedOf(bits << unused) >> unused)};
    }
    case NumberLayout::Kind::Float:
        break;
    }
    const double number = bytes.size() == 4
                              ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)))
                              : std::bit_cast<double>(bits);
    return {Kind::Float, {}, 0, number};
}

FoundField MessageReader::matchOf(const LookField& field, std::string_view text)
{
    text = text.substr(0, wholeCharacters(text, kMostPatternBytes));
    const bool hasGroup = field.pattern->NumberOfCapturingGroups() > 0;
    std::array<re2::StringPiece, 2> groups;
    const re2::StringPiece subject(text.data(), text.size());
    if (!field.pattern->Match(subject, 0, text.size(), re2::RE2::UNANCHORED, groups.data(), hasGroup ? 2 : 1))
        return {Kind::Absent, "no match"};
    const re2::StringPiece& found = groups[hasGroup ? 1 : 0];
    if (found.data() == nullptr)
        return {Kind::Absent, "no match of its group"};
    return {Kind::Text, std::string_view(found.data(), found.size())};
}

std::optional<std::int64_t> MessageReader::sequenceAt(const LookPlan& plan, std::string_view payload) noexcept
{
    if (payload.starts_with(plan.settings.prefix))
        payload.remove_prefix(plan.settings.prefix.size());
    return integerOf(bytesOf(plan.fields[LookPlan::Sequence], payload));
}

} // namespace weir
