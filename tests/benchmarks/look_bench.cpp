// SPDX-License-Identifier: Apache-2.0
// What it costs to look into a message, whole: second stage, reading, folding. Prints one row a kind.
#include "core/look/looker.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <time.h>

using namespace weir;

namespace {

/** CPU of this thread: the neighbours do not count. */
double nanosecondsNow()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}

/** The best of seven rounds: what disturbs makes slower only. */
double nanosecondsOf(const std::function<void()>& work)
{
    constexpr int kRounds = 7;
    constexpr double kRound = 1e8;
    double best = 1e18;
    for (int round = 0; round < kRounds; ++round) {
        double count = 0;
        const double began = nanosecondsNow();
        double spent = 0;
        for (; spent < kRound; spent = nanosecondsNow() - began) {
            for (int i = 0; i < 200; ++i)
                work();
            count += 200;
        }
        best = std::min(best, spent / count);
    }
    return best;
}

LookSettings fields(const char* key, const char* value, const char* time, const char* sequence)
{
    LookSettings settings;
    settings.key = key;
    settings.value = value;
    settings.time = time;
    settings.sequence = sequence;
    return settings;
}

void print(const char* what, std::size_t bytes, double nanoseconds)
{
    std::printf("%-44s %6zu B %9.0f ns %12.0f looks/s for 2 %% of a core\n", what, bytes, nanoseconds,
                LookBudget::kShareOfCore * 1e9 / nanoseconds);
}

void look(const char* what, const LookSettings& settings, const std::string& payload)
{
    const SystemClock clock;
    Looker looker(clock, 1);
    const auto endpoint = looker.add(EndpointId{1});
    endpoint->set(settings, {});
    std::uint64_t arrival = 0;
    TimePoint now = clock.now();
    print(what, payload.size(), nanosecondsOf([&] {
              now += std::chrono::seconds(1); // so that the budget lets every look in
              if (const auto opening = endpoint->open(2, now))
                  endpoint->look(*opening, payload, true, ++arrival);
          }));
}

std::string trade(std::size_t padding)
{
    return R"({"seq":123456,"type":"trade","note":")" + std::string(padding, 'x') +
           R"(","data":{"symbol":"BTC-EUR","side":"buy","price":"64123.55","size":0.0125,"ts":1700000000123}})";
}

} // namespace

int main(int argc, char**)
{
    if (argc > 1) {
        std::fputs("look_bench: it has no options.\n", stderr);
        return 2;
    }
    const LookSettings all = fields("/data/symbol", "/data/price", "/data/ts", "/seq");
    const std::string small = trade(65);
    const std::string large = trade(3960);
    look("JSON, key", fields("/data/symbol", "", "", ""), small);
    look("JSON, key, value, time and sequence", all, small);
    look("JSON, key, value, time and sequence", all, large);
    print("  QJsonDocument, the same members", small.size(), nanosecondsOf([&small] {
              const QJsonObject data =
                  QJsonDocument::fromJson(QByteArray::fromRawData(small.data(), qsizetype(small.size())))
                      .object()[QLatin1String("data")]
                      .toObject();
              if (data[QLatin1String("symbol")].toString().isEmpty() ||
                  data[QLatin1String("ts")].toDouble() < 1)
                  std::abort();
          }));

    std::string array = R"({"ts":1700000000123,"data":[)";
    for (int i = 0; i < 20; ++i)
        array += (i > 0 ? "," : "") + (R"({"symbol":"S)" + std::to_string(i) + R"(","price":12.5,"size":3})");
    LookSettings items = fields("/symbol", "/price", "", "");
    items.items = ItemForm::Array;
    items.array = "/data";
    look("JSON, an array of 20 items, key and value", items, array + "]}");

    look("patterns, key and value", fields("re:symbol=([A-Z-]+)", "re:price=([0-9.]+)", "", ""),
         "8=FIX|35=X|" + std::string(120, 'x') + "|symbol=BTC-EUR|side=buy|price=64123.55|size=0.0125|end");
    look("bytes, key, value, time and sequence", fields("text@0+8", "f64le@8", "u64le@16", "u32le@24"),
         std::string("BTC-EUR\0\0\0\0\0\0\x41\x40\x40\x7b\x68\x56\xcf\x8b\x01\0\0\x07\0\0\0\0\0\0\0", 32));
    look("what is not JSON", all, std::string(200, '{'));
}
