// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/status_line.h"

#include "ui/charts/glyph_painter.h"
#include "ui/models/format.h"

#include <QPainter>

#include <array>

namespace weir {

namespace {

std::uint64_t distance(std::uint64_t a, std::uint64_t b)
{
    return a > b ? a - b : b - a;
}

} // namespace

StatusLine::StatusLine(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("statusLine"));
    setAccessibleName(tr("Sum of all messages"));
    setToolTip(
        QStringLiteral("<p>") +
        tr("Looked into: chosen by the sampler. Passed by: counted, not opened. Each part is counted by "
           "another hand, so that this sum can fail.")
            .toHtmlEscaped() +
        QStringLiteral("</p>"));
}

void StatusLine::setAccounting(const Accounting& accounting)
{
    m_accounting = accounting;
    setAccessibleDescription(text());
    update();
}

void StatusLine::setCost(std::optional<double> shareOfCore)
{
    m_cost = shareOfCore;
    setAccessibleDescription(text());
    update();
}

QString StatusLine::costText() const
{
    if (!m_cost)
        return {};
    return *m_cost < 0.001 ? tr("engine below 0.1\u202F% of a core")
                           : tr("engine %1 of a core").arg(format::percent(*m_cost));
}

void StatusLine::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

std::vector<StatusLine::Run> StatusLine::runs(bool isShort) const
{
    const Accounting& a = m_accounting;
    if (a.seen == 0 && a.refused == 0)
        return {{tr("Nothing seen yet. Once messages arrive, this line adds them up."), false}};
    const auto number = [&](std::uint64_t n) {
        return Run{isShort && n >= 100'000 ? format::compact(static_cast<double>(n)) : format::count(n),
                   true};
    };
    std::vector<Run> runs;
    if (a.addsUp()) {
        runs.push_back({tr("Adds up: "), false});
    } else {
        const std::uint64_t parts = a.critical + a.sampledOut + a.chosen;
        const std::uint64_t off =
            std::max(distance(a.seen, parts), distance(a.chosen, a.kept + a.inRing + a.thinned + a.dropped));
        runs.push_back({tr("Does not add up by "), false});
        runs.push_back(number(off));
        runs.push_back({tr(". This is a fault in Weir. "), false});
    }
    runs.push_back(number(a.seen));
    runs.push_back({tr(" seen = "), false});
    runs.push_back(number(a.critical));
    runs.push_back({tr(" critical + "), false});
    runs.push_back(number(a.chosen));
    runs.push_back({tr(" looked into + "), false});
    runs.push_back(number(a.sampledOut));
    runs.push_back({tr(" passed by"), false});
    if (a.thinned > 0) {
        runs.push_back({tr("  ·  "), false});
        runs.push_back(number(a.thinned));
        runs.push_back({tr(" thinned"), false});
    }
    if (a.dropped > 0) {
        runs.push_back({tr("  ·  "), false});
        runs.push_back(number(a.dropped));
        runs.push_back({tr(" dropped"), false});
    }
    if (a.refused > 0) {
        runs.push_back({tr("  ·  "), false});
        runs.push_back(number(a.refused));
        runs.push_back({tr(" refused"), false});
    }
    return runs;
}

QString StatusLine::text() const
{
    QString all;
    for (const Run& run : runs(false))
        all += run.text;
    return m_cost ? all + QStringLiteral(". ") + costText() : all;
}

QFont StatusLine::fontOf(const Run& run) const
{
    QFont result = font();
    result.setPixelSize(12);
    result.setWeight(run.isNumber ? QFont::DemiBold : QFont::Normal);
    return result;
}

double StatusLine::widthOf(const std::vector<Run>& runs) const
{
    double width = 0;
    for (const Run& run : runs)
        width += QFontMetricsF(fontOf(run)).horizontalAdvance(run.text);
    return width;
}

double StatusLine::paintMarks(QPainter& painter, double right) const
{
    struct Mark
    {
        Glyph glyph;
        ColorRole color;
        QString word;
    };
    const std::array<Mark, 4> marks = {
        Mark{Glyph::Ring, ColorRole::Warn, tr("reconnected")},
        Mark{Glyph::Cross, ColorRole::Bad, tr("lost")},
        Mark{Glyph::Diamond, ColorRole::Accent, tr("rate set")},
        Mark{Glyph::Triangle, ColorRole::Warn, tr("thinned")},
    };
    const QFont small = fontOf({});
    const QFontMetricsF metrics(small);
    double width = 0;
    for (const Mark& mark : marks)
        width += 14 + metrics.horizontalAdvance(mark.word) + 14;
    double x = right - width + 14;
    const double left = x;
    painter.setFont(small);
    for (const Mark& mark : marks) {
        drawGlyph(painter, mark.glyph, {x + 4.5, height() / 2.0}, m_colors.of(mark.color), 4.2);
        painter.setPen(m_colors.secondary);
        const double wordWidth = metrics.horizontalAdvance(mark.word);
        painter.drawText(QRectF(x + 14, 0, wordWidth + 2, height()), Qt::AlignVCenter | Qt::AlignLeft,
                         mark.word);
        x += 14 + wordWidth + 14;
    }
    return left;
}

void StatusLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const bool isNothing = m_accounting.seen == 0 && m_accounting.refused == 0;
    const double start = isNothing ? 2 : 20;
    constexpr double kMarks = 310;
    std::vector<Run> shown = runs(false);
    if (start + widthOf(shown) + kMarks > width())
        shown = runs(true);
    const bool hasMarks = start + widthOf(shown) + kMarks <= width();
    if (hasMarks) {
        constexpr double kApart = 28;
        const double left = paintMarks(painter, width() - 2) - kApart;
        const QString cost = costText();
        const double costWidth = QFontMetricsF(fontOf({})).horizontalAdvance(cost);
        if (start + widthOf(shown) + kApart + costWidth < left) {
            painter.setPen(m_colors.secondary);
            painter.drawText(QRectF(left - costWidth, 0, costWidth + 2, height()),
                             Qt::AlignVCenter | Qt::AlignLeft, cost);
        }
    }
    if (!isNothing) {
        const bool isFine = m_accounting.addsUp();
        drawGlyph(painter, isFine ? Glyph::Check : Glyph::Cross, {8, height() / 2.0},
                  isFine ? m_colors.ok : m_colors.bad, 5);
    }
    double x = start;
    for (const Run& run : shown) {
        const QFont runFont = fontOf(run);
        const double runWidth = QFontMetricsF(runFont).horizontalAdvance(run.text);
        painter.setFont(runFont);
        painter.setPen(run.isNumber ? m_colors.text : m_colors.secondary);
        painter.drawText(QRectF(x, 0, runWidth + 2, height()), Qt::AlignVCenter | Qt::AlignLeft, run.text);
        x += runWidth;
    }
}

} // namespace weir
