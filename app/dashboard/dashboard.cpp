// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dashboard/dashboard.h"

#include "core/look/message_reader.h"
#include "ui/models/format.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

#include <cstdio>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr std::chrono::milliseconds kTick{100};

QString startWords(const MetricsConfig& config)
{
    switch (config.mode) {
    case SamplingMode::Fixed:
        return Dashboard::tr("Started. Looks into %1 of the messages")
            .arg(format::percent(config.sampleRate));
    case SamplingMode::Everything:
        return Dashboard::tr("Started. Looks into every message");
    case SamplingMode::Adaptive:
        break;
    }
    return Dashboard::tr("Started. Looks into as much as is cheap, between %1 and %2 of the messages")
        .arg(format::percent(config.minSampleRate), format::percent(config.maxSampleRate));
}

SettingSources sourcesOf(const SessionOptions& options)
{
    SettingSources sources;
    for (std::size_t i = 0; i < sources.size(); ++i)
        sources[i] = QString::fromStdString(options.setByEnvironment[i]);
    return sources;
}

QString profileFilter()
{
    return Dashboard::tr("Profiles (*.json)");
}

/** What a message would say, as the link thread would read it. */
KeptMessage tryLook(const LookSettings& settings, const KeptMessage& message)
{
    KeptMessage found = message;
    MessageReader reader;
    reader.read(LookPlan(settings), message.payload);
    found.items.assign(reader.items().begin(), reader.items().end());
    found.failure = reader.failure();
    return found;
}

} // namespace

Dashboard::Dashboard(SessionOptions session, WindowOptions window, Environment environment)
    : m_environment(std::move(environment))
    , m_options(std::move(session))
    , m_windowOptions(std::move(window))
    , m_session(m_options.metrics)
    , m_connections(m_session, m_profile, m_environment,
                    [this](EndpointId id, const LookSettings& look) { m_window.setLook(id, look); })
{
    WindowLayout layout;
    const bool isNew = !m_options.profile || m_options.profile->isNew();
    if (m_options.profile) {
        layout = m_options.profile->profile().layout;
        m_window.setProfileName(m_options.profile->name());
        if (m_windowOptions.screenshot.isEmpty()) // a picture changes nothing
            m_profile.follow(*std::exchange(m_options.profile, std::nullopt));
    }
    if (isNew)
        m_profile.setEngine(m_options.metrics);
    if (m_windowOptions.size)
        layout.size = m_windowOptions.size;
    if (m_windowOptions.theme)
        layout.theme = themeName(*m_windowOptions.theme);
    applyLayout(layout);
    m_window.setConfig(m_options.metrics, m_session.engine().snapshot()->sampling.revision,
                       sourcesOf(m_options));
    wire();
}

Dashboard::~Dashboard()
{
    stop();
}

void Dashboard::applyLayout(const WindowLayout& layout)
{
    if (layout.size)
        m_window.setMinimumSize(m_window.minimumSize().boundedTo(*layout.size));
    m_window.setWindowLayout(layout);
}

WindowLayout Dashboard::layoutToKeep() const
{
    WindowLayout layout = m_window.windowLayout();
    const WindowLayout& kept = m_profile.profile().layout;
    // What an option said holds for this run, unless the user changed it since.
    if (m_windowOptions.theme && layout.theme == themeName(*m_windowOptions.theme))
        layout.theme = kept.theme;
    if (m_windowOptions.size && layout.size == m_windowOptions.size)
        layout.size = kept.size;
    return layout;
}

void Dashboard::wire()
{
    m_clockTick.setInterval(kTick);
    m_clockTick.setTimerType(Qt::PreciseTimer);
    connect(&m_clockTick, &QTimer::timeout, this, &Dashboard::tick);
    connect(&m_session, &Session::linkChanged, this, &Dashboard::takeEvents);
    connect(&m_session, &Session::intervalReady, this, &Dashboard::takeIntervals);
    connect(&m_session, &Session::agentsChanged, this, &Dashboard::takeAgentNotes);
    connect(&m_window, &MainWindow::connectRequested, this, &Dashboard::connectTo);
    connect(&m_window, &MainWindow::connectManyRequested, this, &Dashboard::connectMany);
    connect(&m_window, &MainWindow::demoRequested, this, [this] { startDemo(FeedPattern::Mixed); });
    connect(&m_window, &MainWindow::editRequested, this, &Dashboard::showToEdit);
    connect(&m_window, &MainWindow::editSubmitted, this, &Dashboard::edit);
    connect(&m_window, &MainWindow::removeRequested, this,
            [this](EndpointId id) { m_connections.remove(id); });
    connect(&m_window, &MainWindow::pauseRequested, this,
            [this](EndpointId id) { m_session.hub().pause(id); });
    connect(&m_window, &MainWindow::resumeRequested, this,
            [this](EndpointId id) { m_session.hub().resume(id); });
    connect(&m_window, &MainWindow::followRequested, this,
            [this](EndpointId id, const QList<QByteArray>& keys) {
                m_session.hub().follow(id, std::vector<std::string>(keys.begin(), keys.end()));
            });
    connect(&m_window, &MainWindow::configRequested, this, &Dashboard::configure);
    connect(&m_window, &MainWindow::sendRequested, this, [this](EndpointId id, const QString& text) {
        m_session.hub().send(id, {text.toUtf8(), true, {}});
    });
    connect(&m_window, &MainWindow::lookChanged, this, &Dashboard::look);
    m_window.setLookTrial(tryLook);
    connect(&m_profile, &ProfileKeeper::said, this, [this](const QString& words) {
        note(Glyph::Triangle, ColorRole::Warn, words);
        if (m_profile.file()) // another one from now on, perhaps
            m_window.setProfileName(m_profile.file()->name());
    });
    connect(&m_window, &MainWindow::layoutChanged, this, [this] { m_profile.setLayout(layoutToKeep()); });
    connect(&m_window, &MainWindow::profileOpenRequested, this, &Dashboard::askForProfile);
    connect(&m_window, &MainWindow::profileSaveAsRequested, this, &Dashboard::saveProfileAs);
    connect(&m_window, &MainWindow::exportRequested, this, &Dashboard::exportFile);
}

void Dashboard::start(const std::vector<QString>& notes)
{
    m_session.start();
    m_session.hub().keepMessages(true);
    m_clockTick.start();
    m_window.show();
    note(Glyph::Check, ColorRole::Ok, startWords(m_options.metrics));
    for (const QString& text : notes)
        note(Glyph::Triangle, ColorRole::Warn, text);
    sayWhatIsMissing(m_options.endpoints);
    m_connections.add(std::exchange(m_options.endpoints, {}));
    if (m_options.demo)
        startDemo(*m_options.demo);
    tick();
    if (!m_windowOptions.screenshot.isEmpty()) {
        m_window.showLast(m_windowOptions.after);
        QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(m_windowOptions.after), this,
                           &Dashboard::takeScreenshot);
    }
}

void Dashboard::stop()
{
    if (std::exchange(m_isStopped, true))
        return;
    m_clockTick.stop();
    m_profile.disconnect(this);
    connect(&m_profile, &ProfileKeeper::said, this, [](const QString& words) {
        std::fprintf(stderr, "weir: %s\n", qUtf8Printable(words)); // nobody sees the window any more
    });
    m_profile.setLayout(layoutToKeep());
    m_profile.save();
    m_session.disconnect(this);
    m_window.disconnect(this);
    m_window.hide();
    m_session.stop();
}

void Dashboard::tick()
{
    takeEvents();
    const TimePoint now = m_session.clock().now();
    m_window.tick(now, m_session.clock().wallNow(), m_session.statuses());
    m_window.addMessages(m_session.hub().takeMessages().messages);
    if (const std::optional<double> share = m_cost.read(now, threadCpuTime()))
        m_window.setWindowCost(*share);
}

void Dashboard::takeEvents()
{
    const LinkEvents taken = m_session.hub().takeEvents();
    if (taken.suppressed > 0)
        note(Glyph::Triangle, ColorRole::Warn, tr("%1 older events were not kept").arg(taken.suppressed));
    if (!taken.events.empty())
        m_window.addEvents(taken.events);
}

void Dashboard::takeIntervals()
{
    for (IntervalRecord& record : m_session.takeIntervals()) {
        IntervalView view{std::move(record.engine), {}, std::move(record.looks)};
        view.exact.reserve(record.exact.size());
        for (const EndpointExact& exact : record.exact)
            view.exact.push_back({exact.id, exact.name, exact.messages, exact.bytes});
        m_window.applyInterval(view);
    }
}

void Dashboard::look(EndpointId id, const LookSettings& settings)
{
    m_session.hub().look(id, settings);
    m_profile.setLook(id, settings);
}

void Dashboard::connectTo(const EndpointSource& source)
{
    if (const auto problem = m_connections.connectTo(source))
        m_window.showConnectError(problem->words, problem->place);
    tick();
}

void Dashboard::showToEdit(EndpointId id)
{
    if (const auto source = m_connections.shown(id))
        m_window.edit(id, *source);
    else
        note(Glyph::Triangle, ColorRole::Warn, tr("An endpoint of the demo cannot be edited"));
}

void Dashboard::edit(EndpointId id, const EndpointSource& edited)
{
    if (const auto problem = m_connections.edit(id, edited))
        m_window.showConnectError(problem->words, problem->place);
    else
        m_window.editAccepted();
    tick();
}

void Dashboard::connectMany(const QList<EndpointRequest>& requests, const QString& group, EndpointId like)
{
    const Connections::Many many = m_connections.connectMany(requests, like);
    for (const QString& problem : many.problems)
        noteFailure(problem);
    if (many.withoutSecrets > 0) {
        note(Glyph::Triangle, ColorRole::Warn,
             tr("%1 are on another host: token and secret headers were not sent there")
                 .arg(many.withoutSecrets));
    }
    m_window.setGroupOf(many.names, group);
    tick();
}

void Dashboard::sayWhatIsMissing(const std::vector<EndpointEntry>& entries)
{
    for (const EndpointEntry& entry : entries) {
        if (const QString words = leftOutNote(entry.source); !words.isEmpty())
            note(Glyph::Triangle, ColorRole::Warn, words);
    }
}

void Dashboard::askForProfile()
{
    const QString path = QFileDialog::getOpenFileName(&m_window, tr("Open a profile"),
                                                      m_connections.folder().path(), profileFilter());
    if (!path.isEmpty())
        openProfile(path);
}

void Dashboard::openProfile(const QString& path)
{
    if (!m_profile.save()) // before reading, as it may be the same file
        return;
    auto file = ProfileFile::read(path, ProfileFile::IfMissing::Refuse);
    auto entries = file ? file.value().entries(m_environment) : file.error();
    if (!entries) {
        for (const Error& each : entries.error())
            noteFailure(QString::fromStdString(each.message));
        return;
    }
    for (const EndpointId id : m_profile.endpoints())
        m_connections.remove(id);
    tick(); // so that those which have gone do not take the looks of their successors
    m_profile.follow(std::move(file).value());
    applyLayout(m_profile.profile().layout);
    m_window.setProfileName(m_profile.file()->name());
    const MetricsConfig running = m_session.engine().config();
    MetricsConfig engine = m_profile.profile().engine;
    engine.budget = running.budget; // which no profile keeps
    engine.enableMeta = running.enableMeta;
    if (const auto revision = m_session.engine().configure(engine))
        m_window.setConfig(engine, revision.value());
    sayWhatIsMissing(entries.value());
    m_connections.add(std::move(entries).value());
    note(Glyph::Check, ColorRole::Ok, tr("Opened profile %1").arg(m_profile.file()->name()));
    tick();
    m_profile.setLayout(layoutToKeep()); // with the looks of endpoints that the window now has
}

void Dashboard::saveProfileAs()
{
    const QString path =
        askWhereToSave(tr("Save the profile as"), m_connections.folder().path(), profileFilter(), u"json"_s);
    if (path.isEmpty())
        return;
    m_profile.setLayout(layoutToKeep());
    m_profile.saveAs(path);
    if (m_profile.file())
        m_window.setProfileName(m_profile.file()->name());
}

void Dashboard::exportFile(const QByteArray& bytes, const QString& suggestedName, const QString& filter)
{
    const QString name = QFileInfo(suggestedName).fileName(); // made of names from outside
    const QString path = askWhereToSave(tr("Save as"), name, filter, QFileInfo(name).suffix());
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    const QString shown = displayText(QDir::toNativeSeparators(path));
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        note(Glyph::Check, ColorRole::Ok, tr("Saved %1").arg(shown));
    else
        noteFailure(tr("%1 cannot be written: %2").arg(shown, file.errorString()));
}

QString Dashboard::askWhereToSave(const QString& title, const QString& start, const QString& filter,
                                  const QString& suffix)
{
    const QFileInfo info(start);
    QFileDialog dialog(&m_window, title, info.isDir() ? start : info.path(), filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(suffix);
    if (!info.isDir())
        dialog.selectFile(info.fileName());
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

void Dashboard::startDemo(FeedPattern pattern)
{
    const Result<std::vector<EndpointId>> started = m_session.startDemo(pattern);
    if (!started) {
        const QString text = QString::fromStdString(started.error().message);
        m_window.showConnectError(text);
        noteFailure(text);
        return;
    }
    if (!m_profile.file())
        m_window.setProfileName(tr("Demo"));
    tick();
}

void Dashboard::configure(const MetricsConfig& config)
{
    const MetricsConfig before = m_session.engine().config();
    const TimePoint asked = m_session.clock().now();
    const auto result = m_session.engine().configure(config);
    if (!result) {
        m_window.samplingRefused(result.error());
        return;
    }
    m_profile.setEngine(withChanges(m_profile.profile().engine, before, config));
    m_window.samplingAccepted(result.value(), m_session.clock().now() - asked);
}

void Dashboard::takeScreenshot()
{
    tick();
    const bool isSaved = m_window.grab().save(m_windowOptions.screenshot, "PNG");
    if (!isSaved) {
        std::fprintf(stderr, "weir: cannot write %s\n",
                     qUtf8Printable(QDir::toNativeSeparators(m_windowOptions.screenshot)));
    }
    Q_EMIT finished(static_cast<int>(isSaved ? ExitCode::Ok : ExitCode::BadFile));
}

void Dashboard::note(Glyph glyph, ColorRole color, const QString& text)
{
    m_window.addNote(m_session.clock().wallNow(), glyph, color, text);
}

void Dashboard::noteFailure(const QString& text)
{
    note(Glyph::Cross, ColorRole::Bad, text);
}

} // namespace weir
