// SPDX-License-Identifier: Apache-2.0
#include "core/watch/agent_state.h"

#include "core/link/endpoint_settings.h"
#include "core/protocol/commands.h"
#include "core/protocol/wire.h"

#include <algorithm>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

std::uint64_t eventsOf(const Data& data)
{
    std::uint64_t sum = 0;
    for (const TypeTotals& totals : data.now)
        sum += totals.count;
    return sum;
}

QString text(const std::vector<Error>& problems)
{
    QStringList sentences;
    for (const Error& problem : problems)
        sentences.append(QString::fromStdString(problem.message));
    return sentences.join(u' ');
}

AgentNote::Kind kindOf(const Event& event, std::uint64_t client)
{
    using Kind = AgentNote::Kind;
    if (event.kind == event_kind::kSet)
        return event.client && *event.client == client ? Kind::SetByYou : Kind::SetByOther;
    if (event.kind == event_kind::kExpired)
        return Kind::Expired;
    if (event.kind == event_kind::kConfigured)
        return Kind::Configured;
    return event.kind == event_kind::kRateChange ? Kind::RateChanged : Kind::Happened;
}

QString wordsOf(AgentNote::Kind kind, const Event& event)
{
    const QString detail = event.detail.isEmpty() ? event.kind : event.detail;
    switch (kind) {
    case AgentNote::Kind::SetByYou:
        return u"You set %1"_s.arg(detail);
    case AgentNote::Kind::SetByOther:
        return u"Someone else set %1"_s.arg(detail);
    case AgentNote::Kind::Expired:
        return u"The change ended: %1"_s.arg(detail);
    case AgentNote::Kind::Configured:
        return u"The service set %1"_s.arg(detail);
    default:
        return detail;
    }
}

} // namespace

AgentState::AgentState(EndpointId endpoint, const QString& name)
{
    m_view.endpoint = endpoint;
    m_view.name = name;
}

QByteArray AgentState::opened(const QString& name, std::chrono::milliseconds period)
{
    m_view.name = name;
    m_view.lost = 0;
    m_view.notUnderstood = 0;
    m_view.problem.clear();
    m_isListening = true;
    return toJson(Command(Subscribe{u"subscribe"_s, period}));
}

void AgentState::ended(Moment now)
{
    m_isListening = false;
    m_view.perSecond.reset();
    m_dataAt.reset();
    for (const QString& id : m_unanswered.keys())
        note(AgentNote::Kind::Refused,
             u"The connection ended before the change was answered: it may be in force or not"_s, now, id);
    m_unanswered.clear();
    m_view.mayControl = false;
    if (std::exchange(m_view.isConnected, false))
        note(AgentNote::Kind::Gone, u"No longer connected: its last figures are shown"_s, now);
}

void AgentState::heard(const QByteArray& utf8, Moment now)
{
    if (!m_isListening)
        return;
    const Result<AgentMessage> message = parseAgentMessage(utf8);
    if (!message) {
        ignore(QString::fromStdString(message.error().message), now);
        return;
    }
    if (!m_view.isConnected && !std::holds_alternative<Hello>(message.value())) {
        ignore(u"the first message is no hello"_s, now);
        return;
    }
    std::visit([&](const auto& each) { take(each, now); }, message.value());
}

void AgentState::ignore(const QString& problem, Moment now)
{
    m_view.problem = displayText(problem);
    if (m_view.notUnderstood++ == 0)
        note(AgentNote::Kind::NotUnderstood, u"Not as weir.v1 says: %1"_s.arg(problem), now);
    if (!m_view.isConnected)
        m_isListening = false;
}

void AgentState::take(const Hello& hello, Moment now)
{
    if (m_view.isConnected) {
        ignore(u"a second hello"_s, now);
        return;
    }
    if (hello.version != static_cast<std::uint64_t>(kProtocolVersion)) {
        ignore(
            u"version %1 of the protocol: this program speaks %2"_s.arg(hello.version).arg(kProtocolVersion),
            now);
        return;
    }
    m_view.isConnected = true;
    m_view.mayControl = hello.control;
    m_view.engineVersion = displayText(hello.engineVersion, 64);
    m_client = hello.client;
    if (displayText(hello.sessionId, kMostIdCharacters) != m_view.sessionId)
        beginSession(hello, now);
    adopt(hello.setting, now);
}

void AgentState::beginSession(const Hello& hello, Moment now)
{
    m_view.sessionId = displayText(hello.sessionId, kMostIdCharacters);
    m_view.snapshot.reset();
    m_view.events = 0;
    m_view.revision = 0;
    m_sequence = 0;
    m_view.offered.reset();
    if (m_wanted && *m_wanted != hello.setting.config)
        m_view.offered = std::exchange(m_wanted, std::nullopt);
    const bool isFirst = m_view.sessions++ == 0;
    note(isFirst ? AgentNote::Kind::Began : AgentNote::Kind::Restarted,
         isFirst ? u"Speaks weir.v1: an engine of its own"_s : u"Another process: its counters began anew"_s,
         now);
}

void AgentState::adopt(const Setting& setting, Moment now)
{
    if (setting.revision < m_view.revision)
        return; // older news, overtaken
    m_view.revision = setting.revision;
    m_view.config = setting.config;
    m_view.expiresAt.reset();
    if (setting.expiresIn)
        m_view.expiresAt = now.time + *setting.expiresIn;
}

void AgentState::take(const Data& data, Moment now)
{
    const std::uint64_t events = eventsOf(data);
    if (data.sequence < m_sequence || events < m_view.events) {
        ignore(u"counters that step back within a session"_s, now);
        return;
    }
    m_view.perSecond.reset();
    if (m_dataAt && data.time > *m_dataAt) {
        const double length = std::chrono::duration<double>(data.time - *m_dataAt).count();
        m_view.perSecond = static_cast<double>(events - m_view.events) / length;
    }
    m_dataAt = data.time;
    m_view.events = events;
    m_view.lost = data.lost;
    m_sequence = data.sequence;
    if (!data.parts)
        return;
    auto snapshot = std::make_shared<EngineSnapshot>(snapshotOf(data));
    snapshot->config = m_view.config;
    snapshot->time = now.time;
    m_view.snapshot = std::move(snapshot);
}

void AgentState::take(const Event& event, Moment now)
{
    const AgentNote::Kind kind = kindOf(event, m_client);
    using Kind = AgentNote::Kind;
    if (kind == Kind::SetByOther || kind == Kind::Configured || kind == Kind::Expired) {
        m_wanted.reset(); // whoever sets after us is right
        m_view.offered.reset();
    }
    if (event.setting)
        adopt(*event.setting, now);
    note(kind, wordsOf(kind, event), now);
}

void AgentState::take(const Ack& ack, Moment now)
{
    adopt(ack.setting, now);
    const auto asked = m_unanswered.find(ack.id);
    if (asked == m_unanswered.end())
        return;
    m_wanted.reset();
    if (asked.value())
        m_wanted = ack.setting.config;
    m_view.offered.reset();
    m_unanswered.erase(asked);
    note(AgentNote::Kind::Acknowledged, u"In force as revision %1"_s.arg(ack.setting.revision), now, ack.id);
    if (!m_notes.empty())
        m_notes.back().revision = ack.setting.revision;
}

void AgentState::take(const Refusal& refusal, Moment now)
{
    const QString words = refusal.message.isEmpty() ? refusal.code : refusal.message;
    const bool isOurs = m_unanswered.remove(refusal.id) > 0;
    note(isOurs ? AgentNote::Kind::Refused : AgentNote::Kind::Happened, words, now,
         isOurs ? refusal.id : QString(), isOurs ? displayText(refusal.code, kMostIdCharacters) : QString());
}

Result<QByteArray> AgentState::set(const QString& id, const ConfigChange& change,
                                   std::optional<std::chrono::seconds> lasts,
                                   std::optional<std::uint64_t> ifRevision)
{
    if (!m_view.isConnected)
        return Error{"The agent is not connected: nothing was changed"};
    if (!m_view.mayControl)
        return Error{"The agent lets this connection watch only: it takes changes of those with its token"};
    if (const auto problems = change.appliedTo(m_view.config).validate(); !problems.empty())
        return Error{text(problems).toStdString()};
    if (lasts && (*lasts < std::chrono::seconds(1) || *lasts > kLongestChange))
        return Error{"A change lasts 1 to " + std::to_string(kLongestChange.count()) + " s"};
    if (m_unanswered.size() >= kMostUnanswered)
        return Error{"The agent has not answered 100 changes: none is added to them"};
    m_unanswered.insert(id, !lasts);
    return toJson(Command(Set{id, change, ifRevision, lasts}));
}

void AgentState::note(AgentNote::Kind kind, const QString& text, Moment now, const QString& command,
                      const QString& code)
{
    if (m_notes.size() == kMostNotes)
        m_notes.erase(m_notes.begin());
    m_notes.push_back({m_view.endpoint, m_view.name, kind, now.time, now.wall, displayText(text), command,
                       code, m_view.revision});
}

} // namespace weir
