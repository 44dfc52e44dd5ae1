// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/timer.h"
#include "core/feed/feed_options.h"

#include <QObject>
#include <QUrl>

#include <memory>

namespace weir {

/** What a feed has sent, all clients together. */
struct FeedTotals
{
    std::uint64_t clients = 0; ///< ever served
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0; ///< UTF-8 payload
};

/**
 * A WebSocket server that sends JSON messages {"seq","ts","key","event","value"} in a shape of load, for the
 * demo, for tests and as weir-feed. A client that does not read is waited for, never buffered for without
 * bound, and nothing of a `count` is left out. Lives on one thread with an event loop; clock and timers
 * outlive it. Once stopped or finished it does not listen again.
 */
class FeedServer : public QObject
{
    Q_OBJECT

public:
    FeedServer(FeedOptions options, const Clock& clock, TimerFactory& timers);
    /** Drops clients that are still there; stop() first says goodbye to them. */
    ~FeedServer() override;

    /** The address clients connect to, or why it cannot be listened on (or which option is out of range). */
    Result<QUrl> listen();
    /** Closes every client with 1001 and stops. Does nothing when stopped. */
    void stop();
    /** What was handed to the sockets. All zero before listen(). */
    FeedTotals totals() const;

Q_SIGNALS:
    /** Another client waits that the system has no room for, and why. Said once until a client
     * leaves; tried again each second. */
    void clientRefused(const QString& why);
    /**
     * The feed is over and its clients are gone: all of a `count` were served and left, `duration` passed, or
     * stop() was called (a client that does not take its close is dropped after a second). Once, from the
     * event loop.
     */
    void finished();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace weir
