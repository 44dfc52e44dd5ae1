// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/message_filter_model.h"

#include <algorithm>

namespace weir {

namespace {
constexpr int kEnough = 12; ///< messages around a moment
constexpr Duration kFarthest = std::chrono::minutes(10);
} // namespace

bool MessageFilter::includes(const KeptMessage& message) const
{
    if (senders && senders->count(message.endpoint) == 0)
        return false;
    if (stretch && (message.time < stretch->from || message.time > stretch->to))
        return false;
    if (text.isEmpty())
        return true;
    const auto contains = [this](const std::string& words) {
        return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()))
            .contains(text, Qt::CaseInsensitive);
    };
    return contains(message.payload) || contains(message.failure) ||
           std::any_of(message.items.begin(), message.items.end(),
                       [&](const LookedItem& item) { return contains(item.key); });
}

MessageFilterModel::MessageFilterModel(MessageListModel& source, QObject* parent)
    : QSortFilterProxyModel(parent), m_source(source)
{
    setSourceModel(&source);
}

void MessageFilterModel::setFilter(const MessageFilter& filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    invalidateFilter();
}

const MessageRow* MessageFilterModel::at(const QModelIndex& index) const
{
    return m_source.at(mapToSource(index));
}

QModelIndex MessageFilterModel::indexOf(std::uint64_t number) const
{
    const int row = number == 0 ? -1 : m_source.rowOf(number);
    return row < 0 ? QModelIndex() : mapFromSource(m_source.index(row));
}

bool MessageFilterModel::filterAcceptsRow(int row, const QModelIndex&) const
{
    return m_filter.includes(*m_source.at(m_source.index(row))->message);
}

std::optional<MessageFilter::Stretch> stretchAround(const MessageListModel& messages,
                                                    const MessageFilter& filter, TimePoint at, Duration least)
{
    MessageFilter anyTime = filter;
    anyTime.stretch.reset();
    std::vector<Duration> distances;
    for (int row = 0; row < messages.rowCount(); ++row) {
        const KeptMessage& message = *messages.at(messages.index(row))->message;
        const Duration distance = message.time > at ? message.time - at : at - message.time;
        if (distance <= kFarthest && anyTime.includes(message))
            distances.push_back(distance);
    }
    if (distances.empty())
        return {};
    const auto enough = distances.begin() +
                        std::min<std::ptrdiff_t>(kEnough, static_cast<std::ptrdiff_t>(distances.size())) - 1;
    std::nth_element(distances.begin(), enough, distances.end());
    const Duration reach = std::max(least, *enough);
    return MessageFilter::Stretch{at - reach, at + reach};
}

} // namespace weir
