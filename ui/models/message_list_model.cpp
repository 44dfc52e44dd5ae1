// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/message_list_model.h"

#include "ui/models/format.h"
#include "ui/models/message_text.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kLongestName = 60;
constexpr double kMemory = 4; ///< seconds over which messages a second are averaged

std::size_t sizeOf(const KeptMessage& message)
{
    return sizeof(KeptMessage) + message.payload.size() + message.failure.size() +
           message.items.size() * sizeof(LookedItem);
}

} // namespace

void MessageListModel::setSenders(const std::map<EndpointId, Sender>& senders)
{
    bool isChanged = false;
    for (const auto& [id, sender] : senders) {
        Sender& known = m_senders[id].sender;
        isChanged = isChanged || known.colorSlot != sender.colorSlot;
        known = sender;
    }
    if (isChanged)
        recolor();
}

void MessageListModel::forget(EndpointId sender)
{
    if (m_senders.erase(sender) > 0)
        recolor();
}

void MessageListModel::recolor()
{
    if (m_rows.empty())
        return;
    for (MessageRow& row : m_rows) {
        const auto known = m_senders.find(row.message->endpoint);
        row.colorSlot = known == m_senders.end() ? -1 : known->second.sender.colorSlot;
    }
    Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::DecorationRole});
}

std::vector<KeptMessage> MessageListModel::choose(std::vector<KeptMessage> messages,
                                                  const std::function<bool(const KeptMessage&)>& wanted)
{
    const double passed =
        m_last == TimePoint()
            ? 0
            : std::max(0.0, std::chrono::duration<double>(messages.back().time - m_last).count());
    m_last = messages.back().time;
    m_allowance = std::min<double>(kPerSecond, m_allowance + passed * kPerSecond);
    const auto room = static_cast<std::size_t>(m_allowance);
    struct Place
    {
        bool isOther;
        int turn; ///< the first of each sender before the second of any
        std::uint64_t last;
        std::size_t index;
        auto operator<=>(const Place&) const = default;
    };
    std::map<EndpointId, int> turns;
    std::vector<Place> places;
    for (std::size_t i = messages.size(); i-- > 0;) { // the newest of each first
        const KeptMessage& message = messages[i];
        const auto known = m_senders.find(message.endpoint);
        const std::uint64_t last = known == m_senders.end() ? 0 : known->second.last;
        places.push_back({wanted && !wanted(message), turns[message.endpoint]++, last, i});
    }
    std::sort(places.begin(), places.end());
    places.resize(std::min(places.size(), room));
    std::sort(places.begin(), places.end(),
              [](const Place& one, const Place& other) { return one.index < other.index; });
    std::vector<KeptMessage> chosen;
    for (const Place& place : places)
        chosen.push_back(std::move(messages[place.index]));
    m_allowance -= static_cast<double>(chosen.size());
    const double weight = 1 - std::exp(-passed / kMemory);
    if (passed > 0)
        m_perSecond += weight * (static_cast<double>(chosen.size()) / passed - m_perSecond);
    return chosen;
}

MessageRow MessageListModel::rowFor(KeptMessage message) const
{
    MessageRow row;
    if (const auto sender = m_senders.find(message.endpoint); sender != m_senders.end()) {
        row.name = plainText(sender->second.sender.name, kLongestName);
        row.colorSlot = sender->second.sender.colorSlot;
    }
    row.line = firstLine(message);
    row.found = foundWords(message);
    row.message = std::make_shared<const KeptMessage>(std::move(message));
    return row;
}

void MessageListModel::add(std::vector<KeptMessage> messages,
                           const std::function<bool(const KeptMessage&)>& wanted)
{
    if (messages.empty())
        return;
    std::vector<KeptMessage> chosen = choose(std::move(messages), wanted);
    if (chosen.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(chosen.size()) - 1);
    for (KeptMessage& message : chosen) {
        if (message.payload.size() > KeptMessage::kMostBytes)
            message.payload.resize(KeptMessage::kMostBytes);
        if (const auto known = m_senders.find(message.endpoint); known != m_senders.end())
            known->second.last = message.number;
        m_bytes += sizeOf(message);
        ++m_held[message.endpoint].rows;
        m_rows.push_front(rowFor(std::move(message)));
    }
    endInsertRows();
    makeRoom();
}

void MessageListModel::makeRoom()
{
    while (rowCount() > 1 && (rowCount() > kMost || m_bytes > kMostBytes))
        removeAt(rowToGo());
}

/** Every second one of the older half of the fullest sender, from the oldest on, and again. */
int MessageListModel::rowToGo()
{
    const auto fullest =
        std::max_element(m_held.begin(), m_held.end(), [](const auto& one, const auto& other) {
            return one.second.rows < other.second.rows;
        });
    const int most = fullest->second.rows;
    const auto message = [this](int row) -> const KeptMessage& {
        return *m_rows[static_cast<std::size_t>(row)].message;
    };
    int row = rowCount() - 1; // of several that are as full, whose the oldest is
    while (row > 0 && (message(row).number == m_pinned || m_held[message(row).endpoint].rows < most))
        --row;
    const EndpointId sender = message(row).endpoint;
    Held& held = m_held[sender];
    if (held.sweep > held.rows / 2)
        held.sweep = 0;
    int found = row;
    for (int passed = 0; passed < held.sweep && row > 0;) {
        --row;
        if (message(row).endpoint != sender || message(row).number == m_pinned)
            continue;
        found = row;
        ++passed;
    }
    ++held.sweep;
    return found;
}

void MessageListModel::removeAt(int row)
{
    beginRemoveRows({}, row, row);
    const auto at = m_rows.begin() + row;
    m_bytes -= sizeOf(*at->message);
    const auto held = m_held.find(at->message->endpoint);
    if (--held->second.rows == 0)
        m_held.erase(held);
    m_rows.erase(at);
    endRemoveRows();
}

const MessageRow* MessageListModel::at(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return nullptr;
    return &m_rows[static_cast<std::size_t>(index.row())];
}

int MessageListModel::rowOf(std::uint64_t number) const
{
    const auto at = std::find_if(m_rows.begin(), m_rows.end(),
                                 [number](const MessageRow& row) { return row.message->number == number; });
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

int MessageListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MessageListModel::data(const QModelIndex& index, int role) const
{
    const MessageRow* row = at(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return row->line;
    case Qt::AccessibleTextRole: {
        QStringList words{format::clockTime(row->message->wallTime), row->name,
                          format::withUnit(static_cast<double>(row->message->bytes), u"B"), row->found,
                          row->line};
        words.removeAll(QString());
        return words.join(u", "_s);
    }
    case Qt::ToolTipRole:
        return row->isFailed() ? u"<p>"_s + row->found.toHtmlEscaped() + u"</p>"_s : QString();
    default:
        return {};
    }
}

} // namespace weir
