// SPDX-License-Identifier: GPL-3.0-or-later
// What the user does to the window as a whole: keys, export, what is kept of its arrangement.
#include "ui/main_window.h"

#include "ui/bottom_dock.h"
#include "ui/card_export.h"
#include "ui/connect_form.h"
#include "ui/empty_state.h"
#include "ui/endpoint_panel.h"
#include "ui/export_dialog.h"
#include "ui/models/format.h"
#include "ui/sampling_panel.h"
#include "ui/shortcuts_dialog.h"
#include "ui/top_bar.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QShortcut>
#include <QUrl>

#include <array>
#include <functional>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kSpanKeys = 6;
constexpr std::array<std::pair<Theme, const char16_t*>, 3> kThemes{
    {{Theme::Dark, u"dark"}, {Theme::Light, u"light"}, {Theme::System, u"system"}}};

/** Of what is there, of what is marked though it has gone, and what was typed to find it. */
OutsideNames namesIn(const DashboardData& data, const Scope& scope)
{
    OutsideNames names;
    for (const EndpointId id : data.order()) {
        const EndpointStatus& status = data.find(id)->status;
        names.endpoints.append(status.name);
        names.hosts.append(status.displayUrl);
        if (const QString host = QUrl(status.displayUrl).host(); !host.isEmpty())
            names.hosts.append(host);
    }
    for (std::size_t i = 0; i < data.markers().size(); ++i) {
        if (const Marker& marker = data.markers()[i]; !marker.endpoint.isNull())
            names.endpoints.append(marker.name);
    }
    if (!scope.filter.isEmpty())
        names.endpoints.append(scope.filter);
    if (scope.group)
        names.endpoints.append(*scope.group);
    names.endpoints.removeDuplicates();
    names.endpoints.removeAll(QString());
    if (data.snapshot()) {
        for (const KeySnapshot& key : data.snapshot()->keys)
            names.keys.append(QString::fromStdString(key.key));
    }
    if (data.looked().report()) {
        for (const LookedEndpoint& endpoint : data.looked().report()->endpoints) {
            for (const LookedKey& key : endpoint.keys)
                names.keys.append(QString::fromStdString(key.key));
        }
    }
    for (const Subject& followed : data.looked().followed()) {
        if (followed.key)
            names.keys.append(QString::fromStdString(*followed.key));
    }
    return names;
}

/** At the end of what is shown. */
QString rateIn(const DashboardData& data, const TimeNavigator& time)
{
    const std::optional<EnginePoint> point = cards::newestIn(data, time.window(data.lastSecond()));
    return point ? format::percent(point->inForce) : QString();
}

} // namespace

void MainWindow::wireShortcuts()
{
    const std::pair<QString, std::function<void()>> actions[] = {
        {u"shortcuts"_s, [this] { showShortcuts(); }},
        {u"connect"_s, [this] { openConnect(); }},
        {u"openProfile"_s, [this] { Q_EMIT profileOpenRequested(); }},
        {u"saveProfileAs"_s, [this] { Q_EMIT profileSaveAsRequested(); }},
        {u"undoZoom"_s, [this] { undoZoom(); }},
        {u"bytes"_s, [this] { setShowsBytes(!m_cards->showsBytes()); }},
        {u"rateDown"_s, [this] { m_sampling->stepRate(-1); }},
        {u"rateUp"_s, [this] { m_sampling->stepRate(1); }},
        {u"undoRate"_s, [this] { m_sampling->undo(); }},
        {u"chartTable"_s, [this] { m_cards->toggleTable(m_cards->current()); }},
        {u"chartExport"_s, [this] { openExport(m_cards->current()); }},
        {u"chartCopy"_s, [this] { copyPicture(m_cards->current()); }},
    };
    const auto on = [this](const QKeySequence& keys, const std::function<void()>& action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    for (const auto& [id, action] : actions)
        on(shortcutKey(id), action);
    for (int span = 0; span < kSpanKeys; ++span)
        on(QString::number(span + 1), [this, span] { m_top->chooseSpan(span); });
}

void MainWindow::showShortcuts()
{
    if (auto* open = findChild<ShortcutsDialog*>()) {
        open->raise();
        open->activateWindow();
        return;
    }
    auto* dialog = new ShortcutsDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setColors(m_colors);
    dialog->show();
}

void MainWindow::undoZoom()
{
    m_cards->undoZoom();
    refresh();
    refreshCards();
}

void MainWindow::setShowsBytes(bool showsBytes)
{
    m_cards->setShowsBytes(showsBytes);
    m_top->setBytes(showsBytes);
    refreshCards();
    Q_EMIT layoutChanged();
}

void MainWindow::openConnect()
{
    if (m_data.order().empty())
        m_empty->form()->focusAddress();
    else
        m_endpoints->setConnecting(!m_endpoints->isConnecting());
}

void MainWindow::openExport(CardGrid::Card card)
{
    if (m_data.order().empty())
        return;
    refreshCards();
    ExportSource source{m_cards->views(), static_cast<std::size_t>(card),
                        namesIn(m_data, m_endpoints->scope()), rateIn(m_data, m_cards->time()),
                        QApplication::applicationVersion()};
    // Of a past view the mode of today says nothing.
    source.isRateFixed = m_cards->time().isLive() && m_sampling->config().mode != SamplingMode::Adaptive;
    auto* dialog = new ExportDialog(std::move(source), m_colors, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::exportReady, this, &MainWindow::exportRequested);
    dialog->open();
}

void MainWindow::copyPicture(CardGrid::Card card)
{
    if (m_data.order().empty())
        return;
    refreshCards();
    const std::vector<CardView> views = m_cards->views();
    const std::vector<CardView> hidden =
        withoutNames({views[card]}, namesIn(m_data, m_endpoints->scope()), {});
    PictureOptions options;
    options.rate = rateIn(m_data, m_cards->time());
    options.version = QApplication::applicationVersion();
    options.isRateFixed = m_cards->time().isLive() && m_sampling->config().mode != SamplingMode::Adaptive;
    QApplication::clipboard()->setImage(pictureOf(hidden, m_colors, font(), options));
    addNote(m_data.wall(), Glyph::Check, ColorRole::Secondary,
            tr("Copied a picture of %1, names hidden").arg(views[card].title));
}

WindowLayout MainWindow::windowLayout() const
{
    WindowLayout layout;
    for (const auto& [theme, name] : kThemes) {
        if (theme == m_theme)
            layout.theme = QString::fromUtf16(name);
    }
    layout.span = m_cards->time().span();
    layout.isMeasurementFolded = m_cards->isFolded();
    layout.showsBytes = m_cards->showsBytes();
    layout.showsAge = m_cards->showsAge();
    layout.errorTarget = m_cards->errorTarget();
    layout.bottomTab = m_bottom->currentTab();
    layout.foldedGroups = m_endpoints->foldedGroups();
    layout.subject = m_pendingSubject;
    if (const std::optional<Subject>& subject = m_cards->chosenSubject(); subject && !m_pendingSubject) {
        const EndpointHistory* endpoint = m_data.find(subject->endpoint);
        // A key that is a secret is not written, not even before what is looked at since has said anything.
        const bool isSecret = subject->key && isSecretField(m_data.looked().keyField(subject->endpoint));
        if (endpoint && !isSecret)
            layout.subject = {endpoint->status.name, subject->key, subject->measure};
    }
    layout.size = size();
    layout.endpoints = m_data.looks();
    return layout;
}

void MainWindow::setWindowLayout(const WindowLayout& layout)
{
    for (const auto& [theme, name] : kThemes) {
        if (layout.theme == QString::fromUtf16(name))
            setTheme(theme);
    }
    m_cards->setSpan(layout.span);
    m_cards->setFolded(layout.isMeasurementFolded);
    m_cards->setShowsBytes(layout.showsBytes);
    m_cards->setShowsAge(layout.showsAge);
    m_cards->setErrorTarget(layout.errorTarget);
    m_top->setSpan(layout.span);
    m_top->setFolded(layout.isMeasurementFolded);
    m_top->setBytes(layout.showsBytes);
    m_sampling->setErrorTarget(layout.errorTarget);
    m_bottom->setCurrentTab(layout.bottomTab);
    m_endpoints->setFoldedGroups(layout.foldedGroups);
    m_endpoints->setScope({}); // of other endpoints
    m_data.setLooks(layout.endpoints);
    if (layout.size)
        resize(*layout.size);
    m_pendingSubject = layout.subject;
    choosePendingSubject();
    refresh();
    refreshCards();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if ((width() < kDockFrom) != m_isNarrow)
        arrange();
    m_bottom->setRoom(height());
    Q_EMIT layoutChanged();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    auto* button = qobject_cast<QAbstractButton*>(focusWidget());
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        togglePause();
    else if (event->key() == Qt::Key_Escape && isViewPaused())
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
    showKeys();
}

bool MainWindow::event(QEvent* event)
{
    if (event->type() == QEvent::UpdateRequest)
        ++m_frames;
    return QMainWindow::event(event);
}

} // namespace weir
