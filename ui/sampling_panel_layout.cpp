// SPDX-License-Identifier: GPL-3.0-or-later
// How the parts of the panel are named, how they are placed, as a dock and as a strip, and which of them have
// room.
#include "ui/sampling_panel.h"

#include "ui/chip.h"
#include "ui/label.h"
#include "ui/measure_guide.h"
#include "ui/outlook_table.h"
#include "ui/rate_slider.h"
#include "ui/segmented.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QShortcut>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kDockWidth = 288;
constexpr int kWidestDock = 380;
constexpr int kMargin = 14;
constexpr int kSpacing = 10;
constexpr int kStripSpacing = 12;
constexpr int kStripLeft = 13;
constexpr int kStripRight = 10;
constexpr int kPopupColumn = 264;
constexpr std::chrono::seconds kLate{2};

int widthOf(const QLabel* label, const QString& text)
{
    return label->fontMetrics().horizontalAdvance(text) + 2;
}

/** Of a widget with its gap, when it is as wide as `width`. */
int heightOf(const QWidget* widget, int width)
{
    const int height =
        widget->hasHeightForWidth() ? widget->heightForWidth(width) : widget->sizeHint().height();
    return height + kSpacing;
}

void setSize(QLabel* label, const QString& size)
{
    label->setProperty("textSize", size);
    restyle(label);
}

} // namespace

void SamplingPanel::makeParts()
{
    m_rate->setObjectName(u"samplingRate"_s);
    m_meaning->setObjectName(u"samplingMeaning"_s);
    m_promise->setObjectName(u"samplingPromise"_s);
    m_ack->setObjectName(u"samplingAck"_s);
    m_why->setObjectName(u"samplingWhy"_s);
    m_slider->setObjectName(u"rateSlider"_s);
    m_slider->setAccessibleName(tr("Sample rate"));
    auto* why = new QVBoxLayout(m_whyBox);
    why->setContentsMargins(10, 8, 10, 9);
    why->setSpacing(2);
    why->addWidget(m_whyTitle);
    why->addWidget(m_why);
    m_copy->setObjectName(u"copyEnvironmentButton"_s);
    m_copy->setAccessibleName(tr("Copy these settings as METRICS_ variables"));
    m_copy->setToolTip(
        tr("Copies these settings as METRICS_* variables, for a service that embeds the engine"));
    m_reset->setObjectName(u"resetButton"_s);
    m_reset->setAccessibleName(tr("Reset sampling to how it started"));
    m_reset->setToolTip(tr("Back to the settings this window started with"));
    m_undo->setObjectName(u"undoButton"_s);
    m_undo->setAccessibleName(tr("Undo the last change of sampling"));
    m_more->setObjectName(u"moreButton"_s);
    m_more->setAccessibleName(tr("More sampling settings"));
    for (QPushButton* link : {m_undo, m_more, m_reset})
        link->setProperty("kind", u"link"_s);
    m_limitsToggle->setCheckable(true);
    m_limitsToggle->setContent(Glyph::None, ColorRole::Text, tr("Limits and buffer"));
    m_guide->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_scroll->setObjectName(u"samplingScroll"_s);
    m_scroll->setWidget(m_content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    for (QWidget* clear : {static_cast<QWidget*>(m_content), m_scroll->viewport()})
        clear->setAutoFillBackground(false);
    m_popup->setObjectName(u"samplingPopup"_s);
    m_popup->setAttribute(Qt::WA_NoMouseReplay); // or a click on More… would open it again
    auto* close = new QShortcut(Qt::Key_Escape, m_popup);
    connect(close, &QShortcut::activated, m_popup, &QWidget::hide);
    m_late->setObjectName(u"lateTimer"_s);
    m_late->setSingleShot(true);
    m_late->setInterval(kLate);
}

void SamplingPanel::arrangeDock()
{
    delete layout();
    delete m_content->layout();
    delete m_popup->layout();
    m_popup->hide();
    setSize(m_rate, u"big"_s);
    m_slider->setMaximumWidth(QWIDGETSIZE_MAX);
    m_mode->setMinimumWidth(0);
    m_ack->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_ack->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_ack->setWordWrap(true);
    m_limitsToggle->setPassive(false);
    m_more->hide();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_engine, m_meaning, m_scroll, m_rule2})
        widget->show();

    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 1, 1, 1);
    outer->addWidget(m_scroll);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(kMargin - 1, 10, kMargin - 1, kMargin - 1);
    column->setSpacing(kSpacing);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_engine);
    column->addLayout(head);
    auto* rate = new QHBoxLayout;
    rate->setSpacing(8);
    rate->addWidget(m_rate, 0, Qt::AlignBaseline);
    rate->addWidget(m_meaning, 1, Qt::AlignBaseline);
    column->addLayout(rate);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_promise, m_slider, m_mode, m_guide, m_whyBox})
        column->addWidget(widget);
    auto* ack = new QHBoxLayout;
    ack->setSpacing(6);
    ack->addWidget(m_tick);
    ack->addWidget(m_ack, 1);
    ack->addWidget(m_undo);
    column->addLayout(ack);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_rule1, m_outlook, m_rule2})
        column->addWidget(widget);
    auto* limits = new QHBoxLayout;
    limits->addWidget(m_limitsToggle, 0, Qt::AlignLeft);
    limits->addStretch(1);
    limits->addWidget(m_limitsNote);
    limits->addWidget(m_reset);
    column->addLayout(limits);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_limits, m_copy, m_foot})
        column->addWidget(widget);
    column->addStretch(1);
    setFixedWidth(dockWidth()); // resizes, so only once there is a layout

    QList<QWidget*> order = {m_slider};
    for (QPushButton* button : m_mode->findChildren<QPushButton*>())
        order.append(button);
    order.append({m_undo, m_limitsToggle, m_reset});
    order.append(m_copy);
    for (int i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
    orderLimits();
}

void SamplingPanel::orderLimits()
{
    QWidget* before = m_reset;
    for (QLineEdit* edit : m_limits->findChildren<QLineEdit*>()) {
        setTabOrder(before, edit);
        before = edit;
    }
}

void SamplingPanel::buildLimits()
{
    if (m_limits->isBuilt())
        return;
    m_limits->build();
    orderLimits();
}

/** As wide as what does not change needs to be whole, in any language, within limits. */
int SamplingPanel::dockWidth() const
{
    const int heading = m_limitsToggle->widthFor(false) + kSpacing + m_reset->sizeHint().width();
    const int widest = std::max({heading, m_mode->sizeHint().width(), m_copy->sizeHint().width()});
    return std::clamp(widest + 2 * kMargin, kDockWidth, kWidestDock);
}

void SamplingPanel::arrangeStrip()
{
    delete layout();
    delete m_content->layout();
    delete m_popup->layout();
    setMinimumWidth(0);
    setMaximumWidth(QWIDGETSIZE_MAX);
    setSize(m_rate, u"large"_s);
    m_slider->setMaximumWidth(200);
    m_mode->setMinimumWidth(m_mode->sizeHint().width()); // its words must not be cut
    m_ack->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    m_ack->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_ack->setWordWrap(false);
    m_limitsToggle->setChecked(true);
    m_limitsToggle->setPassive(true);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_scroll, m_engine, m_promise, m_guide, m_rule1,
                                                           m_rule2, m_limitsNote})
        widget->hide();
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_whyBox, m_limits, m_reset, m_copy, m_foot, m_more})
        widget->show();

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kStripLeft, 5, kStripRight, 3);
    row->setSpacing(kStripSpacing);
    row->addWidget(m_title);
    row->addWidget(m_mode);
    row->addWidget(m_slider, 3);
    row->addWidget(m_rate);
    row->addWidget(m_meaning);
    row->addStretch(1);
    row->addWidget(m_tick);
    row->addWidget(m_ack);
    row->addWidget(m_undo);
    row->addWidget(m_more);

    auto* columns = new QHBoxLayout(m_popup);
    columns->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    columns->setSpacing(2 * kMargin);
    auto* left = new QVBoxLayout;
    auto* right = new QVBoxLayout;
    for (QVBoxLayout* half : {left, right}) {
        half->setSpacing(kSpacing);
        columns->addLayout(half, 1);
    }
    left->addWidget(m_whyBox);
    left->addWidget(m_outlook);
    left->addStretch(1);
    auto* limits = new QHBoxLayout;
    limits->addWidget(m_limitsToggle, 0, Qt::AlignLeft);
    limits->addStretch(1);
    limits->addWidget(m_reset);
    right->addLayout(limits);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_limits, m_copy, m_foot})
        right->addWidget(widget);
    right->addStretch(1);
}

void SamplingPanel::openRest()
{
    if (!m_isStrip || m_popup->isVisible())
        return;
    m_outlook->setVisible(!m_outlook->isEmpty());
    const int width = 2 * kPopupColumn + 4 * kMargin;
    buildLimits();
    m_popup->setFixedWidth(width);
    m_popup->ensurePolished();
    const int height = m_popup->layout()->totalHeightForWidth(width);
    m_popup->resize(width, height);
    const QRect desk = screen()->availableGeometry();
    const QPoint below = mapToGlobal(QPoint(this->width() - width, this->height() + 6));
    m_popup->move(std::clamp(below.x(), desk.left(), std::max(desk.left(), desk.right() - width)),
                  std::clamp(below.y(), desk.top(), std::max(desk.top(), desk.bottom() - height)));
    m_popup->show();
    m_limits->findChild<QLineEdit*>()->setFocus(Qt::PopupFocusReason);
}

void SamplingPanel::fit()
{
    if (!isVisible())
        return; // resized when it is shown: until then nobody sees where things stand
    m_undo->setVisible(m_before.has_value());
    m_tick->setVisible(m_isOk);
    if (m_isStrip)
        fitStrip();
    else
        fitDock();
}

void SamplingPanel::fitStrip()
{
    int room = width() - kStripLeft - kStripRight - m_mode->sizeHint().width() -
               m_slider->minimumSizeHint().width() - m_rate->sizeHint().width() - m_more->sizeHint().width() -
               4 * kStripSpacing;
    if (m_before)
        room -= m_undo->sizeHint().width() + kStripSpacing;
    if (m_isOk)
        room -= m_tick->sizeHint().width() + kStripSpacing;
    const auto take = [&room](int width) {
        const bool fits = width <= room;
        room -= fits ? width : 0;
        return fits;
    };
    const int briefWidth = widthOf(m_ack, m_saidBriefly);
    const bool hasAck = take(briefWidth + kStripSpacing);
    m_title->setVisible(take(m_title->sizeHint().width() + kStripSpacing));
    QString meaning;
    const QString whole = m_held.isEmpty() ? m_meaningShort : m_meaningShort + u" · "_s + m_held;
    for (const QString& words : {whole, m_meaningShort}) {
        if (meaning.isEmpty() && take(widthOf(m_meaning, words) + kStripSpacing))
            meaning = words;
    }
    setLabelText(m_meaning, meaning);
    m_meaning->setVisible(!meaning.isEmpty());
    const bool isWhole = hasAck && take(widthOf(m_ack, m_said) - briefWidth);
    setLabelText(m_ack, isWhole ? m_said : m_saidBriefly);
    m_ack->setVisible(hasAck);
}

void SamplingPanel::fitDock()
{
    const int width = dockWidth() - 2 * kMargin;
    const int room = width - m_rate->sizeHint().width() - 8;
    const bool hasPromise = !m_promise->text().isEmpty();
    QString meaning = widthOf(m_meaning, m_meaningLong) <= room ? m_meaningLong : m_meaningShort;
    if (hasPromise || widthOf(m_meaning, meaning) > room)
        meaning.clear();
    setLabelText(m_meaning, meaning);
    m_promise->setVisible(hasPromise);
    m_guide->resize(width, m_guide->height()); // what it needs hangs on its width
    m_guide->setFixedHeight(m_guide->neededHeight());
    m_whyBox->setVisible(!m_isIdle);
    m_ack->setVisible(!m_isIdle || m_wasAsked);
    m_tick->setVisible(m_isOk);
    setLabelText(m_ack, m_said);

    const int table = heightOf(m_outlook, width) + heightOf(m_rule1, width);
    if (!m_isIdle || m_limitsChoice.value_or(false))
        buildLimits();
    const int limits = heightOf(m_limits, width);
    int left = height() - 2 - m_content->layout()->totalHeightForWidth(dockWidth() - 2);
    left += m_outlook->isHidden() ? 0 : table;
    left += m_limits->isHidden() ? 0 : limits;
    const int guide = m_guide->height() + kSpacing;
    left += m_guide->isHidden() ? 0 : guide;
    const bool hasGuide = m_isIdle && guide <= left;
    left -= hasGuide ? guide : 0;
    m_guide->setVisible(hasGuide);
    const bool isOpen = m_limitsChoice.value_or(!m_isIdle && limits <= left);
    const bool hasTable = !m_isIdle && !m_outlook->isEmpty() && table + (isOpen ? limits : 0) <= left;
    m_outlook->setVisible(hasTable);
    m_rule1->setVisible(hasTable);
    m_limits->setVisible(isOpen);
    m_limitsToggle->setChecked(isOpen);
    m_reset->setVisible(isOpen);
    m_limitsNote->setVisible(!isOpen);
    m_copy->setVisible(!m_isIdle || isOpen);
    m_foot->setVisible(!m_isIdle || isOpen);
}

void SamplingPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void SamplingPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    fit();
}

} // namespace weir
