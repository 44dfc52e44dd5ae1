// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"

#include <QByteArray>
#include <QFont>
#include <QImage>
#include <QSize>
#include <QString>

#include <vector>

namespace weir {

/** What a picture says besides its cards. */
struct PictureOptions
{
    QString rate;             ///< sampling rate at the end, "3 %"; "" when not known
    QString version;          ///< of Weir
    double scale = 2;         ///< pixels of the picture a pixel of the window
    QSize single{960, 540};   ///< of a lone card
    QSize inGrid{480, 300};   ///< of each of several
    bool isRateFixed = false; ///< it stays as set: since its last change it was this
};

/**
 * Cards as a picture for somebody else: absolute times, a title, and a foot that says when, where and how.
 * Several are laid out in three columns. Its text "Description" says the same in words. GUI thread; no cards
 * give a null image.
 */
QImage pictureOf(const std::vector<CardView>& cards, const Colors& colors, const QFont& font,
                 const PictureOptions& options);

/** The picture as a PNG file, texts included. */
QByteArray pngOf(const QImage& picture);
/** All cards as one CSV file: each with its header lines, an empty line between. */
QByteArray csvOf(const std::vector<CardView>& cards, const QString& version);

/** "weir-throughput-2026-11-23-1428": without names from outside and without a suffix. Of at least one card.
 */
QString fileNameOf(const std::vector<CardView>& cards);
/**
 * "14:28:00–14:33:00 CET, 23 Nov 2026 · 3 % since 14:30:32 · Weir 0.3". Of at least one card. Where the
 * newest change is not known, or the rate goes by itself, "3 % looked into".
 */
QString footOf(const std::vector<CardView>& cards, const PictureOptions& options);
/** Headline and range of every card, for those who do not see the picture. */
QString descriptionOf(const std::vector<CardView>& cards, const PictureOptions& options);
/** Labels of the time axis by the clock. */
std::vector<AxisTick> absoluteTicks(const CardView& card);

} // namespace weir
