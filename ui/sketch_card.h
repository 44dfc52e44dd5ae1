// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"

#include <QPolygonF>
#include <QWidget>

#include <vector>

namespace weir {

/** A card as the empty window shows it: title, tag, a drawing and a sentence. Fixed pictures, no data. GUI
 * thread. */
class SketchCard : public QWidget
{
    Q_OBJECT

public:
    struct Curve
    {
        ColorRole color = ColorRole::Text;
        QPolygonF points; ///< in the unit square, y upwards
        bool isBand = false;
        bool isDashed = false;
    };

    SketchCard(const QString& title, CardTag tag, const QString& sentence, std::vector<Curve> curves,
               QWidget* parent);
    void setColors(const Colors& colors);
    QSize sizeHint() const override { return {320, 130}; }
    QSize minimumSizeHint() const override { return {160, 78}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title;
    CardTag m_tag;
    QString m_sentence;
    std::vector<Curve> m_curves;
    Colors m_colors;
};

} // namespace weir
