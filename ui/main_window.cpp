// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/bottom_dock.h"
#include "ui/connect_form.h"
#include "ui/empty_state.h"
#include "ui/endpoint_panel.h"
#include "ui/messages_panel.h"
#include "ui/models/format.h"
#include "ui/models/looked_text.h"
#include "ui/models/plain_text.h"
#include "ui/sampling_panel.h"
#include "ui/status_line.h"
#include "ui/top_bar.h"

#include <QApplication>
#include <QGridLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {
constexpr int kGap = 10;
constexpr Duration kFramesOver = std::chrono::seconds(2);
} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_systemPalette(QApplication::palette())
    , m_top(new TopBar(this))
    , m_endpoints(new EndpointPanel(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_cards(new CardGrid(this))
    , m_sampling(new SamplingPanel(this))
    , m_bottom(new BottomDock(m_events, this))
    , m_status(new StatusLine(this))
    , m_body(new QGridLayout)
{
    setWindowTitle(QStringLiteral("Weir"));
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
    m_pages->addWidget(m_cards);
    m_body->setSpacing(kGap);
    wire();
    wireEndpoints();
    wireShortcuts();
    resize(1600, 980);
    arrange();
    setTheme(Theme::System);
    refresh();
    m_empty->form()->focusAddress();
}

MainWindow::~MainWindow() = default;

void MainWindow::wire()
{
    connect(m_top, &TopBar::connectClicked, this, &MainWindow::openConnect);
    connect(m_top, &TopBar::pauseClicked, this, &MainWindow::togglePause);
    connect(m_top, &TopBar::spanChosen, this, [this](Duration span) {
        m_cards->setSpan(span);
        refreshCards();
        Q_EMIT layoutChanged();
    });
    connect(m_top, &TopBar::undoZoomRequested, this, &MainWindow::undoZoom);
    connect(m_top, &TopBar::bytesToggled, this, &MainWindow::setShowsBytes);
    connect(m_top, &TopBar::shortcutsRequested, this, &MainWindow::showShortcuts);
    connect(m_top, &TopBar::foldToggled, this, [this](bool isFolded) {
        m_cards->setFolded(isFolded);
        Q_EMIT layoutChanged();
    });
    connect(m_top, &TopBar::themeChosen, this, [this](Theme theme) {
        setTheme(theme);
        Q_EMIT layoutChanged();
    });
    connect(m_top, &TopBar::profileOpenRequested, this, &MainWindow::profileOpenRequested);
    connect(m_top, &TopBar::profileSaveAsRequested, this, &MainWindow::profileSaveAsRequested);
    connect(m_top, &TopBar::exportAllRequested, this, [this] { openExport(m_cards->current()); });
    connect(m_empty, &EmptyState::demoRequested, this, &MainWindow::demoRequested);
    connect(m_cards, &CardGrid::changed, this, &MainWindow::refresh);
    connect(m_cards, &CardGrid::changed, this, &MainWindow::refreshCards);
    connect(m_cards, &CardGrid::exportRequested, this, &MainWindow::openExport);
    connect(m_cards, &CardGrid::momentChosen, this, &MainWindow::showMessagesAround);
    connect(m_cards, &CardGrid::copyRequested, this, &MainWindow::copyPicture);
    connect(m_cards, &CardGrid::layoutChanged, this, [this] {
        m_top->setBytes(m_cards->showsBytes());
        m_top->setFolded(m_cards->isFolded());
        Q_EMIT layoutChanged();
    });
    connect(m_sampling, &SamplingPanel::configRequested, this, [this](const MetricsConfig& next) {
        m_rateBefore =
            m_sampling->config().mode == SamplingMode::Everything ? 1 : m_sampling->config().sampleRate;
        Q_EMIT configRequested(next);
    });
    connect(m_sampling, &SamplingPanel::errorTargetChanged, this, [this](double share) {
        m_cards->setErrorTarget(share);
        refreshCards();
        Q_EMIT layoutChanged();
    });
    connect(m_bottom, &BottomDock::followRequested, this, &MainWindow::chooseSubject);
    connect(m_bottom, &BottomDock::unfollowRequested, this, &MainWindow::unfollow);
    connect(m_bottom, &BottomDock::keysShown, this, &MainWindow::showKeys);
    connect(m_bottom, &BottomDock::tabChosen, this, &MainWindow::layoutChanged);
    connect(m_bottom->messages(), &MessagesPanel::lookChanged, this, &MainWindow::lookChanged);
    connect(m_bottom->messages(), &MessagesPanel::sendRequested, this, &MainWindow::sendRequested);
    connect(m_bottom->messages(), &MessagesPanel::everythingRequested, m_sampling,
            &SamplingPanel::lookIntoEverything);
    connect(m_bottom, &BottomDock::eventActivated, this, [this](EndpointId id) {
        if (!id.isNull())
            m_endpoints->focusEndpoint(id);
    });
}

void MainWindow::wireEndpoints()
{
    connect(m_empty->form(), &ConnectForm::submitted, this, &MainWindow::connectRequested);
    connect(m_endpoints, &EndpointPanel::connectRequested, this, &MainWindow::connectRequested);
    connect(m_endpoints, &EndpointPanel::editRequested, this, &MainWindow::editRequested);
    connect(m_endpoints, &EndpointPanel::editSubmitted, this, &MainWindow::editSubmitted);
    connect(m_endpoints, &EndpointPanel::connectManyRequested, this, &MainWindow::connectManyRequested);
    connect(m_endpoints, &EndpointPanel::pauseRequested, this, &MainWindow::pauseRequested);
    connect(m_endpoints, &EndpointPanel::resumeRequested, this, &MainWindow::resumeRequested);
    connect(m_endpoints, &EndpointPanel::removeRequested, this, &MainWindow::removeRequested);
    connect(m_endpoints, &EndpointPanel::focused, this, [this] { m_endpoints->showFocused(m_data); });
    connect(m_endpoints, &EndpointPanel::scopeChanged, this, &MainWindow::showScope);
    connect(m_top, &TopBar::statesChosen, this, [this](Scope::States states) {
        Scope scope = m_endpoints->scope();
        scope.states = states;
        m_endpoints->setScope(scope);
    });
    connect(m_cards, &CardGrid::scopeChosen, this, [this](const Scope& scope) {
        m_endpoints->mark(m_cards->emphasis(), {}); // a scope is of more than one
        m_endpoints->setScope(scope);
    });
    connect(m_top, &TopBar::endpointChosen, m_endpoints, &EndpointPanel::focusEndpoint);
    connect(m_top, &TopBar::thinnedChosen, m_bottom, &BottomDock::showSamplingEvents);
    connect(m_endpoints, &EndpointPanel::logRequested, this, [this](EndpointId id) {
        if (const EndpointHistory* endpoint = m_data.find(id))
            m_bottom->showEventsWith(endpoint->status.name);
    });
    connect(m_endpoints, &EndpointPanel::drawnRequested, this, [this](EndpointId id, bool isDrawn) {
        m_data.setDrawn(id, isDrawn);
        refresh();
        refreshCards();
        Q_EMIT layoutChanged();
    });
    connect(m_endpoints, &EndpointPanel::groupRequested, this, [this](EndpointId id, const QString& group) {
        m_data.setGroup(id, group);
        refresh();
        refreshCards();
        Q_EMIT layoutChanged();
    });
    connect(m_endpoints, &EndpointPanel::emphasized, this, [this](EndpointId id) {
        m_cards->setEmphasis(id);
        if (!id.isNull())
            m_pendingSubject.reset();
        refreshMessages();
        refreshCards();
        showKeys();
        Q_EMIT layoutChanged();
    });
    connect(m_endpoints, &EndpointPanel::soloed, this, [this](EndpointId id) {
        m_cards->setSolo(id);
        refreshMessages();
        refreshCards();
    });
    connect(m_endpoints, &EndpointPanel::foldedGroupsChanged, this, &MainWindow::layoutChanged);
    connect(m_cards, &CardGrid::subjectPicked, this, &MainWindow::chooseSubject);
    connect(m_cards, &CardGrid::endpointActivated, this, &MainWindow::activateEndpoint);
}

void MainWindow::showScope(const Scope& scope)
{
    m_cards->setScope(scope);
    m_top->setStates(scope.states);
    refreshMessages();
    refreshCards();
    showKeys();
}

void MainWindow::chooseSubject(const Subject& subject)
{
    m_pendingSubject.reset();
    m_data.follow(subject, m_cards->subject());
    m_cards->setSubject(subject);
    sayFollowed();
    refresh();
    refreshCards();
    showKeys();
    Q_EMIT layoutChanged();
}

void MainWindow::choosePendingSubject()
{
    if (!m_pendingSubject)
        return;
    const NamedSubject wanted = *m_pendingSubject;
    for (const EndpointId id : m_data.order()) {
        if (m_data.find(id)->status.name == wanted.endpoint)
            return chooseSubject({id, wanted.key, wanted.measure});
    }
}

void MainWindow::unfollow(const Subject& subject)
{
    m_data.unfollow(subject);
    sayFollowed();
    refreshCards();
    showKeys();
}

void MainWindow::showKeys()
{
    if (!isDrawn() || !m_bottom->showsKeys())
        return;
    m_bottom->applyKeys(topKeys(m_data, m_endpoints->scope(), m_cards->emphasis(), m_cards->subject()));
}

/** What looking into messages came upon. */
void MainWindow::addLookNotes(WallTime time)
{
    std::vector<EventRow> rows;
    for (const LookNote& note : m_data.takeLookNotes()) {
        const EndpointHistory* endpoint = m_data.find(note.endpoint);
        const QString text = looked::note(m_data, note);
        if (!endpoint || text.isEmpty())
            continue;
        EventRow row = noteRow(time, Glyph::Diamond, ColorRole::Secondary, text, EventKind::Sampling);
        row.name = plainText(endpoint->status.name, 40);
        row.endpoint = note.endpoint;
        rows.push_back(std::move(row));
    }
    m_events.add(std::move(rows));
}

/** Tells the app where the list is another than it last said. */
void MainWindow::sayFollowed()
{
    std::map<EndpointId, QList<QByteArray>> next;
    for (const Subject& subject : m_data.looked().followed()) {
        if (subject.key)
            next[subject.endpoint].append(QByteArray::fromStdString(*subject.key));
    }
    for (const auto& [id, keys] : std::exchange(m_followed, next)) {
        if (!next.contains(id) && m_data.find(id))
            Q_EMIT followRequested(id, {});
        else if (next.contains(id) && next[id] == keys)
            next.erase(id);
    }
    for (const auto& [id, keys] : next)
        Q_EMIT followRequested(id, keys);
}

void MainWindow::activateEndpoint(EndpointId id, bool isAlone)
{
    m_endpoints->focusEndpoint(id);
    if (isAlone)
        m_endpoints->mark({}, m_cards->solo() == id ? EndpointId{} : id);
    else
        m_endpoints->mark(m_cards->emphasis() == id ? EndpointId{} : id, {});
}

void MainWindow::arrange()
{
    m_isNarrow = width() < kDockFrom;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_endpoints, m_sampling, m_bottom, m_pages})
        m_body->removeWidget(widget);
    m_top->setNarrow(m_isNarrow);
    m_sampling->setStrip(m_isNarrow);
    m_bottom->setBrief(m_isNarrow);
    m_endpoints->setBrief(m_isNarrow);
    m_cards->setNarrow(m_isNarrow);
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
    m_top->setTheme(theme);
    applyColors();
}

void MainWindow::applyColors()
{
    m_colors = colorsOf(m_theme, m_systemPalette);
    setStyleSheet({}); // a sheet that goes brings back the palette from before it, so it goes first
    setPalette(paletteOf(m_colors));
    setStyleSheet(styleSheetOf(m_colors));
    m_top->setColors(m_colors);
    m_endpoints->setColors(m_colors);
    m_sampling->setColors(m_colors);
    m_bottom->setColors(m_colors);
    m_status->setColors(m_colors);
    m_empty->setColors(m_colors);
    m_cards->setColors(m_colors);
}

bool MainWindow::isDrawn() const
{
    return isVisible() && !isMinimized();
}

bool MainWindow::isViewPaused() const
{
    return !m_cards->time().isLive();
}

void MainWindow::showLast(Duration length)
{
    m_top->showLast(length);
}

void MainWindow::setProfileName(const QString& name)
{
    m_top->setProfile(name);
}

void MainWindow::tick(TimePoint now, WallTime wall, const std::vector<EndpointStatus>& statuses)
{
    const std::vector<EndpointId> before = m_data.order();
    m_isStale = m_data.tick(now, wall, statuses) || m_isStale;
    if (m_data.order() != before) {
        m_isStale = true;
        for (const EndpointId id : before) {
            if (!m_data.find(id))
                m_bottom->messages()->forget(id);
        }
        // Ids only grow: something came, even if something else went.
        if (!m_data.order().empty() && (before.empty() || before.back() < m_data.order().back())) {
            m_empty->form()->clear();
            if (m_endpoints->isConnecting() && !m_endpoints->form()->isEditing())
                m_endpoints->setConnecting(false);
        }
        choosePendingSubject();
        Q_EMIT layoutChanged();
    }
    refreshCost();
    if (isDrawn())
        refresh();
}

void MainWindow::applyInterval(const IntervalView& interval)
{
    m_data.applyInterval(interval);
    if (interval.engine) {
        if (const EndpointHistory* subject = m_data.find(m_cards->subject().endpoint))
            m_sampling->setSubject(subject->status.name);
        m_sampling->apply(*interval.engine);
        m_bottom->apply(*interval.engine);
        m_bottom->messages()->apply(interval.looks ? *interval.looks : LookReport{});
        m_status->setAccounting(interval.engine->accounting);
        m_status->setCost(interval.engine->config.enableMeta
                              ? std::optional(interval.engine->meta.shareOfCore)
                              : std::nullopt);
    }
    const TimeRing<Marker>& markers = m_data.markers();
    if (!markers.empty() && interval.engine && markers.back().kind == Marker::Kind::Thinned &&
        markers.back().time >= interval.engine->time) {
        m_events.add({noteRow(interval.engine->wallTime, Glyph::Triangle, ColorRole::Warn,
                              markers.back().tooltip, EventKind::Sampling)});
    }
    sayFollowed(); // another field may have let some go
    addLookNotes(interval.engine ? interval.engine->wallTime : m_data.wall());
    showKeys();
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

void MainWindow::setWindowCost(double shareOfCore)
{
    m_status->setWindowCost(shareOfCore);
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
    const bool isRate = before.mode != now.mode || before.sampleRate != now.sampleRate;
    const auto words = [](SamplingMode mode, double share) {
        return mode == SamplingMode::Adaptive ? tr("adaptive") : format::percent(share);
    };
    const QString from = words(before.mode, rateBefore);
    const QString to = words(now.mode, rate);
    const QString what = isRate ? tr("You set %1 → %2.").arg(from, to) : tr("You changed limits or buffer.");
    const QString text = tr("%1 In force after %2, revision %3")
                             .arg(what, format::shortDuration(took), QString::number(revision));
    if (isRate) {
        const bool isNumber = before.mode != SamplingMode::Adaptive && now.mode != SamplingMode::Adaptive;
        m_data.markRateSet(m_data.now(), isNumber ? format::percentNumber(rateBefore) : from, to, text);
    }
    addNote(m_data.wall(), Glyph::Diamond, ColorRole::Accent, text);
    m_isStale = true;
}

void MainWindow::samplingRefused(const std::vector<Error>& problems)
{
    m_sampling->refused(problems);
}

void MainWindow::showConnectError(const QString& text, const QString& place)
{
    ConnectForm* form = m_endpoints->isConnecting() ? m_endpoints->form() : m_empty->form();
    form->showProblem(plainText(text, 300), place);
}

void MainWindow::edit(EndpointId id, const EndpointSource& masked)
{
    m_endpoints->edit(id, masked);
}

void MainWindow::editAccepted()
{
    m_endpoints->setConnecting(false);
}

void MainWindow::setGroupOf(const QStringList& names, const QString& group)
{
    m_data.setGroupOf(names, group);
}

void MainWindow::refresh()
{
    const bool hasEndpoints = !m_data.order().empty();
    if (!hasEndpoints)
        m_cards->goLive(); // nothing is left to look at
    const TimeNavigator& time = m_cards->time();
    m_pages->setCurrentIndex(hasEndpoints ? 1 : 0);
    m_top->setBusy(hasEndpoints);
    m_top->apply(m_data, time.window(m_data.lastSecond()));
    m_top->setBehind(!time.isLive(), time.behind(m_data.now()));
    m_top->setZoomed(time.isZoomed());
    m_top->setSpan(time.window(m_data.lastSecond()).span);
    m_endpoints->apply(m_data);
    const EndpointHistory* focused = m_data.find(m_endpoints->focusedEndpoint());
    m_bottom->messages()->setFocused(focused ? &focused->status : nullptr);
    if (m_isStale)
        refreshMessages();
    if (m_isStale && time.isLive())
        refreshCards();
}

/** The list of messages follows what the rest of the window shows. */
void MainWindow::refreshMessages()
{
    MessagesPanel* panel = m_bottom->messages();
    const Scope& scope = m_endpoints->scope();
    const EndpointId only = m_cards->solo().isNull() ? m_cards->emphasis() : m_cards->solo();
    std::map<EndpointId, MessageListModel::Sender> senders;
    std::set<EndpointId> shown;
    for (const EndpointId id : m_data.order()) {
        const EndpointHistory& endpoint = *m_data.find(id);
        senders[id] = {endpoint.status.name, endpoint.colorSlot};
        if (only.isNull() ? scope.includes(endpoint) : id == only)
            shown.insert(id);
    }
    panel->setSenders(senders);
    const bool isAll = only.isNull() && scope.isAll();
    panel->setShown(isAll ? std::nullopt : std::optional(std::move(shown)));
    const bool isLive = m_cards->time().isLive();
    panel->setPausedAt(isLive ? std::nullopt : std::optional(m_data.now()));
}

void MainWindow::addMessages(std::vector<KeptMessage> messages)
{
    std::map<EndpointId, MessageListModel::Sender> senders; // one may be younger than the last full second
    for (const KeptMessage& message : messages) {
        if (const EndpointHistory* endpoint = m_data.find(message.endpoint))
            senders[message.endpoint] = {endpoint->status.name, endpoint->colorSlot};
    }
    m_bottom->messages()->setSenders(senders);
    m_bottom->messages()->add(std::move(messages));
}

void MainWindow::setLook(EndpointId id, const LookSettings& settings)
{
    m_bottom->messages()->setLook(id, settings);
}

void MainWindow::setLookTrial(LookTrial trial)
{
    m_bottom->messages()->setTrial(std::move(trial));
}

void MainWindow::showMessagesAround(TimePoint at)
{
    constexpr int kColumns = 100; // of a card: a click is no more precise
    const Duration span = m_cards->time().window(m_data.lastSecond()).span;
    m_bottom->openMessages();
    m_bottom->messages()->showAround(at, m_data.wallAt(at),
                                     std::max<Duration>(span / kColumns, std::chrono::seconds(1)));
}

void MainWindow::refreshCards()
{
    m_cards->refresh(m_data);
    m_isStale = false;
}

void MainWindow::refreshCost()
{
    const Duration passed = m_data.now() - m_framesSince;
    if (passed < kFramesOver)
        return;
    const bool isFirst = m_framesSince == TimePoint();
    m_framesSince = m_data.now();
    const double frames = m_frames / std::chrono::duration<double>(passed).count();
    m_frames = 0;
    m_status->setFrames(isFirst ? std::nullopt : std::optional(frames));
    m_status->setHistory(m_data.order().empty() ? 0 : m_data.bytes());
    m_status->setSince(m_data.wallStart());
}

void MainWindow::togglePause()
{
    if (m_data.order().empty())
        return;
    if (m_cards->time().isLive())
        m_cards->pause(m_data.lastSecond());
    else
        m_cards->goLive();
    m_isStale = true;
    refresh();
    refreshCards();
}

} // namespace weir
