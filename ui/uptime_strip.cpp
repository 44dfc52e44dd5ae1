// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/uptime_strip.h"

#include "ui/models/endpoint_story.h"
#include "ui/models/format.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace weir {

namespace {

constexpr int kBarHeight = 12;
constexpr int kParts = static_cast<int>(Uptime::kParts);

QString minuteOf(WallTime time)
{
    return format::clockTime(time).left(5);
}

} // namespace

UptimeStrip::UptimeStrip(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Up-time of the last day, a bar each half hour"));
}

void UptimeStrip::setParts(const Uptime::Parts& parts, WallTime now, TimePoint monotonicNow)
{
    const Duration into = monotonicNow.time_since_epoch() % Uptime::kWidth;
    const WallTime end = now - into + Uptime::kWidth;
    // The clocks of wall and machine drift apart: that alone is nothing to draw.
    const bool isSame = parts == m_parts && std::chrono::abs(end - m_end) < std::chrono::seconds(1);
    if (isSame)
        return;
    m_parts = parts;
    m_end = end;
    setAccessibleDescription(uptimeWords(parts).value);
    update();
}

void UptimeStrip::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

QSize UptimeStrip::sizeHint() const
{
    return {48 * 5, kBarHeight + 5 + QFontMetrics(font()).height()};
}

QSize UptimeStrip::minimumSizeHint() const
{
    return {96, sizeHint().height()};
}

QColor UptimeStrip::colorOf(const Uptime::Part& part) const
{
    const Duration meant = part.up + part.down;
    if (meant <= Duration(0))
        return m_colors.border;
    if (part.down <= Duration(0) && part.outages == 0)
        return m_colors.ok;
    return part.up >= part.down ? m_colors.warn : m_colors.bad;
}

WallTime UptimeStrip::startOf(int part) const
{
    return m_end - Uptime::kWidth * (kParts - part);
}

void UptimeStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    for (int i = 0; i < kParts; ++i) {
        const int left = width() * i / kParts;
        const int right = width() * (i + 1) / kParts;
        painter.fillRect(QRect(left, 0, std::max(1, right - left - 1), kBarHeight),
                         colorOf(m_parts[static_cast<std::size_t>(i)]));
    }
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    painter.setPen(m_colors.axis);
    const QRect foot(0, kBarHeight + 3, width(), height() - kBarHeight - 3);
    const QString from = tr("yesterday %1").arg(minuteOf(startOf(0)));
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignTop, from);
    painter.drawText(foot, Qt::AlignRight | Qt::AlignTop, tr("now"));
    const bool isUnknown = std::any_of(m_parts.begin(), m_parts.end(),
                                       [](const Uptime::Part& part) { return part == Uptime::Part{}; });
    const QFontMetrics metrics(small);
    const QRect between =
        foot.adjusted(metrics.horizontalAdvance(from) + 10, 0, -metrics.horizontalAdvance(tr("now")) - 10, 0);
    const QString legend = tr("grey: not known");
    if (isUnknown && metrics.horizontalAdvance(legend) <= between.width())
        painter.drawText(between, Qt::AlignHCenter | Qt::AlignTop, legend);
}

QString UptimeStrip::wordsAt(int x) const
{
    const int part = std::clamp(x * kParts / std::max(1, width()), 0, kParts - 1);
    return tr("%1 – %2: %3")
        .arg(minuteOf(startOf(part)), part == kParts - 1 ? tr("now") : minuteOf(startOf(part + 1)),
             uptimePartWords(m_parts[static_cast<std::size_t>(part)]));
}

bool UptimeStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), wordsAt(help->pos().x()), this);
    return true;
}

} // namespace weir
