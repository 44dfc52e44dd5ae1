// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/look/look_field.h"
#include "core/look/message_reader.h"

#include <simdjson.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/** One JSON text at a time, read on demand. What is found refers to it until the next open() or the next
 * find(). */
class MessageJson
{
public:
    /** "" or why it is no JSON, as far as that shows before anything is read. */
    std::string_view open(std::string_view text);
    /** What is at the end of this way from the root. */
    FoundField find(std::span<const LookField::Step> path);

    /**
     * Calls visit(fieldOf) for each element of the array at `path` until it returns false; fieldOf(path)
     * gives what is at the end of that way from the element. Returns "" or why the array cannot be read
     * (further).
     */
    template<class Visit>
    std::string_view forEach(std::span<const LookField::Step> path, Visit&& visit);

private:
    using Value = simdjson::ondemand::value;
    using Steps = std::span<const LookField::Step>;

    /** The element an array is at; asked for one field after the other. */
    class Element
    {
    public:
        Element(MessageJson& json, Value value) : m_json(json), m_value(value) {}
        FoundField operator()(Steps path);

    private:
        MessageJson& m_json;
        Value m_value;
        simdjson::ondemand::object m_object;
        simdjson::ondemand::array m_array;
        simdjson::ondemand::json_type m_type = simdjson::ondemand::json_type::null;
        bool m_isEntered = false;
    };

    simdjson::error_code iterate();
    simdjson::error_code begin();
    template<class Node>
    FoundField scalarOf(Node& node);
    template<class Node>
    simdjson::error_code stepInto(Node& node, const LookField::Step& step, Value& to);
    static simdjson::error_code stepInto(simdjson::ondemand::object& object, const LookField::Step& step,
                                         Value& to);
    static simdjson::error_code stepInto(simdjson::ondemand::array& array, const LookField::Step& step,
                                         Value& to);
    FoundField walk(Value value, Steps rest);
    FoundField problem(simdjson::error_code error);
    std::string_view words(simdjson::error_code error);

    simdjson::ondemand::parser m_parser;
    simdjson::ondemand::document m_document;
    std::string m_text; ///< padded as simdjson needs it
    std::size_t m_length = 0;
    std::vector<std::uint8_t> m_unescaped; ///< the string that was found last
    std::string m_words;
};

template<class Visit>
std::string_view MessageJson::forEach(Steps path, Visit&& visit)
{
    simdjson::ondemand::array array;
    simdjson::error_code error = begin();
    if (error)
        return words(error);
    if (path.empty()) {
        error = m_document.get_array().get(array);
    } else {
        Value value;
        error = stepInto(m_document, path.front(), value);
        for (const LookField::Step& step : path.subspan(1)) {
            if (error)
                break;
            Value next;
            error = stepInto(value, step, next);
            value = next;
        }
        if (!error)
            error = value.get_array().get(array);
    }
    if (error)
        return error == simdjson::INCORRECT_TYPE ? "not an array" : words(error);
    for (auto element : array) {
        Value value;
        if ((error = element.get(value)))
            return words(error);
        if (!visit(Element(*this, value)))
            return {};
        if (!m_document.is_alive()) // there is no next one
            return words(simdjson::TAPE_ERROR);
    }
    return {};
}

} // namespace weir
