// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dashboard/profile_keeper.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::chrono::seconds kPatience{2};
constexpr QSize kSmallest{WindowLayout::kSmallestSide, WindowLayout::kSmallestSide};
constexpr QSize kLargest{WindowLayout::kLargestSide, WindowLayout::kLargestSide};

} // namespace

ProfileKeeper::ProfileKeeper(QObject* parent) : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kPatience);
    connect(&m_timer, &QTimer::timeout, this, &ProfileKeeper::save);
}

void ProfileKeeper::follow(ProfileFile file)
{
    m_timer.stop();
    m_profile = file.profile();
    m_file = std::move(file);
    m_endpoints.clear();
    m_isChanged = false;
    m_lastProblem.clear();
}

void ProfileKeeper::add(EndpointId id, EndpointSource source)
{
    m_endpoints.emplace_back(id, std::move(source));
    touch();
}

void ProfileKeeper::remove(EndpointId id)
{
    if (std::erase_if(m_endpoints, [id](const auto& each) { return each.first == id; }) > 0)
        touch();
}

void ProfileKeeper::replace(EndpointId id, EndpointSource source)
{
    for (auto& each : m_endpoints) {
        if (each.first == id && each.second != source) {
            each.second = std::move(source);
            touch();
            return;
        }
    }
}

const EndpointSource* ProfileKeeper::find(EndpointId id) const
{
    const auto found = std::find_if(m_endpoints.begin(), m_endpoints.end(),
                                    [id](const auto& each) { return each.first == id; });
    return found == m_endpoints.end() ? nullptr : &found->second;
}

std::vector<EndpointId> ProfileKeeper::endpoints() const
{
    std::vector<EndpointId> ids;
    for (const auto& each : m_endpoints)
        ids.push_back(each.first);
    return ids;
}

std::optional<std::pair<EndpointId, EndpointSource>> ProfileKeeper::incomplete(const QString& url) const
{
    const auto found = std::find_if(m_endpoints.begin(), m_endpoints.end(), [&](const auto& each) {
        return each.second.url == url && !each.second.leftOut.isEmpty();
    });
    return found == m_endpoints.end() ? std::nullopt : std::optional(*found);
}

void ProfileKeeper::setLook(EndpointId id, const LookSettings& look)
{
    for (auto& [each, source] : m_endpoints) {
        if (each == id && source.look != look) {
            source.look = look;
            touch();
        }
    }
}

void ProfileKeeper::setEngine(const MetricsConfig& engine)
{
    if (engine == m_profile.engine)
        return;
    m_profile.engine = engine;
    touch();
}

void ProfileKeeper::setLayout(WindowLayout layout)
{
    if (layout.size) // a window as wide as three screens is a size that a profile may not have
        layout.size = layout.size->expandedTo(kSmallest).boundedTo(kLargest);
    if (layout == m_profile.layout)
        return;
    m_profile.layout = std::move(layout);
    touch();
}

void ProfileKeeper::touch()
{
    m_isChanged = true;
    if (m_file)
        m_timer.start();
}

void ProfileKeeper::gather()
{
    m_profile.endpoints.clear();
    for (const auto& each : m_endpoints)
        m_profile.endpoints.push_back(each.second);
}

bool ProfileKeeper::save()
{
    m_timer.stop();
    if (!m_file || !m_isChanged || (m_file->isNew() && m_endpoints.empty()))
        return true;
    gather();
    report(m_file->save(m_profile));
    return !m_isChanged;
}

void ProfileKeeper::saveAs(const QString& path)
{
    m_timer.stop();
    gather();
    ProfileFile file = m_file.value_or(ProfileFile());
    const ProfileFile::Saved saved = file.saveAs(path, m_profile);
    if (saved.outcome == ProfileFile::Saved::Outcome::Written) {
        for (std::size_t i = 0; i < m_endpoints.size(); ++i) // their files may be named otherwise there
            m_endpoints[i].second.authorities = file.profile().endpoints[i].authorities;
        m_file = std::move(file);
    }
    report(saved);
}

void ProfileKeeper::report(const ProfileFile::Saved& saved)
{
    m_isChanged = saved.outcome == ProfileFile::Saved::Outcome::Failed;
    if (!saved.words.isEmpty() && saved.words != m_lastProblem)
        Q_EMIT said(saved.words);
    m_lastProblem = saved.words;
}

} // namespace weir
