// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QWidget>

namespace weir {

/** What the endpoint panel says while it is empty: what will be here, and what each state means. GUI thread.
 */
class EndpointGuide : public QWidget
{
    Q_OBJECT

public:
    explicit EndpointGuide(QWidget* parent);
    void setColors(const Colors& colors);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Colors m_colors;
};

} // namespace weir
