// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "core/look/kept_message.h"

#include <string>
#include <vector>

namespace weir::test {

/** A text message of endpoint 1, `after` the first hour. */
inline KeptMessage message(std::uint64_t number, std::string payload, Duration after = {})
{
    KeptMessage message;
    message.number = number;
    message.endpoint = EndpointId{1};
    message.time = TimePoint(std::chrono::hours(1)) + after;
    message.wallTime = WallTime(std::chrono::seconds(1'781'613'000)) + after;
    message.bytes = payload.size();
    message.payload = std::move(payload);
    return message;
}

/** Twenty a second for a minute: orders of a shop, of endpoints 1 and 2 in turn; one in seven is none. */
inline std::vector<KeptMessage> orders()
{
    using std::to_string;
    static constexpr const char* kSymbols[] = {"AAPL", "MSFT", "NVDA", "SAP"};
    std::vector<KeptMessage> messages;
    for (std::uint64_t i = 1; i <= 1200; ++i) {
        const std::string symbol = kSymbols[i * 7 % 4];
        const std::string price = to_string(100 + i % 37) + "." + to_string(10 + i % 90);
        KeptMessage each = message(
            i,
            R"({"event":"order","seq":)" + to_string(9007199254740990 + i) + R"(,"ts":"2026-06-16T12:30:)" +
                to_string(10 + i / 24) + R"(Z","data":{"symbol":")" + symbol + R"(","price":)" + price +
                R"(,"quantity":)" + to_string(1 + i % 9) +
                R"(,"paid":true,"note":null},"lines":[{"sku":"A-1","count":2},{"sku":"B-7","count":1}]})",
            std::chrono::milliseconds(50) * i);
        each.endpoint = EndpointId{static_cast<std::uint32_t>(1 + i % 2)};
        each.weight = 10;
        each.items = {LookedItem{symbol, std::stod(price), {}, {}}};
        if (i % 7 == 0) {
            each.payload = "heartbeat " + to_string(i);
            each.bytes = each.payload.size();
            each.items.clear();
            each.failure = "not JSON at byte 0";
        }
        messages.push_back(std::move(each));
    }
    return messages;
}

} // namespace weir::test
