// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/link/endpoint_status.h"
#include "ui/models/colors.h"
#include "ui/models/endpoint_story.h"

#include <optional>

class QLabel;
class QPushButton;

namespace weir {

class DashboardData;
class UptimeStrip;
class WaitBar;

/**
 * The focused endpoint: what happened, what to do, when it is tried again, how it did over a day, and what
 * can be done. Brief, it is one line and two buttons until it is opened. GUI thread.
 */
class EndpointDetails : public QWidget
{
    Q_OBJECT

public:
    explicit EndpointDetails(QWidget* parent);

    void display(const DashboardData& dashboard, EndpointId id);
    EndpointId endpoint() const { return m_id; }
    void setBrief(bool isBrief);
    void setColors(const Colors& colors);

Q_SIGNALS:
    void disconnectRequested(weir::EndpointId id);
    void connectRequested(weir::EndpointId id);
    void removeRequested(weir::EndpointId id);
    void logRequested(weir::EndpointId id);
    void editRequested(weir::EndpointId id, weir::Remedy remedy);
    /** Another form: display() again. */
    void shapeChanged();

private:
    QPushButton* makeButton(const QString& name, const QString& text, const QString& kind = {});
    void layOut();
    void displayDay(const DashboardData& dashboard, const EndpointStatus& status);
    void displayWait(const EndpointStatus& status, TimePoint now);
    void showParts(const EndpointStatus& status, const EndpointStory& story);
    bool isShort() const { return m_isBrief && !m_isOpened; }

    EndpointId m_id;
    bool m_isBrief = false;
    bool m_isOpened = false;               ///< though brief
    std::optional<TimePoint> m_dayShownAt; ///< what looks at everything is looked at once a second

    QWidget* m_heading;
    QLabel* m_name;
    QLabel* m_state;
    QWidget* m_place;
    QLabel* m_url;
    QLabel* m_happened;
    QLabel* m_advice;
    QLabel* m_neighbours;
    WaitBar* m_wait;
    QLabel* m_next;
    QWidget* m_day;
    QLabel* m_lastMessage;
    QLabel* m_upHeading;
    QLabel* m_up;
    QLabel* m_missedHeading;
    QLabel* m_missed;
    UptimeStrip* m_strip;
    QLabel* m_sequence; ///< where a sequence number is looked for
    QLabel* m_outgoing; ///< while something waits to be sent, and when something was not
    // In the order of the Tab key.
    QPushButton* m_remove;
    QPushButton* m_edit;
    QPushButton* m_retry;
    QPushButton* m_remedy;
    Remedy m_remedyIs = Remedy::None; ///< what it does now
    QPushButton* m_connect;
    QPushButton* m_disconnect;
    QPushButton* m_log;
    QPushButton* m_more;
};

} // namespace weir
