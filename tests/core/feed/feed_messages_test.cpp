// SPDX-License-Identifier: Apache-2.0
#include "core/feed/feed_messages.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <limits>
#include <map>

using namespace weir;

namespace {

constexpr std::int64_t kTime = 1'700'000'000'123;

std::shared_ptr<const ZipfTable> keys(int n)
{
    return std::make_shared<const ZipfTable>(n, 1.1);
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

QJsonObject parsed(std::string_view text)
{
    return QJsonDocument::fromJson(bytes(text)).object();
}

} // namespace

class FeedMessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMessageHoldsItsFields()
    {
        FeedMessages messages(keys(100), 1, 128);
        const QJsonObject first = parsed(messages.next(kTime));
        QCOMPARE(first.value(QLatin1String("seq")).toInt(), 1);
        QCOMPARE(first.value(QLatin1String("ts")).toInteger(), kTime);
        QVERIFY(first.value(QLatin1String("key")).toString().startsWith(QLatin1String("user-0")));
        QCOMPARE(first.value(QLatin1String("key")).toString().size(), 9);
        QVERIFY(!first.value(QLatin1String("event")).toString().isEmpty());
        QVERIFY(first.value(QLatin1String("value")).toDouble() > 0);
    }

    void sequenceNumbersCountFromOne()
    {
        FeedMessages messages(keys(100), 1, 64);
        for (int i = 1; i <= 1000; ++i)
            QCOMPARE(parsed(messages.next(kTime)).value(QLatin1String("seq")).toInt(), i);
        QCOMPARE(messages.written(), std::uint64_t(1000));
    }

    void everySizeIsValidJsonAndKept()
    {
        const auto many = keys(1'000'000);
        // 64 is shorter than any message, 2000 longer; between them lie the sizes too small for a padding
        // field.
        for (int size = 64; size <= 2000; ++size) {
            FeedMessages messages(many, static_cast<std::uint64_t>(size), size);
            const QByteArray text = bytes(messages.next(kTime));
            QJsonParseError error;
            QVERIFY(QJsonDocument::fromJson(text, &error).isObject());
            QCOMPARE(error.error, QJsonParseError::NoError);
            QVERIFY2(text.size() == size || (text.size() > size && size < 120), text.constData());
        }
    }

    void theLargestMessageIsValidJson()
    {
        FeedMessages messages(keys(100), 1, 1 << 20);
        const QByteArray text = bytes(messages.next(std::numeric_limits<std::int64_t>::max()));
        QCOMPARE(text.size(), 1 << 20);
        QVERIFY(parsed({text.constData(), static_cast<std::size_t>(text.size())})
                    .value(QLatin1String("pad"))
                    .isString());
    }

    void equalSeedsWriteEqualMessages()
    {
        FeedMessages one(keys(50), 9, 100);
        FeedMessages same(keys(50), 9, 100);
        FeedMessages other(keys(50), 10, 100);
        int different = 0;
        for (int i = 0; i < 100; ++i) {
            const QByteArray text = bytes(one.next(kTime));
            QCOMPARE(bytes(same.next(kTime)), text);
            different += bytes(other.next(kTime)) != text;
        }
        QVERIFY(different > 95);
    }

    void valuesAreLognormalWithTwoDecimals()
    {
        constexpr int kMessages = 40'000;
        FeedMessages messages(keys(10), 5, 64);
        int belowMedian = 0;
        int withinOneSigma = 0;
        double sumOfLogs = 0;
        for (int i = 0; i < kMessages; ++i) {
            const QByteArray text = bytes(messages.next(kTime));
            const qsizetype begin = text.indexOf("\"value\":") + 8;
            const QByteArray number = text.mid(begin, text.indexOf('}', begin) - begin).trimmed();
            QCOMPARE(number.size() - number.indexOf('.'), 3);
            const double logarithm = std::log(number.toDouble());
            sumOfLogs += logarithm;
            belowMedian += logarithm < 3;
            withinOneSigma += std::abs(logarithm - 3) < 1;
        }
        // Five standard deviations of each: sqrt(p (1 - p) n) for the counts, 1/sqrt(n) for the mean.
        QVERIFY(std::abs(belowMedian - kMessages / 2) < 500);
        QVERIFY(std::abs(withinOneSigma - 0.6827 * kMessages) < 470);
        QVERIFY(std::abs(sumOfLogs / kMessages - 3) < 0.025);
    }

    void eventsHaveTheirShares()
    {
        constexpr int kMessages = 20'000;
        const std::map<QString, double> shares = {{QStringLiteral("view"), 0.62},
                                                  {QStringLiteral("search"), 0.20},
                                                  {QStringLiteral("add_to_cart"), 0.12},
                                                  {QStringLiteral("purchase"), 0.05},
                                                  {QStringLiteral("refund"), 0.01}};
        FeedMessages messages(keys(10), 11, 64);
        std::map<QString, int> seen;
        for (int i = 0; i < kMessages; ++i)
            ++seen[parsed(messages.next(kTime)).value(QLatin1String("event")).toString()];
        QCOMPARE(seen.size(), shares.size());
        for (const auto& [event, share] : shares) {
            const double expected = share * kMessages;
            QVERIFY2(std::abs(seen[event] - expected) < 5 * std::sqrt(expected), qPrintable(event));
        }
    }
};

QTEST_GUILESS_MAIN(FeedMessagesTest)
#include "feed_messages_test.moc"
