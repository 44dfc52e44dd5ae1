// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_details.h"

#include "ui/label.h"
#include "ui/models/dashboard_data.h"
#include "ui/models/endpoint_story.h"
#include "ui/models/endpoint_text.h"
#include "ui/models/looked_text.h"
#include "ui/models/plain_text.h"
#include "ui/uptime_strip.h"
#include "ui/wait_bar.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

const char* toneOf(ColorRole role)
{
    switch (role) {
    case ColorRole::Ok:
        return "ok";
    case ColorRole::Warn:
        return "warn";
    case ColorRole::Bad:
        return "bad";
    case ColorRole::Accent:
        return "accent";
    default:
        return "secondary";
    }
}

/** So that what a server says cannot push the list out of the window. */
void capLines(QLabel* label, int lines)
{
    label->setMaximumHeight(lines * label->fontMetrics().lineSpacing() + 2);
}

} // namespace

EndpointDetails::EndpointDetails(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QWidget(this))
    , m_name(makeLabel({}, m_heading, {"", "title"}))
    , m_state(makeLabel({}, m_heading, {"secondary", "small"}))
    , m_place(new QWidget(this))
    , m_url(makeLabel({}, m_place, {"axis", "small"}))
    , m_happened(makeLabel({}, this, {"", "", true}))
    , m_advice(makeLabel({}, this, {"secondary", "small", true}))
    , m_neighbours(makeLabel({}, this, {"secondary", "small", true}))
    , m_wait(new WaitBar(this))
    , m_next(makeLabel({}, this, {"secondary", "small", true}))
    , m_day(new QWidget(this))
    , m_lastMessage(makeLabel({}, m_day, {"", "small"}))
    , m_upHeading(makeLabel({}, m_day, {"secondary", "small"}))
    , m_up(makeLabel({}, m_day, {"", "small"}))
    , m_missedHeading(makeLabel({}, m_day, {"secondary", "small"}))
    , m_missed(makeLabel(tr("unknown, not zero"), m_day, {"", "small"}))
    , m_strip(new UptimeStrip(m_day))
    , m_sequence(makeLabel({}, this, {"secondary", "small", true}))
    , m_outgoing(makeLabel({}, this, {"secondary", "small", true}))
    , m_remove(makeButton(QStringLiteral("removeButton"), tr("Remove"), QStringLiteral("link")))
    , m_edit(makeButton(QStringLiteral("editButton"), tr("Edit…"), QStringLiteral("link")))
    , m_retry(makeButton(QStringLiteral("retryButton"), tr("Retry now"), QStringLiteral("primary")))
    , m_remedy(makeButton(QStringLiteral("remedyButton"), tr("Edit…")))
    , m_connect(makeButton(QStringLiteral("resumeButton"), tr("Connect"), QStringLiteral("primary")))
    , m_disconnect(makeButton(QStringLiteral("disconnectButton"), tr("Disconnect")))
    , m_log(makeButton(QStringLiteral("logButton"), tr("Log")))
    , m_more(makeButton(QStringLiteral("detailsButton"), tr("Details")))
{
    setObjectName(QStringLiteral("endpointDetails"));
    m_happened->setObjectName(QStringLiteral("endpointHappened"));
    m_url->setObjectName(QStringLiteral("endpointUrl"));
    m_neighbours->setObjectName(QStringLiteral("endpointNeighbours"));
    m_next->setObjectName(QStringLiteral("endpointNext"));
    m_lastMessage->setObjectName(QStringLiteral("endpointLastMessage"));
    m_up->setObjectName(QStringLiteral("endpointUp"));
    m_missed->setObjectName(QStringLiteral("endpointMissed"));
    m_sequence->setObjectName(QStringLiteral("endpointSequence"));
    m_outgoing->setObjectName(QStringLiteral("endpointOutgoing"));
    m_strip->setObjectName(QStringLiteral("uptimeStrip"));
    m_log->setToolTip(tr("Shows the events of this endpoint"));
    for (QLabel* label : {m_name, m_url})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QFont strong = m_happened->font();
    strong.setWeight(QFont::DemiBold);
    m_happened->setFont(strong);
    layOut();
    connect(m_retry, &QPushButton::clicked, this, [this] { Q_EMIT connectRequested(m_id); });
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT editRequested(m_id, Remedy::Edit); });
    connect(m_remedy, &QPushButton::clicked, this, [this] { Q_EMIT editRequested(m_id, m_remedyIs); });
    connect(m_connect, &QPushButton::clicked, this, [this] { Q_EMIT connectRequested(m_id); });
    connect(m_disconnect, &QPushButton::clicked, this, [this] { Q_EMIT disconnectRequested(m_id); });
    connect(m_log, &QPushButton::clicked, this, [this] { Q_EMIT logRequested(m_id); });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeRequested(m_id); });
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_isOpened = !m_isOpened;
        setBrief(m_isBrief);
    });
}

QPushButton* EndpointDetails::makeButton(const QString& name, const QString& text, const QString& kind)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setProperty("compact", kind != QStringLiteral("link"));
    button->setProperty("kind", kind);
    return button;
}

void EndpointDetails::layOut()
{
    auto* heading = new QHBoxLayout(m_heading);
    heading->setContentsMargins(0, 0, 0, 0);
    heading->addWidget(m_name, 1);
    heading->addWidget(m_state);
    auto* place = new QHBoxLayout(m_place);
    place->setContentsMargins(0, 0, 0, 0);
    place->addWidget(m_url, 1);
    place->addWidget(m_edit);
    place->addWidget(m_remove);
    auto* day = new QGridLayout(m_day);
    day->setContentsMargins(0, 4, 0, 0);
    day->setVerticalSpacing(2);
    day->setColumnStretch(1, 1);
    auto* lastHeading = makeLabel(tr("Last message"), m_day, {"secondary", "small"});
    int row = 0;
    for (const auto& [label, value] : {std::pair{lastHeading, m_lastMessage}, std::pair{m_upHeading, m_up},
                                       std::pair{m_missedHeading, m_missed}}) {
        day->addWidget(label, row, 0);
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        day->addWidget(value, row++, 1);
    }
    day->setRowMinimumHeight(row++, 3);
    day->addWidget(m_strip, row, 0, 1, 2);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(7);
    for (QPushButton* button : {m_retry, m_connect, m_disconnect, m_log, m_more})
        buttons->addWidget(button);
    buttons->addStretch(1);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(13, 10, 13, 12);
    column->setSpacing(4);
    column->addWidget(m_heading);
    column->addWidget(m_place);
    column->addSpacing(2);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_happened, m_advice, m_neighbours, m_wait, m_next,
                                                           m_day, m_sequence, m_outgoing})
        column->addWidget(widget);
    column->addSpacing(4);
    auto* remedy = new QHBoxLayout;
    remedy->addWidget(m_remedy);
    remedy->addStretch(1);
    column->addLayout(remedy);
    column->addLayout(buttons);
}

void EndpointDetails::display(const DashboardData& dashboard, EndpointId id)
{
    const EndpointHistory* endpoint = dashboard.find(id);
    if (!endpoint)
        return;
    if (std::exchange(m_id, id) != id)
        m_dayShownAt.reset();
    const EndpointStatus& status = endpoint->status;
    const TimePoint now = dashboard.now();
    const StateWords words = stateWords(status, now);
    const EndpointStory story = endpointStory(status, now);
    const QString name = plainText(status.name, 80);
    setLabelText(m_name,
                 m_name->fontMetrics().elidedText(name, Qt::ElideMiddle, std::max(60, m_name->width())));
    setLabelText(m_state, words.word);
    setLabelTone(m_state, toneOf(words.color));
    setLabelText(m_url, m_url->fontMetrics().elidedText(plainText(status.displayUrl, 120), Qt::ElideRight,
                                                        std::max(60, m_url->width())));
    m_url->setToolTip(QStringLiteral("<p>%1</p>").arg(plainText(status.displayUrl, 256).toHtmlEscaped()));
    setLabelText(m_happened, isShort()
                                 ? m_happened->fontMetrics().elidedText(story.happened, Qt::ElideRight,
                                                                        std::max(60, m_happened->width()))
                                 : plainText(story.happened, 120));
    setLabelText(m_advice, plainText(story.advice, 200));
    setLabelText(m_next, story.next);
    setLabelText(m_outgoing, outgoingWords(status.outgoing, now));
    setLabelTone(m_outgoing, hasLost(status.outgoing) ? "warn" : "secondary");
    displayWait(status, now);
    if (!isShort() && (!m_dayShownAt || now - *m_dayShownAt >= std::chrono::seconds(1)))
        displayDay(dashboard, status);
    showParts(status, story);
    const QString hint = isShort() ? QString() : m_neighbours->text(); // short, it is not kept up to date
    setAccessibleDescription(story.happened + QStringLiteral(". ") + story.advice + QLatin1Char(' ') + hint);
}

void EndpointDetails::displayWait(const EndpointStatus& status, TimePoint now)
{
    if (!status.retryAt || *status.retryAt <= status.since)
        return;
    m_wait->setShare(std::chrono::duration<double>(now - status.since) /
                     std::chrono::duration<double>(*status.retryAt - status.since));
}

void EndpointDetails::displayDay(const DashboardData& dashboard, const EndpointStatus& status)
{
    m_dayShownAt = dashboard.now();
    const Uptime::Parts parts = dashboard.find(m_id)->uptime.parts(dashboard.now());
    const UptimeWords up = uptimeWords(parts);
    setLabelText(m_lastMessage, lastMessageWords(dashboard, status));
    setLabelText(m_upHeading, up.heading);
    setLabelText(m_up, up.value);
    const LookedEndpoint* looked = dashboard.looked().newest(m_id);
    const bool hasSequence = looked && !looked->settings.sequence.empty();
    setLabelText(m_sequence,
                 hasSequence ? tr("Sequence: %1").arg(looked::sequence(looked->sequence)) : QString());
    m_strip->setParts(parts, dashboard.wall(), dashboard.now());
    setLabelText(m_neighbours, neighbourHint(dashboard, m_id));
}

void EndpointDetails::showParts(const EndpointStatus& status, const EndpointStory& story)
{
    const bool isFull = !isShort();
    const bool isMissing = isDown(status) && status.lastMessage;
    m_heading->setVisible(isFull);
    m_place->setVisible(isFull);
    m_advice->setVisible(isFull && !m_advice->text().isEmpty());
    m_neighbours->setVisible(isFull && !m_neighbours->text().isEmpty());
    m_next->setVisible(isFull && !story.next.isEmpty());
    m_wait->setVisible(isFull && !story.next.isEmpty());
    m_day->setVisible(isFull);
    m_sequence->setVisible(isFull && !m_sequence->text().isEmpty());
    m_outgoing->setVisible(isFull && !m_outgoing->text().isEmpty());
    m_missed->setVisible(isMissing);
    m_missedHeading->setVisible(isMissing);
    m_retry->setVisible(story.canRetry);
    m_remedyIs = story.remedy;
    if (story.remedy != Remedy::None) {
        m_remedy->setText(remedyWords(story.remedy));
        m_remedy->setAccessibleName(m_remedy->text());
    }
    m_remedy->setVisible(isFull && story.remedy != Remedy::None && story.remedy != Remedy::Edit);
    m_connect->setVisible(story.canConnect);
    // Three do not fit beside each other in a narrow panel; trying again matters more than letting go, which
    // the menu can do.
    m_disconnect->setVisible(story.canDisconnect && !(m_isBrief && story.canRetry));
    m_log->setVisible(isFull);
    m_more->setVisible(m_isBrief);
    setLabelText(m_missedHeading, m_isBrief ? tr("Missed") : tr("Missed meanwhile"));
}

void EndpointDetails::setBrief(bool isBrief)
{
    m_isBrief = isBrief;
    m_isOpened = m_isOpened && isBrief;
    m_more->setText(m_isOpened ? tr("Less") : tr("Details"));
    m_more->setAccessibleName(m_isOpened ? tr("Fewer details") : tr("More details"));
    m_dayShownAt.reset();
    capLines(m_happened, isShort() ? 1 : 2);
    for (QLabel* label : {m_advice, m_neighbours, m_sequence, m_outgoing})
        capLines(label, 4);
    Q_EMIT shapeChanged();
}

void EndpointDetails::setColors(const Colors& colors)
{
    m_wait->setColors(colors);
    m_strip->setColors(colors);
}

} // namespace weir
