// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/models/message_list_model.h"

#include <optional>
#include <set>

namespace weir {

/** Which of the messages are listed. */
struct MessageFilter
{
    struct Stretch
    {
        TimePoint from;
        TimePoint to; ///< included
        bool operator==(const Stretch&) const = default;
    };
    QString text;                                ///< in content, key, or the words of a failure; any case
    std::optional<std::set<EndpointId>> senders; ///< null: all
    std::optional<Stretch> stretch;              ///< null: of any time

    bool includes(const KeptMessage& message) const;
    bool operator==(const MessageFilter&) const = default;
};

/** The messages that pass a filter, newest first. GUI thread. */
class MessageFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    /** `source` outlives this. */
    MessageFilterModel(MessageListModel& source, QObject* parent);

    void setFilter(const MessageFilter& filter);
    const MessageFilter& filter() const { return m_filter; }
    const MessageRow* at(const QModelIndex& index) const;
    /** The row of a number; invalid when it is not listed. */
    QModelIndex indexOf(std::uint64_t number) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    const MessageListModel& m_source;
    MessageFilter m_filter;
};

/** The stretch around a moment that holds a dozen of the messages, the others of the filter apart: at least
 * `least` to each side, at most ten minutes. Null: not one is that near. */
std::optional<MessageFilter::Stretch>
stretchAround(const MessageListModel& messages, const MessageFilter& filter, TimePoint at, Duration least);

} // namespace weir
