// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/look/look_settings.h"
#include "ui/models/json_tree.h"

#include <QStringList>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/** What a field of a message can be. */
enum class FieldRole { Key, Value, Time, Sequence };

inline constexpr std::array<FieldRole, 4> kFieldRoles{FieldRole::Key, FieldRole::Value, FieldRole::Time,
                                                      FieldRole::Sequence};

/** "key", "value", "time", "sequence". */
QString tagOf(FieldRole field);
/** The field as it is written in the settings; "" is none. */
const std::string& written(const LookSettings& settings, FieldRole field);

/** JSON pointer of these steps, escaped (RFC 6901, section 3); "#" for none. */
std::string jsonPointer(const std::vector<std::string>& tokens);

/** A place in a message, as its steps. */
struct FieldPlace
{
    std::vector<std::string> tokens;
    std::vector<std::size_t> elements; ///< which of them are indexes of arrays
    bool isInDocuments = false;        ///< the message is several documents in a row
};
FieldPlace placeOf(const JsonTree& tree, int node);

/** Settings that follow from a choice. */
struct LookChoice
{
    LookSettings settings;
    QStringList given; ///< up: tags of fields that are elsewhere than the items are now
};

/** Makes the value at `place` this field. `element`: each element of that array, an index into
 * place.elements, is an item; null: the message, or each document, is. */
LookChoice chooseField(const LookSettings& present, FieldRole field, const FieldPlace& place,
                       std::optional<std::size_t> element);
/** The same for "re:…" and "TYPE@OFFSET", of items as they are. */
LookSettings chooseWritten(const LookSettings& present, FieldRole field, const std::string& expression);
/** Nothing is this field any more; without a field, items are messages again. */
LookSettings removeField(const LookSettings& present, FieldRole field);
/** The array whose elements are the items now, if `place` lies in it: an index into place.elements. */
std::optional<std::size_t> presentElement(const LookSettings& present, const FieldPlace& place);
/** Which fields are looked for at this place. */
std::vector<FieldRole> fieldsAt(const LookSettings& settings, const FieldPlace& place);

/** Types of a field in this many bytes, the likeliest first: "u32le" …; always "text" at the end. */
QStringList binaryTypes(std::size_t bytes);
/** "u32le@4", "text@4+7". */
std::string binaryField(const QString& type, std::size_t offset, std::size_t bytes);

} // namespace weir
