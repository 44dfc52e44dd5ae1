// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "core/engine/engine_snapshot.h"
#include "core/link/endpoint_status.h"
#include "core/look/look_report.h"
#include "ui/field_bar.h"
#include "ui/models/colors.h"
#include "ui/models/message_filter_model.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace weir {

class MessageListView;
class MessageView;
class SendLine;

/**
 * Messages that were looked into: a list, the chosen one beside it, and what its fields can be. What arrives
 * never moves what is read. It lists the endpoints the window shows, and holds still while the window is
 * paused. GUI thread; owned by the bottom dock, whose heading shows head().
 */
class MessagesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit MessagesPanel(QWidget* parent);

    /** Makes the parts that are seen; before, this only keeps what it is told. Does nothing when they are
     * there. */
    void build();
    bool isBuilt() const { return m_list; }
    /** Counts and search: a place in the heading over this. */
    QWidget* head() const { return m_head; }
    void setColors(const Colors& colors);
    void setTrial(LookTrial trial);
    void add(std::vector<KeptMessage> messages);
    void setSenders(const std::map<EndpointId, MessageListModel::Sender>& senders);
    /** It is no more: its messages stay, what was known of it does not. */
    void forget(EndpointId endpoint);
    /** Only these, as the window says; null: all. */
    void setShown(const std::optional<std::set<EndpointId>>& senders);
    /** To which messages can be sent: the endpoint with the focus; null: none has it. */
    void setFocused(const EndpointStatus* status);
    /** What is looked for in its messages. */
    void setLook(EndpointId endpoint, const LookSettings& settings);
    void apply(const EngineSnapshot& snapshot);
    void apply(const LookReport& report);
    /** Nothing later than this is listed; null: live. */
    void setPausedAt(std::optional<TimePoint> at);
    /** Lists what was looked into around a moment, at least `least` to each side, and opens the nearest. */
    void showAround(TimePoint at, WallTime wall, Duration least);
    void showAll();

Q_SIGNALS:
    void lookChanged(weir::EndpointId endpoint, const weir::LookSettings& settings);
    void sendRequested(weir::EndpointId endpoint, const QString& text);
    void everythingRequested();

private:
    void makeHead();
    void layOut();
    void wire();
    void filter();
    void choose(std::uint64_t number);
    void preview();
    void open(std::uint64_t number);
    void showEmptiness();
    void showCounts();
    void showColumns();

    MessageListModel m_model;
    MessageFilterModel m_filtered;
    std::map<EndpointId, LookSettings> m_looks;
    MessageFilter m_filter; ///< without the pause
    std::optional<TimePoint> m_pausedAt;
    std::optional<WallTime> m_around;
    std::shared_ptr<const KeptMessage> m_chosen;
    bool m_isPreview = true; ///< m_chosen is not by the user
    double m_received = 0;   ///< a second
    double m_lookedInto = 0; ///< a second
    double m_rate = 0;       ///< of messages that are looked into
    std::uint64_t m_failed = 0;
    QString m_lastFailure;
    Colors m_colors;
    LookTrial m_trial;
    std::optional<EndpointStatus> m_focused; ///< for build()

    // In the order of the Tab key.
    QWidget* m_head;
    QLineEdit* m_search = nullptr;
    QPushButton* m_newer = nullptr;
    QPushButton* m_showAll = nullptr;
    QPushButton* m_everything = nullptr;
    MessageListView* m_list = nullptr;
    SendLine* m_send = nullptr;
    MessageView* m_view = nullptr;

    QLabel* m_counts = nullptr;
    QLabel* m_aroundWords = nullptr;
    QWidget* m_aroundBar = nullptr;
    QLabel* m_emptyTitle = nullptr;
    QLabel* m_emptyWords = nullptr;
    QWidget* m_empty = nullptr;
    QSplitter* m_parts = nullptr;
    QStackedWidget* m_lists = nullptr;
};

} // namespace weir
