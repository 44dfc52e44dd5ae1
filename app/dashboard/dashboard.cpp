// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dashboard/dashboard.h"

#include "core/link/endpoint_settings.h"
#include "ui/models/format.h"

#include <QDir>

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

} // namespace

Dashboard::Dashboard(SessionOptions session, WindowOptions window)
    : m_options(std::move(session)), m_windowOptions(std::move(window)), m_session(m_options.metrics)
{
    m_window.setTheme(m_windowOptions.theme);
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

void Dashboard::wire()
{
    m_clockTick.setInterval(kTick);
    m_clockTick.setTimerType(Qt::PreciseTimer);
    connect(&m_clockTick, &QTimer::timeout, this, &Dashboard::tick);
    connect(&m_session, &Session::linkChanged, this, &Dashboard::takeEvents);
    connect(&m_session, &Session::intervalReady, this, &Dashboard::takeIntervals);
    connect(&m_window, &MainWindow::connectRequested, this, &Dashboard::connectTo);
    connect(&m_window, &MainWindow::demoRequested, this, [this] { startDemo(FeedPattern::Mixed); });
    connect(&m_window, &MainWindow::removeRequested, this,
            [this](EndpointId id) { m_session.hub().remove(id); });
    connect(&m_window, &MainWindow::pauseRequested, this,
            [this](EndpointId id) { m_session.hub().pause(id); });
    connect(&m_window, &MainWindow::resumeRequested, this,
            [this](EndpointId id) { m_session.hub().resume(id); });
    connect(&m_window, &MainWindow::configRequested, this, &Dashboard::configure);
}

void Dashboard::start(const std::vector<QString>& notes)
{
    m_session.start();
    m_clockTick.start();
    m_window.show();
    note(Glyph::Check, ColorRole::Ok, startWords(m_options.metrics));
    for (const QString& text : notes)
        note(Glyph::Triangle, ColorRole::Warn, text);
    for (EndpointEntry& entry : m_options.endpoints)
        m_session.connectTo(std::move(entry.settings));
    m_options.endpoints.clear();
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
    Result<EndpointSettings> settings = endpointFromUrl(address);
    if (settings && !token.isEmpty())
        settings = withBearerToken(std::move(settings).value(), token);
    if (!settings) {
        m_window.showConnectError(QString::fromStdString(settings.error().message));
        return;
    }
    if (!firstMessage.isEmpty())
        settings.value().firstMessages.append(firstMessage);
    m_session.connectTo(std::move(settings).value());
    tick();
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
    if (result)
        m_window.samplingAccepted(result.value(), m_session.clock().now() - asked);
    else
        m_window.samplingRefused(result.error());
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
