// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dashboard/dashboard.h"

#include "ui/models/format.h"

#include <QDir>

#include <cstdio>
#include <map>
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

} // namespace

Dashboard::Dashboard(SessionOptions session, WindowOptions window, Environment environment)
    : m_environment(std::move(environment))
    , m_options(std::move(session))
    , m_windowOptions(std::move(window))
    , m_session(m_options.metrics)
{
    openProfile();
    m_window.setConfig(m_options.metrics, m_session.engine().snapshot()->sampling.revision,
                       sourcesOf(m_options));
    if (m_windowOptions.size) {
        m_window.setMinimumSize(m_window.minimumSize().boundedTo(*m_windowOptions.size));
        m_window.resize(*m_windowOptions.size);
    }
    wire();
}

Dashboard::~Dashboard()
{
    stop();
}

void Dashboard::openProfile()
{
    WindowLayout layout;
    if (m_options.profile) {
        const bool isNew = m_options.profile->isNew();
        layout = m_options.profile->profile().layout;
        if (m_windowOptions.screenshot.isEmpty()) // a picture changes nothing
            m_profile.follow(*std::move(m_options.profile));
        m_options.profile.reset();
        if (isNew)
            m_profile.setEngine(m_options.metrics);
    }
    m_window.setTheme(m_windowOptions.theme.value_or(themeFrom(layout.theme).value_or(Theme::Dark)));
    if (!m_windowOptions.size)
        m_windowOptions.size = layout.size;
}

void Dashboard::wire()
{
    m_clockTick.setInterval(kTick);
    m_clockTick.setTimerType(Qt::PreciseTimer);
    connect(&m_clockTick, &QTimer::timeout, this, &Dashboard::tick);
    connect(&m_session, &Session::linkChanged, this, &Dashboard::takeEvents);
    connect(&m_session, &Session::intervalReady, this, &Dashboard::takeIntervals);
    connect(&m_window, &MainWindow::connectRequested, this, &Dashboard::connectTo);
    connect(&m_window, &MainWindow::demoRequested, this, [this] { startDemo(FeedPattern::Mixed); });
    connect(&m_window, &MainWindow::removeRequested, this, &Dashboard::remove);
    connect(&m_window, &MainWindow::pauseRequested, this,
            [this](EndpointId id) { m_session.hub().pause(id); });
    connect(&m_window, &MainWindow::resumeRequested, this,
            [this](EndpointId id) { m_session.hub().resume(id); });
    connect(&m_window, &MainWindow::configRequested, this, &Dashboard::configure);
    connect(&m_profile, &ProfileKeeper::said, this,
            [this](const QString& words) { note(Glyph::Triangle, ColorRole::Warn, words); });
}

void Dashboard::start(const std::vector<QString>& notes)
{
    m_session.start();
    m_clockTick.start();
    m_window.show();
    note(Glyph::Check, ColorRole::Ok, startWords(m_options.metrics));
    for (const QString& text : notes)
        note(Glyph::Triangle, ColorRole::Warn, text);
    for (const EndpointEntry& entry : m_options.endpoints) {
        if (const QString words = leftOutNote(entry.source); !words.isEmpty())
            note(Glyph::Triangle, ColorRole::Warn, words);
    }
    add(std::exchange(m_options.endpoints, {}));
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
    m_profile.save();
    m_session.disconnect(this);
    m_window.disconnect(this);
    m_window.hide();
    m_session.stop();
}

void Dashboard::tick()
{
    takeEvents();
    m_window.tick(m_session.clock().now(), m_session.clock().wallNow(), m_session.statuses());
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
        IntervalView view{std::move(record.engine), {}};
        view.exact.reserve(record.exact.size());
        for (const EndpointExact& exact : record.exact)
            view.exact.push_back({exact.id, exact.name, exact.messages, exact.bytes});
        m_window.applyInterval(view);
    }
}

void Dashboard::connectTo(const QString& address, const QByteArray& token, const QString& firstMessage)
{
    EndpointSource source;
    source.url = address;
    const auto lacking = m_profile.incomplete(withoutSecrets(source).url);
    if (lacking) { // typed again with what the profile did not keep
        source = lacking->second;
        source.url = address;
        source.leftOut.clear();
    }
    if (!token.isEmpty())
        source.headers += u"Authorization: Bearer "_s + QString::fromUtf8(token);
    if (!firstMessage.isEmpty())
        source.firstMessages += firstMessage;
    auto settings = SourceReader(m_environment, QDir::current()).read(source);
    if (!settings) {
        m_window.showConnectError(settings.error().front().words);
        return;
    }
    if (lacking)
        remove(lacking->first);
    add({{std::move(settings).value(), withoutSecrets(std::move(source))}});
    tick();
}

void Dashboard::add(std::vector<EndpointEntry> entries)
{
    std::map<EndpointId, QString> names;
    std::vector<EndpointId> ids;
    for (EndpointEntry& entry : entries)
        ids.push_back(m_session.connectTo(std::move(entry.settings)));
    for (const EndpointStatus& status : m_session.statuses())
        names[status.id] = status.name;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        entries[i].source.name = names[ids[i]]; // with a number, if another had it already
        m_profile.add(ids[i], std::move(entries[i].source));
    }
}

void Dashboard::remove(EndpointId id)
{
    m_session.hub().remove(id);
    m_profile.remove(id);
}

void Dashboard::startDemo(FeedPattern pattern)
{
    const Result<std::vector<EndpointId>> started = m_session.startDemo(pattern);
    if (!started) {
        const QString text = QString::fromStdString(started.error().message);
        m_window.showConnectError(text);
        note(Glyph::Cross, ColorRole::Bad, text);
        return;
    }
    tick();
}

void Dashboard::configure(const MetricsConfig& config)
{
    const TimePoint asked = m_session.clock().now();
    const auto result = m_session.engine().configure(config);
    if (!result) {
        m_window.samplingRefused(result.error());
        return;
    }
    m_profile.setEngine(config);
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

} // namespace weir
