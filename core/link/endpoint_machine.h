// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/metric_type.h"
#include "core/link/endpoint_status.h"

#include <cstdint>
#include <initializer_list>

namespace weir {

/** What happens to an endpoint. */
enum class LinkInput {
    Resume,   ///< a person wants it connected, now
    Pause,    ///< a person wants it disconnected
    Leave,    ///< it is removed, or the program ends
    Edited,   ///< its settings changed, and it is wanted
    TurnCame, ///< waited long enough, and the gate lets it through
    Opened,   ///< the handshake is done
    Message,  ///< the first one on this connection
    Failed,   ///< the try failed, for now
    Lost,     ///< the connection ended, for now
    Refused,  ///< the try, or the connection, ended for good: token, address, certificate
    Ended,    ///< the server closed with 1000 or 1001, and nothing more is wanted from it
};

/** What is to be done, in this order. */
enum class LinkAction : std::uint8_t {
    Drop = 1,       ///< whatever transport there is
    Goodbye = 2,    ///< close it with a close frame; what is behind waits for the end of that
    Rest = 4,       ///< stop waiting
    Wait = 8,       ///< for the back-off or, slowed, for the breaker
    AwaitTurn = 16, ///< at the gate
    Connect = 32,   ///< with a fresh transport
    Greet = 64,     ///< first messages, script, queue, pings
};

class LinkActions
{
public:
    constexpr LinkActions() = default;
    constexpr LinkActions(std::initializer_list<LinkAction> actions)
    {
        for (const LinkAction action : actions)
            m_bits |= static_cast<std::uint8_t>(action);
    }
    constexpr bool has(LinkAction action) const noexcept
    {
        return (m_bits & static_cast<std::uint8_t>(action)) != 0;
    }
    friend constexpr bool operator==(LinkActions, LinkActions) = default;

private:
    std::uint8_t m_bits = 0;
};

class MetricTypes
{
public:
    constexpr MetricTypes() = default;
    constexpr MetricTypes(std::initializer_list<MetricType> types)
    {
        for (const MetricType type : types)
            m_bits = static_cast<std::uint16_t>(m_bits | 1U << indexOf(type));
    }
    constexpr bool has(MetricType type) const noexcept { return (m_bits >> indexOf(type) & 1U) != 0; }
    constexpr bool isEmpty() const noexcept { return m_bits == 0; }
    friend constexpr bool operator==(MetricTypes, MetricTypes) = default;

private:
    std::uint16_t m_bits = 0;
};

/** What the table is asked with, beside state and input. */
struct LinkCircumstances
{
    bool isRetry = false; ///< this try is not the first since the endpoint was wanted
    bool isSlow = false;  ///< the breaker is open, this input counted
};

struct LinkTransition
{
    EndpointState to = EndpointState::Idle;
    LinkActions actions;
    MetricTypes metrics; ///< recorded once each
    friend constexpr bool operator==(const LinkTransition&, const LinkTransition&) = default;
};

/**
 * The state machine of an endpoint: a pure table without clock, timer or network. EndpointConnection does
 * what it says.
 *
 *                Resume          TurnCame              Opened           Message
 *     Paused   ────────▶ Idle ─────────────▶ Connecting ───────▶ Silent ────────▶ Open
 *     NeedsYou                                ▲  │   │              │               │
 *     Closed                         TurnCame │  │   │ Refused      ├───────────────┘
 *                                             │  │   └─▶ NeedsYou ◀─┤ Refused
 *                                   Retrying ─┘  │                  │
 *                                   or Slowed ◀──┘ Failed           │
 *                                       ▲                           │
 *                                       └───────────────────────────┤ Lost
 *                                                       Closed ◀────┘ Ended
 *
 *     Pause: from any state to Paused. Leave: Connecting, Open, Silent, Retrying and Slowed to Idle; the
 *     others stay. Resume: Retrying and Slowed stay, and take their turn now. Edited: all but Paused
 *     to Idle. Slowed stands for Retrying while the breaker is open.
 *
 * Whether it is wanted is not a state: Resume makes it so, Pause and Leave end it, the network never does.
 * Out of NeedsYou, Paused and Closed lead only a person's orders. What does not belong (a late report of a
 * transport that is over) changes nothing.
 */
constexpr LinkTransition linkTransition(EndpointState state, LinkInput input, LinkCircumstances now) noexcept
{
    using enum EndpointState;
    using enum LinkAction;
    using Types = MetricTypes;
    const bool isConnected = state == Open || state == Silent;
    const bool isWaiting = state == Retrying || state == Slowed;
    const LinkTransition nothing{state, {}, {}};
    const Types disconnection = isConnected ? Types{MetricType::Disconnection} : Types{};
    const LinkActions leaving = isConnected           ? LinkActions{Goodbye, Rest}
                                : state == Connecting ? LinkActions{Drop, Rest}
                                                      : LinkActions{Rest};
    const EndpointState down = now.isSlow ? Slowed : Retrying;

    switch (input) {
    case LinkInput::Resume:
        if (isConnected || state == Connecting)
            return nothing;
        return {isWaiting ? state : Idle, {Drop, AwaitTurn}, {}};
    case LinkInput::Pause:
        if (state == Paused)
            return nothing;
        return {Paused, leaving, disconnection};
    case LinkInput::Leave:
        if (isConnected || state == Connecting || state == Idle || isWaiting)
            return {Idle, leaving, disconnection};
        return nothing;
    case LinkInput::Edited:
        if (state == Paused)
            return nothing;
        if (state == Idle) // a person's turn may come sooner than the one that is awaited
            return {Idle, {AwaitTurn}, {}};
        if (isConnected)
            return {Idle, {Goodbye, AwaitTurn}, disconnection};
        return {Idle, {Drop, AwaitTurn}, {}};
    case LinkInput::TurnCame:
        if (state != Idle && !isWaiting)
            return nothing;
        return {Connecting, {Connect}, now.isRetry ? Types{MetricType::RetryAttempt} : Types{}};
    case LinkInput::Opened:
        if (state != Connecting)
            return nothing;
        return {Silent,
                {Greet},
                now.isRetry ? Types{MetricType::Connection, MetricType::RetrySuccess}
                            : Types{MetricType::Connection}};
    case LinkInput::Message:
        return {state == Silent ? Open : state, {}, {}};
    case LinkInput::Failed:
        if (state != Connecting)
            return nothing;
        return {down, {Drop, Wait}, now.isRetry ? Types{MetricType::RetryFailure} : Types{}};
    case LinkInput::Lost:
        if (!isConnected)
            return nothing;
        return {down, {Drop, Wait}, disconnection};
    case LinkInput::Refused:
        if (isConnected)
            return {NeedsYou, {Drop, Rest}, disconnection};
        if (state != Connecting)
            return nothing;
        return {NeedsYou, {Drop, Rest}, now.isRetry ? Types{MetricType::RetryFailure} : Types{}};
    case LinkInput::Ended:
        if (!isConnected)
            return nothing;
        return {Closed, {Drop, Rest}, disconnection};
    }
    return nothing;
}

} // namespace weir
