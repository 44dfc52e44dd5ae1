// SPDX-License-Identifier: Apache-2.0
#include "core/look/look_settings.h"

#include "core/look/look_field.h"

#include <string_view>
#include <utility>

namespace weir {

std::vector<Error> LookSettings::validate() const
{
    std::vector<Error> problems;
    const auto refuse = [&problems](std::string_view name, const std::string& why) {
        problems.push_back({std::string(name) + ": " + why + "."});
    };
    for (const auto& [name, written] : {std::pair{"key", &key}, std::pair{"value", &value},
                                        std::pair{"time", &time}, std::pair{"sequence", &sequence}}) {
        const Result<LookField> field = parseLookField(*written);
        if (!field)
            refuse(name, field.error().message);
        else if (items == ItemForm::Array && !written->empty() && field.value().kind != LookField::Kind::Json)
            refuse(name, "items of an array are JSON: use a pointer such as /name, or # for the item itself");
        else if (written == &sequence && field.value().isBinaryFloat())
            refuse(name, "a sequence number is an integer: use u32le@… or u64le@…");
    }
    if (items == ItemForm::Array) {
        const Result<LookField> place = parseLookField(array);
        if (!place)
            refuse("array", place.error().message);
        else if (place.value().kind != LookField::Kind::Json)
            refuse("array",
                   "it needs the JSON pointer of the array, such as /data, or # for the message itself");
    }
    if (prefix.size() > LookField::kMostBytes)
        refuse("prefix", "it is longer than " + std::to_string(LookField::kMostBytes) + " bytes");
    return problems;
}

} // namespace weir
