// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/top_bar.h"

#include "ui/chip.h"
#include "ui/label.h"
#include "ui/models/dashboard_data.h"
#include "ui/models/endpoint_text.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/segmented.h"

#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPushButton>

#include <algorithm>
#include <array>
#include <iterator>

namespace weir {

namespace {

constexpr std::array<Duration, 5> kSpans = {std::chrono::seconds(10), std::chrono::minutes(1),
                                            std::chrono::minutes(5), std::chrono::minutes(15),
                                            std::chrono::hours(1)};
constexpr int kDefaultSpan = 1;

} // namespace

TopBar::TopBar(QWidget* parent)
    : QWidget(parent)
    , m_receiving(new Chip(this))
    , m_trouble(new Chip(this))
    , m_live(new Chip(this))
    , m_connect(new QPushButton(tr("Connect…"), this))
    , m_pause(new QPushButton(tr("Pause"), this))
{
    QStringList spans;
    for (const Duration span : kSpans)
        spans.append(format::span(span));
    m_spans = new Segmented(QStringLiteral("span"), tr("Span"), spans, this);
    m_spans->setCurrent(kDefaultSpan);
    m_spans->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_connect->setObjectName(QStringLiteral("connectButton"));
    m_connect->setAccessibleName(tr("Connect to an endpoint"));
    m_connect->setProperty("kind", QStringLiteral("primary"));
    m_pause->setObjectName(QStringLiteral("pauseButton"));
    m_pause->setToolTip(tr("Space"));
    m_pause->setFocusPolicy(Qt::TabFocus);
    m_live->setObjectName(QStringLiteral("liveChip"));
    m_receiving->setObjectName(QStringLiteral("receivingChip"));
    m_trouble->setObjectName(QStringLiteral("troubleChip"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2, 0, 0, 0);
    row->setSpacing(8);
    auto* logo = makeLabel({}, this);
    logo->setPixmap(QIcon(QStringLiteral(":/weir/logo.svg")).pixmap(24, 24));
    row->addWidget(logo);
    auto* name = makeLabel(QStringLiteral("Weir"), this, {"", "title"});
    row->addWidget(name);
    row->addSpacing(8);
    row->addWidget(m_connect);
    row->addWidget(m_receiving);
    row->addWidget(m_trouble, 100, Qt::AlignLeft);
    row->addStretch(1); // takes the room while there is no trouble to tell of
    row->addWidget(m_spans);
    row->addWidget(m_live);
    row->addWidget(m_pause);
    m_trouble->hide();
    connect(m_connect, &QPushButton::clicked, this, &TopBar::connectClicked);
    connect(m_pause, &QPushButton::clicked, this, &TopBar::pauseClicked);
    connect(m_spans, &Segmented::chosen, this,
            [this](int index) { Q_EMIT spanChosen(kSpans[static_cast<std::size_t>(index)]); });
    setBehind(false, {});
}

void TopBar::showLast(Duration length)
{
    const auto fits = std::find_if(kSpans.begin(), kSpans.end(),
                                   [length](Duration span) { return 3 * span >= 2 * length; });
    const auto index = std::min<std::ptrdiff_t>(fits - kSpans.begin(), std::ssize(kSpans) - 1);
    m_spans->setCurrent(static_cast<int>(index));
    Q_EMIT spanChosen(kSpans[static_cast<std::size_t>(index)]);
}

void TopBar::apply(const DashboardData& dashboard)
{
    int receiving = 0;
    int troubled = 0;
    const EndpointStatus* worst = nullptr;
    for (const EndpointId id : dashboard.order()) {
        const EndpointStatus& status = dashboard.find(id)->status;
        receiving += isReceiving(status.state) ? 1 : 0;
        if (!isTrouble(status.state))
            continue;
        ++troubled;
        if (!worst || troubleRank(status.state) < troubleRank(worst->state))
            worst = &status;
    }
    const int all = static_cast<int>(dashboard.order().size());
    if (all == 0) {
        m_receiving->setContent(Glyph::None, ColorRole::Secondary, tr("no endpoints yet"));
    } else {
        m_receiving->setContent(receiving > 0 ? Glyph::Dot : Glyph::Ring,
                                receiving > 0 ? ColorRole::Ok : ColorRole::Warn,
                                tr("%1 of %2 receiving").arg(receiving).arg(all));
    }
    m_trouble->setVisible(worst != nullptr);
    if (!worst)
        return;
    const StateWords words = stateWords(*worst, dashboard.now());
    QString text = plainText(worst->name, 24) + QStringLiteral(": ") + words.word.toLower();
    if (!words.detail.isEmpty())
        text += QStringLiteral(", ") + words.detail;
    if (troubled > 1)
        text += tr(" · +%1 more").arg(troubled - 1);
    m_trouble->setContent(words.glyph, words.color, text);
}

void TopBar::setBehind(bool isPaused, Duration behind)
{
    if (isPaused) {
        m_live->setContent(Glyph::Square, ColorRole::Warn,
                           tr("View paused, %1 behind").arg(format::longDuration(behind)));
        m_live->setToolTip(tr("Still counting."));
    } else {
        m_live->setContent(Glyph::Dot, ColorRole::Ok, tr("Live"));
        m_live->setToolTip({});
    }
    const QString action = isPaused ? tr("Live") : tr("Pause");
    if (m_pause->text() != action)
        m_pause->setText(action);
    m_pause->setAccessibleName(isPaused ? tr("Go back to live") : tr("Pause the view"));
}

void TopBar::setBusy(bool isBusy)
{
    m_spans->setEnabled(isBusy);
    m_pause->setEnabled(isBusy);
    m_connect->setVisible(isBusy);
    m_live->setVisible(isBusy);
}

void TopBar::setColors(const Colors& colors)
{
    for (Chip* chip : {m_receiving, m_trouble, m_live})
        chip->setColors(colors);
}

} // namespace weir
