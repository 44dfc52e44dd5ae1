// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_text.h"

#include "ui/models/format.h"
#include "ui/models/text.h"

#include <algorithm>

namespace weir {

QString retryIn(const EndpointStatus& status, TimePoint now)
{
    if (!status.retryAt)
        return {};
    // Rounded up: "in 0 s" would be a lie for a second.
    const Duration left = std::max(*status.retryAt - now, Duration(0));
    return format::longDuration(left + std::chrono::milliseconds(999));
}

QString connectingFor(const EndpointStatus& status, TimePoint now)
{
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(now - status.since).count();
    const auto limit = std::chrono::duration_cast<std::chrono::seconds>(status.connectTimeout).count();
    const auto seconds = std::max<std::int64_t>(0, passed);
    if (limit <= 0)
        return format::longDuration(std::chrono::seconds(seconds));
    return Say::tr("%1 of %2").arg(format::longDuration(std::chrono::seconds(seconds))).arg(limit);
}

QString stateWord(EndpointState state)
{
    switch (state) {
    case EndpointState::Idle:
        return Say::tr("Starting");
    case EndpointState::Connecting:
        return Say::tr("Connecting");
    case EndpointState::Open:
        return Say::tr("Open");
    case EndpointState::Silent:
        return Say::tr("Open, silent");
    case EndpointState::Retrying:
        return Say::tr("Retrying");
    case EndpointState::Slowed:
        return Say::tr("Slowed");
    case EndpointState::NeedsYou:
        return Say::tr("Needs you");
    case EndpointState::Paused:
        return Say::tr("Disconnected");
    case EndpointState::Closed:
        return Say::tr("Closed by server");
    }
    return {};
}

StateWords stateWords(const EndpointStatus& status, TimePoint now)
{
    StateWords words{stateWord(status.state), {}, {}, ColorRole::Secondary, Glyph::Square};
    switch (status.state) {
    case EndpointState::Idle:
        words.brief = Say::tr("starting");
        break;
    case EndpointState::Connecting:
        words.detail = connectingFor(status, now);
        words.brief = Say::tr("connecting");
        words.color = ColorRole::Accent;
        words.glyph = Glyph::Ring;
        break;
    case EndpointState::Open:
        words.brief = Say::tr("open");
        words.color = ColorRole::Ok;
        words.glyph = Glyph::Check;
        break;
    case EndpointState::Silent: {
        const QString passed = format::longDuration(now - status.since);
        words.detail = Say::tr("%1, no message yet").arg(passed);
        words.brief = Say::tr("silent %1").arg(passed);
        words.color = ColorRole::Warn;
        words.glyph = Glyph::Ring;
        break;
    }
    case EndpointState::Retrying:
    case EndpointState::Slowed: {
        const QString in = retryIn(status, now);
        words.color = ColorRole::Bad;
        words.glyph = Glyph::Cross;
        words.brief = in.isEmpty() ? Say::tr("retrying") : Say::tr("in %1").arg(in);
        if (status.state == EndpointState::Slowed)
            words.detail = in.isEmpty() ? QString() : Say::tr("next try in %1").arg(in);
        else
            words.detail = in.isEmpty()
                               ? Say::tr("try %1").arg(status.attempt + 1)
                               : Say::tr("try %1 in %2").arg(QString::number(status.attempt + 1), in);
        break;
    }
    case EndpointState::NeedsYou:
        words.brief = Say::tr("needs you");
        words.color = ColorRole::Bad;
        break;
    case EndpointState::Paused:
        words.detail = Say::tr("by you");
        words.brief = Say::tr("off");
        break;
    case EndpointState::Closed:
        words.brief = Say::tr("closed");
        break;
    }
    return words;
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

bool isTrouble(const EndpointStatus& status)
{
    return troubleRank(status) <= 2;
}

bool isReceiving(EndpointState state)
{
    return state == EndpointState::Open;
}

int troubleRank(const EndpointStatus& status)
{
    return isDown(status) && status.state != EndpointState::NeedsYou ? troubleRank(EndpointState::Retrying)
                                                                     : troubleRank(status.state);
}

bool isConnected(EndpointState state)
{
    return state == EndpointState::Open || state == EndpointState::Silent;
}

bool isDown(const EndpointStatus& status)
{
    switch (status.state) {
    case EndpointState::Retrying:
    case EndpointState::Slowed:
    case EndpointState::NeedsYou:
        return true;
    case EndpointState::Idle:
    case EndpointState::Connecting:
        return status.attempt > 1 || status.disconnects > 0;
    default:
        return false;
    }
}

} // namespace weir
