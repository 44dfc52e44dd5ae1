// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/colors.h"
#include "ui/models/endpoint_list_model.h"

class QLabel;
class QListView;

namespace weir {

class ConnectForm;
class DashboardData;
class EndpointDelegate;
class EndpointDetails;
class EndpointGuide;

/** The left panel: the list that is the legend of the charts, the focused endpoint, and a place to connect.
 * GUI thread. */
class EndpointPanel : public QWidget
{
    Q_OBJECT

public:
    explicit EndpointPanel(QWidget* parent);

    void apply(const DashboardData& dashboard);
    /** The detail pane alone: safe while the list is changing. */
    void showFocused(const DashboardData& dashboard);
    void setColors(const Colors& colors);
    void setBrief(bool isBrief);
    /** Opens the form in place, or closes it. */
    void setConnecting(bool isOpen);
    bool isConnecting() const;
    ConnectForm* form() { return m_form; }

Q_SIGNALS:
    void pauseRequested(weir::EndpointId id);
    void resumeRequested(weir::EndpointId id);
    void removeRequested(weir::EndpointId id);
    /** Another endpoint has the focus; null when none has. */
    void focused(weir::EndpointId id);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void layOut();
    EndpointId current() const;

    EndpointListModel* m_model;
    EndpointDelegate* m_delegate;
    QListView* m_list;
    QLabel* m_count;
    QWidget* m_formBox;
    ConnectForm* m_form;
    EndpointDetails* m_details;
    QWidget* m_detailsRule;
    EndpointGuide* m_guide;
};

} // namespace weir
