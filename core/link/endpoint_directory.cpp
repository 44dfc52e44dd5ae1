// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_directory.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr int kNameLimit = 128;

QString wantedName(const EndpointSettings& settings)
{
    return displayText(settings.name.isEmpty() ? settings.url.host() : settings.name, kNameLimit);
}

} // namespace

std::vector<EndpointDirectory::Row>::iterator EndpointDirectory::find(EndpointId id)
{
    const auto at = std::lower_bound(m_rows.begin(), m_rows.end(), id, [](const Row& row, EndpointId wanted) {
        return row.status.id < wanted;
    });
    return at != m_rows.end() && at->status.id == id ? at : m_rows.end();
}

QString EndpointDirectory::takeName(const QString& wanted)
{
    QString name = wanted;
    if (m_names.contains(name)) {
        int number = m_lastNumbers.value(wanted, 1);
        do
            name = wanted + u' ' + QString::number(++number);
        while (m_names.contains(name));
        m_lastNumbers[wanted] = number;
    }
    m_names.insert(name);
    return name;
}

void EndpointDirectory::freeName(const QString& name)
{
    m_names.remove(name);
    const qsizetype space = name.lastIndexOf(u' ');
    const auto last = m_lastNumbers.find(name.left(space));
    const int number = space < 0 ? 0 : name.mid(space + 1).toInt();
    if (number < 2 || last == m_lastNumbers.end() || *last < number)
        return;
    if (number == 2)
        m_lastNumbers.erase(last);
    else
        *last = number - 1;
}

EndpointDirectory::Entry EndpointDirectory::add(const EndpointSettings& settings, TimePoint now)
{
    auto counters = std::make_shared<EndpointCounters>();
    Row row;
    row.counters = counters;
    row.status.displayUrl = displayUrl(settings.url);
    row.status.since = now;
    row.status.connectTimeout = settings.connectTimeout;
    const QString wanted = wantedName(settings);

    const std::lock_guard lock(m_mutex);
    row.name = takeName(wanted);
    row.status.name = row.name;
    row.status.id = EndpointId{++m_lastId};
    Entry entry{row.status.id, row.name, std::move(counters)};
    m_rows.push_back(std::move(row));
    return entry;
}

QString EndpointDirectory::rename(EndpointId id, const EndpointSettings& settings)
{
    const QString wanted = wantedName(settings);
    const std::lock_guard lock(m_mutex);
    const auto row = find(id);
    if (row == m_rows.end())
        return {};
    if (row->name != wanted) {
        freeName(row->name);
        row->name = takeName(wanted);
        row->status.name = row->name;
    }
    return row->name;
}

QString EndpointDirectory::remove(EndpointId id)
{
    const std::lock_guard lock(m_mutex);
    const auto row = find(id);
    if (row == m_rows.end())
        return {};
    QString name = row->name;
    m_rows.erase(row);
    freeName(name);
    return name;
}

void EndpointDirectory::update(const EndpointStatus& status)
{
    const std::lock_guard lock(m_mutex);
    const auto row = find(status.id);
    if (row == m_rows.end())
        return;
    row->status = status;
    row->status.name = row->name; // the link thread may not have heard of a new one yet
}

std::vector<EndpointStatus> EndpointDirectory::statuses() const
{
    std::vector<EndpointStatus> all;
    const std::lock_guard lock(m_mutex);
    all.reserve(m_rows.size());
    for (const Row& row : m_rows) {
        EndpointStatus& status = all.emplace_back(row.status);
        status.messages = row.counters->messages();
        status.bytes = row.counters->bytes();
        status.lastMessage = row.counters->lastMessage();
    }
    return all;
}

std::vector<EndpointExact> EndpointDirectory::exactCounts() const
{
    std::vector<EndpointExact> all;
    const std::lock_guard lock(m_mutex);
    all.reserve(m_rows.size());
    for (const Row& row : m_rows) {
        const std::uint64_t messages = row.counters->messages();
        all.push_back({row.status.id, row.name, messages, row.counters->bytes()});
    }
    return all;
}

void EndpointDirectory::addEvent(LinkEvent event)
{
    const std::lock_guard lock(m_mutex);
    if (m_events.size() >= kMaxEvents) {
        m_events.pop_front();
        ++m_suppressed;
    }
    m_events.push_back(std::move(event));
}

LinkEvents EndpointDirectory::takeEvents()
{
    std::deque<LinkEvent> events;
    LinkEvents taken;
    {
        const std::lock_guard lock(m_mutex);
        events.swap(m_events);
        taken.suppressed = std::exchange(m_suppressed, 0);
    }
    taken.events.assign(std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    return taken;
}

} // namespace weir
