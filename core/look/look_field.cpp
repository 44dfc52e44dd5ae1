// SPDX-License-Identifier: Apache-2.0
#include "core/look/look_field.h"

#include <re2/re2.h>

#include <array>
#include <charconv>
#include <utility>

namespace weir {
namespace {

constexpr std::string_view kPatternMark = "re:";
constexpr std::string_view kTextMark = "text@";

std::optional<std::size_t> toSize(std::string_view digits)
{
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return number;
}

/** An array's index has no leading zero (RFC 6901). */
std::optional<std::size_t> toIndex(std::string_view step)
{
    return step.size() > 1 && step.front() == '0' ? std::nullopt : toSize(step);
}

/** "~1" is "/", "~0" is "~"; nothing else may follow a "~". */
std::optional<LookField::Step> toStep(std::string_view written)
{
    LookField::Step step{{}, toIndex(written)};
    for (std::size_t i = 0; i < written.size(); ++i) {
        char letter = written[i];
        if (letter == '~') {
            if (++i == written.size() || (written[i] != '0' && written[i] != '1'))
                return std::nullopt;
            letter = written[i] == '0' ? '~' : '/';
        }
        if (letter == '"' || letter == '\\')
            step.name += '\\';
        step.name += letter;
    }
    return step;
}

Result<LookField> pointerFrom(LookField field)
{
    field.kind = LookField::Kind::Json;
    std::string_view rest = field.written;
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::string_view written = rest.substr(0, rest.find('/'));
        std::optional<LookField::Step> step = toStep(written);
        if (!step)
            return Error{"\"" + field.written +
                         "\" has a \"~\" that stands for nothing: write ~0 for \"~\", ~1 for \"/\""};
        field.path.push_back(std::move(*step));
        if (field.path.size() > LookField::kMostDepth)
            return Error{"the pointer goes more than " + std::to_string(LookField::kMostDepth) +
                         " steps down"};
        rest.remove_prefix(written.size());
    }
    return field;
}

Result<LookField> patternFrom(LookField field)
{
    field.kind = LookField::Kind::Pattern;
    const std::string_view written = std::string_view(field.written).substr(kPatternMark.size());
    if (written.empty())
        return Error{"the pattern is empty: write the regular expression behind \"re:\""};
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(LookField::kPatternMemory);
    auto pattern = std::make_shared<re2::RE2>(re2::StringPiece(written.data(), written.size()), options);
    if (!pattern->ok())
        return Error{"the pattern is not one RE2 understands: " + pattern->error()};
    if (pattern->ProgramSize() > LookField::kMostInstructions)
        return Error{"the pattern is too large: use smaller numbers of repetitions"};
    field.pattern = std::move(pattern);
    return field;
}

std::optional<NumberLayout> layoutNamed(std::string_view name)
{
    using Kind = NumberLayout::Kind;
    static constexpr std::array<std::pair<std::string_view, NumberLayout>, 18> kLayouts = {{
        {"u8", {Kind::Unsigned, 1, false}},
        {"i8", {Kind::Signed, 1, false}},
        {"u16le", {Kind::Unsigned, 2, false}},
        {"u16be", {Kind::Unsigned, 2, true}},
        {"i16le", {Kind::Signed, 2, false}},
        {"i16be", {Kind::Signed, 2, true}},
        {"u32le", {Kind::Unsigned, 4, false}},
        {"u32be", {Kind::Unsigned, 4, true}},
        {"i32le", {Kind::Signed, 4, false}},
        {"i32be", {Kind::Signed, 4, true}},
        {"u64le", {Kind::Unsigned, 8, false}},
        {"u64be", {Kind::Unsigned, 8, true}},
        {"i64le", {Kind::Signed, 8, false}},
        {"i64be", {Kind::Signed, 8, true}},
        {"f32le", {Kind::Float, 4, false}},
        {"f32be", {Kind::Float, 4, true}},
        {"f64le", {Kind::Float, 8, false}},
        {"f64be", {Kind::Float, 8, true}},
    }};
    for (const auto& [known, layout] : kLayouts) {
        if (known == name)
            return layout;
    }
    return std::nullopt;
}

Result<LookField> bytesFrom(LookField field, std::size_t at)
{
    const std::string_view written = field.written;
    std::string_view place = written.substr(at + 1);
    if (written.starts_with(kTextMark)) {
        const std::size_t plus = place.find('+');
        const auto length = plus == std::string_view::npos ? std::nullopt : toSize(place.substr(plus + 1));
        if (!length || *length == 0 || *length > LookField::kMostText)
            return Error{"\"" + field.written + "\" needs a length from 1 to " +
                         std::to_string(LookField::kMostText) + ", as in text@4+8"};
        field.kind = LookField::Kind::Text;
        field.length = *length;
        place = place.substr(0, plus);
    } else if (const auto layout = layoutNamed(written.substr(0, at))) {
        field.kind = LookField::Kind::Number;
        field.number = *layout;
        field.length = layout->bytes;
    } else {
        return Error{
            "\"" + field.written +
            "\" has no type known before \"@\": use u8, i8, u16le, u16be and so on to f64be, or text"};
    }
    const auto offset = toSize(place);
    if (!offset || *offset > LookField::kMostOffset)
        return Error{"\"" + field.written + "\" needs an offset from 0 to " +
                     std::to_string(LookField::kMostOffset) + " behind \"@\""};
    field.offset = *offset;
    return field;
}

} // namespace

Result<LookField> parseLookField(std::string_view text)
{
    LookField field;
    if (text.size() > LookField::kMostBytes)
        return Error{"it is longer than " + std::to_string(LookField::kMostBytes) + " bytes"};
    field.written = text;
    if (text.empty())
        return field;
    if (text.starts_with(kPatternMark))
        return patternFrom(std::move(field));
    if (text == "#") {
        field.kind = LookField::Kind::Json;
        return field;
    }
    if (text.front() == '/')
        return pointerFrom(std::move(field));
    if (const std::size_t at = text.find('@'); at != std::string_view::npos)
        return bytesFrom(std::move(field), at);
    return Error{
        "\"" + field.written +
        "\" is not a place in a message: write /name for a member of JSON, # for all of it, re:PATTERN for a "
        "regular expression, or u32le@8 for bytes"};
}

} // namespace weir
