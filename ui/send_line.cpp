// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/send_line.h"

#include "ui/label.h"
#include "ui/models/plain_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kLongestName = 24;
constexpr int kLongestMessage = 100'000;

/** Connected, or on the way to it. */
bool canSend(EndpointState state)
{
    switch (state) {
    case EndpointState::NeedsYou:
    case EndpointState::Paused:
    case EndpointState::Closed:
        return false;
    default:
        return true;
    }
}

} // namespace

SendLine::SendLine(QWidget* parent)
    : QWidget(parent)
    , m_to(makeLabel({}, this, {"secondary", "small"}))
    , m_text(new QLineEdit(this))
    , m_send(new QPushButton(tr("Send"), this))
    , m_outcome(makeLabel({}, this, {"secondary", "small"}))
{
    setObjectName(u"sendLine"_s);
    m_text->setObjectName(u"sendText"_s);
    m_text->setAccessibleName(tr("Message to send"));
    m_text->setProperty("small", true);
    m_text->setMaxLength(kLongestMessage);
    m_send->setObjectName(u"sendButton"_s);
    m_send->setAccessibleName(tr("Send the message"));
    m_send->setProperty("small", true);
    m_outcome->setObjectName(u"sendOutcome"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(13, 5, 8, 5);
    row->setSpacing(8);
    row->addWidget(m_to);
    row->addWidget(m_text, 1);
    row->addWidget(m_send);
    row->addWidget(m_outcome);
    setVisible(false);
    m_outcome->setVisible(false);
    connect(m_send, &QPushButton::clicked, this, &SendLine::send);
    connect(m_text, &QLineEdit::returnPressed, this, &SendLine::send);
    connect(m_text, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_send->setEnabled(!text.isEmpty() && m_text->isEnabled()); });
    m_send->setEnabled(false);
}

void SendLine::setEndpoint(const EndpointStatus* status)
{
    setVisible(status != nullptr);
    if (!status)
        return;
    if (status->id != m_endpoint) {
        m_endpoint = status->id;
        m_hasSent = false;
        m_text->clear();
        m_outcome->setVisible(false);
    }
    m_counts = status->outgoing;
    setLabelText(m_to, tr("Send to %1").arg(plainText(status->name, kLongestName)));
    const bool isOn = canSend(status->state);
    m_text->setEnabled(isOn);
    m_text->setPlaceholderText(isOn ? QString() : tr("it is not connected"));
    m_send->setEnabled(isOn && !m_text->text().isEmpty());
    if (m_hasSent)
        showOutcome(*status);
}

void SendLine::send()
{
    if (!m_send->isEnabled())
        return;
    m_hasSent = true;
    m_before = m_counts;
    const QString text = m_text->text();
    m_text->clear();
    Q_EMIT sendRequested(m_endpoint, text);
}

void SendLine::showOutcome(const EndpointStatus& status)
{
    const OutgoingCounts& now = status.outgoing;
    QString words = tr("sending");
    const char* tone = "secondary";
    if (now.overflowed > m_before.overflowed) {
        words = tr("not taken: too many wait");
        tone = "bad";
    } else if (now.expired > m_before.expired) {
        words = tr("given up: it waited too long");
        tone = "bad";
    } else if (now.waiting > 0) {
        words = tr("%1 waiting").arg(now.waiting);
        tone = "warn";
    } else if (now.sent > m_before.sent) {
        words = tr("sent");
        tone = "ok";
    }
    setLabelText(m_outcome, words);
    setLabelTone(m_outcome, tone);
    m_outcome->setVisible(true);
}

} // namespace weir
