// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rate_slider.h"

#include "ui/models/format.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace weir {

namespace {

constexpr int kSteps = 3000; ///< of the slider's own value: thousandths of a decade
constexpr double kEnd = 9;   ///< pixels from the widget's edge to the end of the track
constexpr double kTrack = 13;
constexpr double kLabelGap = 6; ///< pixels at least between two labels

constexpr std::array<double, 8> kRound = {1, 1.5, 2, 3, 4, 5, 7, 10};

int toValue(double rate)
{
    return static_cast<int>(std::lround((std::log10(rate) + 3) * 1000));
}

double twoDigits(double rate)
{
    const double unit = std::pow(10.0, std::floor(std::log10(rate)) - 1);
    return std::clamp(std::round(rate / unit) * unit, RateSlider::kLowest, 1.0);
}

/** The next round rate in a direction. */
double roundNeighbour(double rate, int direction)
{
    double best = direction > 0 ? 1.0 : RateSlider::kLowest;
    for (int decade = -3; decade <= 0; ++decade) {
        for (const double factor : kRound) {
            const double candidate = factor * std::pow(10.0, decade);
            if (direction > 0 && candidate > rate * 1.001)
                best = std::min(best, candidate);
            if (direction < 0 && candidate < rate * 0.999)
                best = std::max(best, candidate);
        }
    }
    return best;
}

} // namespace

RateSlider::RateSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent)
{
    setRange(0, kSteps);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setRate(1);
}

void RateSlider::setRate(double rate)
{
    if (!isSliderDown())
        display(std::clamp(rate, kLowest, 1.0));
}

void RateSlider::setLimits(double low, double high)
{
    m_low = low;
    m_high = high;
    update();
}

void RateSlider::setBefore(double rate)
{
    m_before = rate;
    display(m_rate);
}

void RateSlider::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

void RateSlider::display(double rate)
{
    m_rate = rate;
    setValue(toValue(rate)); // for screen readers
    setAccessibleDescription(
        m_before > 0 ? tr("%1, before that %2").arg(format::percent(rate), format::percent(m_before))
                     : format::percent(rate));
    update();
}

void RateSlider::settle(double rate)
{
    display(rate);
    Q_EMIT chosen(rate);
}

void RateSlider::step(int direction)
{
    const double next = roundNeighbour(m_rate, direction);
    if (next != m_rate)
        settle(next);
}

double RateSlider::x(double rate) const
{
    const double share = (std::log10(std::clamp(rate, kLowest, 1.0)) + 3) / 3;
    return kEnd + share * (width() - 2 * kEnd);
}

double RateSlider::rateAt(double position) const
{
    const double share = std::clamp((position - kEnd) / std::max(1.0, width() - 2 * kEnd), 0.0, 1.0);
    return twoDigits(std::pow(10.0, share * 3 - 3));
}

void RateSlider::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintTrack(painter);
    paintLabels(painter);
    if (m_before > 0 && std::abs(x(m_before) - x(m_rate)) > 3)
        paintBefore(painter);
    painter.setPen(QPen(m_colors.card, 2));
    painter.setBrush(isEnabled() ? m_colors.accent : m_colors.axis);
    painter.drawEllipse(QPointF(x(m_rate), kTrack), 7.5, 7.5);
    if (hasFocus()) {
        painter.setPen(QPen(m_colors.text, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(x(m_rate), kTrack), 8.5, 8.5);
    }
}

void RateSlider::paintTrack(QPainter& painter) const
{
    const bool hasLimits = m_low > 0 && m_low < m_high;
    const double from = hasLimits ? x(m_low) : kEnd;
    const double to = hasLimits ? x(m_high) : x(m_rate);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colors.border);
    painter.drawRoundedRect(QRectF(kEnd, kTrack - 2, width() - 2 * kEnd, 4), 2, 2);
    QColor within = m_colors.accent;
    within.setAlphaF(0.45F);
    painter.setBrush(within);
    painter.drawRoundedRect(QRectF(from, kTrack - 2, to - from, 4), 2, 2);
    if (!hasLimits)
        return;
    painter.setBrush(m_colors.secondary);
    for (const double limit : {m_low, m_high})
        painter.drawRoundedRect(QRectF(x(limit) - 1, kTrack - 6, 2, 12), 1, 1);
}

void RateSlider::paintLabels(QPainter& painter) const
{
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    const QFontMetricsF metrics(small);
    std::vector<QRectF> taken;
    for (const double rate : {1.0, 0.001, 0.01, 0.1, 0.03}) { // whoever comes first has the room
        const QString text = rate >= 1 ? QStringLiteral("100\u202F%") : format::percentNumber(rate);
        const double textWidth = metrics.horizontalAdvance(text);
        const double left = std::clamp(x(rate) - textWidth / 2, 2.0, width() - textWidth - 2);
        const QRectF place(left, kTrack + 12, textWidth + 1, metrics.height());
        const QRectF wide = place.adjusted(-kLabelGap, 0, kLabelGap, 0);
        if (std::any_of(taken.begin(), taken.end(), [&](const QRectF& r) { return r.intersects(wide); }))
            continue;
        taken.push_back(place);
        painter.setPen(m_colors.baseLine);
        painter.drawLine(QPointF(x(rate), kTrack + 8), QPointF(x(rate), kTrack + 11));
        painter.setPen(m_colors.axis);
        painter.drawText(place, Qt::AlignLeft, text);
    }
}

void RateSlider::paintBefore(QPainter& painter) const
{
    const QPointF at(x(m_before), kTrack);
    painter.setPen(QPen(m_colors.accent, 1.4));
    painter.setBrush(m_colors.card);
    painter.drawPolygon(
        QPolygonF{at + QPointF(0, -6), at + QPointF(5, 0), at + QPointF(0, 6), at - QPointF(5, 0)});
}

void RateSlider::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Up:
        step(1);
        break;
    case Qt::Key_Left:
    case Qt::Key_Down:
        step(-1);
        break;
    case Qt::Key_PageUp:
        settle(twoDigits(std::min(1.0, m_rate * 10)));
        break;
    case Qt::Key_PageDown:
        settle(twoDigits(std::max(kLowest, m_rate / 10)));
        break;
    case Qt::Key_Home:
        settle(kLowest);
        break;
    case Qt::Key_End:
        settle(1);
        break;
    default:
        event->ignore();
    }
}

void RateSlider::wheelEvent(QWheelEvent* event)
{
    // A wheel that passes over the window must not change what is measured.
    if (!hasFocus() || event->angleDelta().y() == 0) {
        event->ignore();
        return;
    }
    step(event->angleDelta().y() > 0 ? 1 : -1);
    event->accept();
}

void RateSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    mouseMoveEvent(event);
}

void RateSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (!isSliderDown())
        return;
    display(rateAt(event->position().x()));
    Q_EMIT previewed(m_rate);
}

void RateSlider::mouseReleaseEvent(QMouseEvent* event)
{
    if (!isSliderDown() || event->button() != Qt::LeftButton)
        return;
    setSliderDown(false);
    settle(rateAt(event->position().x()));
}

} // namespace weir
