// SPDX-License-Identifier: GPL-3.0-or-later
// Gestures and keys of a card.
#include "ui/charts/chart_card.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr double kLeastDrag = 4; ///< pixels; less is a click
constexpr double kZoomIn = 0.8;
constexpr double kZoomOut = 1.25;
constexpr double kPan = 0.1; ///< of the span, a notch
constexpr int kNotch = 120;  ///< eighths of a degree

/** Takes the whole notches out of an angle. */
int takeNotches(int& angle)
{
    const int notches = angle / kNotch;
    angle -= notches * kNotch;
    return notches;
}

bool isUndo(const QKeyEvent& event)
{
    return event.key() == Qt::Key_Backspace || event.matches(QKeySequence::Undo);
}

} // namespace

double ChartCard::xAt(double pixel) const
{
    const QRectF plot = layoutNow().plot;
    return std::clamp((pixel - plot.right()) / plot.width() * m_view.spanSeconds, -m_view.spanSeconds, 0.0);
}

bool ChartCard::isOverPlot(const QPointF& at) const
{
    const CardLayout layout = layoutNow();
    return !m_isFolded && at.x() >= layout.plot.left() && at.x() <= layout.plot.right() &&
           at.y() >= layout.lane.top() && at.y() <= layout.plot.bottom() + 2;
}

int ChartCard::legendEntryAt(const QPointF& at) const
{
    const std::vector<QRectF> places =
        legendPlaces(m_view, m_reading ? &*m_reading : nullptr, font(), layoutNow().legend);
    const auto hit = std::find_if(places.begin(), places.end(), [&](const QRectF& place) {
        return place.adjusted(-4, -3, 4, 3).contains(at);
    });
    return hit == places.end() ? -1 : static_cast<int>(hit - places.begin());
}

bool ChartCard::isExplained(const QPointF& at) const
{
    if (m_view.explanation.isEmpty())
        return false;
    const CardLayout layout = layoutNow();
    const QRectF tag(layout.unit.topLeft(), QSizeF(CardPainter::tagWidth(m_view, font()), 18));
    return layout.headline.contains(at) || (!m_isFolded && tag.contains(at));
}

void ChartCard::moveCrosshair(std::optional<double> x)
{
    if (x == m_crosshair)
        return;
    setCrosshair(x);
    Q_EMIT crosshairMoved(x);
}

void ChartCard::cancelDrag()
{
    m_press.reset();
    if (!m_stretch)
        return;
    m_stretch.reset();
    updateReading();
    update(layoutNow().axis.toAlignedRect());
}

void ChartCard::openMenu()
{
    const QPointF below = layoutNow().headline.bottomLeft();
    Q_EMIT menuRequested(mapToGlobal(below.toPoint()));
}

void ChartCard::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && isOverPlot(event->position()))
        m_press = event->position();
}

void ChartCard::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    if (m_press && event->buttons().testFlag(Qt::LeftButton)) {
        if (!m_stretch && std::abs(at.x() - m_press->x()) < kLeastDrag)
            return;
        const double one = xAt(m_press->x());
        const double other = xAt(at.x());
        m_stretch = {std::min(one, other), std::max(one, other)};
        m_isPointed = false;
        moveCrosshair({}); // two times are shown, not three
        updateReading();
        return;
    }
    if (isOverPlot(at)) {
        m_isPointed = true;
        moveCrosshair(xAt(at.x()));
    } else if (m_isPointed) {
        m_isPointed = false;
        moveCrosshair({});
    }
    const int entry = legendEntryAt(at);
    const bool isLink =
        isExplained(at) || (entry >= 0 && !m_view.legend[static_cast<std::size_t>(entry)].endpoint.isNull());
    setCursor(isLink ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void ChartCard::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (m_press) {
        const std::optional<PlotOverlay::Stretch> chosen = m_stretch;
        const double moved = std::abs(event->position().x() - m_press->x());
        cancelDrag();
        if (chosen && moved >= kLeastDrag && chosen->to > chosen->from)
            Q_EMIT zoomRequested(chosen->from, chosen->to);
        else if (!chosen && isOverPlot(event->position()))
            Q_EMIT clicked(xAt(event->position().x()));
        return;
    }
    const QPointF at = event->position();
    if (isExplained(at)) {
        explain();
    } else if (const int entry = legendEntryAt(at); entry >= 0) {
        const LegendEntry& clicked = m_view.legend[static_cast<std::size_t>(entry)];
        const bool isEstimate = clicked.value.startsWith(u'≈');
        Q_EMIT legendActivated(entry, event->modifiers());
        if (isEstimate)
            explain();
    }
}

void ChartCard::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && isOverPlot(event->position()))
        Q_EMIT liveRequested();
}

void ChartCard::wheelEvent(QWheelEvent* event)
{
    if (!isOverPlot(event->position())) {
        event->ignore();
        return;
    }
    event->accept();
    const QPoint angle = event->angleDelta();
    const bool isSideways =
        std::abs(angle.x()) > std::abs(angle.y()) || event->modifiers().testFlag(Qt::ShiftModifier);
    if (isSideways) {
        m_wheel.ry() = 0;
        m_wheel.rx() += std::abs(angle.x()) > std::abs(angle.y()) ? angle.x() : angle.y();
        if (const int notches = takeNotches(m_wheel.rx()); notches != 0)
            Q_EMIT panRequested(-notches * kPan * m_view.spanSeconds);
        return;
    }
    m_wheel.rx() = 0;
    m_wheel.ry() += angle.y();
    const int notches = takeNotches(m_wheel.ry());
    for (int i = 0; i < std::abs(notches); ++i)
        Q_EMIT wheelZoomed(xAt(event->position().x()), notches > 0 ? kZoomIn : kZoomOut);
}

bool ChartCard::isOwnKey(const QKeyEvent& event) const
{
    if (isUndo(event))
        return true;
    if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))
        return event.modifiers() == Qt::ControlModifier &&
               (event.key() == Qt::Key_Left || event.key() == Qt::Key_Right);
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
    case Qt::Key_0:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return true;
    case Qt::Key_E:
        return !m_view.explanation.isEmpty();
    case Qt::Key_Escape:
        return m_press || m_crosshair;
    case Qt::Key_M:
        return m_crosshair.has_value();
    default:
        return false;
    }
}

void ChartCard::keyPressEvent(QKeyEvent* event)
{
    if (!isOwnKey(*event)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const double column = m_view.spanSeconds / layoutNow().plot.width() *
                          (event->modifiers().testFlag(Qt::ControlModifier) ? 10 : 1);
    const auto goTo = [&](double x) {
        if (!m_isFolded)
            moveCrosshair(std::clamp(x, -m_view.spanSeconds, 0.0));
    };
    const double at = m_crosshair.value_or(0);
    if (isUndo(*event)) {
        Q_EMIT undoRequested();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        return goTo(m_crosshair ? at - column : 0);
    case Qt::Key_Right:
        return goTo(m_crosshair ? at + column : 0);
    case Qt::Key_Home:
        return goTo(-m_view.spanSeconds);
    case Qt::Key_End:
        return goTo(0);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        Q_EMIT wheelZoomed(at, kZoomIn);
        return;
    case Qt::Key_Minus:
        Q_EMIT wheelZoomed(at, kZoomOut);
        return;
    case Qt::Key_0:
        Q_EMIT liveRequested();
        return;
    case Qt::Key_E:
        return explain();
    case Qt::Key_M:
        Q_EMIT momentChosen(at);
        return;
    case Qt::Key_Escape:
        if (m_press)
            cancelDrag();
        else
            moveCrosshair({});
        return;
    default:
        openMenu();
    }
}

void ChartCard::contextMenuEvent(QContextMenuEvent* event)
{
    cancelDrag();
    if (event->reason() == QContextMenuEvent::Keyboard)
        openMenu();
    else
        Q_EMIT menuRequested(event->globalPos());
}

bool ChartCard::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && isOwnKey(*static_cast<QKeyEvent*>(event))) {
        event->accept(); // before a shortcut of the window
        return true;
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        showToolTip(help->pos(), help->globalPos());
        return true;
    }
    return QWidget::event(event);
}

void ChartCard::showToolTip(const QPoint& at, const QPoint& globalPos)
{
    const CardLayout layout = layoutNow();
    QString text = isOverPlot(at) ? QString() : m_view.tooltip; // there the crosshair tells
    for (const MarkerView& marker : m_view.markers) {
        const double x = layout.plot.right() + marker.x / m_view.spanSeconds * layout.plot.width();
        if (isOverPlot(at) && std::abs(at.x() - x) <= 5)
            text = marker.tooltip;
    }
    if (isExplained(at))
        text = tr("Click: how this number came about");
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(globalPos, u"<p>"_s + text.toHtmlEscaped() + u"</p>"_s, this);
}

bool ChartCard::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_menu && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut))
        QMetaObject::invokeMethod(this, &ChartCard::placeMenu, Qt::QueuedConnection);
    if (watched == m_picker &&
        (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        update(layoutNow().unit.toAlignedRect());
    return QWidget::eventFilter(watched, event);
}

void ChartCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        place();
        update();
    }
}

void ChartCard::enterEvent(QEnterEvent*)
{
    placeMenu();
}

void ChartCard::leaveEvent(QEvent*)
{
    placeMenu();
    if (m_isPointed) {
        m_isPointed = false;
        moveCrosshair({});
    }
}

void ChartCard::focusInEvent(QFocusEvent*)
{
    placeMenu();
    update();
}

void ChartCard::focusOutEvent(QFocusEvent* event)
{
    // Later: the button beside the headline may be what gets the focus.
    QMetaObject::invokeMethod(this, &ChartCard::placeMenu, Qt::QueuedConnection);
    update();
    const bool comesBack =
        event->reason() == Qt::PopupFocusReason || event->reason() == Qt::ActiveWindowFocusReason;
    if (!comesBack && !m_isPointed)
        moveCrosshair({});
}

void ChartCard::hideEvent(QHideEvent*)
{
    cancelDrag();
    m_isPointed = false;
    moveCrosshair({});
}

} // namespace weir
