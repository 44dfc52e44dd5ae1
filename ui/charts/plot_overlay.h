// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_reading.h"

#include <QFont>
#include <QRectF>
#include <QRegion>

class QPainter;

namespace weir {

/** What lies over a plot's picture while it is read or a stretch of it is chosen. A value. */
struct PlotOverlay
{
    struct Stretch
    {
        double from = 0; ///< seconds before the right edge
        double to = 0;

        bool operator==(const Stretch&) const = default;
    };
    struct Box
    {
        QString heading;
        std::vector<ReadoutView::Row> rows;

        bool operator==(const Box&) const = default;
    };
    std::optional<double> x; ///< of the crosshair
    std::vector<CardReading::Dot> dots;
    std::optional<Box> box;         ///< beside the crosshair
    std::optional<Stretch> stretch; ///< being chosen

    bool operator==(const PlotOverlay&) const = default;
};

/** Where the overlay is drawn, in the plot widget's pixels. */
struct OverlayPlace
{
    QRectF plot;
    double spanSeconds = 300;
    double yLow = 0;
    double yHigh = 1;
    QFont font;
};

/** What painting it would touch. */
QRegion regionOf(const PlotOverlay& overlay, const OverlayPlace& place);
void paintOverlay(QPainter& painter, const PlotOverlay& overlay, const OverlayPlace& place,
                  const Colors& colors);

} // namespace weir
