// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/support/shutdown_signals.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

namespace weir {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM};

/** The only thing a signal handler can reach. */
std::atomic<int> pipeWriteEnd{-1};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not lock");

extern "C" void weirWriteSignalToPipe(int number)
{
    const int before = errno;
    const int descriptor = pipeWriteEnd.load();
    if (descriptor >= 0) {
        const auto byte = static_cast<char>(number);
        // A full pipe already holds more requests than anyone needs.
        [[maybe_unused]] const auto written = ::write(descriptor, &byte, 1);
    }
    errno = before;
}

} // namespace

class ShutdownSignals::Private
{
public:
    bool open()
    {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
            return false;
        readEnd = ends[0];
        int none = -1;
        if (!pipeWriteEnd.compare_exchange_strong(none, ends[1])) {
            ::close(ends[0]);
            ::close(ends[1]);
            readEnd = -1;
            return false; // another one is active
        }
        struct sigaction action = {};
        action.sa_handler = weirWriteSignalToPipe;
        action.sa_flags = SA_RESTART;
        sigemptyset(&action.sa_mask);
        for (std::size_t i = 0; i < kSignals.size(); ++i)
            ::sigaction(kSignals[i], &action, &former[i]);
        return true;
    }

    void close()
    {
        if (readEnd < 0)
            return;
        for (std::size_t i = 0; i < kSignals.size(); ++i)
            ::sigaction(kSignals[i], &former[i], nullptr);
        ::close(pipeWriteEnd.exchange(-1));
        ::close(readEnd);
        readEnd = -1;
    }

    int readEnd = -1;
    std::array<struct sigaction, kSignals.size()> former = {};
    std::unique_ptr<QSocketNotifier> notifier;
};

ShutdownSignals::ShutdownSignals(QObject* parent) : QObject(parent), d(std::make_unique<Private>())
{
    if (!d->open())
        return;
    d->notifier = std::make_unique<QSocketNotifier>(d->readEnd, QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        char number = 0;
        if (::read(d->readEnd, &number, 1) == 1)
            Q_EMIT requested(number);
    });
}

ShutdownSignals::~ShutdownSignals()
{
    d->notifier.reset();
    d->close();
}

bool ShutdownSignals::isActive() const noexcept
{
    return d->readEnd >= 0;
}

int ShutdownSignals::exitCode(int signalNumber) noexcept
{
    return signalNumber == SIGINT ? 130 : 0;
}

} // namespace weir
