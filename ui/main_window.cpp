// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/bottom_dock.h"
#include "ui/charts/chart_card.h"
#include "ui/connect_form.h"
#include "ui/empty_state.h"
#include "ui/endpoint_panel.h"
#include "ui/models/cards.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/sampling_panel.h"
#include "ui/status_line.h"
#include "ui/top_bar.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QGridLayout>
#include <QIcon>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QStyleFactory>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {
constexpr int kDockFrom = 1360; ///< narrower windows show the sampling dock as a strip
constexpr int kGap = 10;
} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_systemPalette(QApplication::palette())
    , m_top(new TopBar(this))
    , m_endpoints(new EndpointPanel(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_sampling(new SamplingPanel(this))
    , m_bottom(new BottomDock(m_events, this))
    , m_status(new StatusLine(this))
    , m_body(new QGridLayout)
{
    setWindowTitle(QStringLiteral("Weir"));
    setWindowIcon(QIcon(u":/weir/icon.svg"_s));
    setFont(windowFont());
    setMinimumSize(960, 600);
    auto* root = new QWidget(this);
    auto* column = new QVBoxLayout(root);
    column->setContentsMargins(14, 10, 14, 6);
    column->setSpacing(kGap);
    column->addWidget(m_top);
    column->addLayout(m_body, 1);
    column->addWidget(m_status);
    setCentralWidget(root);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makeCards());
    m_body->setSpacing(kGap);
    wire();
    resize(1600, 980);
    arrange();
    setTheme(Theme::System);
    refresh();
    m_empty->form()->focusAddress();
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::makeCards()
{
    auto* page = new QWidget(this);
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(kGap);
    m_throughput = new ChartCard(u"throughputCard"_s, page);
    m_totals = new ChartCard(u"totalsCard"_s, page);
    m_rate = new ChartCard(u"sampleRateCard"_s, page);
    m_buffer = new ChartCard(u"bufferCard"_s, page);
    grid->addWidget(m_throughput, 0, 0);
    grid->addWidget(m_totals, 0, 1);
    grid->addWidget(m_rate, 1, 0);
    grid->addWidget(m_buffer, 1, 1);
    for (const int i : {0, 1}) {
        grid->setColumnStretch(i, 1);
        grid->setRowStretch(i, 1);
    }
    m_picker = new QComboBox;
    m_picker->setObjectName(u"subjectPicker"_s);
    m_picker->setPlaceholderText(tr("proof: nothing yet"));
    m_picker->setAccessibleName(tr("Endpoint to prove the estimate on"));
    m_picker->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_totals->setPicker(m_picker);
    return page;
}

void MainWindow::wire()
{
    connect(m_top, &TopBar::connectClicked, this, &MainWindow::openConnect);
    connect(m_top, &TopBar::pauseClicked, this, &MainWindow::togglePause);
    connect(m_top, &TopBar::spanChosen, this, [this](Duration span) {
        m_span = span;
        m_throughputScale.reset();
        m_totalsScale.reset();
        refreshCards();
    });
    connect(m_empty, &EmptyState::demoRequested, this, &MainWindow::demoRequested);
    for (ConnectForm* form : {m_empty->form(), m_endpoints->form()})
        connect(form, &ConnectForm::submitted, this, &MainWindow::connectRequested);
    connect(m_endpoints, &EndpointPanel::pauseRequested, this, &MainWindow::pauseRequested);
    connect(m_endpoints, &EndpointPanel::resumeRequested, this, &MainWindow::resumeRequested);
    connect(m_endpoints, &EndpointPanel::removeRequested, this, &MainWindow::removeRequested);
    connect(m_endpoints, &EndpointPanel::focused, this, [this] { m_endpoints->showFocused(m_data); });
    connect(m_sampling, &SamplingPanel::configRequested, this, [this](const MetricsConfig& next) {
        m_rateBefore =
            m_sampling->config().mode == SamplingMode::Everything ? 1 : m_sampling->config().sampleRate;
        Q_EMIT configRequested(next);
    });
    connect(m_picker, &QComboBox::activated, this, [this](int index) {
        if (index < 0 || index >= static_cast<int>(m_subjects.size()))
            return;
        m_subject = m_subjects[static_cast<std::size_t>(index)];
        m_totalsScale.reset();
        refreshCards();
    });
}

void MainWindow::arrange()
{
    m_isNarrow = width() < kDockFrom;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_endpoints, m_sampling, m_bottom, m_pages})
        m_body->removeWidget(widget);
    m_sampling->setStrip(m_isNarrow);
    m_bottom->setBrief(m_isNarrow);
    m_endpoints->setBrief(m_isNarrow);
    m_endpoints->setFixedWidth(m_isNarrow ? 232 : 286);
    if (m_isNarrow) {
        m_body->addWidget(m_endpoints, 0, 0, 2, 1);
        m_body->addWidget(m_sampling, 0, 1);
        m_body->addWidget(m_pages, 1, 1);
        m_body->addWidget(m_bottom, 2, 0, 1, 2);
    } else {
        m_body->addWidget(m_endpoints, 0, 0, 3, 1);
        m_body->addWidget(m_sampling, 0, 2, 3, 1);
        m_body->addWidget(m_pages, 0, 1, 2, 1);
        m_body->addWidget(m_bottom, 2, 1);
    }
    m_body->setRowStretch(0, 0);
    m_body->setRowStretch(1, 1);
    m_body->setColumnStretch(1, 1);
    m_endpoints->apply(m_data);
}

void MainWindow::setTheme(Theme theme)
{
    m_theme = theme;
    applyColors();
}

WindowLayout MainWindow::layout() const
{
    WindowLayout layout;
    layout.theme = m_theme == Theme::Dark ? u"dark"_s : m_theme == Theme::Light ? u"light"_s : u"system"_s;
    layout.span = m_span;
    layout.size = size();
    layout.endpoints = m_data.looks();
    return layout;
}

void MainWindow::setLayout(const WindowLayout& layout)
{
    setTheme(layout.theme == u"dark" ? Theme::Dark : layout.theme == u"light" ? Theme::Light : Theme::System);
    m_data.setLooks(layout.endpoints);
    if (layout.size)
        resize(*layout.size);
}

void MainWindow::setProfileName(const QString& name)
{
    setWindowTitle(name.isEmpty() ? u"Weir"_s : plainText(name, 60) + u" – Weir"_s);
}

void MainWindow::setWindowCost(double shareOfCore)
{
    m_status->setWindowCost(shareOfCore);
}

void MainWindow::setGroupOf(const QStringList& names, const QString& group)
{
    m_data.setGroupOf(names, group);
}

void MainWindow::applyColors()
{
    m_colors = colorsOf(m_theme, m_systemPalette);
    setPalette(paletteOf(m_colors));
    setStyleSheet(styleSheetOf(m_colors));
    m_top->setColors(m_colors);
    m_endpoints->setColors(m_colors);
    m_sampling->setColors(m_colors);
    m_bottom->setColors(m_colors);
    m_status->setColors(m_colors);
    m_empty->setColors(m_colors);
    for (ChartCard* card : {m_throughput, m_totals, m_rate, m_buffer})
        card->setColors(m_colors);
}

bool MainWindow::isDrawn() const
{
    return isVisible() && !isMinimized();
}

void MainWindow::showLast(Duration length)
{
    m_top->showLast(length);
}

TimeWindow MainWindow::timeWindow() const
{
    return {m_pausedAt.value_or(m_data.lastSecond()), m_span};
}

void MainWindow::tick(TimePoint now, WallTime wall, const std::vector<EndpointStatus>& statuses)
{
    const std::size_t before = m_data.order().size();
    m_isStale = m_data.tick(now, wall, statuses) || m_isStale;
    if (m_data.order().size() != before) {
        m_isStale = true;
        Q_EMIT layoutChanged();
        if (m_data.order().size() > before) {
            m_empty->form()->clear();
            m_endpoints->setConnecting(false);
        }
    }
    if (isDrawn())
        refresh();
}

void MainWindow::applyInterval(const IntervalView& interval)
{
    m_data.applyInterval(interval);
    if (interval.engine) {
        if (const EndpointHistory* subject = m_data.find(m_shownSubject))
            m_sampling->setSubject(subject->status.name);
        m_sampling->apply(*interval.engine);
        m_bottom->apply(*interval.engine);
        m_status->setAccounting(interval.engine->accounting);
        m_status->setCost(interval.engine->config.enableMeta
                              ? std::optional(interval.engine->meta.shareOfCore)
                              : std::nullopt);
        m_status->setSince(interval.engine->wallTime - interval.engine->uptime);
    }
    const TimeRing<Marker>& markers = m_data.markers();
    if (!markers.empty() && interval.engine && markers.back().kind == Marker::Kind::Thinned &&
        markers.back().time >= interval.engine->time) {
        addNote(interval.engine->wallTime, Glyph::Triangle, ColorRole::Warn, markers.back().tooltip);
    }
    m_isStale = true;
}

void MainWindow::addEvents(const std::vector<LinkEvent>& events)
{
    std::vector<EventRow> rows;
    rows.reserve(events.size());
    for (const LinkEvent& event : events) {
        m_data.addLinkEvent(event);
        const EndpointHistory* endpoint = m_data.find(event.endpoint);
        rows.push_back(eventRow(event, endpoint && endpoint->status.disconnects > 0));
    }
    m_events.add(std::move(rows));
    m_isStale = true;
}

void MainWindow::addNote(WallTime time, Glyph glyph, ColorRole color, const QString& text)
{
    m_events.add({noteRow(time, glyph, color, text)});
}

void MainWindow::setConfig(const MetricsConfig& config, std::uint64_t revision,
                           const SettingSources& environment)
{
    m_sampling->setConfig(config, revision, environment);
}

void MainWindow::samplingAccepted(std::uint64_t revision, Duration took)
{
    const MetricsConfig before = m_sampling->config();
    const double rateBefore = m_rateBefore;
    m_sampling->accepted(revision, took);
    const MetricsConfig& now = m_sampling->config();
    const double rate = now.mode == SamplingMode::Everything ? 1 : now.sampleRate;
    QString what = tr("You changed limits or buffer.");
    if (before.mode != now.mode || before.sampleRate != now.sampleRate) {
        const QString to = now.mode == SamplingMode::Adaptive ? tr("adaptive") : format::percent(rate);
        what = tr("You set %1 → %2.")
                   .arg(before.mode == SamplingMode::Adaptive ? tr("adaptive") : format::percent(rateBefore),
                        to);
    }
    const QString text = tr("%1 In force after %2, revision %3")
                             .arg(what, format::shortDuration(took), QString::number(revision));
    m_data.markRateSet(m_data.now(), rateBefore, rate, text);
    addNote(m_data.wall(), Glyph::Diamond, ColorRole::Accent, text);
    m_isStale = true;
}

void MainWindow::samplingRefused(const std::vector<Error>& problems)
{
    m_sampling->refused(problems);
}

void MainWindow::showConnectError(const QString& text)
{
    ConnectForm* form = m_endpoints->isConnecting() ? m_endpoints->form() : m_empty->form();
    form->showProblem(plainText(text, 300));
}

void MainWindow::refresh()
{
    const bool hasEndpoints = !m_data.order().empty();
    if (!hasEndpoints)
        m_pausedAt.reset(); // nothing is left to look at
    m_pages->setCurrentIndex(hasEndpoints ? 1 : 0);
    m_top->setBusy(hasEndpoints);
    m_top->apply(m_data);
    m_top->setBehind(m_pausedAt.has_value(), m_pausedAt ? m_data.now() - *m_pausedAt : Duration(0));
    m_endpoints->apply(m_data);
    if (m_isStale && !m_pausedAt)
        refreshCards();
}

void MainWindow::refreshCards()
{
    refreshSubjects();
    const CardContext view{timeWindow(), !m_pausedAt.has_value()};
    m_throughput->setView(throughputCard(m_data, view, m_throughputScale));
    m_totals->setView(totalsCard(m_data, view, m_totalsScale, m_shownSubject));
    m_rate->setView(sampleRateCard(m_data, view));
    m_buffer->setView(bufferCard(m_data, view));
    m_isStale = false;
}

void MainWindow::refreshSubjects()
{
    // The busiest is chosen once; a picture that changes its subject by itself cannot be read.
    const bool isGone = !m_shownSubject.isNull() && !m_data.find(m_shownSubject);
    if (m_subject && !m_data.find(*m_subject))
        m_subject.reset();
    if (m_subject)
        m_shownSubject = *m_subject;
    else if (m_shownSubject.isNull() || isGone)
        m_shownSubject = m_data.find(m_data.busiest()) && m_data.find(m_data.busiest())->status.messages > 0
                             ? m_data.busiest()
                             : EndpointId{};
    if (m_subjects != m_data.order()) {
        m_subjects = m_data.order();
        m_picker->clear();
        for (const EndpointId id : m_subjects)
            m_picker->addItem(tr("proof: %1").arg(plainText(m_data.find(id)->status.name, 40)));
    }
    const auto shown = std::find(m_subjects.begin(), m_subjects.end(), m_shownSubject);
    m_picker->setCurrentIndex(shown == m_subjects.end() ? -1 : static_cast<int>(shown - m_subjects.begin()));
    m_picker->setVisible(!m_subjects.empty());
}

void MainWindow::togglePause()
{
    if (m_data.order().empty())
        return;
    if (m_pausedAt)
        m_pausedAt.reset();
    else
        m_pausedAt = m_data.lastSecond();
    m_isStale = true;
    refresh();
}

void MainWindow::openConnect()
{
    if (m_data.order().empty())
        m_empty->form()->focusAddress();
    else
        m_endpoints->setConnecting(!m_endpoints->isConnecting());
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if ((width() < kDockFrom) != m_isNarrow)
        arrange();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    auto* button = qobject_cast<QAbstractButton*>(focusWidget());
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        togglePause();
    else if (button && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        button->click(); // buttons outside dialogs know only Space by themselves
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_theme == Theme::System) {
        m_systemPalette = QApplication::palette();
        applyColors();
    }
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    refresh();
}

} // namespace weir
