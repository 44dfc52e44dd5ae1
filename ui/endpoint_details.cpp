// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_details.h"

#include "ui/label.h"
#include "ui/models/endpoint_text.h"
#include "ui/models/plain_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

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

} // namespace

EndpointDetails::EndpointDetails(QWidget* parent)
    : QWidget(parent)
    , m_name(makeLabel({}, this, {"", "title"}))
    , m_state(makeLabel({}, this, {"secondary", "small"}))
    , m_url(makeLabel({}, this, {"axis", "small", true}))
    , m_happened(makeLabel({}, this, {"", "", true}))
    , m_advice(makeLabel({}, this, {"secondary", "small", true}))
    , m_next(makeLabel({}, this, {"secondary", "small", true}))
    , m_retry(makeButton(QStringLiteral("retryButton"), tr("Retry now")))
    , m_connect(makeButton(QStringLiteral("resumeButton"), tr("Connect")))
    , m_disconnect(makeButton(QStringLiteral("disconnectButton"), tr("Disconnect")))
    , m_remove(makeButton(QStringLiteral("removeButton"), tr("Remove")))
{
    setObjectName(QStringLiteral("endpointDetails"));
    m_happened->setObjectName(QStringLiteral("endpointHappened"));
    m_url->setObjectName(QStringLiteral("endpointUrl"));
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_retry->setProperty("kind", QStringLiteral("primary"));
    m_connect->setProperty("kind", QStringLiteral("primary"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(13, 11, 13, 13);
    column->setSpacing(5);
    auto* heading = new QHBoxLayout;
    heading->addWidget(m_name, 1);
    heading->addWidget(m_state);
    column->addLayout(heading);
    for (QLabel* label : {m_url, m_happened, m_advice, m_next})
        column->addWidget(label);
    column->addSpacing(5);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(7);
    for (QPushButton* button : {m_retry, m_connect, m_disconnect, m_remove})
        buttons->addWidget(button);
    buttons->addStretch(1);
    column->addLayout(buttons);
    connect(m_retry, &QPushButton::clicked, this, [this] { Q_EMIT connectRequested(m_id); });
    connect(m_connect, &QPushButton::clicked, this, [this] { Q_EMIT connectRequested(m_id); });
    connect(m_disconnect, &QPushButton::clicked, this, [this] { Q_EMIT disconnectRequested(m_id); });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeRequested(m_id); });
}

QPushButton* EndpointDetails::makeButton(const QString& name, const QString& text)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setProperty("compact", true);
    return button;
}

void EndpointDetails::display(const EndpointStatus& status, TimePoint now)
{
    m_id = status.id;
    const StateWords words = stateWords(status, now);
    const EndpointStory story = endpointStory(status, now);
    const QString name = plainText(status.name, 80);
    setLabelText(m_name,
                 m_name->fontMetrics().elidedText(name, Qt::ElideMiddle, std::max(60, m_name->width())));
    setLabelText(m_state, words.word);
    setLabelTone(m_state, toneOf(words.color));
    setLabelText(m_url, plainText(status.displayUrl, 120));
    setLabelText(m_happened, story.happened);
    setLabelText(m_advice, story.advice);
    setLabelText(m_next, story.next);
    m_url->setVisible(!m_isBrief);
    m_advice->setVisible(!m_isBrief && !story.advice.isEmpty());
    m_next->setVisible(!story.next.isEmpty());
    m_retry->setVisible(story.canRetry);
    m_connect->setVisible(story.canConnect);
    // Three buttons do not fit beside each other in a narrow panel; trying again matters more than letting
    // go.
    m_disconnect->setVisible(story.canDisconnect && !(m_isBrief && story.canRetry));
    setAccessibleDescription(story.happened + QStringLiteral(". ") + story.advice);
}

void EndpointDetails::setBrief(bool isBrief)
{
    m_isBrief = isBrief;
}

} // namespace weir
