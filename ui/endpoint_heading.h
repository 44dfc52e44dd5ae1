// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/endpoint_order.h"
#include "ui/models/scope.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace weir {

class MenuLink;

/** Over the list: how many, in which order, the filter, and what else is left out. GUI thread. */
class EndpointHeading : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kLongestFilter = 200;

    explicit EndpointHeading(QWidget* parent);

    void setCount(int inScope, int all);
    /** Fills the filter too. */
    void setScope(const Scope& scope);
    void setSort(EndpointSort sort);
    void setBrief(bool isBrief);
    QLineEdit* filter() { return m_filter; }

Q_SIGNALS:
    void sortChosen(weir::EndpointSort sort);
    void filterEdited(const QString& text);
    /** Group and states are to be left alone. */
    void narrowingCleared();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void chooseSort();
    /** In full, in short or cut, as there is room. */
    void showSort();
    /** The keys of the filter, unless they would stand on its words. */
    void showKeys();

    QLabel* m_title;
    QLabel* m_count;
    MenuLink* m_sort;
    QLineEdit* m_filter;
    QLabel* m_keys;
    QPushButton* m_scope;
    EndpointSort m_order = EndpointSort::TroubleFirst;
};

} // namespace weir
