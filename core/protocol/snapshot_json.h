// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine_snapshot.h"

#include <QByteArray>
#include <QJsonObject>

#include <string>

namespace weir {

// What NDJSON (docs/ndjson.schema.json) and weir.v1 say about an engine, in the same words.

QJsonObject accountingJson(const Accounting& accounting);
QJsonObject samplingJson(const SamplingState& sampling);
QJsonObject bufferJson(const BufferState& buffer);
/** {estimate, low, high, grade}. */
QJsonObject rangeJson(const Estimate& estimate);
QString gradeText(Grade grade);
/** A row of `keys`. */
QJsonObject keyJson(const QString& type, const std::string& key, const Estimate& count, const Estimate& sum);

/** One flush as NDJSON, with no endpoints and nothing looked into: who has these replaces the fields. */
QJsonObject snapshotJson(const EngineSnapshot& snapshot);

/** One line without its newline. Characters that move or reorder what a terminal shows are escaped. */
QByteArray ndjsonText(const QJsonObject& object);

} // namespace weir
