// SPDX-License-Identifier: GPL-3.0-or-later
// What a card offers besides its chart: menus and the table.
#include "ui/card_grid.h"

#include "ui/card_table_view.h"
#include "ui/charts/chart_card.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"

#include <QApplication>
#include <QMenu>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace weir {

void CardGrid::openScopes(const QPoint& at)
{
    QMenu menu(this);
    menu.setObjectName(u"scopeMenu"_s);
    auto* all = menu.addAction(tr("All endpoints"));
    menu.addSeparator();
    QAction* chosen = nullptr;
    std::vector<std::pair<QAction*, Scope>> scopes{{all, Scope{}}};
    for (const QString& group : m_groups)
        scopes.emplace_back(menu.addAction(plainText(group, 60).replace(u'&', u"&&"_s)),
                            Scope{group, {}, {}});
    if (!m_groups.isEmpty())
        menu.addSeparator();
    for (const auto& [text, states] : {std::pair(tr("Receiving"), Scope::States::Receiving),
                                       std::pair(tr("In trouble"), Scope::States::Retrying),
                                       std::pair(tr("Silent"), Scope::States::Silent)}) {
        scopes.emplace_back(menu.addAction(text), Scope{{}, {}, states});
    }
    for (const auto& [action, scope] : scopes) {
        action->setCheckable(true);
        action->setChecked(scope == m_context.scope);
    }
    chosen = menu.exec(at);
    for (const auto& [action, scope] : scopes) {
        if (action != chosen)
            continue;
        Q_EMIT scopeChosen(scope);
    }
}

void CardGrid::openMenu(Card card, const QPoint& at)
{
    QMenu menu(this);
    menu.setObjectName(u"cardMenu"_s);
    const std::optional<double> pointed = m_places[card].chart->crosshair(); // gone once the menu is open
    const bool isTable =
        m_places[card].table && m_places[card].pages->currentWidget() == m_places[card].table;
    QAction* messages = nullptr;
    TimePoint moment;
    if (pointed) {
        moment = timeAt(*pointed);
        const QString time = format::clockTime(m_lastWall - (m_lastSecond - moment));
        messages = menu.addAction(tr("Messages around %1\tM").arg(time));
        messages->setObjectName(u"messagesAroundAction"_s);
        menu.addSeparator();
    }
    QAction* table = menu.addAction(isTable ? tr("Show as chart\tT") : tr("Show as table\tT"));
    QAction* copy = menu.addAction(tr("Copy picture\tCtrl+Shift+C"));
    QAction* save = menu.addAction(tr("Export…\tCtrl+E"));
    menu.addSeparator();
    QAction* undo = menu.addAction(tr("Undo zoom\tCtrl+Z"));
    undo->setEnabled(m_time.isZoomed());
    QAction* live = menu.addAction(tr("Back to live\t0"));
    live->setEnabled(!m_time.isLive());
    QAction* chosen = menu.exec(at);
    if (!chosen)
        return;
    if (chosen == messages)
        Q_EMIT momentChosen(moment);
    else if (chosen == table)
        toggleTable(card);
    else if (chosen == copy)
        Q_EMIT copyRequested(card);
    else if (chosen == save)
        Q_EMIT exportRequested(card);
    else if (chosen == undo)
        undoZoom();
    else if (chosen == live)
        goLive();
    if (chosen == undo || chosen == live)
        Q_EMIT changed();
}

CardGrid::Card CardGrid::current() const
{
    for (int card = 0; card < kCards && isBuilt(); ++card) {
        if (m_places[static_cast<std::size_t>(card)].pages->isAncestorOf(QApplication::focusWidget()))
            return static_cast<Card>(card);
    }
    return m_pointed;
}

void CardGrid::toggleTable(Card card)
{
    Place& place = m_places[card];
    if (place.table && place.pages->currentWidget() == place.table) {
        place.pages->setCurrentWidget(place.chart);
        place.chart->setView(place.view);
        place.chart->setFocus();
        return;
    }
    if (!isBuilt() || (m_isFolded && card >= SampleRate))
        return; // a line has no room for one
    if (!place.table) {
        place.table = new CardTableView(place.pages);
        place.table->setObjectName(place.chart->objectName() + u"Table"_s);
        place.pages->addWidget(place.table);
        connect(place.table, &CardTableView::closeRequested, this, [this, card] { toggleTable(card); });
    }
    place.table->setTable(tableOf(place.view));
    place.pages->setCurrentWidget(place.table);
    place.table->focusTable();
}

} // namespace weir
