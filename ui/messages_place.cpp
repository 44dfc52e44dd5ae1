// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messages_place.h"

#include "ui/label.h"
#include "ui/models/format.h"

#include <QLabel>
#include <QVBoxLayout>

namespace weir {

MessagesPlace::MessagesPlace(QWidget* parent)
    : QWidget(parent), m_rate(makeLabel({}, this, {"secondary", "small", true}))
{
    m_rate->setObjectName(QStringLiteral("messagesRate"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(13, 12, 13, 8);
    column->setSpacing(2);
    column->addWidget(makeLabel(tr("No messages kept"), this, {"", "title"}));
    column->addWidget(
        makeLabel(tr("Weir looks at the size and the sender of messages. Their contents are not kept."), this,
                  {"secondary", "small", true}));
    column->addWidget(m_rate);
    column->addStretch(1);
    m_rate->setVisible(false);
}

void MessagesPlace::apply(const EngineSnapshot& snapshot)
{
    const double seconds = std::chrono::duration<double>(snapshot.interval).count();
    const TypeSnapshot& messages = snapshot.of(MetricType::MessageReceived);
    m_rate->setVisible(seconds > 0);
    if (!(seconds > 0))
        return;
    setLabelText(m_rate, tr("Now %1/s looked into, of %2/s received.")
                             .arg(format::compact(messages.interval.samples / seconds),
                                  format::compact(static_cast<double>(messages.intervalCount) / seconds)));
}

} // namespace weir
