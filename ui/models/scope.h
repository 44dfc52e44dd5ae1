// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/endpoint_status.h"

#include <QString>

#include <optional>

namespace weir {

struct EndpointHistory;

/** Which endpoints the list and the cards of the stream show. A value. */
struct Scope
{
    enum class States { All, Receiving, Retrying, Silent };

    std::optional<QString> group; ///< only this one; "" is what has no group
    QString filter;               ///< in name, group, a tag or the word of the state; any case
    States states = States::All;

    bool isAll() const { return !group && filter.isEmpty() && states == States::All; }
    bool includes(const EndpointHistory& endpoint) const;
    /** "all endpoints", "production", "“eu”", "receiving". */
    QString words() const;

    bool operator==(const Scope&) const = default;
};

} // namespace weir
