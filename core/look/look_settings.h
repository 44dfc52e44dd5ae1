// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

namespace weir {

/** How a message is cut into the items that are looked into. */
enum class ItemForm {
    Message, ///< the message is one item
    Lines,   ///< each line that is not empty is one
    Array,   ///< each element of a JSON array is one
};

/**
 * What to look at in the messages of one endpoint: where key, value, time and sequence number of an item are.
 * A value; what a profile keeps.
 *
 * A field is written as one of
 * - a JSON pointer (RFC 6901): "/data/symbol"; "#" is the item itself. The value may be a string, a number, a
 *   boolean; numbers inside strings count as numbers where a number is wanted.
 * - "re:PATTERN": the first group of a regular expression (RE2 syntax), or all of the match without a group.
 * - bytes at a fixed offset of the item: "TYPE@OFFSET" with TYPE one of u8 i8 u16le u16be i16le i16be u32le
 *   u32be i32le i32be u64le u64be i64le i64be f32le f32be f64le f64be; "text@OFFSET+LENGTH" is text, padding
 * of NUL and spaces removed.
 * "" is no such field.
 *
 * A time is ISO 8601 text, or a number since 1970 in s, ms, µs or ns, told apart by its size.
 */
struct LookSettings
{
    ItemForm items = ItemForm::Message;
    std::string array;    ///< with ItemForm::Array: JSON pointer of the array; "#" is the message itself
    std::string prefix;   ///< taken off the front of a message where it is there
    std::string key;      ///< who: ranked in Top keys
    std::string value;    ///< a number: summed and charted
    std::string time;     ///< when the sender says it was: message age
    std::string sequence; ///< an integer that grows by one with each message of the endpoint

    /** Whether there is a field to look for. */
    bool isEmpty() const noexcept { return key.empty() && value.empty() && time.empty() && sequence.empty(); }

    /** Every problem at once, each naming the field, what is wrong and the way out; empty when there is none.
     */
    std::vector<Error> validate() const;

    friend bool operator==(const LookSettings&, const LookSettings&) = default;
};

} // namespace weir
