// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"

#include <QStringList>

#include <vector>

namespace weir {

/** Every name of a window that came from outside, as it came. */
struct OutsideNames
{
    QStringList endpoints;
    QStringList hosts; ///< and whole addresses
    QStringList keys;
};

struct Hiding
{
    bool hosts = true; ///< endpoints, hosts, addresses
    bool keys = true;

    bool operator==(const Hiding&) const = default;
};

/**
 * The cards with "endpoint 1", "host 1", "key 1" in place of names to hide, the same name being the same word
 * on all of them. Lines and legend entries from outside lose their whole name, known or not; in every other
 * text but title, unit and headline, which are Weir's own words, each known name is replaced where it stands
 * as a word, whatever its case and even if cut short with an ellipsis. Better a word too many than a name.
 */
std::vector<CardView> withoutNames(std::vector<CardView> cards, const OutsideNames& names, Hiding hiding);

} // namespace weir
