// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/endpoint_status.h"
#include "ui/models/colors.h"
#include "ui/models/glyph.h"

#include <QString>

namespace weir {

/** The state of an endpoint in words, colour and shape. */
struct StateWords
{
    QString word;   ///< "Retrying"
    QString detail; ///< "try 3 in 8 s"; may be ""
    QString brief;  ///< both where there is room for a few letters: "in 8 s"
    ColorRole color = ColorRole::Ok;
    Glyph glyph = Glyph::None;

    bool operator==(const StateWords&) const = default;
};

StateWords stateWords(const EndpointStatus& status, TimePoint now);
/** "Retrying". */
QString stateWord(EndpointState state);
/** Until the next try, rounded up; "" when none is planned. */
QString retryIn(const EndpointStatus& status, TimePoint now);
/** "3 s of 10". */
QString connectingFor(const EndpointStatus& status, TimePoint now);

/** 0 = needs a person … 9 = at rest: the order of the list. */
int troubleRank(EndpointState state);
/** The same, but one that tries again stays where it is while it tries. */
int troubleRank(const EndpointStatus& status);
bool isTrouble(const EndpointStatus& status);
bool isReceiving(EndpointState state);
/** A connection stands. */
bool isConnected(EndpointState state);
/** It is wanted and there is no connection, leaving out the first try. */
bool isDown(const EndpointStatus& status);

} // namespace weir
