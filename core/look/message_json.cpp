// SPDX-License-Identifier: Apache-2.0
#include "core/look/message_json.h"

namespace weir {

using simdjson::error_code;
using simdjson::ondemand::json_type;

namespace {

constexpr std::string_view kNoMember = "no such member";
constexpr std::string_view kNoElement = "no such element";

std::string_view trimmedToken(std::string_view token)
{
    const std::size_t last = token.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? std::string_view() : token.substr(0, last + 1);
}

FoundField absent(std::string_view why)
{
    return {FoundField::Kind::Absent, why};
}

} // namespace

std::string_view MessageJson::open(std::string_view text)
{
    m_length = text.size();
    if (m_text.size() < m_length + simdjson::SIMDJSON_PADDING)
        m_text.resize(m_length + simdjson::SIMDJSON_PADDING);
    text.copy(m_text.data(), m_length);
    const error_code error = iterate();
    return error ? words(error) : std::string_view();
}

error_code MessageJson::iterate()
{
    return m_parser.iterate(m_text.data(), m_length, m_text.size()).get(m_document);
}

/** A document is not to be had any more once something in it was not JSON. */
error_code MessageJson::begin()
{
    if (!m_document.is_alive())
        return iterate();
    m_document.rewind();
    return simdjson::SUCCESS;
}

FoundField MessageJson::find(Steps path)
{
    if (const error_code error = begin())
        return problem(error);
    if (path.empty())
        return scalarOf(m_document);
    Value value;
    if (const error_code error = stepInto(m_document, path.front(), value))
        return problem(error);
    return walk(value, path.subspan(1));
}

FoundField MessageJson::Element::operator()(Steps path)
{
    if (!m_json.m_document.is_alive())
        return m_json.problem(simdjson::TAPE_ERROR);
    if (path.empty())
        return m_json.scalarOf(m_value);
    error_code error = simdjson::SUCCESS;
    Value next;
    if (!m_isEntered) {
        error = m_value.type().get(m_type);
        if (!error && m_type == json_type::object)
            error = m_value.get_object().get(m_object);
        else if (!error && m_type == json_type::array)
            error = m_value.get_array().get(m_array);
        m_isEntered = true;
    } else if (m_type == json_type::object) {
        error = m_object.reset().error();
    } else if (m_type == json_type::array) {
        error = m_array.reset().error();
    }
    if (error)
        return m_json.problem(error);
    if (m_type == json_type::object)
        error = stepInto(m_object, path.front(), next);
    else if (m_type == json_type::array)
        error = stepInto(m_array, path.front(), next);
    else
        return absent(kNoMember);
    return error ? m_json.problem(error) : m_json.walk(next, path.subspan(1));
}

FoundField MessageJson::walk(Value value, Steps rest)
{
    for (const LookField::Step& step : rest) {
        Value next;
        if (const error_code error = stepInto(value, step, next))
            return problem(error);
        value = next;
    }
    return scalarOf(value);
}

error_code MessageJson::stepInto(simdjson::ondemand::object& object, const LookField::Step& step, Value& to)
{
    return object.find_field(step.name).get(to);
}

error_code MessageJson::stepInto(simdjson::ondemand::array& array, const LookField::Step& step, Value& to)
{
    return step.index ? array.at(*step.index).get(to) : simdjson::NO_SUCH_FIELD;
}

template<class Node>
error_code MessageJson::stepInto(Node& node, const LookField::Step& step, Value& to)
{
    json_type type{};
    if (const error_code error = node.type().get(type))
        return error;
    if (type == json_type::object) {
        simdjson::ondemand::object object;
        const error_code error = node.get_object().get(object);
        return error ? error : stepInto(object, step, to);
    }
    if (type == json_type::array) {
        simdjson::ondemand::array array;
        const error_code error = node.get_array().get(array);
        return error ? error : stepInto(array, step, to);
    }
    return simdjson::NO_SUCH_FIELD;
}

// forEach() of the header steps too, wherever it is used.
template error_code MessageJson::stepInto(simdjson::ondemand::document&, const LookField::Step&, Value&);
template error_code MessageJson::stepInto(Value&, const LookField::Step&, Value&);

template<class Node>
FoundField MessageJson::scalarOf(Node& node)
{
    using Kind = FoundField::Kind;
    json_type type{};
    if (const error_code error = node.type().get(type))
        return problem(error);
    switch (type) {
    case json_type::object:
        return {Kind::Unreadable, "is an object, not a value"};
    case json_type::array:
        return {Kind::Unreadable, "is an array, not a value"};
    case json_type::null:
        return absent("is null");
    case json_type::boolean: {
        bool value = false;
        const error_code error = node.get_bool().get(value);
        return error ? problem(error) : FoundField{Kind::Bool, {}, value};
    }
    case json_type::number: {
        std::string_view token;
        const error_code error =
            simdjson::simdjson_result<std::string_view>(node.raw_json_token()).get(token);
        return error ? problem(error) : FoundField{Kind::Text, trimmedToken(token)};
    }
    case json_type::string: {
        // Before it is unescaped: half a surrogate pair cannot be, and is shown as it was written.
        std::string_view token;
        if (const error_code error =
                simdjson::simdjson_result<std::string_view>(node.raw_json_token()).get(token))
            return problem(error);
        token = trimmedToken(token);
        if (token.size() < 2)
            return {Kind::Unreadable, "not JSON"};
        token = token.substr(1, token.size() - 2);
        if (token.find('\\') == std::string_view::npos)
            return {Kind::Text, token};
        // Into a buffer of our own: that of the parser is not begun anew where a string is read again.
        simdjson::ondemand::raw_json_string raw;
        if (node.get_raw_json_string().get(raw))
            return {Kind::Text, token};
        if (m_unescaped.size() < token.size() + simdjson::SIMDJSON_PADDING)
            m_unescaped.resize(token.size() + simdjson::SIMDJSON_PADDING);
        std::uint8_t* to = m_unescaped.data();
        std::string_view text;
        const error_code error = m_parser.unescape(raw, to).get(text);
        return {Kind::Text, error ? token : text};
    }
    }
    return {Kind::Unreadable, "not JSON"};
}

FoundField MessageJson::problem(error_code error)
{
    if (error == simdjson::NO_SUCH_FIELD)
        return absent(kNoMember);
    if (error == simdjson::INDEX_OUT_OF_BOUNDS)
        return absent(kNoElement);
    return {FoundField::Kind::Unreadable, words(error)};
}

std::string_view MessageJson::words(error_code error)
{
    switch (error) {
    case simdjson::NO_SUCH_FIELD:
        return kNoMember;
    case simdjson::INDEX_OUT_OF_BOUNDS:
        return kNoElement;
    case simdjson::EMPTY:
        return "empty";
    case simdjson::UTF8_ERROR:
        return "not UTF-8";
    case simdjson::UNCLOSED_STRING:
        return "not JSON: a string has no end";
    case simdjson::UNESCAPED_CHARS:
        return "not JSON: a control character in a string";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
        return "not JSON: it ends too early";
    default:
        break;
    }
    const char* at = nullptr;
    const bool isKnown =
        !m_document.current_location().get(at) && at >= m_text.data() && at < m_text.data() + m_length;
    m_words = isKnown ? "not JSON at byte " + std::to_string(at - m_text.data()) : "not JSON";
    return m_words;
}

} // namespace weir
