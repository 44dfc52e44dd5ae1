// SPDX-License-Identifier: Apache-2.0
// What a service's call sites compile to. Never run: hot_path_test.py reads the machine code.
#include "core/engine/production_metrics.h"

extern "C" {

void probeCount(weir::ProductionMetrics& engine)
{
    engine.count(weir::MetricType::MessageQueued);
}

void probeCountOfKey(weir::ProductionMetrics& engine, weir::KeyId key)
{
    engine.count(weir::MetricType::MessageQueued, key);
}

void probeObserve(weir::ProductionMetrics& engine, double value)
{
    engine.observe(weir::MetricType::MessageReceived, value);
}

void probeObserveOfKey(weir::ProductionMetrics& engine, double value, weir::KeyId key)
{
    engine.observe(weir::MetricType::MessageReceived, value, key);
}

} // extern "C"
