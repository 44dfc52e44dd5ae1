// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QJsonArray>
#include <QList>

#include "core/link/endpoint_settings.h"

namespace weir {

class FileProblems;

/**
 * A script as a profile has it, one object a step: {"send": TEXT}, {"send_base64": BYTES}, {"wait_for":
 * MATCH}, {"when": MATCH, "reply": TEXT}, {"when": MATCH, "reply_base64": BYTES}. Pure.
 */
namespace profile_steps {

inline constexpr qsizetype kMost = 100;
inline constexpr qsizetype kLongestMatch = 4096;    ///< characters
inline constexpr qsizetype kLongestPayload = 65536; ///< characters of text, or of base64

/** Compact JSON, one text a step. */
QByteArrayList written(const QList<ScriptStep>& script);
/** `place` is the script's; steps that cannot be read become problems. */
QList<ScriptStep> read(const QJsonArray& steps, const QString& place, FileProblems& problems);

} // namespace profile_steps
} // namespace weir
