// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "core/look/kept_message.h"
#include "ui/models/colors.h"

#include <QString>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace weir {

/** One line of the list: texts are display-safe. */
struct MessageRow
{
    std::shared_ptr<const KeptMessage> message;
    QString name;       ///< of its endpoint, as it was then
    QString line;       ///< where its text begins; of bytes, their values
    QString found;      ///< "AAPL · 12.5 +3", or why it could not be read; "" when nothing was looked for
    int colorSlot = -1; ///< of the endpoint; -1: has none

    bool isFailed() const { return !message->failure.empty(); }
};

/**
 * Messages that were looked into, newest first as in the list of events beside it: what arrives is where the
 * eye is. Of a busy stream at most kPerSecond are taken, the senders in turn; when kMost or kMostBytes is
 * reached, the sender that has most gives up every second of its older half before any of its newer, so that
 * something is left of every time and of every sender. The pinned message stays. GUI thread; owned by the
 * panel; time is that of the messages.
 */
class MessageListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int kMost = 2000;
    static constexpr std::size_t kMostBytes = 16'000'000;
    static constexpr int kPerSecond = 20;
    using QAbstractListModel::QAbstractListModel;

    struct Sender
    {
        QString name; ///< may come from outside
        int colorSlot = -1;
    };
    /** Of the endpoints whose messages come. */
    void setSenders(const std::map<EndpointId, Sender>& senders);
    /** It is no more: its rows keep their name; its colour may be another's. */
    void forget(EndpointId sender);
    /** That are known. */
    std::size_t senders() const { return m_senders.size(); }
    /** Oldest first. Those that are `wanted` are taken before others; null: all are. */
    void add(std::vector<KeptMessage> messages, const std::function<bool(const KeptMessage&)>& wanted = {});
    /** Its number; 0: none. */
    void setPinned(std::uint64_t number) { m_pinned = number; }
    const MessageRow* at(const QModelIndex& index) const;
    /** The row of a number; -1: none. */
    int rowOf(std::uint64_t number) const;
    /** How many a second were taken of late. */
    double perSecond() const { return m_perSecond; }
    std::size_t bytes() const { return m_bytes; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<KeptMessage> choose(std::vector<KeptMessage> messages,
                                    const std::function<bool(const KeptMessage&)>& wanted);
    MessageRow rowFor(KeptMessage message) const;
    void makeRoom();
    int rowToGo();
    void removeAt(int row);
    void recolor();

    std::deque<MessageRow> m_rows;
    struct Known
    {
        Sender sender;
        std::uint64_t last = 0; ///< number of its last message taken
    };
    std::map<EndpointId, Known> m_senders;
    std::size_t m_bytes = 0;
    std::uint64_t m_pinned = 0;
    struct Held
    {
        int rows = 0;
        int sweep = 0; ///< its rows from the oldest: where thinning goes on
    };
    std::map<EndpointId, Held> m_held; ///< of m_rows, by sender
    double m_allowance = kPerSecond;
    double m_perSecond = 0;
    TimePoint m_last; ///< time of the newest
};

} // namespace weir
