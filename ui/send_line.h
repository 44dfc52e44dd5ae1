// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "core/link/endpoint_status.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace weir {

/**
 * A line to send a message to one endpoint, and what became of the last. Can be used while there is a
 * connection, or one is tried: then the message waits. GUI thread.
 */
class SendLine : public QWidget
{
    Q_OBJECT

public:
    explicit SendLine(QWidget* parent);

    /** As it is now; null: there is none, and no line. What was typed for another endpoint goes. */
    void setEndpoint(const EndpointStatus* status);

Q_SIGNALS:
    /** By the user. */
    void sendRequested(weir::EndpointId endpoint, const QString& text);

private:
    void send();
    void showOutcome(const EndpointStatus& status);

    EndpointId m_endpoint;
    OutgoingCounts m_counts; ///< as last told
    OutgoingCounts m_before; ///< when the last message was sent
    bool m_hasSent = false;

    QLabel* m_to;
    QLineEdit* m_text;
    QPushButton* m_send;
    QLabel* m_outcome;
};

} // namespace weir
