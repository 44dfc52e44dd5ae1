// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/card_export.h"

#include "ui/charts/card_layout.h"
#include "ui/charts/chart_card.h"
#include "ui/models/card_table.h"
#include "ui/models/format.h"
#include "ui/models/line_pieces.h"
#include "ui/models/text.h"

#include <QBuffer>
#include <QDateTime>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kMargin = 16;
constexpr int kGap = 10;
constexpr int kTitleHeight = 30;
constexpr int kFootHeight = 28;
constexpr int kColumns = 3;

Duration spanOf(const CardView& card)
{
    return std::chrono::round<Duration>(std::chrono::duration<double>(card.spanSeconds));
}

/** "14:28:00–14:33:00 CET, 23 Nov 2026". */
QString rangeOf(const CardView& card)
{
    const QDateTime to = format::localTime(card.wallEnd);
    const QDateTime from = format::localTime(card.wallEnd - spanOf(card));
    const auto day = [](const QDateTime& time) {
        return QLocale::c().toString(time.date(), u"d MMM yyyy"_s);
    };
    const auto clock = [](const QDateTime& time) { return time.toString(u"HH:mm:ss"_s); };
    if (from.date() == to.date())
        return u"%1–%2 %3, %4"_s.arg(clock(from), clock(to), to.timeZoneAbbreviation(), day(to));
    return u"%1 %2 – %3 %4 %5"_s.arg(day(from), clock(from), day(to), clock(to), to.timeZoneAbbreviation());
}

/** "3 % since 14:30:32" where that is known. */
QString rateOf(const std::vector<CardView>& cards, const PictureOptions& options)
{
    const MarkerView* newest = nullptr;
    const CardView* on = nullptr;
    for (const CardView& card : cards) {
        for (const MarkerView& marker : card.markers) {
            if (marker.glyph != Glyph::Diamond || (newest && marker.x <= newest->x))
                continue;
            newest = &marker;
            on = &card;
        }
    }
    const QString& rate = options.rate;
    const bool isOneChange = newest && !newest->tooltip.contains(u'\n'); // several share a marker
    if (!isOneChange || (!rate.isEmpty() && !options.isRateFixed))
        return rate.isEmpty() ? QString() : Say::tr("%1 looked into").arg(rate);
    const QString at = format::clockTime(
        on->wallEnd + std::chrono::round<Duration>(std::chrono::duration<double>(newest->x)));
    return rate.isEmpty() ? Say::tr("%1 at %2").arg(newest->label, at) : Say::tr("%1 since %2").arg(rate, at);
}

QString titleOf(const std::vector<CardView>& cards)
{
    const QString span = format::span(spanOf(cards.front()));
    return cards.size() == 1 ? Say::tr("%1 over %2").arg(cards.front().title, span)
                             : Say::tr("%1 charts over %2").arg(QString::number(cards.size()), span);
}

void drawCard(QPainter& painter, const CardView& view, const QRect& place, const Colors& colors,
              const QFont& font)
{
    ChartCard card(u"exportedCard"_s, nullptr);
    card.setAttribute(Qt::WA_DontShowOnScreen);
    card.setFont(font);
    card.setColors(colors);
    card.resize(place.size());
    CardView still = view;
    still.isLive = false;
    still.xTicks = absoluteTicks(view);
    still.isListed = false; // who sees a picture has no list
    card.setView(std::move(still));
    card.render(&painter, place.topLeft(), {}, QWidget::DrawChildren);
}

} // namespace

std::vector<AxisTick> absoluteTicks(const CardView& card)
{
    TimeWindow window;
    window.span = spanOf(card);
    return timeTicks(window, false, card.wallEnd);
}

QString footOf(const std::vector<CardView>& cards, const PictureOptions& options)
{
    QStringList parts{rangeOf(cards.front())};
    if (const QString rate = rateOf(cards, options); !rate.isEmpty())
        parts.append(rate);
    parts.append(options.version.isEmpty() ? u"Weir"_s : u"Weir "_s + options.version);
    return parts.join(u" · "_s);
}

QString descriptionOf(const std::vector<CardView>& cards, const PictureOptions& options)
{
    QStringList lines;
    for (const CardView& card : cards) {
        QStringList words{card.title + u" ("_s + tagWords(card.tag) + u"): "_s + card.headline};
        for (const QString& more : {card.subline, card.foot, card.emptyText}) {
            if (!more.isEmpty())
                words.append(more);
        }
        lines.append(words.join(u"; "_s) + u'.');
    }
    lines.append(footOf(cards, options));
    return lines.join(u'\n');
}

QImage pictureOf(const std::vector<CardView>& cards, const Colors& colors, const QFont& font,
                 const PictureOptions& options)
{
    if (cards.empty())
        return {};
    const int count = static_cast<int>(cards.size());
    const int columns = std::min(count, kColumns);
    const int rows = (count + columns - 1) / columns;
    const QSize one = count == 1 ? options.single : options.inGrid;
    const QSize size(2 * kMargin + columns * (one.width() + kGap) - kGap,
                     kMargin + kTitleHeight + rows * (one.height() + kGap) - kGap + kFootHeight + kGap);
    QImage image((QSizeF(size) * options.scale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(options.scale);
    image.fill(colors.window);
    QPainter painter(&image);
    painter.setFont(sizedFont(font, 16, QFont::DemiBold));
    painter.setPen(colors.text);
    const QRect title(kMargin + 2, kMargin - 6, size.width() - 2 * kMargin, kTitleHeight);
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, titleOf(cards));
    for (int i = 0; i < count; ++i) {
        const QPoint corner(kMargin + i % columns * (one.width() + kGap),
                            kMargin + kTitleHeight + i / columns * (one.height() + kGap));
        drawCard(painter, cards[static_cast<std::size_t>(i)], QRect(corner, one), colors, font);
    }
    const QFont small = sizedFont(font, 12);
    painter.setFont(small);
    painter.setPen(colors.secondary);
    const QRect foot(kMargin + 2, size.height() - kFootHeight - kGap / 2, size.width() - 2 * kMargin - 4,
                     kFootHeight);
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(small).elidedText(footOf(cards, options), Qt::ElideRight, foot.width()));
    painter.end();
    image.setText(u"Description"_s, descriptionOf(cards, options));
    return image;
}

QByteArray pngOf(const QImage& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return bytes;
}

QByteArray csvOf(const std::vector<CardView>& cards, const QString& version)
{
    QByteArray csv;
    for (const CardView& card : cards) {
        if (!csv.isEmpty())
            csv += "\r\n";
        csv += csvOf(tableOf(card, kAllRows), {true, version});
    }
    return csv;
}

QString fileNameOf(const std::vector<CardView>& cards)
{
    QString what = cards.size() == 1 ? cards.front().title.toLower() : Say::tr("charts");
    for (QChar& c : what) {
        if (!c.isLetterOrNumber())
            c = u'-';
    }
    const QDateTime from = format::localTime(cards.front().wallEnd - spanOf(cards.front()));
    return u"weir-%1-%2"_s.arg(what, from.toString(u"yyyy-MM-dd-HHmm"_s));
}

} // namespace weir
