// SPDX-License-Identifier: Apache-2.0
#include "core/look/endpoint_looker.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <utility>

namespace weir {
namespace {

constexpr double kMicrosecond = 1e-6;
constexpr std::uint64_t kKnownFrom = 10; ///< messages: after so many, one in eleven is larger than all before

ItemShare shareOf(const LookedItem& item, double bytes)
{
    const double value = item.value.value_or(0);
    return {1, bytes, std::max(value, 0.0), std::max(-value, 0.0)};
}

double since(std::uint64_t now, std::uint64_t before)
{
    return now > before ? static_cast<double>(now - before) : 0;
}

Estimate inSeconds(Estimate microseconds)
{
    microseconds.value *= kMicrosecond;
    microseconds.low *= kMicrosecond;
    microseconds.high *= kMicrosecond;
    return microseconds;
}

/** Of the first item that has it. */
template<class T>
std::optional<T> firstOf(const MessageReader& reader, std::optional<T> LookedItem::*member)
{
    for (const LookedItem& item : reader.items()) {
        if (item.*member)
            return item.*member;
    }
    return std::nullopt;
}

/** What was said does not step back when the calibration does. */
void raise(Estimate& estimate, double& floor)
{
    estimate.value = floor = std::max(estimate.value, floor);
    estimate.high = std::max(estimate.high, estimate.value);
}

} // namespace

EndpointLooker::State::State(const LookSettings& settings, const ReceivedSoFar& received,
                             LookServices& services)
    : plan(settings), base(received), keys(services.allowance, services.seed), sequence(received.messages)
{}

EndpointLooker::EndpointLooker(EndpointId endpoint, LookServices& services)
    : m_endpoint(endpoint), m_services(services)
{}

void EndpointLooker::set(const LookSettings& settings, const ReceivedSoFar& received)
{
    std::unique_ptr<State> state;
    if (!settings.isEmpty() && settings.validate().empty()) {
        state = std::make_unique<State>(settings, received, m_services);
        state->keys.follow(m_followed);
    }
    m_readsEvery = state && state->plan.fields[LookPlan::Sequence].isBinary();
    {
        const std::lock_guard lock(m_mutex);
        m_state.swap(state);
    }
}

void EndpointLooker::follow(std::vector<std::string> keys)
{
    m_followed = std::move(keys);
    const std::lock_guard lock(m_mutex);
    if (m_state)
        m_state->keys.follow(m_followed);
}

std::optional<EndpointLooker::Opening> EndpointLooker::open(double weight, TimePoint now)
{
    if (!m_state)
        return m_services.keeper.wants(m_part, now) ? std::optional(Opening{weight, true, {}}) : std::nullopt;
    const std::optional<double> factor = m_services.budget.admit(now);
    if (!factor) {
        m_services.passed.fetch_add(1, std::memory_order_relaxed);
        return std::nullopt;
    }
    m_services.looks.fetch_add(1, std::memory_order_relaxed);
    Opening opening{weight * *factor, m_services.keeper.wants(m_part, now), {}};
    if (m_services.budget.isTimed()) {
        const Duration before = m_services.clock.threadTime();
        const Duration began = m_services.clock.threadTime();
        opening.began = began + (began - before); // what reading the clock costs is not the look's
    }
    return opening;
}

void EndpointLooker::look(const Opening& opening, std::string_view payload, bool isText,
                          std::uint64_t arrival)
{
    if (m_state) {
        m_services.reader.read(m_state->plan, payload);
        const WallTime now = m_state->plan.wants(LookPlan::Time) ? m_services.clock.wallNow() : WallTime{};
        const std::lock_guard lock(m_mutex);
        fold(opening.weight, payload.size(), arrival, isText, now);
    }
    if (opening.began) {
        m_services.budget.measured(m_services.clock.threadTime() - *opening.began);
        m_services.nanosecondsPerLook.store(m_services.budget.nanosecondsPerLook(),
                                            std::memory_order_relaxed);
        m_services.perSecond.store(m_services.budget.perSecond(), std::memory_order_relaxed);
    }
    if (opening.isKept)
        keep(opening, payload, isText);
}

void EndpointLooker::readSequence(std::string_view payload, std::uint64_t arrival)
{
    const std::optional<std::int64_t> number = MessageReader::sequenceAt(m_state->plan, payload);
    const std::lock_guard lock(m_mutex);
    if (number)
        m_state->sequence.add(*number, arrival);
    else
        m_state->sequence.skip(arrival);
}

void EndpointLooker::fold(double weight, std::size_t bytes, std::uint64_t arrival, bool isText, WallTime now)
{
    State& state = *m_state;
    const MessageReader& reader = m_services.reader;
    ++state.messages;
    state.items += reader.items().size();
    state.failed += reader.failed();
    state.withoutKey += reader.withoutKey();
    if (!reader.failure().empty())
        state.lastFailure = reader.failure();
    state.weight = weight;
    state.inForce.note(weight);
    state.everInForce.note(weight);
    const double size = static_cast<double>(bytes);
    state.whole.add(weight, {1, size, 0, 0}, {});
    state.largestBytes = std::max(state.largestBytes, size);
    foldKeys(reader, weight, bytes);

    if (const auto time = firstOf(reader, &LookedItem::time))
        foldAge(weight, now - *time);
    if (!state.plan.wants(LookPlan::Sequence) || (m_readsEvery && !isText))
        return;
    if (const auto number = firstOf(reader, &LookedItem::sequence))
        state.sequence.add(*number, arrival);
    else
        state.sequence.skip(arrival);
}

void EndpointLooker::foldKeys(const MessageReader& reader, double weight, std::size_t bytes)
{
    State& state = *m_state;
    const double each =
        static_cast<double>(bytes) / static_cast<double>(std::max<std::size_t>(reader.items().size(), 1));
    ItemShare all;
    for (const LookedItem& item : reader.items()) {
        const ItemShare share = shareOf(item, each);
        all.add(share);
        state.largest.item.raiseTo(share);
        if (!item.key.empty())
            state.keys.add(item.key, weight, share, state.messages);
    }
    state.largest.message.raiseTo(all);
    if (all.count > 0)
        state.itemSums.add(weight, all, {});
}

void EndpointLooker::foldAge(double weight, Duration age)
{
    State& state = *m_state;
    const double seconds = std::chrono::duration<double>(age).count();
    const double microseconds = std::max(seconds / kMicrosecond, 0.0);
    state.lowestAge = state.agesRead == 0 ? seconds : std::min(state.lowestAge, seconds);
    ++state.agesRead;
    state.fromFuture += age < Duration{0} ? 1 : 0;
    state.largestAge = std::max(state.largestAge, microseconds);
    state.ages.add(weight, microseconds);
}

void EndpointLooker::keep(const Opening& opening, std::string_view payload, bool isText)
{
    KeptMessage message;
    message.endpoint = m_endpoint;
    message.time = m_services.clock.now();
    message.wallTime = m_services.clock.wallNow();
    message.isText = isText;
    message.bytes = payload.size();
    message.payload = payload.substr(0, isText ? wholeCharacters(payload, KeptMessage::kMostBytes)
                                               : std::min(payload.size(), KeptMessage::kMostBytes));
    message.weight = opening.weight;
    if (m_state) {
        const auto items = m_services.reader.items();
        message.items.assign(items.begin(), items.begin() + std::min<std::ptrdiff_t>(
                                                                std::ssize(items), KeptMessage::kMostItems));
        message.failure = m_services.reader.failure();
    }
    m_services.keeper.put(std::move(message));
}

std::optional<LookedEndpoint> EndpointLooker::report(const ReceivedSoFar& received)
{
    const std::lock_guard lock(m_mutex);
    if (!m_state)
        return std::nullopt;
    State& state = *m_state;
    LookedEndpoint said;
    said.endpoint = m_endpoint;
    said.settings = state.plan.settings;
    said.messages = state.messages;
    said.items = state.items;
    said.failed = state.failed;
    said.withoutKey = state.withoutKey;
    said.lastFailure = state.lastFailure;
    said.intervalItems = countOf(state.itemSums, 0, state.inForce, state.largest);
    said.intervalSum = sumOf(state.itemSums, 0, state.inForce, state.largest);
    said.age = describeAge();
    said.sequence = state.sequence.report();

    const Whole whole{state.whole.messages(), since(received.messages, state.base.messages),
                      since(received.bytes, state.base.bytes), state.largestBytes, state.everInForce};
    const KeyTable::Listing listing = state.keys.largest(kListed);
    said.keys.reserve(listing.keys.size());
    for (KeyTable::Entry* entry : listing.keys)
        said.keys.push_back(describeKey(*entry, whole));
    said.keyCount = state.keys.size();
    said.isFull = state.keys.isFull();
    // A key that was missed was missed with all it had in a message.
    const double inMessage = std::max(state.keys.largestInMessage().count, 1.0);
    said.unlistedBelow = inMessage * upperLimitOf(listing.mostOutside / inMessage, state.everInForce.largest);

    state.keys.endInterval();
    state.inForce = {};
    if (state.weight > 0) // should nothing be chosen: what one would have stood for
        state.inForce.note(state.weight);
    state.itemSums = {};
    state.ages.clear();
    state.agesRead = state.fromFuture = 0;
    state.lowestAge = state.largestAge = 0;
    return said;
}

LookedAge EndpointLooker::describeAge() const
{
    const State& state = *m_state;
    const auto quantile = [&state](double q) { return inSeconds(state.ages.quantile(q, state.largestAge)); };
    return {quantile(0.5), quantile(0.9), quantile(0.99), state.agesRead, state.fromFuture, state.lowestAge};
}

LookedKey EndpointLooker::describeKey(KeyTable::Entry& entry, const Whole& whole) const
{
    const State& state = *m_state;
    const LookSums interval = state.keys.intervalOf(entry);
    // Of what was hardly seen the next message may be as large as that of any key.
    const bool isKnown = entry.total.samples >= kKnownFrom;
    const LargestSeen largest{state.largest.item, isKnown ? entry.largest : state.keys.largestInMessage()};
    LookedKey said;
    said.key = entry.key;
    said.intervalCount = countOf(interval, 0, state.inForce, largest);
    said.intervalBytes = bytesOf(interval, 0, state.inForce, largest);
    said.intervalSum = sumOf(interval, 0, state.inForce, largest);
    if (state.plan.settings.items == ItemForm::Message) {
        // A message is at most one item, so the key's share of the messages is its share of their exact
        // number.
        said.count = calibratedCount(entry.total.messages(), entry.inherited, whole);
        said.bytes = calibratedSum(entry.total.messages(), entry.inherited, whole);
    } else {
        said.count = countOf(entry.total, entry.inherited, state.everInForce, largest);
        said.bytes = bytesOf(entry.total, entry.inherited, state.everInForce, largest);
    }
    said.sum = sumOf(entry.total, entry.inherited, state.everInForce, largest);
    raise(said.count, entry.countFloor);
    raise(said.bytes, entry.bytesFloor);
    return said;
}

} // namespace weir
