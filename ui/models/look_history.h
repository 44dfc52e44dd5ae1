// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/look/look_report.h"
#include "ui/models/age_history.h"
#include "ui/models/proof_history.h"
#include "ui/models/subject.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace weir {

/** Something that looking into messages came upon for the first time. */
struct LookNote
{
    enum class Kind { Full, Sequence };
    Kind kind = Kind::Full;
    EndpointId endpoint;
};

/** Sums over the last reports; what no report had of a key is not in its length. */
struct RecentKeys
{
    ProofPoint items;               ///< of all keys
    std::vector<ProofPoint> counts; ///< by place in LookedEndpoint::keys of the newest report
    std::vector<ProofPoint> sums;   ///< of values, likewise
};

/**
 * What looking into messages said: the newest report, the reports of the recent past as far as they fit into
 * kRecentBytes, and a day of the subjects that are followed. So a key that is chosen shows its recent past,
 * and what nobody follows costs what it costs in the reports. Figures of an endpoint begin anew when
 * something else is looked at in its messages; what was followed by another key field is let go.
 *
 * GUI thread; part of DashboardData; nothing here fails.
 */
class LookHistory
{
public:
    static constexpr std::size_t kMostFollowed = 5;
    static constexpr std::size_t kRecentBytes = 8u << 20;
    static constexpr std::size_t kMostAges = 32; ///< endpoints whose message ages are kept, the first
    /** With everything full. */
    static constexpr std::size_t kMostBytes =
        kRecentBytes + kMostAges * (AgeHistory::kFine + AgeHistory::kMinutes) * sizeof(AgePoint) +
        kMostFollowed * 3 * (ProofHistory::kFine + ProofHistory::kMinutes) * sizeof(ProofPoint);

    /** The figures of one interval; a null report is an interval of which nothing is known. */
    void apply(const std::shared_ptr<const LookReport>& report, TimePoint time, Duration interval);
    /** They are no more. */
    void remove(EndpointId endpoint);

    /** Keeps a day of it from now on, and what is known of the recent past. A sixth takes the place of the
     * first that is not `spared`. */
    void follow(const Subject& subject, const Subject& spared = {});
    void unfollow(const Subject& subject);
    /** As they were chosen; measured in messages. */
    std::vector<Subject> followed() const;
    bool isFollowed(const Subject& subject) const;
    /** Null where it is not followed. */
    const ProofHistory* find(const Subject& subject) const;

    /** Of the newest report; null when nothing is looked for in its messages. */
    const LookedEndpoint* newest(EndpointId endpoint) const;
    /** Where what is followed of it was found; "" before the first report. */
    std::string keyField(EndpointId endpoint) const;
    /** The keys of the newest report over the last `length`, as far as it is remembered. */
    RecentKeys recentKeys(EndpointId endpoint, Duration length) const;
    const std::shared_ptr<const LookReport>& report() const { return m_report; }
    /** Of the newest report. */
    Duration interval() const { return m_interval; }
    /** When what is looked at now was first looked at. */
    TimePoint since(EndpointId endpoint) const;
    /** Null where none was found. */
    const AgeHistory* ages(EndpointId endpoint) const;
    /** First times since the last call. */
    std::vector<LookNote> takeNotes();
    std::size_t bytes() const;

private:
    struct Followed
    {
        Subject subject;
        ProofHistory count;
        ProofHistory bytes;
        ProofHistory sum;
    };
    struct Recent
    {
        std::shared_ptr<const LookReport> report;
        TimePoint time;
        Duration interval{0};
        std::size_t bytes = 0;
    };
    struct Known
    {
        LookSettings settings;
        TimePoint since;
        std::uint64_t messages = 0;
        bool isFullSaid = false;
        bool isMissingSaid = false;
        bool isDuplicateSaid = false;
        bool isReorderedSaid = false;
    };
    Known& know(const LookedEndpoint& endpoint, TimePoint begin);
    void noteFirsts(const LookedEndpoint& endpoint, Known& known);
    void beginAnew(const LookedEndpoint& endpoint, const LookSettings& before);
    static void add(Followed& followed, const LookedEndpoint& endpoint, TimePoint time, Duration interval);

    std::shared_ptr<const LookReport> m_report;
    Duration m_interval{0};
    std::deque<Recent> m_recent;
    std::size_t m_recentBytes = 0;
    std::map<EndpointId, Known> m_known;
    std::map<EndpointId, AgeHistory> m_ages;
    std::vector<Followed> m_followed;
    std::vector<LookNote> m_notes;
};

} // namespace weir
