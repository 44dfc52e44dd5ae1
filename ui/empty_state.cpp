// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/empty_state.h"

#include "ui/connect_form.h"
#include "ui/label.h"
#include "ui/panel.h"
#include "ui/sketch_card.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

using Curves = std::vector<SketchCard::Curve>;

Curves throughputSketch()
{
    return {{ColorRole::Series0,
             {{0, 0.3},
              {0.14, 0.45},
              {0.26, 0.35},
              {0.4, 0.7},
              {0.55, 0.6},
              {0.7, 0.88},
              {0.84, 0.75},
              {1, 0.86}},
             false,
             false},
            {ColorRole::Series7,
             {{0, 0.1}, {0.16, 0.2}, {0.3, 0.1}, {0.46, 0.3}, {0.62, 0.22}, {0.8, 0.38}, {1, 0.32}},
             false,
             false}};
}

Curves totalsSketch()
{
    return {
        {ColorRole::Accent,
         {{0, 0.42},
          {0.25, 0.62},
          {0.5, 0.45},
          {0.75, 0.85},
          {1, 0.72},
          {1, 0.4},
          {0.75, 0.52},
          {0.5, 0.15},
          {0.25, 0.32},
          {0, 0.1}},
         true,
         false},
        {ColorRole::Accent, {{0, 0.26}, {0.25, 0.47}, {0.5, 0.3}, {0.75, 0.68}, {1, 0.56}}, false, false}};
}

Curves rateSketch()
{
    return {{ColorRole::Text, {{0, 0.8}, {0.48, 0.8}, {0.48, 0.25}, {1, 0.25}}, false, false}};
}

Curves bufferSketch()
{
    return {{ColorRole::Warn, {{0, 0.85}, {1, 0.85}}, false, true},
            {ColorRole::Text,
             {{0, 0.15}, {0.2, 0.32}, {0.4, 0.2}, {0.58, 0.52}, {0.72, 0.72}, {0.84, 0.42}, {1, 0.34}},
             false,
             false}};
}

Curves latencySketch()
{
    return {{ColorRole::Text,
             {{0, 0.75}, {0.28, 0.68}, {0.48, 0.72}, {0.62, 0.95}, {0.78, 0.72}, {1, 0.7}},
             false,
             false},
            {ColorRole::Accent,
             {{0, 0.25}, {0.28, 0.2}, {0.48, 0.27}, {0.62, 0.45}, {0.78, 0.28}, {1, 0.25}},
             false,
             false}};
}

Curves errorSketch()
{
    return {{ColorRole::Accent,
             {{0, 0.2}, {0.25, 0.26}, {0.48, 0.18}, {0.52, 0.6}, {0.75, 0.68}, {1, 0.64}},
             false,
             false}};
}

} // namespace

EmptyState::EmptyState(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("emptyState"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addSpacing(8);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    m_card = makeCard();
    row->addWidget(m_card, 6);
    row->addStretch(1);
    column->addLayout(row);
    auto* caption = makeLabel(tr("What you will see"), this, {"secondary", "small"});
    caption->setAlignment(Qt::AlignCenter);
    m_caption = caption;
    m_page = makeSketches();
    column->addWidget(caption);
    column->addWidget(m_page, 1);
    column->addStretch(0);
}

QWidget* EmptyState::makeCard()
{
    auto* card = new Panel(this);
    card->setMaximumWidth(720);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(28, 22, 28, 20);
    column->setSpacing(6);
    column->addWidget(makeLabel(tr("Watch a WebSocket"), card, {"", "large"}));
    column->addWidget(makeLabel(tr("Paste an address, or a whole wscat, websocat or curl command."), card,
                                {"secondary", "", true}));
    column->addSpacing(8);
    m_form = new ConnectForm(QStringLiteral("empty"), ConnectForm::Shape::Wide, card);
    column->addWidget(m_form);
    column->addSpacing(8);
    column->addWidget(makeRule(card));
    column->addSpacing(8);
    auto* demoRow = new QHBoxLayout;
    demoRow->setSpacing(14);
    auto* demo = new QPushButton(tr("Start the demo feed"), card);
    demo->setObjectName(QStringLiteral("demoButton"));
    demo->setAccessibleName(demo->text());
    demoRow->addWidget(demo);
    demoRow->addWidget(
        makeLabel(tr("A feed on this computer with bursts, a drop-out and a few busy endpoints. "
                     "Nothing leaves the machine."),
                  card, {"secondary", "small", true}),
        1);
    column->addLayout(demoRow);
    connect(demo, &QPushButton::clicked, this, &EmptyState::demoRequested);
    return card;
}

QWidget* EmptyState::makeSketches()
{
    auto* page = new QWidget(this);
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(10);
    m_sketches = {
        new SketchCard(tr("Throughput"), CardTag::Exact, tr("Every message is counted, at any speed."),
                       throughputSketch(), page),
        new SketchCard(tr("Corrected totals"), CardTag::Estimate,
                       tr("What the samples say, each with its 95 % range."), totalsSketch(), page),
        new SketchCard(tr("Latency"), CardTag::Exact, tr("How long a ping takes, there and back."),
                       latencySketch(), page),
        new SketchCard(tr("Sample rate"), CardTag::Engine, tr("How many are looked into. Yours to turn."),
                       rateSketch(), page),
        new SketchCard(tr("Buffer pressure"), CardTag::Engine,
                       tr("How full the ring gets. Full thins, never drops."), bufferSketch(), page),
        new SketchCard(tr("Sampling error"), CardTag::Estimate, tr("How wide the ranges are."), errorSketch(),
                       page),
    };
    constexpr int kColumns = 3;
    for (int i = 0; i < static_cast<int>(m_sketches.size()); ++i)
        grid->addWidget(m_sketches[static_cast<std::size_t>(i)], i / kColumns, i % kColumns);
    return page;
}

void EmptyState::setColors(const Colors& colors)
{
    for (SketchCard* sketch : m_sketches)
        sketch->setColors(colors);
}

void EmptyState::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    makeRoom();
}

bool EmptyState::event(QEvent* event)
{
    const bool isHandled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) // the form grew or shrank
        makeRoom();
    return isHandled;
}

void EmptyState::makeRoom()
{
    constexpr int kAround = 50;
    const int cardWidth = std::min(m_card->maximumWidth(), width() * 6 / 8);
    const int cardHeight = m_card->layout()->totalHeightForWidth(cardWidth);
    const bool hasRoom = height() >= cardHeight + m_page->minimumSizeHint().height() + kAround;
    m_caption->setVisible(hasRoom);
    m_page->setVisible(hasRoom);
}

} // namespace weir
