// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messages_panel.h"

#include "ui/label.h"
#include "ui/message_list_view.h"
#include "ui/message_view.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/send_line.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>
#include <chrono>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kLongestFailure = 120;

double secondsOf(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

MessagesPanel::MessagesPanel(QWidget* parent)
    : QWidget(parent), m_filtered(m_model, this), m_head(new QWidget(this))
{
    setObjectName(u"messagesPanel"_s);
}

void MessagesPanel::setColors(const Colors& colors)
{
    m_colors = colors;
    if (!isBuilt())
        return;
    m_list->setColors(colors);
    m_view->setColors(colors);
}

void MessagesPanel::setTrial(LookTrial trial)
{
    m_trial = std::move(trial);
    if (isBuilt())
        m_view->setTrial(m_trial);
}

void MessagesPanel::setSenders(const std::map<EndpointId, MessageListModel::Sender>& senders)
{
    m_model.setSenders(senders);
}

void MessagesPanel::forget(EndpointId endpoint)
{
    m_model.forget(endpoint);
    if (m_looks.erase(endpoint) > 0)
        showColumns();
}

void MessagesPanel::add(std::vector<KeptMessage> messages)
{
    m_model.add(std::move(messages),
                [this](const KeptMessage& message) { return m_filter.includes(message); });
    if (!m_chosen)
        preview();
    showEmptiness();
    showCounts();
}

void MessagesPanel::setShown(const std::optional<std::set<EndpointId>>& senders)
{
    if (senders == m_filter.senders)
        return;
    m_filter.senders = senders;
    filter();
}

void MessagesPanel::setFocused(const EndpointStatus* status)
{
    if (isBuilt())
        m_send->setEndpoint(status);
    else
        m_focused = status ? std::optional(*status) : std::nullopt;
}

void MessagesPanel::setLook(EndpointId endpoint, const LookSettings& settings)
{
    m_looks[endpoint] = settings;
    if (m_chosen && m_chosen->endpoint == endpoint)
        m_view->setSettings(settings);
    showColumns();
}

void MessagesPanel::setPausedAt(std::optional<TimePoint> at)
{
    if (at.has_value() == m_pausedAt.has_value())
        return;
    m_pausedAt = at;
    filter();
}

void MessagesPanel::filter()
{
    const std::uint64_t chosen = m_chosen && !m_isPreview ? m_chosen->number : 0;
    MessageFilter all = m_filter;
    if (m_pausedAt && !all.stretch)
        all.stretch = MessageFilter::Stretch{TimePoint::min(), *m_pausedAt};
    m_filtered.setFilter(all);
    if (!isBuilt())
        return;
    if (const QModelIndex still = m_filtered.indexOf(chosen); still.isValid())
        m_list->choose(still); // at its place among the others that are listed now
    else if (!m_list->currentIndex().isValid())
        preview();
    showColumns();
    showEmptiness();
    showCounts();
}

/** Until one is chosen, the newest of this moment shows what a message is made of. */
void MessagesPanel::preview()
{
    if (!isBuilt())
        return;
    const MessageRow* newest = m_filtered.at(m_filtered.index(0, 0));
    open(newest ? newest->message->number : 0);
    m_isPreview = true;
}

void MessagesPanel::choose(std::uint64_t number)
{
    m_isPreview = false;
    if (number == 0)
        preview();
    else
        open(number);
}

void MessagesPanel::open(std::uint64_t number)
{
    m_model.setPinned(number);
    const MessageRow* row = m_model.at(m_model.index(m_model.rowOf(number)));
    m_chosen = row ? row->message : nullptr;
    const auto look = m_chosen ? m_looks.find(m_chosen->endpoint) : m_looks.end();
    m_view->show(m_chosen, row ? row->name : QString(),
                 look != m_looks.end() ? look->second : LookSettings{});
}

void MessagesPanel::apply(const EngineSnapshot& snapshot)
{
    const double seconds = secondsOf(snapshot.interval);
    if (!(seconds > 0))
        return;
    const TypeSnapshot& messages = snapshot.of(MetricType::MessageReceived);
    m_received = static_cast<double>(messages.intervalCount) / seconds;
    m_lookedInto = static_cast<double>(messages.interval.samples) / seconds;
    m_rate = snapshot.sampling.inForce;
    showEmptiness();
    showCounts();
}

void MessagesPanel::apply(const LookReport& report)
{
    m_failed = 0;
    m_lastFailure.clear();
    for (const LookedEndpoint& endpoint : report.endpoints) {
        if (m_filter.senders && m_filter.senders->count(endpoint.endpoint) == 0)
            continue;
        m_failed += endpoint.failed;
        if (!endpoint.lastFailure.empty())
            m_lastFailure = plainText(QString::fromStdString(endpoint.lastFailure), kLongestFailure);
    }
    showCounts();
}

void MessagesPanel::showAround(TimePoint at, WallTime wall, Duration least)
{
    build();
    m_around = wall;
    m_filter.stretch.reset();
    m_filter.stretch = stretchAround(m_model, m_filter, at, least).value_or(MessageFilter::Stretch{at, at});
    filter();
    QModelIndex nearest;
    Duration distance = Duration::max();
    for (int row = 0; row < m_filtered.rowCount(); ++row) {
        const TimePoint time = m_filtered.at(m_filtered.index(row, 0))->message->time;
        const Duration away = time > at ? time - at : at - time;
        if (away < distance) {
            distance = away;
            nearest = m_filtered.index(row, 0);
        }
    }
    m_list->choose(nearest);
    m_list->setFocus();
    const int count = m_filtered.rowCount();
    const QString moment = format::clockTime(wall);
    if (count == 0) {
        setLabelText(m_aroundWords, tr("Around %1").arg(moment));
    } else {
        const WallTime from = m_filtered.at(m_filtered.index(count - 1, 0))->message->wallTime;
        const WallTime to = m_filtered.at(m_filtered.index(0, 0))->message->wallTime;
        setLabelText(m_aroundWords, tr("Around %1: %2 kept, %3 to %4")
                                        .arg(moment, QString::number(count), format::clockTime(from),
                                             format::clockTime(to)));
    }
    m_aroundBar->setVisible(true);
    showEmptiness();
}

void MessagesPanel::showAll()
{
    build();
    m_around.reset();
    m_filter.stretch.reset();
    m_aroundBar->setVisible(false);
    m_search->clear();
    filter();
    m_list->setFocus();
}

/** Columns that would say nothing are left out. */
void MessagesPanel::showColumns()
{
    if (!isBuilt())
        return;
    const bool hasOne = m_filter.senders && m_filter.senders->size() == 1;
    const bool hasFields = std::any_of(m_looks.begin(), m_looks.end(), [this](const auto& look) {
        return !look.second.isEmpty() && (!m_filter.senders || m_filter.senders->count(look.first) > 0);
    });
    m_list->setColumns(!hasOne, hasFields);
}

void MessagesPanel::showEmptiness()
{
    if (!isBuilt())
        return;
    const bool isEmpty = m_filtered.rowCount() == 0;
    m_lists->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_list);
    m_view->setVisible(!isEmpty && m_chosen);
    if (!isEmpty)
        return;
    const bool hasOthers = m_model.rowCount() > 0;
    QString title = tr("Nothing kept yet");
    QString words = tr("Messages that are looked into are kept here, the newest first.");
    if (m_around) {
        title = tr("Nothing kept around %1").arg(format::clockTime(*m_around));
        words = tr("No message within ten minutes of it was looked into, or room was made for others since.");
    } else if (hasOthers && !m_filter.text.isEmpty()) {
        title = tr("No kept message contains this");
        words = tr("Those that do are kept first from now on.");
    } else if (hasOthers) {
        title = tr("Nothing kept of these endpoints yet");
    }
    const double expected = m_lookedInto > 0 ? m_lookedInto : m_received * m_rate;
    if (!hasOthers && m_received > 0 && m_rate > 0 && expected > 0) {
        words = tr("At %1 and %2 messages/s expect one every %3.")
                    .arg(format::percent(m_rate), format::compact(m_received),
                         format::longDuration(std::chrono::duration_cast<Duration>(
                             std::chrono::duration<double>(std::max(1.0, 1 / expected)))));
    }
    setLabelText(m_emptyTitle, title);
    setLabelText(m_emptyWords, words);
    m_everything->setVisible(!m_around && m_rate > 0 && m_rate < 1);
}

void MessagesPanel::showCounts()
{
    if (!isBuilt())
        return;
    QStringList words;
    if (!m_filter.text.isEmpty() || m_filter.stretch)
        words.append(tr("%1 of %2 listed")
                         .arg(QString::number(m_filtered.rowCount()), QString::number(m_model.rowCount())));
    else if (m_lookedInto > 0)
        words.append(tr("%1/s kept of %2/s looked into")
                         .arg(format::compact(std::min(m_model.perSecond(), m_lookedInto)),
                              format::compact(m_lookedInto)));
    if (m_failed > 0) {
        words.append(m_lastFailure.isEmpty()
                         ? tr("%1 could not be read").arg(format::count(m_failed))
                         : tr("%1 could not be read: %2").arg(format::count(m_failed), m_lastFailure));
    }
    if (m_pausedAt)
        words.append(tr("paused"));
    setLabelText(m_counts, words.join(u" · "_s));
    m_counts->setToolTip(words.isEmpty() ? QString()
                                         : u"<p>"_s + words.join(u" · "_s).toHtmlEscaped() + u"</p>"_s);
    setLabelTone(m_counts, m_failed > 0 ? "warn" : "secondary");
    const int newer = m_list->newer();
    m_newer->setVisible(newer > 0);
    if (newer > 0) {
        m_newer->setText(tr("▲ %1 newer").arg(newer));
    }
}

} // namespace weir
