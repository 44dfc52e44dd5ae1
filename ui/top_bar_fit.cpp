// SPDX-License-Identifier: GPL-3.0-or-later
// Which parts of the bar have room, and what folds where they have none.
#include "ui/top_bar.h"

#include "ui/chip.h"
#include "ui/logo.h"
#include "ui/segmented.h"

#include <QLabel>
#include <QPushButton>

namespace weir {

namespace {

/** What folds, in this order, where there is no room; each level includes those before it. */
enum Level { kAll, kBrief, kTroubleInOne, kShortWords, kSpansInOne, kNoName, kLeast };

} // namespace

void TopBar::setZoomed(bool isZoomed)
{
    m_isZoomed = isZoomed;
    fit();
}

void TopBar::setNarrow(bool isNarrow)
{
    m_isNarrow = isNarrow;
    fit();
}

bool TopBar::isFolded(int level) const
{
    return m_isNarrow || level >= kTroubleInOne;
}

int TopBar::neededWidth(int level) const
{
    int width = kLeft + Logo::kSize;
    const auto add = [&](bool isShown, int more) { width += isShown ? kSpacing + more : 0; };
    const bool isShort = level >= kShortWords;
    const bool isLeast = level >= kLeast;
    const bool isBrief = level >= kBrief;
    add(level < kNoName, m_name->sizeHint().width());
    add(true, m_profile->leastWidthFor(isLeast));
    add(m_isBusy, m_connect->sizeHint().width());
    add(true, m_receiving->leastWidthFor(isShort));
    if (isFolded(level)) {
        add(hasAttention(), m_attention->leastWidthFor(isLeast));
    } else {
        add(hasLost(), m_lostChip->leastWidthFor(false));
        add(hasSilent(), m_silentChip->leastWidthFor(false));
        add(!m_thinned.isEmpty(), m_thinnedChip->widthFor(false));
    }
    add(true, level < kSpansInOne ? m_spans->sizeHint().width() : m_spanChip->leastWidthFor(false));
    add(m_isZoomed, m_undoZoom->widthFor(isShort));
    add(m_isBusy, isLeast ? m_live->leastWidthFor(true) : m_live->widthFor(isBrief));
    add(true, m_pause->widthFor(isBrief));
    add(true, m_more->widthFor(false));
    return width + kSpacing; // before what is at the right
}

void TopBar::fit()
{
    if (!isVisible())
        return; // done when it is shown
    int level = kAll;
    while (level < kLeast && neededWidth(level) > width())
        ++level;
    const bool folded = isFolded(level);
    m_name->setVisible(level < kNoName);
    m_connect->setVisible(m_isBusy);
    m_lostChip->setVisible(!folded && hasLost());
    m_silentChip->setVisible(!folded && hasSilent());
    m_thinnedChip->setVisible(!folded && !m_thinned.isEmpty());
    m_attention->setVisible(folded && hasAttention());
    m_spans->setVisible(level < kSpansInOne);
    m_spanChip->setVisible(level >= kSpansInOne);
    m_undoZoom->setVisible(m_isZoomed);
    m_live->setVisible(m_isBusy);
    for (Chip* chip : {m_live, m_pause})
        chip->setBrief(level >= kBrief);
    for (Chip* chip : {m_receiving, m_undoZoom})
        chip->setBrief(level >= kShortWords);
    for (Chip* chip : {m_profile, m_attention})
        chip->setBrief(level >= kLeast);
    m_live->setSizePolicy(level < kLeast ? QSizePolicy::Fixed : QSizePolicy::Maximum, QSizePolicy::Fixed);
}

bool TopBar::hasLost() const
{
    return m_lost > 0 || m_states == Scope::States::Retrying;
}

bool TopBar::hasSilent() const
{
    return static_cast<std::size_t>(m_lost) < m_troubles.size() || m_states == Scope::States::Silent;
}

bool TopBar::hasAttention() const
{
    return hasLost() || hasSilent() || !m_thinned.isEmpty();
}

QSize TopBar::minimumSizeHint() const
{
    return {neededWidth(kLeast), QWidget::minimumSizeHint().height()};
}

void TopBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void TopBar::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    fit();
}

} // namespace weir
