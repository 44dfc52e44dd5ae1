// SPDX-License-Identifier: Apache-2.0
#include "core/agent/agent_control.h"

#include "core/protocol/wire.h"
#include "core/protocol/wire_config.h"

#include <QStringList>

#include <chrono>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const std::vector<Error>& problems)
{
    QStringList sentences;
    for (const Error& problem : problems)
        sentences.append(QString::fromStdString(problem.message));
    return sentences.join(u' ');
}

} // namespace

AgentControl::AgentControl(ProductionMetrics& engine, const Clock& clock, TimerFactory& timers,
                           std::function<void(const Event&)> changed)
    : m_engine(engine), m_clock(clock), m_changed(std::move(changed)), m_timer(timers.makeTimer())
{
    std::tie(m_known, m_knownRevision) = engine.configured();
}

Setting AgentControl::setting() const
{
    Setting setting;
    std::tie(setting.config, setting.revision) = m_engine.configured();
    if (m_pending && m_pending->revision == setting.revision)
        setting.expiresIn = std::max(std::chrono::ceil<std::chrono::seconds>(m_pending->ends - m_clock.now()),
                                     std::chrono::seconds(0));
    return setting;
}

Ack AgentControl::acknowledge(const QString& id) const
{
    return {id, setting(), m_engine.snapshot()->sequence + 1};
}

Result<Ack, Refusal> AgentControl::set(const Set& command, std::uint64_t client)
{
    noticeOthers();
    const auto [before, revision] = m_engine.configured();
    if (command.ifRevision && *command.ifRevision != revision)
        return Refusal{refusal::kConflict,
                       u"The revision is %1, not %2: the setting was changed meanwhile."_s.arg(revision).arg(
                           *command.ifRevision),
                       command.id};
    const MetricsConfig after = command.change.appliedTo(before);
    const std::uint64_t sequence = m_engine.snapshot()->sequence + 1;
    const Result<std::uint64_t, std::vector<Error>> configured = m_engine.configure(after);
    if (!configured)
        return Refusal{refusal::kBadValue, text(configured.error()), command.id};

    if (command.lasts) {
        const bool goesOn = m_pending && m_pending->revision == revision;
        m_pending =
            Pending{goesOn ? m_pending->former : before, configured.value(), m_clock.now() + *command.lasts};
        m_timer->start(*command.lasts, [this] { expire(); });
    } else {
        m_pending.reset();
        m_timer->stop();
    }
    m_known = after;
    m_knownRevision = configured.value();
    const QString words = changeText(before, after);
    tell(event_kind::kSet, command.lasts ? u"%1 for %2 s"_s.arg(words).arg(command.lasts->count()) : words,
         client);
    return Ack{command.id, setting(), sequence};
}

void AgentControl::noticeOthers()
{
    const auto [config, revision] = m_engine.configured();
    if (revision == m_knownRevision)
        return;
    const QString words = changeText(m_known, config);
    m_known = config;
    m_knownRevision = revision;
    m_pending.reset();
    m_timer->stop();
    tell(event_kind::kConfigured, words, std::nullopt);
}

void AgentControl::expire()
{
    noticeOthers();
    if (!m_pending)
        return;
    const MetricsConfig former = std::exchange(m_pending, std::nullopt)->former;
    const auto configured = m_engine.configure(former);
    if (!configured)
        return; // it was in force before, so that it is valid
    const QString words = changeText(m_known, former);
    m_known = former;
    m_knownRevision = configured.value();
    tell(event_kind::kExpired, words, std::nullopt);
}

void AgentControl::tell(QLatin1String kind, const QString& detail, std::optional<std::uint64_t> client)
{
    m_changed(Event{m_clock.wallNow(), m_engine.snapshot()->sequence, kind, detail, client, setting()});
}

} // namespace weir
