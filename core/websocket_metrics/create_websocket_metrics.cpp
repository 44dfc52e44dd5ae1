// SPDX-License-Identifier: Apache-2.0
#include "core/websocket_metrics/create_websocket_metrics.h"

#include "core/websocket_metrics/legacy_websocket_metrics.h"
#include "core/websocket_metrics/sampled_websocket_metrics.h"

#include <exception>
#include <utility>

namespace weir {
namespace {

constexpr std::string_view kSwitch = "USE_PRODUCTION_METRICS";
constexpr std::size_t kMostShownBytes = 64;

CreatedWebSocketMetrics exactBecause(std::vector<Error> problems, const Clock& clock)
{
    std::string why = "Exact instead of sampled:";
    for (const Error& problem : problems)
        why.append(" ").append(problem.message);
    return {std::make_unique<LegacyWebSocketMetrics>(clock, ClientLimits{}, std::move(why)),
            std::move(problems)};
}

} // namespace

CreatedWebSocketMetrics createWebSocketMetrics(const Environment& environment, const Clock& clock,
                                               EngineOptions options)
{
    if (const std::optional<std::string> text = environment.find(kSwitch)) {
        const std::optional<bool> wanted = parseBoolean(*text);
        if (!wanted) {
            return exactBecause({{std::string(kSwitch) + " is \"" + text->substr(0, kMostShownBytes) +
                                  "\": it must be one of true, false, yes, no, on, off, 1, 0."}},
                                clock);
        }
        if (!*wanted)
            return {std::make_unique<LegacyWebSocketMetrics>(clock), {}};
    }
    MetricsConfigBuilder builder;
    builder.applyEnvironment(environment);
    auto config = builder.build();
    if (!config)
        return exactBecause(config.error(), clock);
    try {
        return {std::make_unique<SampledWebSocketMetrics>(config.value(), clock, std::move(options)), {}};
    } catch (const std::exception& problem) {
        // The standard library's own: no memory or no thread. A service goes on measuring without them.
        return exactBecause({{std::string("The engine cannot start: ") + problem.what() + "."}}, clock);
    }
}

} // namespace weir
