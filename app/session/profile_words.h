// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/engine/metrics_config.h"
#include "core/look/look_settings.h"
#include "ui/models/subject.h"

#include <QtGlobal>

#include <array>

namespace weir::profile_words {

/** A value and how a profile writes it. */
template<class T>
struct Word
{
    T value;
    const char* text;
};

// The most that a file may hold of each; characters unless said.
inline constexpr qsizetype kName = 140; ///< a name of 128 and the number that makes it unique
inline constexpr qsizetype kWord = 128;
inline constexpr qsizetype kField = 1024; ///< of what is looked at
inline constexpr qsizetype kListItems = 100;

inline constexpr std::array<Word<Duration>, 6> kSpans = {{{std::chrono::seconds(10), "10s"},
                                                          {std::chrono::minutes(1), "1min"},
                                                          {std::chrono::minutes(5), "5min"},
                                                          {std::chrono::hours(1), "1h"},
                                                          {std::chrono::hours(6), "6h"},
                                                          {std::chrono::hours(24), "24h"}}};
inline constexpr std::array<Word<int>, 3> kTabs = {{{0, "events"}, {1, "keys"}, {2, "messages"}}};
inline constexpr std::array<Word<Measure>, 3> kMeasures = {
    {{Measure::Messages, "messages"}, {Measure::Bytes, "bytes"}, {Measure::Sum, "sum"}}};
inline constexpr std::array<Word<ItemForm>, 3> kItems = {
    {{ItemForm::Message, "message"}, {ItemForm::Lines, "lines"}, {ItemForm::Array, "array"}}};
inline constexpr std::array<Word<SamplingMode>, 3> kModes = {{{SamplingMode::Fixed, "fixed"},
                                                              {SamplingMode::Adaptive, "adaptive"},
                                                              {SamplingMode::Everything, "everything"}}};

} // namespace weir::profile_words
