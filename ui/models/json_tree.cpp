// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/json_tree.h"

#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <cstdint>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kLongestName = 80;
constexpr int kLongestText = 256;
constexpr std::size_t kLongestPrefix = 64;

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool isEnd(char c)
{
    return isSpace(c) || c == ',' || c == ']' || c == '}' || c == '[' || c == '{' || c == '"' || c == ':';
}

QString shown(std::string_view text, int limit)
{
    // At most four bytes a character.
    const auto bytes = std::min(text.size(), static_cast<std::size_t>(limit) * 4 + 4);
    return plainText(QString::fromUtf8(text.data(), static_cast<qsizetype>(bytes)), limit);
}

void appendUtf8(std::string& to, std::uint32_t code)
{
    const bool isLone = code >= 0xD800 && code <= 0xDFFF;
    const char32_t character = isLone ? U'\uFFFD' : static_cast<char32_t>(code);
    to += QString::fromUcs4(&character, 1).toStdString();
}

/** As RFC 8259 writes a number: what is not is shown all the same, and said to be odd. */
bool isNumber(std::string_view text)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
        return at - from;
    };
    const auto take = [&](std::string_view any) {
        const bool isThere = at < text.size() && any.find(text[at]) != std::string_view::npos;
        at += isThere ? 1 : 0;
        return isThere;
    };
    take("-");
    const bool hasZero = at < text.size() && text[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (hasZero && whole > 1))
        return false;
    if (take(".") && digits() == 0)
        return false;
    if (take("eE")) {
        take("+-");
        if (digits() == 0)
            return false;
    }
    return at == text.size();
}

} // namespace

/** One reading. It keeps its own stack, so that no nesting can exhaust the program's. */
class JsonReader
{
public:
    JsonReader(std::string_view text, bool isCut) : m_text(text), m_isCut(isCut) {}

    JsonTree run()
    {
        skipSpace();
        while (m_at < m_text.size() && readDocument()) {
            const std::size_t end = m_at;
            skipSpace();
            if (m_at < m_text.size() && m_at == end) {
                fail(Say::tr("more follows"));
                break;
            }
        }
        if (m_tree.m_top.size() > 1)
            makeDocuments();
        for (JsonNode& node : m_tree.m_nodes)
            count(node);
        return std::move(m_tree);
    }

private:
    struct Open
    {
        int node = -1; ///< -1: too deep, or one too many, to be shown
        bool isObject = false;
        std::size_t index = 0;
    };

    bool isAtEnd() const { return m_at >= m_text.size(); }

    void skipSpace()
    {
        while (!isAtEnd() && isSpace(m_text[m_at]))
            ++m_at;
    }

    bool fail(const QString& what)
    {
        m_tree.m_problem = Say::tr("not JSON at byte %1: %2").arg(QString::number(m_at), what);
        return false;
    }

    /** The text ended before what was begun. */
    bool endedEarly()
    {
        for (const Open& open : m_open) {
            if (open.node >= 0)
                m_tree.m_nodes[static_cast<std::size_t>(open.node)].isCut = true;
        }
        return m_isCut ? false : fail(Say::tr("it ends too early"));
    }

    int addNode(JsonNode::Kind kind)
    {
        const int parent = m_open.empty() ? -1 : m_open.back().node;
        const bool isHidden = !m_open.empty() && parent < 0;
        if (isHidden || m_tree.m_nodes.size() >= JsonTree::kMost ||
            m_open.size() >= static_cast<std::size_t>(JsonTree::kDeepest)) {
            if (m_tree.m_problem.isEmpty()) {
                m_tree.m_problem = m_tree.m_nodes.size() >= JsonTree::kMost
                                       ? Say::tr("more than %1 values: the rest is not shown")
                                             .arg(QString::number(JsonTree::kMost))
                                       : Say::tr("more than %1 levels: what is deeper is not shown")
                                             .arg(QString::number(JsonTree::kDeepest));
            }
            return -1;
        }
        const int id = static_cast<int>(m_tree.m_nodes.size());
        JsonNode node;
        node.kind = kind;
        node.parent = parent;
        auto& siblings =
            parent < 0 ? m_tree.m_top : m_tree.m_nodes[static_cast<std::size_t>(parent)].children;
        node.row = static_cast<int>(siblings.size());
        siblings.push_back(id);
        if (parent >= 0) {
            node.isElement = !m_open.back().isObject;
            node.token = node.isElement ? std::to_string(m_open.back().index) : m_name;
            node.name = shown(node.token, kLongestName);
        }
        m_tree.m_nodes.push_back(std::move(node));
        return id;
    }

    void setText(int node, std::string_view text, bool isCut = false)
    {
        if (node < 0)
            return;
        m_tree.m_nodes[static_cast<std::size_t>(node)].text = shown(text, kLongestText);
        m_tree.m_nodes[static_cast<std::size_t>(node)].isCut = isCut;
    }

    /** The text between quotes, escapes undone. Null: it has no end. */
    std::optional<std::string> readString()
    {
        std::string text;
        m_partial.clear();
        ++m_at;
        while (!isAtEnd()) {
            const char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                return text;
            }
            if (c != '\\') {
                text += c;
                ++m_at;
                continue;
            }
            if (++m_at >= m_text.size())
                break;
            readEscape(text);
        }
        m_partial = std::move(text);
        return {};
    }

    void readEscape(std::string& text)
    {
        static constexpr std::string_view kFrom = "bfnrt";
        static constexpr std::string_view kTo = "\b\f\n\r\t";
        const char c = m_text[m_at++];
        if (c != 'u') {
            const std::size_t at = kFrom.find(c);
            text += at == std::string_view::npos ? c : kTo[at];
            return;
        }
        std::uint32_t code = readHex();
        if (code >= 0xD800 && code <= 0xDBFF && m_text.substr(m_at, 2) == "\\u") {
            const std::size_t before = m_at;
            m_at += 2;
            const std::uint32_t low = readHex();
            if (low >= 0xDC00 && low <= 0xDFFF)
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            else
                m_at = before;
        }
        appendUtf8(text, code);
    }

    std::uint32_t readHex()
    {
        bool isOk = false;
        const std::string_view digits = m_text.substr(std::min(m_at, m_text.size()), 4);
        const std::uint32_t code =
            QByteArray(digits.data(), static_cast<qsizetype>(digits.size())).toUInt(&isOk, 16);
        if (!isOk || digits.size() < 4)
            return 0xFFFD;
        m_at += 4;
        return code;
    }

    bool readScalar()
    {
        if (m_text[m_at] == '"') {
            const int node = addNode(JsonNode::Kind::Text);
            if (const std::optional<std::string> text = readString()) {
                setText(node, *text);
                return true;
            }
            setText(node, m_partial, true);
            return endedEarly();
        }
        const std::size_t from = m_at;
        while (!isAtEnd() && !isEnd(m_text[m_at]))
            ++m_at;
        const std::string_view word = m_text.substr(from, m_at - from);
        const bool isWord = word == "true" || word == "false" || word == "null";
        const bool isOdd = word == "NaN" || word == "Infinity" || word == "-Infinity";
        const bool isCut = isAtEnd() && m_isCut;
        if (isWord || isOdd || isNumber(word) || (isCut && !word.empty())) {
            setText(addNode(isWord  ? JsonNode::Kind::Word
                            : isOdd ? JsonNode::Kind::Odd
                                    : JsonNode::Kind::Number),
                    word, isCut);
            if (isOdd && m_tree.m_problem.isEmpty()) {
                m_tree.m_problem =
                    Say::tr("not JSON at byte %1: %2").arg(QString::number(from), shown(word, 20));
            }
            return true;
        }
        m_at = from;
        return fail(word.empty() ? Say::tr("a value is missing")
                                 : Say::tr("“%1” is no value").arg(shown(word, 20)));
    }

    bool open(bool isObject)
    {
        const int node = addNode(isObject ? JsonNode::Kind::Object : JsonNode::Kind::Array);
        m_open.push_back({node, isObject});
        ++m_at;
        return true;
    }

    /** Everything up to the value of a member, or to an element. False: the reading ends. */
    bool readName()
    {
        if (m_text[m_at] != '"')
            return fail(Say::tr("the name of a member is missing"));
        std::optional<std::string> name = readString();
        if (!name)
            return endedEarly();
        m_name = std::move(*name);
        skipSpace();
        if (isAtEnd())
            return endedEarly();
        if (m_text[m_at] != ':')
            return fail(Say::tr("a colon is missing"));
        ++m_at;
        skipSpace();
        return isAtEnd() ? endedEarly() : true;
    }

    bool readValue()
    {
        const char c = m_text[m_at];
        return c == '{' || c == '[' ? open(c == '{') : readScalar();
    }

    bool readDocument()
    {
        if (!readValue())
            return false;
        bool isFirst = m_text[m_at - 1] == '{' || m_text[m_at - 1] == '[';
        while (!m_open.empty()) {
            skipSpace();
            if (isAtEnd())
                return endedEarly();
            const bool isObject = m_open.back().isObject;
            if (m_text[m_at] == (isObject ? '}' : ']')) {
                ++m_at;
                m_open.pop_back();
                isFirst = false;
                continue;
            }
            if (!isFirst) {
                if (m_text[m_at] != ',')
                    return fail(Say::tr("a comma is missing"));
                ++m_at;
                ++m_open.back().index;
                skipSpace();
                if (isAtEnd())
                    return endedEarly();
            }
            if (isObject && !readName())
                return false;
            const std::size_t depth = m_open.size();
            if (!readValue())
                return false;
            isFirst = m_open.size() > depth;
        }
        return true;
    }

    /** Several at the top become the children of one node each, so that each has its own place. */
    void makeDocuments()
    {
        m_tree.m_hasDocuments = true;
        std::vector<int> documents;
        for (std::size_t i = 0; i < m_tree.m_top.size(); ++i) {
            const int content = m_tree.m_top[i];
            JsonNode node;
            node.kind = JsonNode::Kind::Document;
            node.row = static_cast<int>(i);
            node.name = Say::tr("item %1").arg(QString::number(i + 1));
            node.children = {content};
            m_tree.m_nodes[static_cast<std::size_t>(content)].parent =
                static_cast<int>(m_tree.m_nodes.size());
            m_tree.m_nodes[static_cast<std::size_t>(content)].row = 0;
            documents.push_back(static_cast<int>(m_tree.m_nodes.size()));
            m_tree.m_nodes.push_back(std::move(node));
        }
        m_tree.m_top = std::move(documents);
    }

    static void count(JsonNode& node)
    {
        const QString number = QString::number(node.children.size()) + (node.isCut ? u"…"_s : QString());
        if (node.kind == JsonNode::Kind::Object)
            node.text = u"{ %1 }"_s.arg(number);
        else if (node.kind == JsonNode::Kind::Array)
            node.text = u"[ %1 ]"_s.arg(number);
    }

    const std::string_view m_text;
    const bool m_isCut;
    JsonTree m_tree;
    std::vector<Open> m_open;
    std::string m_name;    ///< of the member being read
    std::string m_partial; ///< of a string without an end
    std::size_t m_at = 0;
};

JsonTree JsonTree::read(std::string_view text, bool isCut)
{
    return JsonReader(text, isCut).run();
}

std::size_t JsonTree::startBehindPrefix(std::string_view text, bool isCut)
{
    const std::size_t at = text.substr(0, kLongestPrefix).find_first_of("{[");
    if (at == std::string_view::npos || at == 0)
        return 0;
    const JsonTree behind = read(text.substr(at), isCut);
    return behind.problem().isEmpty() && !behind.isEmpty() ? at : 0;
}

std::vector<int> JsonTree::pathTo(int node) const
{
    std::vector<int> path;
    for (int at = node; at >= 0; at = m_nodes[static_cast<std::size_t>(at)].parent) {
        const JsonNode& each = m_nodes[static_cast<std::size_t>(at)];
        const bool isTop = each.parent < 0 ||
                           m_nodes[static_cast<std::size_t>(each.parent)].kind == JsonNode::Kind::Document;
        if (isTop)
            break;
        path.push_back(at);
    }
    std::reverse(path.begin(), path.end());
    return path;
}

int JsonTree::find(const std::vector<std::string>& tokens) const
{
    if (m_top.empty())
        return -1;
    int at = m_top.front();
    if (m_hasDocuments)
        at = m_nodes[static_cast<std::size_t>(at)].children.front();
    for (const std::string& token : tokens) {
        const std::vector<int>& children = m_nodes[static_cast<std::size_t>(at)].children;
        const auto next = std::find_if(children.begin(), children.end(), [&](int child) {
            return m_nodes[static_cast<std::size_t>(child)].token == token;
        });
        if (next == children.end())
            return -1;
        at = *next;
    }
    return at;
}

} // namespace weir
