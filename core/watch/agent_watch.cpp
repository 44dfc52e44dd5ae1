// SPDX-License-Identifier: Apache-2.0
#include "core/watch/agent_watch.h"

#include "core/link/transport.h"
#include "core/protocol/wire.h"
#include "core/watch/agent_state.h"

#include <QCoreApplication>
#include <QEvent>

#include <deque>
#include <map>
#include <mutex>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::size_t kMostNotes = 1000;
const auto kSay = static_cast<QEvent::Type>(QEvent::registerEventType());

struct Agent
{
    AgentState state;
    Transport* transport = nullptr; ///< while the connection stands; the link thread's own
};

struct Saying
{
    EndpointId endpoint;
    QString text;
};

} // namespace

class AgentWatch::Private
{
public:
    Private(const Clock& ofBoth, std::chrono::milliseconds asked) : clock(ofBoth), period(asked) {}

    Moment now() const { return {clock.now(), clock.wallNow()}; }
    /** With the mutex held: whether changed() is to be emitted. */
    bool collect(AgentState& state);

    const Clock& clock;
    const std::chrono::milliseconds period;
    mutable std::mutex mutex; ///< guards all below; never held over an emit or a send
    std::map<EndpointId, Agent> agents;
    std::deque<AgentNote> notes;
    std::vector<Saying> sayings;
    std::uint64_t commands = 0;
    bool isTold = false;
    bool mustTell = false; ///< what set() found out
};

bool AgentWatch::Private::collect(AgentState& state)
{
    for (AgentNote& note : state.takeNotes())
        notes.push_back(std::move(note));
    while (notes.size() > kMostNotes)
        notes.pop_front();
    return !std::exchange(isTold, true);
}

AgentWatch::AgentWatch(const Clock& clock, std::chrono::milliseconds period)
    : d(std::make_unique<Private>(clock, period))
{}

AgentWatch::~AgentWatch() = default;

std::vector<AgentView> AgentWatch::agents() const
{
    const std::lock_guard lock(d->mutex);
    std::vector<AgentView> views;
    for (const auto& [id, agent] : d->agents) {
        if (agent.state.view().sessions > 0)
            views.push_back(agent.state.view());
    }
    return views;
}

std::vector<AgentNote> AgentWatch::takeNotes()
{
    const std::lock_guard lock(d->mutex);
    d->isTold = false;
    std::vector<AgentNote> taken(std::make_move_iterator(d->notes.begin()),
                                 std::make_move_iterator(d->notes.end()));
    d->notes.clear();
    return taken;
}

QString AgentWatch::set(EndpointId endpoint, const ConfigChange& change,
                        std::optional<std::chrono::seconds> lasts, std::optional<std::uint64_t> ifRevision)
{
    QString id;
    {
        const std::lock_guard lock(d->mutex);
        id = u"set%1"_s.arg(++d->commands);
        const auto at = d->agents.find(endpoint);
        if (at == d->agents.end()) {
            AgentState nobody(endpoint, {});
            nobody.note(AgentNote::Kind::Refused, u"The endpoint does not speak weir.v1"_s, d->now(), id);
            d->mustTell |= d->collect(nobody);
        } else if (const auto text = at->second.state.set(id, change, lasts, ifRevision)) {
            d->sayings.push_back({endpoint, QString::fromUtf8(text.value())});
        } else {
            at->second.state.note(AgentNote::Kind::Refused, QString::fromStdString(text.error().message),
                                  d->now(), id);
            d->mustTell |= d->collect(at->second.state);
        }
    }
    // The answer, too, is told from there: whoever asked does not know the id yet.
    QCoreApplication::postEvent(this, new QEvent(kSay));
    return id;
}

void AgentWatch::customEvent(QEvent* event)
{
    if (event->type() != kSay)
        return;
    std::vector<std::pair<Transport*, QString>> now;
    bool mustTell = false;
    {
        const std::lock_guard lock(d->mutex);
        mustTell = std::exchange(d->mustTell, false);
        for (Saying& saying : std::exchange(d->sayings, {})) {
            const auto at = d->agents.find(saying.endpoint);
            if (at != d->agents.end() && at->second.transport)
                now.emplace_back(at->second.transport, std::move(saying.text));
        }
    }
    // Sending calls nobody back before the event loop runs again, so that the transports stay.
    for (const auto& [transport, text] : now)
        transport->sendText(text);
    if (mustTell)
        Q_EMIT changed();
}

bool AgentWatch::speechBegan(EndpointId id, const QString& name, const QString& subprotocol,
                             Transport& transport)
{
    if (subprotocol != kSubprotocol)
        return false;
    QByteArray first;
    {
        const std::lock_guard lock(d->mutex);
        Agent& agent = d->agents.try_emplace(id, Agent{AgentState(id, name)}).first->second;
        agent.transport = &transport;
        first = agent.state.opened(name, d->period);
    }
    transport.sendText(QString::fromUtf8(first));
    return true;
}

void AgentWatch::speechHeard(EndpointId id, const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    bool isNew = false;
    {
        const std::lock_guard lock(d->mutex);
        const auto at = d->agents.find(id);
        if (at == d->agents.end())
            return;
        at->second.state.heard(utf8, d->now());
        isNew = d->collect(at->second.state);
    }
    if (isNew)
        Q_EMIT changed();
}

void AgentWatch::speechEnded(EndpointId id)
{
    bool isNew = false;
    {
        const std::lock_guard lock(d->mutex);
        const auto at = d->agents.find(id);
        if (at == d->agents.end())
            return;
        at->second.transport = nullptr;
        at->second.state.ended(d->now());
        isNew = d->collect(at->second.state);
    }
    if (isNew)
        Q_EMIT changed();
}

void AgentWatch::endpointGone(EndpointId id)
{
    const std::lock_guard lock(d->mutex);
    d->agents.erase(id);
}

} // namespace weir
