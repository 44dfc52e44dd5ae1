// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feed/feed_command_line.h"
#include "app/support/descriptor_limit.h"
#include "app/support/shutdown_signals.h"
#include "core/feed/feed_server.h"
#include "core/net/qt_timer.h"

#include <QCoreApplication>

#include <cinttypes>
#include <cstdio>

namespace {

constexpr int kFailure = 1;
constexpr int kUsage = 2;

/** At once: whoever reads the address through a pipe waits for it. */
void printLine(const QString& text)
{
    std::fputs(text.toUtf8().constData(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

int complain(const QStringList& problems, int exitCode)
{
    for (const QString& problem : problems)
        std::fprintf(stderr, "weir-feed: %s\n", problem.toUtf8().constData());
    return exitCode;
}

int run(QCoreApplication& application, const weir::FeedOptions& options)
{
    const weir::SystemClock clock;
    weir::QtTimerFactory timers;
    weir::ShutdownSignals signals;
    weir::FeedServer feed(options, clock, timers);

    int exitCode = 0;
    QObject::connect(&signals, &weir::ShutdownSignals::requested, &feed, [&](int number) {
        exitCode = weir::ShutdownSignals::exitCode(number);
        feed.stop();
    });
    QObject::connect(&feed, &weir::FeedServer::clientRefused, &feed,
                     [](const QString& why) { complain({why}, kFailure); });
    QObject::connect(&feed, &weir::FeedServer::finished, &application, &QCoreApplication::quit);

    const weir::Result<QUrl> url = feed.listen();
    if (!url)
        return complain({QString::fromStdString(url.error().message)}, kFailure);
    printLine(url.value().toString());
    QCoreApplication::exec();

    const weir::FeedTotals totals = feed.totals();
    std::printf("{\"clients\":%" PRIu64 ",\"messages\":%" PRIu64 ",\"bytes\":%" PRIu64 "}\n", totals.clients,
                totals.messages, totals.bytes);
    std::fflush(stdout);
    return exitCode;
}

} // namespace

int main(int argc, char** argv)
{
    weir::raiseDescriptorLimit();
    QCoreApplication application(argc, argv);
    const auto request = weir::parseFeedCommandLine(QCoreApplication::arguments());
    if (!request) {
        complain(request.error().problems, kUsage);
        return complain({QStringLiteral("see weir-feed --help")}, kUsage);
    }
    if (const auto* information = std::get_if<weir::FeedInformation>(&request.value())) {
        std::fputs(information->text.toUtf8().constData(), stdout);
        return 0;
    }
    return run(application, std::get<weir::FeedOptions>(request.value()));
}
