// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/look_fields.h"

#include "ui/models/text.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

std::string LookSettings::*memberOf(FieldRole field)
{
    switch (field) {
    case FieldRole::Key:
        return &LookSettings::key;
    case FieldRole::Value:
        return &LookSettings::value;
    case FieldRole::Time:
        return &LookSettings::time;
    case FieldRole::Sequence:
        break;
    }
    return &LookSettings::sequence;
}

std::vector<std::string> part(const std::vector<std::string>& tokens, std::size_t from, std::size_t to)
{
    return {tokens.begin() + static_cast<std::ptrdiff_t>(from),
            tokens.begin() + static_cast<std::ptrdiff_t>(to)};
}

bool isPointer(const std::string& field)
{
    return field.starts_with('/') || field == "#";
}

/** A pointer into the message as one into an element of `array`; "" when it leads elsewhere. */
std::string insideOf(const std::string& array, const std::string& pointer)
{
    const std::string begin = array == "#" ? std::string() : array;
    if (!pointer.starts_with('/') || pointer.compare(0, begin.size(), begin) != 0)
        return {};
    std::size_t at = begin.size();
    if (at >= pointer.size() || pointer[at] != '/')
        return {};
    const std::size_t digits = ++at;
    while (at < pointer.size() && pointer[at] >= '0' && pointer[at] <= '9')
        ++at;
    if (at == digits || (at < pointer.size() && pointer[at] != '/'))
        return {};
    return at == pointer.size() ? std::string("#") : pointer.substr(at);
}

/** Takes the fields along to other items, as far as they are there. */
QStringList moveFields(const LookSettings& present, LookSettings& next)
{
    QStringList given;
    for (const FieldRole field : kFieldRoles) {
        std::string& each = next.*memberOf(field);
        if (each.empty())
            continue;
        const bool wasArray = present.items == ItemForm::Array;
        const bool isKnown = next.items == ItemForm::Array && !wasArray && isPointer(each);
        if (const std::string inside = isKnown ? insideOf(next.array, each) : std::string(); !inside.empty())
            each = inside;
        else if (isKnown)
            continue; // looked for in the message around the items
        else if (next.items == ItemForm::Array || wasArray)
            each.clear();
        if (each.empty())
            given.append(tagOf(field));
    }
    return given;
}

/** The items are elements of an array, and this is beside it. */
bool isAround(const LookSettings& settings, const FieldPlace& place)
{
    return settings.items == ItemForm::Array && place.elements.empty() && !place.isInDocuments;
}

} // namespace

QString tagOf(FieldRole field)
{
    switch (field) {
    case FieldRole::Key:
        return Say::tr("key");
    case FieldRole::Value:
        return Say::tr("value");
    case FieldRole::Time:
        return Say::tr("time");
    case FieldRole::Sequence:
        break;
    }
    return Say::tr("sequence");
}

const std::string& written(const LookSettings& settings, FieldRole field)
{
    return settings.*memberOf(field);
}

std::string jsonPointer(const std::vector<std::string>& tokens)
{
    std::string pointer;
    for (const std::string& token : tokens) {
        pointer += '/';
        for (const char c : token) {
            if (c == '~')
                pointer += "~0";
            else if (c == '/')
                pointer += "~1";
            else
                pointer += c;
        }
    }
    return pointer.empty() ? std::string("#") : pointer;
}

FieldPlace placeOf(const JsonTree& tree, int node)
{
    FieldPlace place;
    place.isInDocuments = tree.hasDocuments();
    for (const int step : tree.pathTo(node)) {
        const JsonNode& each = tree.nodes()[static_cast<std::size_t>(step)];
        if (each.isElement)
            place.elements.push_back(place.tokens.size());
        place.tokens.push_back(each.token);
    }
    return place;
}

LookChoice chooseField(const LookSettings& present, FieldRole field, const FieldPlace& place,
                       std::optional<std::size_t> element)
{
    LookChoice choice{present, {}};
    LookSettings& next = choice.settings;
    std::size_t from = 0;
    if (element) {
        const std::size_t at = place.elements[*element];
        next.items = ItemForm::Array;
        next.array = jsonPointer(part(place.tokens, 0, at));
        from = at + 1;
    } else if (!isAround(removeField(present, field), place)) {
        next.items = place.isInDocuments ? ItemForm::Lines : ItemForm::Message;
        next.array.clear();
    }
    (next.*memberOf(field)).clear();
    if (next.items != present.items || next.array != present.array)
        choice.given = moveFields(present, next);
    (next.*memberOf(field)) = jsonPointer(part(place.tokens, from, place.tokens.size()));
    return choice;
}

LookSettings chooseWritten(const LookSettings& present, FieldRole field, const std::string& expression)
{
    LookSettings next = present;
    (next.*memberOf(field)) = expression;
    return next;
}

LookSettings removeField(const LookSettings& present, FieldRole field)
{
    LookSettings next = present;
    (next.*memberOf(field)).clear();
    if (next.isEmpty()) {
        next.items = ItemForm::Message;
        next.array.clear();
    }
    return next;
}

std::optional<std::size_t> presentElement(const LookSettings& present, const FieldPlace& place)
{
    if (present.items != ItemForm::Array)
        return {};
    for (std::size_t i = 0; i < place.elements.size(); ++i) {
        if (jsonPointer(part(place.tokens, 0, place.elements[i])) == present.array)
            return i;
    }
    return {};
}

std::vector<FieldRole> fieldsAt(const LookSettings& settings, const FieldPlace& place)
{
    std::size_t from = 0;
    if (settings.items == ItemForm::Array) {
        const std::optional<std::size_t> element = presentElement(settings, place);
        if (!element && !isAround(settings, place))
            return {};
        from = !element ? 0 : place.elements[*element] + 1;
    }
    const std::string pointer = jsonPointer(part(place.tokens, from, place.tokens.size()));
    std::vector<FieldRole> fields;
    for (const FieldRole field : kFieldRoles) {
        if (written(settings, field) == pointer)
            fields.push_back(field);
    }
    return fields;
}

QStringList binaryTypes(std::size_t bytes)
{
    QStringList types;
    switch (bytes) {
    case 1:
        types = {u"u8"_s, u"i8"_s};
        break;
    case 2:
        types = {u"u16le"_s, u"u16be"_s, u"i16le"_s, u"i16be"_s};
        break;
    case 4:
        types = {u"u32le"_s, u"u32be"_s, u"i32le"_s, u"i32be"_s, u"f32le"_s, u"f32be"_s};
        break;
    case 8:
        types = {u"f64le"_s, u"f64be"_s, u"u64le"_s, u"u64be"_s, u"i64le"_s, u"i64be"_s};
        break;
    default:
        break;
    }
    if (bytes > 0)
        types.append(u"text"_s);
    return types;
}

std::string binaryField(const QString& type, std::size_t offset, std::size_t bytes)
{
    std::string field = type.toStdString() + '@' + std::to_string(offset);
    if (type == u"text"_s)
        field += '+' + std::to_string(bytes);
    return field;
}

} // namespace weir
