// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"
#include "ui/models/glyph.h"

#include <QWidget>

namespace weir {

/** A glyph and a few words in a frame: says something, does nothing. Elides when there is no room. GUI
 * thread. */
class Chip : public QWidget
{
    Q_OBJECT

public:
    explicit Chip(QWidget* parent);

    void setContent(Glyph glyph, ColorRole color, const QString& text);
    void setColors(const Colors& colors);
    const QString& text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, 30}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Glyph m_glyph = Glyph::None;
    ColorRole m_color = ColorRole::Secondary;
    QString m_text;
    Colors m_colors;
};

} // namespace weir
