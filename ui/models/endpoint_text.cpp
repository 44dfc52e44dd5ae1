// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_text.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

QString retryIn(const EndpointStatus& status, TimePoint now)
{
    if (!status.retryAt)
        return {};
    // Rounded up: "in 0 s" would be a lie for a second.
    const Duration left = std::max(*status.retryAt - now, Duration(0));
    return format::longDuration(left + std::chrono::milliseconds(999));
}

QString connecting(const EndpointStatus& status, TimePoint now)
{
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(now - status.since).count();
    const auto limit = std::chrono::duration_cast<std::chrono::seconds>(status.connectTimeout).count();
    const auto seconds = std::max<std::int64_t>(0, passed);
    if (limit <= 0)
        return format::longDuration(std::chrono::seconds(seconds));
    return Say::tr("%1 of %2").arg(format::longDuration(std::chrono::seconds(seconds))).arg(limit);
}

QString closeWords(const CloseInfo& close)
{
    if (close.code == 1006)
        return Say::tr("Cut off without a close frame (1006)");
    const QString reason = plainText(close.reason, 120);
    if (reason.isEmpty())
        return Say::tr("Closed by the server: %1").arg(close.code);
    return Say::tr("Closed by the server: %1, “%2”").arg(QString::number(close.code), reason);
}

} // namespace

StateWords stateWords(const EndpointStatus& status, TimePoint now)
{
    switch (status.state) {
    case EndpointState::Idle:
        return {Say::tr("Starting"), {}, ColorRole::Secondary, Glyph::Square};
    case EndpointState::Connecting:
        return {Say::tr("Connecting"), connecting(status, now), ColorRole::Accent, Glyph::Ring};
    case EndpointState::Open:
        return {Say::tr("Open"), {}, ColorRole::Ok, Glyph::Check};
    case EndpointState::Silent:
        return {Say::tr("Open, silent"),
                Say::tr("%1, no message yet").arg(format::longDuration(now - status.since)), ColorRole::Warn,
                Glyph::Ring};
    case EndpointState::Retrying: {
        const QString in = retryIn(status, now);
        return {Say::tr("Retrying"),
                in.isEmpty() ? Say::tr("try %1").arg(status.attempt + 1)
                             : Say::tr("try %1 in %2").arg(QString::number(status.attempt + 1), in),
                ColorRole::Bad, Glyph::Cross};
    }
    case EndpointState::Slowed:
        return {Say::tr("Slowed"), Say::tr("next try in %1").arg(retryIn(status, now)), ColorRole::Bad,
                Glyph::Cross};
    case EndpointState::NeedsYou:
        return {Say::tr("Needs you"), {}, ColorRole::Bad, Glyph::Square};
    case EndpointState::Paused:
        return {Say::tr("Disconnected"), Say::tr("by you"), ColorRole::Secondary, Glyph::Square};
    case EndpointState::Closed:
        return {Say::tr("Closed by server"), {}, ColorRole::Secondary, Glyph::Square};
    }
    return {};
}

int troubleRank(EndpointState state)
{
    switch (state) {
    case EndpointState::NeedsYou:
        return 0;
    case EndpointState::Retrying:
    case EndpointState::Slowed:
        return 1;
    case EndpointState::Silent:
        return 2;
    case EndpointState::Connecting:
    case EndpointState::Idle:
    case EndpointState::Open:
        return 3;
    case EndpointState::Closed:
        return 4;
    case EndpointState::Paused:
        return 5;
    }
    return 9;
}

bool isTrouble(EndpointState state)
{
    return troubleRank(state) <= 2;
}

bool isReceiving(EndpointState state)
{
    return state == EndpointState::Open;
}

EndpointStory endpointStory(const EndpointStatus& status, TimePoint now)
{
    EndpointStory story;
    const QString error = plainText(status.error, 200);
    story.advice = plainText(status.hint, 300);
    story.canDisconnect = status.state != EndpointState::Paused && status.state != EndpointState::Closed;
    switch (status.state) {
    case EndpointState::Idle:
    case EndpointState::Connecting:
        story.happened = Say::tr("Connecting, %1").arg(connecting(status, now));
        break;
    case EndpointState::Open: {
        story.happened = Say::tr("Receiving for %1").arg(format::longDuration(now - status.since));
        if (status.disconnects > 0 && story.advice.isEmpty())
            story.advice =
                Say::tr("Lost and back %1×. Messages in the gaps are unknown.").arg(status.disconnects);
        break;
    }
    case EndpointState::Silent:
        story.happened =
            Say::tr("Connected, nothing received for %1").arg(format::longDuration(now - status.since));
        if (story.advice.isEmpty())
            story.advice = Say::tr("Some servers only speak after a first message, such as a subscription.");
        break;
    case EndpointState::Retrying:
    case EndpointState::Slowed:
        story.happened = !error.isEmpty()   ? error
                         : status.lastClose ? closeWords(*status.lastClose)
                                            : Say::tr("The connection was lost");
        if (status.retryAt)
            story.next = Say::tr("Next try in %1").arg(retryIn(status, now));
        story.canRetry = true;
        break;
    case EndpointState::NeedsYou:
        story.happened = error.isEmpty() ? Say::tr("Refused for good") : error;
        story.canRetry = true;
        break;
    case EndpointState::Paused:
        story.happened = Say::tr("Disconnected by you");
        story.canConnect = true;
        break;
    case EndpointState::Closed:
        story.happened = status.lastClose ? closeWords(*status.lastClose) : Say::tr("Closed by the server");
        story.canConnect = true;
        break;
    }
    return story;
}

} // namespace weir
