// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/charts_peers.h"
#include "tests/benchmarks/charts_rows.h"
#include "tests/benchmarks/charts_start.h"

#include "core/history/tiered_series.h"
#include "ui/charts/curve_raster.h"

#include <QImage>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <span>

using namespace Qt::Literals::StringLiterals;

namespace weir::bench {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kDrawn = 64;
constexpr int kPlotWidth = 540;
constexpr int kPlotHeight = 200;
constexpr int kRepeats = 15;
constexpr std::array<seconds, 6> kButtons = {seconds(10), minutes(1), minutes(5),
                                             hours(1),    hours(6),   hours(24)};
/** What a drag may leave: just short of the next tier, where most buckets are read, beyond the finer ones. */
constexpr std::array<seconds, 16> kOthers = {seconds(37),  seconds(150), minutes(9),   minutes(10),
                                             minutes(11),  minutes(15),  minutes(44),  minutes(45),
                                             minutes(89),  hours(2),     minutes(121), hours(3),
                                             minutes(269), minutes(539), hours(9),     hours(17)};
const TimePoint kEnd =
    TimePoint(hours(1000)) + std::chrono::milliseconds(437); // buckets are cut at both ends

using Columns = std::array<Column, kPlotWidth>;

/** A day of readings, one each second. */
std::vector<TieredSeries> aDay()
{
    std::mt19937 random(5);
    std::uniform_real_distribution<double> noise(-0.03, 0.03);
    std::vector<TieredSeries> day(kDrawn);
    for (std::size_t i = 0; i < kDrawn; ++i) {
        const double level = 0.1 + 0.8 * static_cast<double>(i) / kDrawn;
        for (TimePoint at = kEnd - hours(24); at < kEnd; at += seconds(1)) {
            const double hour = std::chrono::duration<double, std::ratio<3600>>(at - kEnd).count();
            day[i].hold(at, std::min(at + seconds(1), kEnd),
                        level + 0.05 * std::sin(hour * 2 + static_cast<double>(i)) + noise(random));
        }
    }
    return day;
}

double queryMs(const std::vector<TieredSeries>& day, Duration span, std::vector<Columns>& answers)
{
    const double before = cpuMs();
    for (std::size_t i = 0; i < day.size(); ++i)
        (void)day[i].columns(kEnd - span, kEnd, answers[i]);
    return cpuMs() - before;
}

/** Each column from its least to its greatest value, as the cards draw long spans. */
std::vector<std::vector<Curve>> curvesOf(const std::vector<Columns>& answers)
{
    std::vector<std::vector<Curve>> all;
    for (const Columns& columns : answers) {
        Curve curve;
        for (int i = 0; i < kPlotWidth; ++i) {
            const Column& column = columns[static_cast<std::size_t>(i)];
            const double x = (i + 0.5) / kPlotWidth * kSpan - kSpan;
            curve.append(QPointF(x, static_cast<double>(column.min)));
            curve.append(QPointF(x, static_cast<double>(column.max)));
        }
        all.push_back({std::move(curve)});
    }
    return all;
}

/** From the answers to pixels. */
double drawMs(CurveRaster& raster, QImage& image, const std::vector<Columns>& answers)
{
    const double before = cpuMs();
    const std::vector<std::vector<Curve>> curves = curvesOf(answers);
    image.fill(Qt::black);
    raster.begin(image, {QRectF(image.rect()), kSpan, 0, 1});
    for (std::size_t i = 0; i < curves.size(); ++i)
        raster.drawLine(curves[i], Stroke::of(LineStyle::Plain, curveColor(i), 1));
    return cpuMs() - before;
}

QString inWords(seconds span)
{
    if (span % hours(1) == seconds(0))
        return u"%1 h"_s.arg(span / hours(1));
    return span % minutes(1) == seconds(0) ? u"%1 min"_s.arg(span / minutes(1)) : u"%1 s"_s.arg(span.count());
}

Row worstOf(const QString& what, std::span<const seconds> spans, const std::vector<TieredSeries>& day)
{
    std::vector<Columns> answers(kDrawn);
    CurveRaster raster;
    QImage image(kPlotWidth, kPlotHeight, QImage::Format_RGB32);
    Row worst{what, u"drawing a frame of them"_s, {}, 0, u"ms"_s, 0.1, u"<= 0.1x"_s};
    for (const seconds span : spans) {
        std::vector<double> queries;
        std::vector<double> frames;
        for (int i = 0; i < kRepeats; ++i) {
            queries.push_back(queryMs(day, span, answers));
            frames.push_back(drawMs(raster, image, answers));
        }
        const double query = median(std::move(queries));
        const double frame = median(std::move(frames));
        if (worst.ours && query / frame <= worst.ratio())
            continue;
        worst.ours = query;
        worst.theirs = frame;
        worst.note = u"worst of %1 spans: %2"_s.arg(spans.size()).arg(inWords(span));
    }
    return worst;
}

} // namespace

std::vector<Row> queryRows()
{
    const std::vector<TieredSeries> day = aDay();
    return {worstOf(u"query, 64 series over a day, the window's spans"_s, kButtons, day),
            worstOf(u"query, 64 series over a day, other spans"_s, kOthers, day)};
}

} // namespace weir::bench
