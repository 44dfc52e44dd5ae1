// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/link/endpoint_status.h"

class QLabel;
class QPushButton;

namespace weir {

/** The focused endpoint: what happened, what to do, when it is tried again, and what can be done. GUI thread.
 */
class EndpointDetails : public QWidget
{
    Q_OBJECT

public:
    explicit EndpointDetails(QWidget* parent);

    void display(const EndpointStatus& status, TimePoint now);
    EndpointId endpoint() const { return m_id; }
    /** Only the heading and the buttons. */
    void setBrief(bool isBrief);

Q_SIGNALS:
    void disconnectRequested(weir::EndpointId id);
    void connectRequested(weir::EndpointId id);
    void removeRequested(weir::EndpointId id);

private:
    QPushButton* makeButton(const QString& name, const QString& text);

    EndpointId m_id;
    bool m_isBrief = false;
    QLabel* m_name;
    QLabel* m_state;
    QLabel* m_url;
    QLabel* m_happened;
    QLabel* m_advice;
    QLabel* m_next;
    QPushButton* m_retry;
    QPushButton* m_connect;
    QPushButton* m_disconnect;
    QPushButton* m_remove;
};

} // namespace weir
