// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curve_raster.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

// Points this far outside are out of sight; beyond, products of coordinates would lose what is in sight.
constexpr double kFarAway = 1e9;
// Columns drawn beyond the edge, so that the round end of a clipped line stays out of sight.
constexpr double kOverlap = 4;
// More points than this a column, and a column is drawn from its range.
constexpr double kDensePoints = 1.5;
// Pixels a column may rise beside a box and still be drawn with its slope.
constexpr double kSteep = 2;
// Diameter of a lone point, in line widths.
constexpr double kLonePoint = 1.75;

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(color.alphaF() * alpha));
    return color;
}

/** Between the two by `share` of 256. */
QRgb mixed(QRgb below, QRgb above, unsigned share)
{
    const unsigned rest = 256 - share;
    const unsigned redBlue = ((above & 0xff00ff) * share + (below & 0xff00ff) * rest) >> 8 & 0xff00ff;
    const unsigned green = ((above & 0x00ff00) * share + (below & 0x00ff00) * rest) >> 8 & 0x00ff00;
    return 0xff000000 | redBlue | green;
}

bool isFinite(QPointF point)
{
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

} // namespace

QPointF PlotMap::toPixel(QPointF value) const
{
    const double range = std::max(yHigh - yLow, 1e-9);
    return {plot.right() + value.x() / spanSeconds * plot.width(),
            plot.bottom() - (value.y() - yLow) / range * plot.height()};
}

Stroke Stroke::of(LineStyle style, const QColor& color, double scale)
{
    Stroke stroke{color, 1.6 * scale, 0, 0};
    switch (style) {
    case LineStyle::Plain:
    case LineStyle::Dots: // not joined: PlotView draws discs
        break;
    case LineStyle::Strong:
        stroke.width = 2.0 * scale;
        break;
    case LineStyle::Step:
        stroke.width = 1.8 * scale;
        break;
    case LineStyle::Thin:
        stroke.width = 1.0 * scale;
        stroke.color = withAlpha(color, 0.6);
        break;
    case LineStyle::Dashed:
        stroke.width = 1.2 * scale;
        stroke.dash = stroke.space = 4.8 * scale;
        break;
    }
    return stroke;
}

void CurveRaster::begin(QImage& image, const PlotMap& map)
{
    Q_ASSERT(image.format() == QImage::Format_RGB32);
    m_map = map;
    m_origin = map.toPixel({0, 0});
    m_factor = map.toPixel({1, 1}) - m_origin;
    m_pixels = reinterpret_cast<QRgb*>(image.bits());
    m_stride = image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
    m_image = QRect(QPoint(0, 0), image.size());
    const auto size = static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
    if (m_coverage.size() != size)
        m_coverage.assign(size, 0);
    m_touched.assign(static_cast<std::size_t>(image.width()), Extent{image.height(), -1});
    m_solid.assign(static_cast<std::size_t>(image.width()), Extent{image.height(), -1});
    const auto rows = static_cast<std::size_t>(image.height()) + 1;
    m_partial.assign(rows, 0);
    m_steps.assign(rows, 0);
    m_rowStrength.resize(rows);
}

QPointF CurveRaster::pixelOf(const QPointF& value) const
{
    const QPointF at(m_origin.x() + value.x() * m_factor.x(), m_origin.y() + value.y() * m_factor.y());
    return {std::clamp(at.x(), -kFarAway, kFarAway), std::clamp(at.y(), -kFarAway, kFarAway)};
}

bool CurveRaster::isDense(const QList<QPointF>& points) const
{
    const auto first = std::partition_point(points.begin(), points.end(), [&](const QPointF& point) {
        return m_map.toPixel(point).x() < m_clip.left();
    });
    const auto last = std::partition_point(first, points.end(), [&](const QPointF& point) {
        return m_map.toPixel(point).x() <= m_clip.right();
    });
    const auto count = static_cast<double>(last - first);
    if (count < 4)
        return false;
    const double columns = pixelOf(*std::prev(last)).x() - pixelOf(*first).x();
    return count > kDensePoints * (columns + 1);
}

/** Cuts a curve at the columns' edges. `onEnd` is called at every gap and at the end. */
template<class OnBit, class OnEnd>
void CurveRaster::walkColumns(const QList<QPointF>& points, OnBit onBit, OnEnd onEnd) const
{
    const double left = m_clip.left();
    const double right = m_clip.right() + 1;
    QPointF before;
    bool hasBefore = false;
    for (const QPointF& value : points) {
        const QPointF point = pixelOf(value);
        const bool isUsable = isFinite(value) && isFinite(point);
        if (!isUsable || (hasBefore && point.x() < before.x())) {
            onEnd();
            hasBefore = isUsable;
            before = point;
            continue;
        }
        if (hasBefore && point.x() >= left && before.x() < right) {
            const double slope =
                point.x() > before.x() ? (point.y() - before.y()) / (point.x() - before.x()) : 0.0;
            double x = before.x();
            double y = before.y();
            if (x < left) {
                y += slope * (left - x);
                x = left;
            }
            int column = static_cast<int>(std::floor(x));
            while (column + 1 <= point.x() && column < m_clip.right()) {
                const double edge = column + 1;
                const double edgeY = before.y() + slope * (edge - before.x());
                onBit(Bit{column, x, y, edge, edgeY});
                x = edge;
                y = edgeY;
                ++column;
            }
            if (point.x() <= right)
                onBit(Bit{column, x, y, point.x(), point.y()});
            else
                onBit(Bit{column, x, y, right, before.y() + slope * (right - before.x())});
        }
        if (point.x() > right)
            break;
        hasBefore = true;
        before = point;
    }
    onEnd();
}

void CurveRaster::drawLine(const std::vector<QList<QPointF>>& pieces, const Stroke& stroke)
{
    const int over = static_cast<int>(std::ceil(stroke.width / 2));
    m_clip = m_map.plot.toRect().adjusted(0, -over, 0, over).intersected(m_image);
    if (m_clip.isEmpty() || !(stroke.width > 0))
        return;
    for (const QList<QPointF>& points : pieces) {
        if (isDense(points))
            strokeColumns(points, stroke);
        else
            strokePoints(points, stroke);
    }
    blendCoverage(stroke.color);
}

void CurveRaster::strokePoints(const QList<QPointF>& points, const Stroke& stroke)
{
    Dashes dashes;
    QPointF before;
    int run = 0; // points since the last gap
    const auto endRun = [&] {
        if (run == 1)
            addSegment(before, before, stroke.width * kLonePoint);
        run = 0;
    };
    for (const QPointF& value : points) {
        const QPointF point = pixelOf(value);
        if (!isFinite(value) || !isFinite(point)) {
            endRun();
            continue;
        }
        if (run > 0 && point.x() < before.x())
            endRun();
        if (run == 0)
            dashes = {stroke.dash, stroke.space, -1};
        else
            strokeSegment(before, point, stroke.width, dashes);
        before = point;
        ++run;
    }
    endRun();
}

void CurveRaster::strokeColumns(const QList<QPointF>& points, const Stroke& stroke)
{
    Dashes dashes{stroke.dash, stroke.space, -1};
    Bit cell;
    double top = 0;
    double bottom = 0;
    bool isOpen = false;
    bool wasBox = false;
    const auto finish = [&] {
        if (!isOpen)
            return;
        const QPointF from(cell.x0, cell.y0);
        const QPointF to(cell.x1, cell.y1);
        // A column that only passes from one side to the other is the line itself, with its slope; but beside
        // a box a steep one cannot be told from a box.
        const double rise = std::abs(cell.y1 - cell.y0);
        const bool isPlain = bottom - top <= rise + 0.5 && !(wasBox && rise > kSteep);
        wasBox = !isPlain;
        if (isPlain)
            strokeSegment(from, to, stroke.width, dashes);
        else if (stroke.space <= 0 || std::fmod(cell.column, stroke.dash + stroke.space) < stroke.dash)
            addBox(cell.column, top - stroke.width / 2, bottom + stroke.width / 2);
        isOpen = false;
    };
    walkColumns(
        points,
        [&](const Bit& bit) {
            if (isOpen && bit.column == cell.column) {
                top = std::min(top, bit.y1);
                bottom = std::max(bottom, bit.y1);
                cell.x1 = bit.x1;
                cell.y1 = bit.y1;
                return;
            }
            finish();
            cell = bit;
            top = std::min(bit.y0, bit.y1);
            bottom = std::max(bit.y0, bit.y1);
            isOpen = true;
        },
        [&] {
            finish();
            dashes.phase = -1;
            wasBox = false;
        });
}

void CurveRaster::strokeSegment(QPointF from, QPointF to, double width, Dashes& dashes)
{
    // In sight, as shares of the segment.
    double begin = 0;
    double end = 1;
    const auto keep = [&](double a, double b, double low, double high) {
        if (a == b) {
            if (a < low || a > high)
                end = -1;
            return;
        }
        const double enters = (low - a) / (b - a);
        const double leaves = (high - a) / (b - a);
        begin = std::max(begin, std::min(enters, leaves));
        end = std::min(end, std::max(enters, leaves));
    };
    const double reach = kOverlap + width;
    keep(from.x(), to.x(), m_clip.left() - reach, m_clip.right() + 1 + reach);
    const double beginX = begin;
    keep(from.y(), to.y(), m_clip.top() - reach, m_clip.bottom() + 1 + reach);
    const QPointF way = to - from;
    const double length = std::hypot(way.x(), way.y());
    if (dashes.space <= 0) {
        if (begin <= end)
            addSegment(from + way * begin, from + way * end, width);
        return;
    }
    const double period = dashes.dash + dashes.space;
    // Dashes start from where the line comes into sight, so that they stand still while it moves.
    if (dashes.phase < 0) {
        if (beginX > end)
            return;
        const double x = from.x() + way.x() * beginX;
        dashes.phase = std::fmod(x - std::floor(x / period) * period - length * beginX, period);
        dashes.phase += dashes.phase < 0 ? period : 0;
    }
    if (begin <= end && length > 0) {
        double at = length * begin;
        const double stop = length * end;
        while (at <= stop) {
            const double phase = std::fmod(dashes.phase + at, period);
            const double next = at + (phase < dashes.dash ? dashes.dash : period) - phase;
            if (phase < dashes.dash)
                addSegment(from + way * (at / length), from + way * (std::min(next, stop) / length), width);
            at = std::max(next, at + 1e-3); // rounding must not hold it where it is
        }
    }
    dashes.phase = std::fmod(dashes.phase + length, period);
}

void CurveRaster::addSegment(QPointF from, QPointF to, double width)
{
    // Coverage grows evenly while the edge passes the pixel, which is wider across its corners: exact for
    // level and vertical lines, round at the ends.
    const QPointF way = to - from;
    const double length = std::hypot(way.x(), way.y());
    const double across = length > 0 ? (std::abs(way.x()) + std::abs(way.y())) / length : 1;
    const double reach = (width + across) / 2;
    const auto growth = static_cast<float>(1 / across);
    const auto peak = static_cast<float>(std::min(1.0, width / across));
    const double top = std::min(from.y(), to.y()) - reach;
    const double bottom = std::max(from.y(), to.y()) + reach;
    const bool isSteep = std::abs(way.x()) < 1e-6;
    const auto inverse = static_cast<float>(length > 0 ? 1 / (length * length) : 0);
    const auto dx = static_cast<float>(way.x());
    const auto dy = static_cast<float>(way.y());
    const int first =
        std::max(m_clip.left(), static_cast<int>(std::floor(std::min(from.x(), to.x()) - reach)));
    const int last =
        std::min(m_clip.right(), static_cast<int>(std::ceil(std::max(from.x(), to.x()) + reach)));
    for (int column = first; column <= last; ++column) {
        const double fromMiddle = column + 0.5 - from.x();
        double upper = top;
        double lower = bottom;
        if (!isSteep) {
            const double y = from.y() + fromMiddle * way.y() / way.x();
            const double half = reach * length / std::abs(way.x());
            upper = std::max(upper, y - half);
            lower = std::min(lower, y + half);
        }
        if (upper > m_clip.bottom() + 1 || lower < m_clip.top() || upper > lower)
            continue;
        const int firstRow = std::max(m_clip.top(), static_cast<int>(std::floor(upper)));
        const int lastRow = std::min(m_clip.bottom(), static_cast<int>(std::floor(lower)));
        Extent& touched = m_touched[static_cast<std::size_t>(column)];
        touched.top = std::min(touched.top, firstRow);
        touched.bottom = std::max(touched.bottom, lastRow);
        std::uint8_t* const cells =
            m_coverage.data() + static_cast<std::size_t>(column) * static_cast<std::size_t>(m_image.height());
        const auto px = static_cast<float>(fromMiddle);
        const auto firstY = static_cast<float>(firstRow + 0.5 - from.y());
        const auto reachF = static_cast<float>(reach);
        for (int row = firstRow; row <= lastRow; ++row) {
            const float py = firstY + static_cast<float>(row - firstRow);
            const float along = std::min(1.0F, std::max(0.0F, (px * dx + py * dy) * inverse));
            const float ex = px - along * dx;
            const float ey = py - along * dy;
            const float inside = (reachF - std::sqrt(ex * ex + ey * ey)) * growth;
            const float share = std::min(peak, std::max(0.0F, inside));
            const auto value = static_cast<std::uint8_t>(share * 255.0F + 0.5F);
            cells[row] = std::max(cells[row], value);
        }
    }
}

void CurveRaster::addBox(int column, double top, double bottom)
{
    if (column < m_clip.left() || column > m_clip.right())
        return;
    top = std::max<double>(top, m_clip.top());
    bottom = std::min<double>(bottom, m_clip.bottom() + 1);
    if (!(bottom > top))
        return;
    const int first = static_cast<int>(top);
    const int last = std::min(static_cast<int>(bottom), m_clip.bottom());
    Extent& touched = m_touched[static_cast<std::size_t>(column)];
    touched.top = std::min(touched.top, first);
    touched.bottom = std::max(touched.bottom, last);
    std::uint8_t* const cells =
        m_coverage.data() + static_cast<std::size_t>(column) * static_cast<std::size_t>(m_image.height());
    const auto put = [&](int row) {
        const double share = std::min(bottom, row + 1.0) - std::max<double>(top, row);
        cells[row] = std::max(cells[row], static_cast<std::uint8_t>(share * 255 + 0.5));
    };
    put(first);
    if (last > first)
        put(last);
    if (last - first < 2)
        return;
    Extent& solid = m_solid[static_cast<std::size_t>(column)];
    const bool isFree = solid.top > solid.bottom;
    if (isFree || (first + 1 <= solid.bottom + 1 && last - 1 >= solid.top - 1))
        solid = {std::min(solid.top, first + 1), std::max(solid.bottom, last - 1)};
    else // a second box in this column, apart from the first
        std::fill(cells + first + 1, cells + last, std::uint8_t(255));
}

void CurveRaster::setColor(const QColor& color)
{
    m_color = color.rgb();
    const auto alpha = static_cast<unsigned>(std::lround(color.alphaF() * 256));
    for (unsigned coverage = 0; coverage < m_weights.size(); ++coverage)
        m_weights[coverage] = static_cast<std::uint16_t>((coverage * alpha + 127) / 255);
}

void CurveRaster::blend(int column, int row, unsigned weight)
{
    QRgb& pixel = m_pixels[row * m_stride + column];
    pixel = mixed(pixel, m_color, weight);
}

void CurveRaster::blendCoverage(const QColor& color)
{
    setColor(color);
    // Copies: the compiler cannot know that pixels are not the members.
    const QRgb ink = m_color;
    const qsizetype stride = m_stride;
    const unsigned whole = m_weights.back();
    for (int column = m_clip.left(); column <= m_clip.right(); ++column) {
        const Extent touched = m_touched[static_cast<std::size_t>(column)];
        if (touched.top > touched.bottom)
            continue;
        std::uint8_t* const cells =
            m_coverage.data() + static_cast<std::size_t>(column) * static_cast<std::size_t>(m_image.height());
        QRgb* const pixels = m_pixels + column;
        const auto blendRows = [&](int first, int last) {
            for (int row = first; row <= last; ++row) {
                if (cells[row] > 0)
                    pixels[row * stride] = mixed(pixels[row * stride], ink, m_weights[cells[row]]);
            }
        };
        const Extent solid = m_solid[static_cast<std::size_t>(column)];
        if (solid.top > solid.bottom) {
            blendRows(touched.top, touched.bottom);
        } else {
            blendRows(touched.top, solid.top - 1);
            QRgb* pixel = pixels + solid.top * stride;
            QRgb* const end = pixels + (solid.bottom + 1) * stride;
            if (whole == 256) {
                for (; pixel != end; pixel += stride)
                    *pixel = ink;
            } else {
                for (; pixel != end; pixel += stride)
                    *pixel = mixed(*pixel, ink, whole);
            }
            blendRows(solid.bottom + 1, touched.bottom);
        }
        std::fill(cells + touched.top, cells + touched.bottom + 1, std::uint8_t(0));
        m_touched[static_cast<std::size_t>(column)] = {m_image.height(), -1};
        m_solid[static_cast<std::size_t>(column)] = {m_image.height(), -1};
    }
}

void CurveRaster::drawDot(QPointF value, double radius, const QColor& color)
{
    m_clip = m_image;
    const QPointF at = pixelOf(value);
    if (!isFinite(value) || !isFinite(at) || m_clip.isEmpty())
        return;
    addSegment(at, at, 2 * radius);
    blendCoverage(color);
}

void CurveRaster::drawDots(const std::vector<QList<QPointF>>& pieces, double radius, const QColor& color)
{
    m_clip = m_image;
    const QRectF reach = m_map.plot.adjusted(-0.5, -0.5, 0.5, 0.5);
    m_hasDot.assign(m_coverage.size(), false);
    for (const QList<QPointF>& points : pieces) {
        for (const QPointF& value : points) {
            const QPointF at = pixelOf(value);
            const QPoint pixel(static_cast<int>(at.x()), static_cast<int>(at.y()));
            if (!isFinite(value) || !reach.contains(at) || !m_clip.contains(pixel))
                continue;
            const auto cell =
                static_cast<std::size_t>(pixel.x()) * static_cast<std::size_t>(m_image.height()) +
                static_cast<std::size_t>(pixel.y());
            if (m_hasDot[cell])
                continue;
            m_hasDot[cell] = true;
            addSegment(at, at, 2 * radius);
        }
    }
    if (!m_clip.isEmpty())
        blendCoverage(color);
}

void CurveRaster::drawBand(const QList<QPointF>& low, const QList<QPointF>& high, const QColor& color)
{
    m_clip = m_map.plot.toRect().intersected(m_image);
    if (m_clip.isEmpty())
        return;
    setColor(color);
    std::fill(m_rowStrength.begin(), m_rowStrength.end(), 1.0F);
    const qsizetype size = std::min(low.size(), high.size());
    for (qsizetype first = 0; first < size;) {
        qsizetype end = first; // a gap in one edge is a gap in both
        while (end < size && isFinite(low[end]) && isFinite(high[end]))
            ++end;
        if (end - first > 1) {
            edgeBits(high.sliced(first, end - first), Edge::Upper, m_upper);
            edgeBits(low.sliced(first, end - first), Edge::Lower, m_lower);
            fillBetween();
        }
        first = end + 1;
    }
}

void CurveRaster::drawArea(const QList<QPointF>& line, const QColor& color)
{
    m_clip = m_map.plot.toRect().intersected(m_image);
    if (m_clip.isEmpty())
        return;
    setColor(color);
    for (int row = m_clip.top(); row <= m_clip.bottom(); ++row) {
        const double share = (m_map.plot.bottom() - row - 0.5) / m_map.plot.height();
        m_rowStrength[static_cast<std::size_t>(row)] = static_cast<float>(std::clamp(share, 0.0, 1.0));
    }
    edgeBits(line, Edge::Upper, m_upper);
    m_lower = m_upper;
    for (Bit& bit : m_lower)
        bit.y0 = bit.y1 = m_map.plot.bottom();
    fillBetween();
}

void CurveRaster::edgeBits(const QList<QPointF>& points, Edge edge, std::vector<Bit>& bits) const
{
    bits.clear();
    if (!isDense(points)) {
        walkColumns(
            points, [&](const Bit& bit) { bits.push_back(bit); }, [] {});
        return;
    }
    // A column with many points goes by way of its outermost one.
    Bit cell;
    double outermost = 0;
    bool isOpen = false;
    const auto finish = [&] {
        if (!isOpen)
            return;
        const double middle = (cell.x0 + cell.x1) / 2;
        bits.push_back({cell.column, cell.x0, cell.y0, middle, outermost});
        bits.push_back({cell.column, middle, outermost, cell.x1, cell.y1});
        isOpen = false;
    };
    const auto further = [edge](double a, double b) {
        return edge == Edge::Upper ? std::min(a, b) : std::max(a, b);
    };
    walkColumns(
        points,
        [&](const Bit& bit) {
            if (isOpen && bit.column == cell.column) {
                outermost = further(outermost, bit.y1);
                cell.x1 = bit.x1;
                cell.y1 = bit.y1;
                return;
            }
            finish();
            cell = bit;
            outermost = further(bit.y0, bit.y1);
            isOpen = true;
        },
        finish);
}

void CurveRaster::fillBetween()
{
    auto upper = m_upper.begin();
    auto lower = m_lower.begin();
    while (upper != m_upper.end() && lower != m_lower.end()) {
        if (upper->column != lower->column) {
            ++(upper->column < lower->column ? upper : lower);
            continue;
        }
        const int column = upper->column;
        m_edgeRows = {m_image.height(), -1};
        for (; upper != m_upper.end() && upper->column == column; ++upper)
            addEdge(*upper, 1);
        for (; lower != m_lower.end() && lower->column == column; ++lower)
            addEdge(*lower, -1);
        blendFilling(column);
    }
}

/** Adds, or with sign -1 takes away, the part of each pixel that lies below the edge. */
void CurveRaster::addEdge(const Bit& bit, float sign)
{
    const double width = bit.x1 - bit.x0;
    const double low = std::min(bit.y0, bit.y1);
    const double high = std::max(bit.y0, bit.y1);
    const int firstRow = std::max(m_clip.top(), static_cast<int>(std::floor(low)));
    const int lastCrossed = static_cast<int>(std::floor(high));
    m_edgeRows.top = std::min(m_edgeRows.top, firstRow);
    const int lastPartial = std::clamp(lastCrossed, m_clip.top() - 1, m_clip.bottom());
    m_edgeRows.bottom = std::max(m_edgeRows.bottom, lastPartial);
    for (int row = firstRow; row <= lastPartial; ++row) {
        const double from = std::max<double>(row, low);
        const double to = std::min(row + 1.0, high);
        const double crossed = high > low ? (to - from) * ((from + to) / 2 - low) / (high - low) : 0;
        m_partial[static_cast<std::size_t>(row)] +=
            sign * static_cast<float>(width * (crossed + row + 1 - to));
    }
    m_steps[static_cast<std::size_t>(lastPartial + 1)] += sign * static_cast<float>(width);
}

void CurveRaster::blendFilling(int column)
{
    float full = 0;
    for (int row = m_edgeRows.top; row <= m_edgeRows.bottom; ++row) {
        const auto at = static_cast<std::size_t>(row);
        full += m_steps[at];
        const float covered = std::clamp(m_partial[at] + full, 0.0F, 1.0F) * m_rowStrength[at];
        blend(column, row, m_weights[static_cast<std::size_t>(covered * 255.0F + 0.5F)]);
        m_partial[at] = 0;
        m_steps[at] = 0;
    }
    m_steps[static_cast<std::size_t>(m_edgeRows.bottom + 1)] = 0;
}

} // namespace weir
