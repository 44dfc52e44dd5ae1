// SPDX-License-Identifier: Apache-2.0
#include "core/base/published.h"

#include <QTest>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

using weir::Published;

namespace {

/** Torn or half destroyed, it would show two different halves. */
struct Pair
{
    explicit Pair(int n) : left(n), right(std::make_unique<int>(n)) {}
    int left;
    std::unique_ptr<int> right;
};

} // namespace

class PublishedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thereIsNothingBeforeTheFirst() { QVERIFY(!Published<int>().load()); }

    void theNewestIsRead()
    {
        Published<int> published;
        published.publish(std::make_shared<const int>(1));
        published.publish(std::make_shared<const int>(2));
        QCOMPARE(*published.load(), 2);
    }

    void aReaderKeepsWhatItLoaded()
    {
        Published<int> published;
        published.publish(std::make_shared<const int>(1));
        const auto kept = published.load();
        published.publish(std::make_shared<const int>(2));
        QCOMPARE(*kept, 1);
        QCOMPARE(kept.use_count(), 1L);
    }

    void aFormerValueDiesOnceNobodyReadsIt()
    {
        Published<int> published;
        const auto value = std::make_shared<const int>(1);
        published.publish(value);
        QCOMPARE(value.use_count(), 2L);
        published.publish(nullptr);
        QCOMPARE(value.use_count(), 1L);
    }

    void readersInOtherThreadsSeeWholeValuesThatNeverGoBack()
    {
        constexpr int kLast = 20'000;
        Published<Pair> published;
        published.publish(std::make_shared<const Pair>(0));
        std::array<std::atomic<int>, 3> wrong{};
        {
            std::vector<std::jthread> readers;
            for (std::atomic<int>& count : wrong) {
                readers.emplace_back([&published, &count] {
                    int before = 0;
                    while (before < kLast) {
                        const auto pair = published.load();
                        if (pair->left != *pair->right || pair->left < before)
                            ++count;
                        before = pair->left;
                    }
                });
            }
            for (int n = 1; n <= kLast; ++n)
                published.publish(std::make_shared<const Pair>(n));
        }
        for (const std::atomic<int>& count : wrong)
            QCOMPARE(count.load(), 0);
    }
};

QTEST_GUILESS_MAIN(PublishedTest)
#include "published_test.moc"
