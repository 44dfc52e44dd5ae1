// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/endpoint_id.h"

#include <optional>
#include <string>

namespace weir {

/** What is counted of a subject. Of a key, its items are what messages are of an endpoint. */
enum class Measure { Messages, Bytes, Sum };

/**
 * What Corrected totals and Sampling error are about: all messages of an endpoint, or those items of them
 * that have one key. A value.
 */
struct Subject
{
    EndpointId endpoint{};            ///< null: nothing
    std::optional<std::string> key{}; ///< as it was found, UTF-8; nothing: all of the endpoint
    Measure measure = Measure::Messages;

    /** Whether the link counts it, so that the estimate can be proved. */
    bool hasTruth() const { return !key && measure != Measure::Sum; }
    /** The same, however it is measured. */
    bool isOf(const Subject& other) const { return endpoint == other.endpoint && key == other.key; }

    friend bool operator==(const Subject&, const Subject&) = default;
};

} // namespace weir
