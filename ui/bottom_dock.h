// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/engine/engine_snapshot.h"
#include "core/link/endpoint_status.h"
#include "ui/models/colors.h"
#include "ui/models/top_key_rows.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QModelIndex;
class QPushButton;
class QStackedWidget;

namespace weir {

class EventDelegate;
class EventFilterModel;
class EventLine;
class EventListModel;
class MessagesPanel;
class TabStrip;
class TopKeysPanel;

/**
 * What happened, who sends most, and the messages themselves: events and keys side by side where there is
 * room, one panel with three tabs where there is less or messages are read, and in small windows one line
 * with the newest event, which opens that panel. GUI thread; the model outlives it.
 */
class BottomDock : public QWidget
{
    Q_OBJECT

public:
    BottomDock(EventListModel& events, QWidget* parent);

    void apply(const EngineSnapshot& snapshot);
    void applyKeys(TopKeyList list);
    /** Whether Top keys can be seen: making its list costs reports times keys. */
    bool showsKeys() const;
    void setColors(const Colors& colors);
    /** One line, until the user opens it. */
    void setBrief(bool isBrief);
    /** How tall the window is, so that a tall one gives more of it. */
    void setRoom(int windowHeight);
    /** 0 events, 1 top keys, 2 messages: the tab chosen last. */
    int currentTab() const { return m_page; }
    void setCurrentTab(int tab);
    /** Lists the events that contain this, such as the name of an endpoint. */
    void showEventsWith(const QString& text);
    void showSamplingEvents();
    /** The page of the messages, which is told directly what it shows. */
    MessagesPanel* messages() const { return m_messages; }
    void openMessages();
    QSize minimumSizeHint() const override { return {300, height()}; }

Q_SIGNALS:
    /** A key to be the subject of Corrected totals; one to be let go. */
    void followRequested(const weir::Subject& subject);
    void unfollowRequested(const weir::Subject& subject);
    /** showsKeys() from now on; they are to be applied. */
    void keysShown();
    /** An event was clicked, or Enter pressed on it: its endpoint, null for this window. */
    void eventActivated(weir::EndpointId endpoint);
    /** By the user. */
    void tabChosen();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum Page { Events, TopKeys, Messages };

    void makeEvents();
    QWidget* makePanel(const QList<QWidget*>& heading, const QList<QWidget*>& atEnd, QWidget* rule,
                       QStackedWidget* pages);
    void makeFilter();
    void wire();
    void arrange();
    void movePages();
    void openAt(int page);
    void showCount();
    void activate(const QModelIndex& index);
    void copySelected() const;

    EventListModel& m_events;
    EventFilterModel* m_filter;
    EventDelegate* m_delegate;

    // In the order of the Tab key.
    TabStrip* m_tabs;
    QPushButton* m_toggle;
    QComboBox* m_kind = nullptr; ///< with the search field: made when there are events
    QLineEdit* m_search = nullptr;
    QListView* m_list;
    TabStrip* m_sideTabs;
    TopKeysPanel* m_keys;
    MessagesPanel* m_messages;

    QLabel* m_title;
    QLabel* m_count;
    QLabel* m_noEvent;
    QWidget* m_bar;  ///< between the tabs and the newest event
    QWidget* m_rule; ///< under the heading
    EventLine* m_line;
    QLabel* m_keyIs;
    QLabel* m_sideKeyIs; ///< the same, beside the other panel's tabs
    QWidget* m_eventPage;
    QStackedWidget* m_pages;
    QStackedWidget* m_sidePages;
    QWidget* m_panel = nullptr;
    QWidget* m_sidePanel = nullptr;
    int m_page = Events;
    int m_tall;               ///< height while open and not brief
    int m_tallMessages;       ///< the same for messages, of which a few lines say little
    int m_briefMessages;      ///< while brief
    bool m_hasEvents = false; ///< there was one: something to filter
    bool m_isWide = false;
    bool m_isBrief = false;
    bool m_isOpen = false;
};

} // namespace weir
