// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/engine/value_histogram.h"
#include "core/look/key_table.h"
#include "core/look/look_budget.h"
#include "core/look/look_report.h"
#include "core/look/message_keeper.h"
#include "core/look/message_reader.h"
#include "core/look/sequence_watch.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/** What an endpoint has received, exactly, at one moment. */
struct ReceivedSoFar
{
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
};

/** What the endpoints of a Looker share. The counts are read by the thread that reports. */
struct LookServices
{
    const Clock& clock;
    std::uint64_t seed;
    MessageReader reader;
    LookBudget budget;
    MessageKeeper keeper;
    KeyAllowance allowance;
    std::atomic<std::uint64_t> looks{0};
    std::atomic<std::uint64_t> passed{0};
    std::atomic<double> nanosecondsPerLook{0};
    std::atomic<double> perSecond{0};
};

/**
 * Looks into the messages of one endpoint that the engine chose: open() when one is chosen, look() with its
 * payload where open() says so. All on the link thread but report(), which any one thread may call; they meet
 * at a mutex that is held to fold what was read, never while reading. Owned by the Looker and shared with the
 * connection. It does not fail: what cannot be read is counted.
 */
class EndpointLooker
{
public:
    /** A message that is to be opened. */
    struct Opening
    {
        double weight = 1; ///< messages it stands for, both stages together
        bool isKept = false;
        std::optional<Duration> began; ///< of the thread's time, where its cost is measured
    };

    EndpointLooker(EndpointId endpoint, LookServices& services);

    /** From the next message on; figures begin anew. Settings that are empty or not valid look for nothing.
     */
    void set(const LookSettings& settings, const ReceivedSoFar& received);
    /** Replaces the keys that are listed whatever their size; stays through set(). */
    void follow(std::vector<std::string> keys);

    /** Whether a chosen message has to be offered to open(). */
    bool isActive() const noexcept { return m_state || m_services.keeper.isOn(); }
    std::optional<Opening> open(double weight, TimePoint now);
    /** `payload` is UTF-8 where it is text; `arrival` is 1 for the endpoint's first message. */
    void look(const Opening& opening, std::string_view payload, bool isText, std::uint64_t arrival);
    /** Whether each binary message is to go through readSequence(), chosen or not. */
    bool readsEvery() const noexcept { return m_readsEvery; }
    void readSequence(std::string_view payload, std::uint64_t arrival);

    /** Ends the interval: what it and all before it say. Nothing when nothing is looked for. */
    std::optional<LookedEndpoint> report(const ReceivedSoFar& received);

private:
    static constexpr std::size_t kListed = 100;

    /** Since set(). */
    struct State
    {
        State(const LookSettings& settings, const ReceivedSoFar& received, LookServices& services);

        const LookPlan plan;
        const ReceivedSoFar base;
        std::uint64_t messages = 0;
        std::uint64_t items = 0;
        std::uint64_t failed = 0;
        std::uint64_t withoutKey = 0;
        std::string lastFailure;
        LookSums whole; ///< a message is one
        WeightRange everInForce;
        LargestSeen largest;     ///< of all keys together
        double largestBytes = 0; ///< of a message, items or not
        KeyTable keys;
        SequenceWatch sequence;
        double weight = 0; ///< the last one
        // Of the running interval:
        WeightRange inForce;
        LookSums itemSums;
        ValueHistogram ages; ///< microseconds
        std::uint64_t agesRead = 0;
        std::uint64_t fromFuture = 0;
        double lowestAge = 0;  ///< seconds
        double largestAge = 0; ///< microseconds
    };

    void fold(double weight, std::size_t bytes, std::uint64_t arrival, bool isText, WallTime now);
    void foldAge(double weight, Duration age);
    void foldKeys(const MessageReader& reader, double weight, std::size_t bytes);
    void keep(const Opening& opening, std::string_view payload, bool isText);
    LookedAge describeAge() const;
    LookedKey describeKey(KeyTable::Entry& entry, const Whole& whole) const;

    const EndpointId m_endpoint;
    LookServices& m_services;
    MessageKeeper::Part m_part;
    bool m_readsEvery = false;
    std::vector<std::string> m_followed;

    std::mutex m_mutex;             ///< guards what m_state points to
    std::unique_ptr<State> m_state; ///< null: nothing is looked for; changed by the link thread under m_mutex
};

} // namespace weir
