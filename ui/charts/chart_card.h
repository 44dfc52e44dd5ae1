// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/charts/card_painter.h"

class QToolButton;

namespace weir {

class PlotView;

/**
 * One card: header, tag, legend, event lane, plot and foot of a CardView. Draws what it is given and asks
 * nothing; a view equal to the last paints nothing, another only the parts that differ. Gestures leave as
 * signals; all x are seconds before the right edge (<= 0). GUI thread; owned by its parent widget. A screen
 * reader gets the headline as its description and, under a crosshair, what is read there.
 */
class ChartCard : public QWidget
{
    Q_OBJECT

public:
    ChartCard(const QString& objectName, QWidget* parent);

    void setView(CardView view);
    const CardView& view() const { return m_view; }
    void setColors(const Colors& colors);
    /** A control after the tag, in place of the unit; becomes a child. */
    void setPicker(QWidget* picker);
    /** One row: title, tag, headline. */
    void setFolded(bool isFolded);
    /** Opens what view().explanation says; nothing without one. */
    void explain();
    std::optional<double> crosshair() const { return m_crosshair; }
    QSize minimumSizeHint() const override { return {240, m_isFolded ? 34 : 150}; }
    QSize sizeHint() const override { return {480, m_isFolded ? 34 : 300}; }

public Q_SLOTS:
    /** Null takes it away. */
    void setCrosshair(std::optional<double> x);

Q_SIGNALS:
    /** By pointer or key; null when it left. */
    void crosshairMoved(std::optional<double> x);
    /** `fromX` < `toX`. */
    void zoomRequested(double fromX, double toX);
    /** Below 1 zooms in; `atX` is to stay where it is. */
    void wheelZoomed(double atX, double factor);
    /** Negative: to earlier times. */
    void panRequested(double seconds);
    void liveRequested();
    /** A click on the plot that drags nothing. A double click begins with one: wait for liveRequested(). */
    void clicked(double x);
    /** By key: what was looked into at the crosshair. */
    void momentChosen(double x);
    void undoRequested();
    void menuRequested(const QPoint& globalPos);
    /** An index into view().legend. */
    void legendActivated(int entry, Qt::KeyboardModifiers modifiers);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    CardLayout layoutNow() const;
    void place();
    void placeMenu();
    void updateParts(const CardView& before);
    void updateReading();
    void describe();
    /** The crosshair by the user's hand. */
    void moveCrosshair(std::optional<double> x);
    double xAt(double pixel) const;
    bool isOverPlot(const QPointF& at) const;
    int legendEntryAt(const QPointF& at) const;
    bool isExplained(const QPointF& at) const;
    bool isOwnKey(const QKeyEvent& event) const;
    void cancelDrag();
    void openMenu();
    void showToolTip(const QPoint& at, const QPoint& globalPos);

    CardView m_view;
    Colors m_colors;
    PlotView* m_plot;
    QToolButton* m_menu;
    QWidget* m_picker = nullptr;
    bool m_isFolded = false;

    std::optional<double> m_crosshair;
    std::optional<CardReading> m_reading; ///< under the crosshair
    bool m_isPointed = false;             ///< the pointer holds the crosshair
    std::optional<QPointF> m_press;       ///< where the plot was pressed
    std::optional<PlotOverlay::Stretch> m_stretch;
    QPoint m_wheel; ///< angle not yet worth a notch
};

} // namespace weir
