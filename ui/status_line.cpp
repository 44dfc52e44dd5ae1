// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/status_line.h"

#include "ui/charts/glyph_painter.h"
#include "ui/models/format.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir {

namespace {

constexpr double kMarkRoom = 14; ///< of a glyph, and behind a word
constexpr double kApart = 28;    ///< between sum, marks and costs

struct Mark
{
    Glyph glyph;
    ColorRole color;
    QString word;
};

std::array<Mark, 4> marks()
{
    return {
        Mark{Glyph::Ring, ColorRole::Warn, StatusLine::tr("reconnected")},
        Mark{Glyph::Cross, ColorRole::Bad, StatusLine::tr("lost")},
        Mark{Glyph::Diamond, ColorRole::Accent, StatusLine::tr("rate set")},
        Mark{Glyph::Triangle, ColorRole::Warn, StatusLine::tr("thinned")},
    };
}

std::uint64_t distance(std::uint64_t a, std::uint64_t b)
{
    return a > b ? a - b : b - a;
}

/** By how much the worse of the two sums is off. */
std::uint64_t faultOf(const Accounting& a)
{
    return std::max(distance(a.seen, a.critical + a.sampledOut + a.chosen),
                    distance(a.chosen, a.kept + a.inRing + a.thinned + a.dropped));
}

QString tipOf(const Accounting& a)
{
    QString tip = StatusLine::tr(
        "Looked into: chosen by the sampler. Passed by: counted, not opened. Each part is counted by "
        "another hand, so that this sum can fail.");
    if (a.thinned > 0) {
        tip += QLatin1Char(' ') + StatusLine::tr("%1 of those looked into were merged into a neighbour while "
                                                 "the ring was full (thinned).")
                                      .arg(format::count(a.thinned));
    }
    if (!a.addsUp()) {
        tip += QLatin1Char(' ') +
               StatusLine::tr(
                   "Counted: %1 seen, %2 critical, %3 looked into, %4 passed by; of those looked into "
                   "%5 kept, %6 waiting, %7 thinned, %8 dropped.")
                   .arg(format::count(a.seen), format::count(a.critical), format::count(a.chosen),
                        format::count(a.sampledOut), format::count(a.kept), format::count(a.inRing),
                        format::count(a.thinned), format::count(a.dropped));
    }
    return QStringLiteral("<p>") + tip.toHtmlEscaped() + QStringLiteral("</p>");
}

} // namespace

StatusLine::StatusLine(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("statusLine"));
    setAccessibleName(tr("Sum of all messages"));
    refresh();
}

void StatusLine::setAccounting(const Accounting& accounting)
{
    m_accounting = accounting;
    refresh();
}

void StatusLine::setSince(WallTime start)
{
    const bool isSame =
        m_since && start - *m_since < std::chrono::seconds(2) && *m_since - start < std::chrono::seconds(2);
    if (isSame)
        return;
    m_since = start;
    refresh();
}

void StatusLine::setCost(std::optional<double> shareOfCore)
{
    m_cost = shareOfCore;
    refresh();
}

void StatusLine::setWindowCost(std::optional<double> shareOfCore)
{
    m_windowCost = shareOfCore;
    refresh();
}

void StatusLine::setFrames(std::optional<double> perSecond)
{
    m_frames = perSecond;
    refresh();
}

void StatusLine::setHistory(std::size_t bytes)
{
    m_history = bytes;
    refresh();
}

void StatusLine::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

void StatusLine::refresh()
{
    QString all;
    for (const Run& run : runs({}))
        all += run.text;
    const QString costs = costText({});
    if (!costs.isEmpty())
        all += QStringLiteral(". ") + costs;
    if (all == m_text)
        return;
    m_text = all;
    setAccessibleDescription(all);
    setToolTip(tipOf(m_accounting));
    update();
}

std::vector<StatusLine::Run> StatusLine::runs(const Fit& fit) const
{
    const Accounting& a = m_accounting;
    if (isNothing()) {
        return {{fit.isLong ? tr("Nothing seen yet. Once messages arrive, this line adds them up: "
                                 "seen = critical + looked into + passed by + dropped")
                            : tr("Nothing seen yet"),
                 false}};
    }
    const auto number = [&](std::uint64_t n) {
        const bool isCut = !fit.isLong && n >= 100'000;
        return Run{isCut ? format::compact(static_cast<double>(n)) : format::count(n), true};
    };
    const auto word = [](const QString& text) { return Run{text, false}; };
    std::vector<Run> runs;
    if (!a.addsUp())
        return {word(tr("Does not add up by ")), number(faultOf(a)), word(tr(". This is a fault in Weir."))};
    // Dropped messages were chosen, too; here each message is in one part only.
    runs = {word(tr("Adds up:  ")),      number(a.seen),           word(tr(" seen = ")),
            number(a.critical),          word(tr(" critical + ")), number(a.chosen - a.dropped),
            word(tr(" looked into + ")), number(a.sampledOut),     word(tr(" passed by + ")),
            number(a.dropped),           word(tr(" dropped"))};
    if (fit.hasSince && m_since)
        runs.push_back(word(tr(", since %1").arg(format::clockTime(*m_since))));
    if (a.refused > 0) {
        runs.push_back(word(tr("  ·  ")));
        runs.push_back(number(a.refused));
        runs.push_back(word(tr(" refused")));
    }
    return runs;
}

QString StatusLine::costText(const Fit& fit) const
{
    QStringList parts;
    if (isNothing())
        parts.append(tr("F1 shortcuts"));
    if (fit.hasCosts) {
        const auto share = [](double part) {
            return part < 0.001 ? tr("below 0.1\u202F%") : format::percent(part);
        };
        // "of a core" once, after the last of them.
        const QString ofCore = tr("%1 of a core");
        if (m_cost) {
            const QString engine = tr("engine %1").arg(share(*m_cost));
            parts.append(m_windowCost ? engine : ofCore.arg(engine));
        }
        if (m_windowCost)
            parts.append(ofCore.arg(tr("window %1").arg(share(*m_windowCost))));
    }
    if (fit.hasFrames && m_frames)
        parts.append(tr("%1 frames/s").arg(std::lround(*m_frames)));
    if (fit.hasHistory && m_history > 0)
        parts.append(tr("24 h history %1").arg(format::withUnit(static_cast<double>(m_history), tr("B"))));
    return parts.join(tr(" · "));
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

double StatusLine::marksWidth() const
{
    const QFontMetricsF metrics(fontOf({}));
    double width = -kMarkRoom;
    for (const Mark& mark : marks())
        width += kMarkRoom + metrics.horizontalAdvance(mark.word) + kMarkRoom;
    return width;
}

double StatusLine::widthOf(const Fit& fit) const
{
    double width = (isNothing() ? 2 : 20) + widthOf(runs(fit)) + 2;
    if (fit.hasMarks)
        width += kApart + marksWidth();
    const QString costs = costText(fit);
    if (!costs.isEmpty())
        width += kApart + QFontMetricsF(fontOf({})).horizontalAdvance(costs);
    return width;
}

StatusLine::Fit StatusLine::fitting() const
{
    // Nothing seen yet means nothing marked yet.
    const bool hasMarks = !isNothing();
    std::vector<Fit> fits;
    for (const auto& [isLong, hasSince] : {std::pair(true, true), {false, true}, {false, false}}) {
        for (const auto& [hasHistory, hasFrames] : {std::pair(true, true), {false, true}, {false, false}})
            fits.push_back({isLong, hasSince, hasHistory, hasFrames, hasMarks, true});
    }
    fits.push_back({false, false, false, false, false, true});
    const auto found =
        std::find_if(fits.begin(), fits.end(), [this](const Fit& fit) { return widthOf(fit) <= width(); });
    return found != fits.end() ? *found : Fit{false, false, false, false, false, false};
}

QString StatusLine::shownText() const
{
    const Fit fit = fitting();
    QStringList parts(QString{});
    for (const Run& run : runs(fit))
        parts.front() += run.text;
    if (fit.hasMarks)
        parts.append(tr("marks"));
    if (const QString costs = costText(fit); !costs.isEmpty())
        parts.append(costs);
    return parts.join(QStringLiteral(" | "));
}

void StatusLine::paintMarks(QPainter& painter, double left) const
{
    const QFont small = fontOf({});
    const QFontMetricsF metrics(small);
    double x = left;
    painter.setFont(small);
    for (const Mark& mark : marks()) {
        drawGlyph(painter, mark.glyph, {x + 4.5, height() / 2.0}, m_colors.of(mark.color), 4.2);
        painter.setPen(m_colors.secondary);
        const double wordWidth = metrics.horizontalAdvance(mark.word);
        painter.drawText(QRectF(x + kMarkRoom, 0, wordWidth + 2, height()), Qt::AlignVCenter | Qt::AlignLeft,
                         mark.word);
        x += kMarkRoom + wordWidth + kMarkRoom;
    }
}

void StatusLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Fit fit = fitting();
    double right = width() - 2;
    const QString costs = costText(fit);
    if (!costs.isEmpty()) {
        painter.setFont(fontOf({}));
        painter.setPen(m_colors.axis);
        const double costWidth = QFontMetricsF(painter.font()).horizontalAdvance(costs);
        painter.drawText(QRectF(right - costWidth, 0, costWidth + 2, height()),
                         Qt::AlignVCenter | Qt::AlignLeft, costs);
        right -= costWidth + kApart;
    }
    if (fit.hasMarks)
        paintMarks(painter, right - marksWidth());
    if (!isNothing()) {
        const bool isFine = m_accounting.addsUp();
        drawGlyph(painter, isFine ? Glyph::Check : Glyph::Cross, {8, height() / 2.0},
                  isFine ? m_colors.ok : m_colors.bad, 5);
    }
    double x = isNothing() ? 2 : 20;
    for (const Run& run : runs(fit)) {
        const QFont runFont = fontOf(run);
        const double runWidth = QFontMetricsF(runFont).horizontalAdvance(run.text);
        painter.setFont(runFont);
        painter.setPen(run.isNumber ? m_colors.text : m_colors.secondary);
        painter.drawText(QRectF(x, 0, runWidth + 2, height()), Qt::AlignVCenter | Qt::AlignLeft, run.text);
        x += runWidth;
    }
}

} // namespace weir
