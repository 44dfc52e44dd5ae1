// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bottom_dock.h"

#include "ui/event_delegate.h"
#include "ui/event_line.h"
#include "ui/label.h"
#include "ui/messages_panel.h"
#include "ui/models/event_filter_model.h"
#include "ui/models/format.h"
#include "ui/panel.h"
#include "ui/tab_strip.h"
#include "ui/top_keys_panel.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

constexpr int kWideFrom = 900; ///< narrower docks have tabs instead of a second panel
constexpr int kHeading = 36;
constexpr int kLine = kHeading + 2; ///< with its frame
constexpr int kTall = 196;
constexpr int kTallest = 340;
constexpr int kBriefTall = 166;
constexpr int kMessages = 270;
constexpr int kMostMessages = 520;
constexpr int kBriefMessages = 230;
constexpr int kGap = 10;

} // namespace

BottomDock::BottomDock(EventListModel& events, QWidget* parent)
    : QWidget(parent)
    , m_events(events)
    , m_filter(new EventFilterModel(events, this))
    , m_delegate(new EventDelegate(this))
    , m_tabs(new TabStrip(QStringLiteral("dockTab"), tr("Bottom panel"),
                          {tr("Events"), tr("Top keys"), tr("Messages")}, this))
    , m_toggle(new QPushButton(this))
    , m_list(new QListView(this))
    , m_sideTabs(new TabStrip(QStringLiteral("sideTab"), tr("Right bottom panel"),
                              {tr("Top keys"), tr("Messages")}, this))
    , m_keys(new TopKeysPanel(this))
    , m_messages(new MessagesPanel(this))
    , m_title(makeLabel(tr("Events"), this, {"", "title"}))
    , m_count(makeLabel({}, this, {"secondary"}))
    , m_noEvent(makeLabel({}, this, {"secondary", "small"}))
    , m_bar(new Rule(this))
    , m_rule(makeRule(this))
    , m_line(new EventLine(events, this))
    , m_keyIs(makeLabel(tr("key: endpoint"), this, {"secondary", "small"}))
    , m_sideKeyIs(makeLabel(m_keyIs->text(), this, {"secondary", "small"}))
    , m_eventPage(new QWidget(this))
    , m_pages(new QStackedWidget(this))
    , m_sidePages(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("bottomDock"));
    m_tall = kTall;
    m_tallMessages = kMessages;
    m_briefMessages = kBriefMessages;
    m_count->setObjectName(QStringLiteral("eventCount"));
    m_toggle->setObjectName(QStringLiteral("eventToggle"));
    m_toggle->setProperty("kind", QStringLiteral("link"));
    m_bar->setFixedSize(1, 16);
    makeEvents();
    m_pages->addWidget(m_eventPage);
    m_sidePages->addWidget(m_keys);
    m_pages->addWidget(m_messages);
    m_panel = makePanel({m_title, m_count, m_tabs, m_bar, m_line, m_messages->head()}, {m_keyIs, m_toggle},
                        m_rule, m_pages);
    m_sidePanel = makePanel({m_sideTabs}, {m_sideKeyIs}, makeRule(this), m_sidePages);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    row->addWidget(m_panel, 55);
    row->addWidget(m_sidePanel, 45);
    m_isWide = true;          // as built
    resize(kWideFrom, kTall); // as most windows are: pages move only where one turns out narrow
    wire();
    arrange();
    showCount();
}

void BottomDock::makeEvents()
{
    m_list->setObjectName(QStringLiteral("eventList"));
    m_list->setAccessibleName(tr("Events"));
    m_list->setModel(m_filter);
    m_list->setItemDelegate(m_delegate);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumHeight(42);
    auto* copy = new QAction(tr("Copy"), m_list);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &BottomDock::copySelected);
    m_list->addAction(copy);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);

    auto* column = new QVBoxLayout(m_eventPage);
    column->setContentsMargins(0, 4, 0, 4);
    column->setSpacing(0);
    m_noEvent->setContentsMargins(13, 4, 13, 4);
    column->addWidget(m_noEvent);
    column->addWidget(m_list, 1);
}

QWidget* BottomDock::makePanel(const QList<QWidget*>& heading, const QList<QWidget*>& atEnd, QWidget* rule,
                               QStackedWidget* pages)
{
    auto* panel = new Panel(this);
    panel->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* head = new QWidget(panel);
    head->setFixedHeight(kHeading);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(13, 0, 12, 0);
    row->setSpacing(8);
    for (QWidget* widget : heading)
        row->addWidget(widget, widget == m_line || widget == m_messages->head() ? 100 : 0);
    row->addStretch(1);
    for (QWidget* widget : atEnd)
        row->addWidget(widget);
    column->addWidget(head);
    column->addWidget(rule);
    column->addWidget(pages, 1);
    return panel;
}

void BottomDock::wire()
{
    connect(m_tabs, &TabStrip::chosen, this, &BottomDock::openAt);
    connect(m_sideTabs, &TabStrip::chosen, this, [this](int tab) { openAt(tab + 1); });
    connect(m_keys, &TopKeysPanel::followRequested, this, &BottomDock::followRequested);
    connect(m_keys, &TopKeysPanel::unfollowRequested, this, &BottomDock::unfollowRequested);
    connect(m_keys, &TopKeysPanel::shown, this, &BottomDock::keysShown);
    connect(m_keys, &TopKeysPanel::messagesRequested, this, [this] { openAt(Messages); });
    connect(m_toggle, &QPushButton::clicked, this, [this] {
        m_isOpen = !m_isOpen;
        arrange();
    });
    connect(m_list, &QListView::clicked, this, &BottomDock::activate);
    connect(m_list, &QListView::activated, this, &BottomDock::activate);
    for (const QAbstractItemModel* model : {static_cast<const QAbstractItemModel*>(m_filter),
                                            static_cast<const QAbstractItemModel*>(&m_events)}) {
        connect(model, &QAbstractItemModel::rowsInserted, this, &BottomDock::showCount);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &BottomDock::showCount);
    }
}

/** What narrows the list, once there is something to narrow. */
void BottomDock::makeFilter()
{
    if (m_kind)
        return;
    QWidget* head = m_toggle->parentWidget();
    m_kind = new QComboBox(head);
    m_search = new QLineEdit(head);
    m_kind->setObjectName(QStringLiteral("eventKind"));
    m_kind->setAccessibleName(tr("Kind of events"));
    m_kind->setProperty("kind", QStringLiteral("link"));
    m_kind->addItems({tr("All kinds"), tr("Connections"), tr("Sampling"), tr("Trouble"), tr("This window")});
    m_search->setObjectName(QStringLiteral("eventSearch"));
    m_search->setAccessibleName(tr("Search events"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setFixedWidth(130);
    m_search->setMaxLength(200);
    auto* row = static_cast<QHBoxLayout*>(head->layout());
    row->insertWidget(row->indexOf(m_toggle), m_kind);
    row->insertWidget(row->indexOf(m_toggle), m_search);
    tabAfter(m_toggle, m_kind);
    tabAfter(m_kind, m_search);
    // Counted anew even if no row comes or goes: what every event matches is a filter too.
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this](int kind) {
        m_filter->setKind(static_cast<EventFilter>(kind));
        showCount();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setSearch(text);
        showCount();
    });
    auto* clear = new QShortcut(Qt::Key_Escape, m_search, m_search, &QLineEdit::clear);
    clear->setContext(Qt::WidgetShortcut);
}

void BottomDock::openAt(int page)
{
    m_page = page;
    m_isOpen = true;
    arrange();
    Q_EMIT tabChosen();
}

void BottomDock::setCurrentTab(int tab)
{
    m_page = std::clamp<int>(tab, Events, Messages);
    arrange();
}

void BottomDock::showEventsWith(const QString& text)
{
    makeFilter();
    m_kind->setCurrentIndex(static_cast<int>(EventFilter::All));
    m_search->setText(text.left(m_search->maxLength()));
    openAt(Events);
    m_list->setFocus();
}

void BottomDock::showSamplingEvents()
{
    makeFilter();
    m_search->clear();
    m_kind->setCurrentIndex(static_cast<int>(EventFilter::Sampling));
    openAt(Events);
    m_list->setFocus();
}

void BottomDock::openMessages()
{
    openAt(Messages);
}

void BottomDock::setRoom(int windowHeight)
{
    const int tall = std::clamp(windowHeight / 5, kTall, kTallest);
    const int messages = std::clamp(windowHeight * 2 / 5, kMessages, kMostMessages);
    const int brief = std::clamp(windowHeight / 3, kBriefMessages, kMostMessages);
    if (tall == m_tall && messages == m_tallMessages && brief == m_briefMessages)
        return;
    m_tall = tall;
    m_tallMessages = messages;
    m_briefMessages = brief;
    arrange();
}

void BottomDock::arrange()
{
    const bool isWide = !m_isBrief && width() >= kWideFrom && m_page != Messages;
    if (isWide != m_isWide) {
        m_isWide = isWide;
        movePages();
    }
    const bool hasPages = !m_isBrief || m_isOpen;
    const bool canFilter = m_hasEvents && (isWide || (hasPages && m_page == Events));
    if (hasPages && m_page == Messages)
        m_messages->build();
    m_tabs->setCurrent(m_page);
    m_tabs->setUnderlined(hasPages);
    m_sideTabs->setCurrent(0);
    if (m_page == Messages)
        m_pages->setCurrentWidget(m_messages);
    else if (!isWide && m_page == TopKeys)
        m_pages->setCurrentWidget(m_keys);
    else
        m_pages->setCurrentWidget(m_eventPage);
    m_messages->head()->setVisible(hasPages && m_page == Messages);
    m_title->setVisible(isWide);
    m_count->setVisible(isWide);
    m_tabs->setVisible(!isWide);
    m_bar->setVisible(!hasPages);
    m_line->setVisible(!hasPages);
    m_keyIs->setVisible(!isWide && hasPages && m_page == TopKeys);
    if (canFilter)
        makeFilter();
    if (m_kind) {
        m_kind->setVisible(canFilter);
        m_search->setVisible(canFilter);
    }
    m_toggle->setVisible(m_isBrief);
    m_toggle->setText(hasPages ? tr("Close panel ▼") : tr("Open panel ▲"));
    m_toggle->setAccessibleName(hasPages ? tr("Close panel") : tr("Open panel"));
    m_rule->setVisible(hasPages);
    m_pages->setVisible(hasPages);
    m_sidePanel->setVisible(isWide);
    const int tall = m_page == Messages ? (m_isBrief ? m_briefMessages : m_tallMessages)
                                        : (m_isBrief ? kBriefTall : m_tall);
    setFixedHeight(hasPages ? tall : kLine);
}

void BottomDock::movePages()
{
    (m_isWide ? m_sidePages : m_pages)->addWidget(m_keys);
}

void BottomDock::showCount()
{
    const int listed = m_filter->rowCount();
    const std::uint64_t added = m_events.totalAdded();
    const QString total = added > 0 ? format::count(added) : QString();
    const QString count =
        m_filter->isFiltering() ? tr("%1 of %2").arg(QString::number(listed), total) : total;
    setLabelText(m_count, count);
    m_tabs->setNumber(Events, count);
    m_noEvent->setVisible(listed == 0);
    m_list->setFocusPolicy(listed > 0 ? Qt::StrongFocus : Qt::NoFocus); // nothing would show the focus
    setLabelText(m_noEvent, added > 0 ? tr("No event matches.") : tr("Nothing has happened yet."));
    if (added > 0 && !m_hasEvents) {
        m_hasEvents = true;
        arrange();
    }
}

void BottomDock::activate(const QModelIndex& index)
{
    if (const EventRow* row = m_filter->at(index))
        Q_EMIT eventActivated(row->endpoint);
}

void BottomDock::copySelected() const
{
    QModelIndexList chosen = m_list->selectionModel()->selectedIndexes();
    if (chosen.isEmpty())
        return;
    std::sort(chosen.begin(), chosen.end());
    QStringList lines;
    for (const QModelIndex& index : chosen)
        lines.append(plainLine(*m_filter->at(index)));
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void BottomDock::apply(const EngineSnapshot& snapshot)
{
    m_messages->apply(snapshot);
}

void BottomDock::applyKeys(TopKeyList list)
{
    m_keys->apply(std::move(list));
    for (QLabel* label : {m_keyIs, m_sideKeyIs})
        setLabelText(label, m_keys->keyIs());
}

bool BottomDock::showsKeys() const
{
    return m_keys->isVisible();
}

void BottomDock::setBrief(bool isBrief)
{
    m_isBrief = isBrief;
    arrange();
}

void BottomDock::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if ((!m_isBrief && width() >= kWideFrom && m_page != Messages) != m_isWide)
        arrange();
}

void BottomDock::setColors(const Colors& colors)
{
    m_delegate->setColors(colors);
    m_line->setColors(colors);
    m_keys->setColors(colors);
    m_messages->setColors(colors);
    m_tabs->setColors(colors);
    m_sideTabs->setColors(colors);
    m_list->viewport()->update();
}

} // namespace weir
