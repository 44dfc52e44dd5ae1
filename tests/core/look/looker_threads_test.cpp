// SPDX-License-Identifier: Apache-2.0
// Reports are taken, messages collected and settings changed while a link thread looks.
#include <QTest>

#include "core/look/looker.h"

#include <atomic>
#include <thread>

using namespace weir;

class LookerThreadsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsAddUpWhileLookingGoesOn();
};

void LookerThreadsTest::reportsAddUpWhileLookingGoesOn()
{
    constexpr std::uint64_t kMessages = 60'000;
    constexpr std::uint32_t kEndpoints = 3;
    SystemClock clock;
    Looker looker(clock, 1);
    LookSettings settings;
    settings.key = "/k";
    settings.sequence = "/n";
    settings.time = "/n";
    std::atomic<bool> isDone{false};
    std::atomic<std::uint64_t> received{0};

    std::jthread link([&] {
        std::vector<std::shared_ptr<EndpointLooker>> endpoints;
        for (std::uint32_t id = 1; id <= kEndpoints; ++id) {
            endpoints.push_back(looker.add(EndpointId{id}));
            endpoints.back()->set(settings, {});
        }
        for (std::uint64_t i = 1; i <= kMessages; ++i) {
            received.store(i, std::memory_order_relaxed);
            for (const auto& endpoint : endpoints) {
                if (const auto opening = endpoint->open(1, clock.now()))
                    endpoint->look(*opening,
                                   R"({"k":)" + std::to_string(i % 3000) + R"(,"n":)" + std::to_string(i) +
                                       "}",
                                   true, i);
            }
            if (i % 5000 == 0)
                endpoints[0]->follow({std::to_string(i), "7"});
            if (i % 20'000 == 0)
                endpoints[1]->set(settings, {i, i});
        }
        looker.remove(EndpointId{kEndpoints});
        endpoints.clear();
        isDone = true;
    });
    std::jthread taker([&] {
        for (bool isOn = true; !isDone; isOn = !isOn) {
            looker.keepMessages(isOn);
            for (const KeptMessage& message : looker.takeMessages().messages)
                QVERIFY(message.payload.size() == message.bytes);
        }
    });

    std::uint64_t looks = 0;
    std::uint64_t passed = 0;
    const auto take = [&] {
        const auto report = looker.takeReport([&](EndpointId) {
            const std::uint64_t messages = received.load(std::memory_order_relaxed);
            return ReceivedSoFar{messages, messages};
        });
        if (!report)
            return;
        looks += report->looks;
        passed += report->passed;
        for (const LookedEndpoint& endpoint : report->endpoints)
            QVERIFY(endpoint.keyCount <= KeyTable::kMostKeys && endpoint.messages <= kMessages);
    };
    while (!isDone)
        take();
    link.join();
    taker.join();
    take();
    QVERIFY2(looks + passed <= kMessages * kEndpoints, qPrintable(QString::number(looks + passed)));
    QVERIFY(looks > 0);
}

QTEST_APPLESS_MAIN(LookerThreadsTest)
#include "looker_threads_test.moc"
