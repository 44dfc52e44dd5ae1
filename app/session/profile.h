// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "app/session/source_reader.h"
#include "core/engine/metrics_config.h"
#include "ui/models/window_layout.h"

#include <optional>
#include <vector>

namespace weir {

/**
 * The defaults of the programs, which differ from an embedded engine's: adaptive, starting at everything,
 * within 1–100 %: "everything, as long as that is cheap".
 */
MetricsConfig programMetricsDefaults();

/**
 * `kept` with those settings of a profile in which `next` differs from `before`: what holds for one run only
 * stays out of it. All of `next` where the two do not agree, such as a rate and its limits.
 */
MetricsConfig withChanges(const MetricsConfig& kept, const MetricsConfig& before, const MetricsConfig& next);

/**
 * What a user keeps from one start to the next: endpoints, engine settings and the arrangement of the window.
 * docs/profile.schema.json describes its JSON. Free of secrets: toJson() does not write them, and
 * profileFromJson() refuses a text that holds one. A value.
 */
struct Profile
{
    static constexpr int kVersion = 1;
    static constexpr qsizetype kMostEndpoints = 2000;
    static constexpr qsizetype kLargestFile = 16 * 1024 * 1024; ///< bytes
    static constexpr std::size_t kMostProblems = 20;            ///< told at once

    QString name; ///< "" takes the file's
    std::vector<EndpointSource> endpoints;
    MetricsConfig engine = programMetricsDefaults(); ///< its budget and enableMeta are not kept
    WindowLayout layout; ///< has one look for each endpoint, in the same order, after reading

    friend bool operator==(const Profile&, const Profile&) = default;
};

/**
 * Why a file does not keep `subject`: the member at fault, and words. Its endpoint must be one of
 * `endpoints`, and a key be found in a field that is looked at and has not the name of a secret.
 */
std::optional<SourceProblem> subjectProblem(const NamedSubject& subject,
                                            const std::vector<EndpointSource>& endpoints);

/**
 * Indented, members in a fixed order. Looks of what is no endpoint of the profile are left out, and a subject
 * with a subjectProblem(); names, groups and tags that a file may not hold are cut and control characters in
 * them become spaces.
 */
QByteArray toJson(const Profile& profile);

/**
 * Reads `json` strictly. The problems, kMostProblems at most, name the place ("endpoints[3].url", or line and
 * column), the value unless it may be a secret, and the way out.
 */
Result<Profile, std::vector<Error>> profileFromJson(const QByteArray& json);

} // namespace weir
