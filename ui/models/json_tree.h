// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/** One value of a message as it was written: numbers keep every digit. Texts are display-safe and capped. */
struct JsonNode
{
    enum class Kind { Object, Array, Text, Number, Word, Odd, Document };

    Kind kind = Kind::Odd; ///< Odd: what JSON does not know, such as NaN; Document: one of several
    int parent = -1;
    int row = 0; ///< among the children of the parent
    std::vector<int> children;
    std::string token;      ///< its step of a JSON pointer, not escaped: the name of a member, or an index
    QString name;           ///< the token, to be shown; "" at the top
    QString text;           ///< the value; of what has children, how many
    bool isElement = false; ///< of an array: the token is an index
    bool isCut = false;     ///< its end was not kept
};

/**
 * The values of a message, to be looked at: read leniently, because the end of a long message is not kept and
 * because what is wrong with one is found by seeing it. Several documents in a row, scalars at the top, NaN
 * are shown; reading ends at what cannot be one, and `problem` says where. A value; immutable.
 *
 * A message is kept up to 4 KB, so all of it is read at once; hostile ones end at the limits below.
 */
class JsonTree
{
public:
    static constexpr int kDeepest = 64;          ///< levels; what is deeper is not shown
    static constexpr std::size_t kMost = 10'000; ///< values

    /** `isCut`: the text goes on beyond what is here. */
    static JsonTree read(std::string_view text, bool isCut);
    /** Where JSON begins behind something that is none, such as "42" before "[…]"; 0: nowhere, or at once. */
    static std::size_t startBehindPrefix(std::string_view text, bool isCut);

    bool isEmpty() const { return m_nodes.empty(); }
    /** In the order of the text; a parent comes before its children. */
    const std::vector<JsonNode>& nodes() const { return m_nodes; }
    const std::vector<int>& top() const { return m_top; }
    /** There are several documents: they are at the top, as Kind::Document. */
    bool hasDocuments() const { return m_hasDocuments; }
    /** What ended the reading, with its byte; "" when all was read. */
    const QString& problem() const { return m_problem; }

    /** Steps from the message, or from its document, to a value. */
    std::vector<int> pathTo(int node) const;
    /** The node reached by these steps from the first of the top; -1: none. */
    int find(const std::vector<std::string>& tokens) const;

private:
    friend class JsonReader;

    std::vector<JsonNode> m_nodes;
    std::vector<int> m_top;
    QString m_problem;
    bool m_hasDocuments = false;
};

} // namespace weir
