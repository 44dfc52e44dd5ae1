// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_card.h"

#include "ui/charts/explanation.h"
#include "ui/charts/plot_view.h"
#include "ui/models/text.h"

#include <QPaintEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr double kDotReach = 4; ///< pixels within which a single reading belongs to the crosshair

double subWidth(const QFont& base, const QString& text)
{
    QFont font = base;
    font.setPixelSize(12);
    return QFontMetricsF(font).horizontalAdvance(text);
}

} // namespace

ChartCard::ChartCard(const QString& objectName, QWidget* parent)
    : QWidget(parent), m_plot(new PlotView(this)), m_menu(new QToolButton(this))
{
    setObjectName(objectName);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_menu->setObjectName(objectName + u"Menu"_s);
    m_menu->setText(u"…"_s);
    m_menu->setAutoRaise(true);
    m_menu->setAccessibleName(tr("Menu of the chart"));
    m_menu->setToolTip(tr("Table, picture, export"));
    m_menu->hide();
    m_menu->installEventFilter(this);
    connect(m_menu, &QToolButton::clicked, this, &ChartCard::openMenu);
}

void ChartCard::setView(CardView view)
{
    if (view == m_view)
        return;
    const CardView before = std::exchange(m_view, std::move(view));
    if (m_crosshair && before.spanSeconds != m_view.spanSeconds)
        *m_crosshair *= m_view.spanSeconds / before.spanSeconds; // it stays at its pixel
    if (accessibleName() != m_view.title)
        setAccessibleName(m_view.title);
    place();
    m_plot->setView(m_view);
    updateParts(before);
    updateReading();
    describe();
}

/** Asks for painting what differs; the plot knows by itself. */
void ChartCard::updateParts(const CardView& before)
{
    const CardLayout layout = layoutNow();
    if (before.title != m_view.title || before.headline != m_view.headline || before.tag != m_view.tag)
        update(layout.header());
    if (m_isFolded)
        return;
    if (before.tag != m_view.tag || before.unit != m_view.unit || before.subline != m_view.subline)
        update(layout.unit.toAlignedRect().adjusted(-1, -1, 1, 1));
    if (before.legend != m_view.legend || before.isListed != m_view.isListed)
        update(layout.legend.toAlignedRect().adjusted(-2, -1, 3, 1));
    const bool isRescaled = before.spanSeconds != m_view.spanSeconds;
    const QRect lane = layout.lane.toAlignedRect().adjusted(-12, -2, 16, 2);
    if (isRescaled || before.markers != m_view.markers || before.gaps != m_view.gaps)
        update(lane);
    if (before.yTicks != m_view.yTicks || before.yLow != m_view.yLow || before.yHigh != m_view.yHigh)
        update(QRect(0, lane.bottom(), static_cast<int>(layout.plot.left()),
                     static_cast<int>(layout.plot.height()) + 20));
    if (isRescaled || before.xTicks != m_view.xTicks)
        update(layout.axis.toAlignedRect());
    if (before.foot.isEmpty() != m_view.foot.isEmpty())
        update();
    else if (before.foot != m_view.foot || before.footGlyph != m_view.footGlyph ||
             before.footColor != m_view.footColor)
        update(layout.foot.toAlignedRect().adjusted(-2, -2, 2, 2));
}

void ChartCard::setColors(const Colors& colors)
{
    m_colors = colors;
    m_plot->setColors(colors);
    update();
}

void ChartCard::setPicker(QWidget* picker)
{
    m_picker = picker;
    picker->setParent(this);
    picker->installEventFilter(this);
    place();
}

void ChartCard::setFolded(bool isFolded)
{
    if (isFolded == m_isFolded)
        return;
    m_isFolded = isFolded;
    m_plot->setVisible(!isFolded);
    if (m_picker)
        m_picker->setVisible(!isFolded);
    moveCrosshair({});
    updateGeometry();
    place();
    update();
}

void ChartCard::setCrosshair(std::optional<double> x)
{
    if (x == m_crosshair)
        return;
    m_crosshair = x;
    updateReading();
    describe();
}

void ChartCard::updateReading()
{
    const CardLayout layout = layoutNow();
    std::optional<CardReading> reading;
    if (m_crosshair && !m_isFolded)
        reading = readingAt(m_view, *m_crosshair, kDotReach * m_view.spanSeconds / layout.plot.width());
    PlotOverlay overlay;
    overlay.stretch = m_stretch;
    if (reading) {
        overlay.x = reading->x;
        overlay.dots = reading->dots;
        if (reading->readout)
            overlay.box = {reading->time, reading->readout->rows};
    }
    m_plot->setOverlay(std::move(overlay));
    const auto legendOf = [](const std::optional<CardReading>& one) {
        return one ? one->legend : std::vector<QString>();
    };
    const bool hasMoved = reading.has_value() != m_reading.has_value() ||
                          (reading && (reading->x != m_reading->x || reading->time != m_reading->time));
    if (hasMoved || m_stretch)
        update(layout.axis.toAlignedRect());
    if (legendOf(reading) != legendOf(m_reading))
        update(
            (layout.legend.isEmpty() ? layout.unit : layout.legend).toAlignedRect().adjusted(-2, -1, 3, 1));
    m_reading = std::move(reading);
}

void ChartCard::describe()
{
    QString description = m_view.headline + u", "_s + m_view.subline;
    if (m_reading)
        description = spokenReading(m_view, *m_reading) + u". "_s + description;
    if (accessibleDescription() != description)
        setAccessibleDescription(description); // tells a screen reader
}

void ChartCard::explain()
{
    if (m_view.explanation.isEmpty())
        return;
    const QRect number = layoutNow().headline.toAlignedRect();
    auto* explanation = new Explanation(m_view.title, m_view.explanation, m_colors, this);
    explanation->openBelow({mapToGlobal(number.topLeft()), number.size()});
}

CardLayout ChartCard::layoutNow() const
{
    CardLayout layout = m_isFolded ? CardLayout::folded(QRectF(rect()))
                                   : CardLayout::of(QRectF(rect()), !m_view.foot.isEmpty());
    layout.fitHeader(m_view, font());
    return layout;
}

void ChartCard::place()
{
    const CardLayout layout = layoutNow();
    placeMenu();
    if (m_isFolded)
        return;
    m_plot->setGeometry(layout.plot.toAlignedRect().adjusted(-PlotView::kMargin, -PlotView::kMargin,
                                                             PlotView::kMargin, PlotView::kMargin));
    if (m_picker) {
        const int left = static_cast<int>(layout.unit.left() + CardPainter::tagWidth(m_view, font())) + 8;
        const double room = layout.unit.right() - subWidth(font(), m_view.subline) - left - 10;
        const int width = std::clamp(static_cast<int>(room), 70, 170);
        m_picker->setGeometry(left, static_cast<int>(layout.unit.top()) - 1, width, 20);
    }
}

/** Beside the headline while the card is in use. */
void ChartCard::placeMenu()
{
    const QRectF place = layoutNow().menu;
    if (!place.isEmpty())
        m_menu->setGeometry(place.toAlignedRect());
    m_menu->setVisible(!place.isEmpty() && (underMouse() || hasFocus() || m_menu->hasFocus()));
}

void ChartCard::resizeEvent(QResizeEvent*)
{
    place();
    updateReading();
}

void ChartCard::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    const CardLayout layout = layoutNow();
    CardState state;
    state.reading = m_reading && !m_stretch ? &*m_reading : nullptr;
    state.stretch = m_stretch;
    state.hasPicker = m_picker && !m_picker->isHidden();
    state.unitLeft = layout.unit.left() + CardPainter::tagWidth(m_view, font()) + 8 +
                     (state.hasPicker ? m_picker->width() + 8 : 0);
    state.hasFocus = hasFocus();
    state.isFolded = m_isFolded;
    CardPainter(painter, m_colors, font(), layout).paint(m_view, state, event->region());
}

} // namespace weir
