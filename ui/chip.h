// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"
#include "ui/models/glyph.h"

#include <QAbstractButton>

namespace weir {

/**
 * A glyph and a few words in a frame, to press: as a filter that stays pressed (checkable), or to open a menu
 * below it (arrow). Elides where there is no room and then tells all in its tooltip. Its words come as plain
 * text and never make a mnemonic. GUI thread.
 */
class Chip : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Look {
        Card,    ///< says something
        Raised,  ///< does something
        Heading, ///< a title that folds what is below it; the arrow points right until it is checked
    };

    Chip(const QString& objectName, Look look, QWidget* parent);

    /** `brief` is shown in place of `text` where setBrief() asks for it; "" when there is no shorter way. */
    void setContent(Glyph glyph, ColorRole color, const QString& text, const QString& brief = {});
    void setBrief(bool isBrief);
    /** A key, small and framed behind the words; left out where setBrief() asks for it. */
    void setHint(const QString& key);
    void setArrow(bool hasArrow);
    /** Says something, does nothing; not dimmed for it. */
    void setPassive(bool isPassive);
    void setColors(const Colors& colors);

    const QString& words() const { return m_words; }
    /** What the whole takes, and the least that still says something. */
    int widthFor(bool isBrief) const;
    int leastWidthFor(bool isBrief) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    const QString& shown(bool isBrief) const;
    QFont font(bool isSmall) const;
    int before() const;
    int after(bool isBrief) const;
    void paintFrame(QPainter& painter) const;

    Look m_look;
    Glyph m_glyph = Glyph::None;
    ColorRole m_color = ColorRole::Secondary;
    QString m_words;
    QString m_brief;
    QString m_hint;
    bool m_isBrief = false;
    bool m_hasArrow = false;
    bool m_isPassive = false;
    Colors m_colors;
};

} // namespace weir
