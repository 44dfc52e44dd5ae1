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
    ColorRole color = ColorRole::Ok;
    Glyph glyph = Glyph::None;
};

StateWords stateWords(const EndpointStatus& status, TimePoint now);

/** 0 = needs a person … 9 = at rest: the order of the list. */
int troubleRank(EndpointState state);
bool isTrouble(EndpointState state);
bool isReceiving(EndpointState state);

/** What the detail pane says of an endpoint. */
struct EndpointStory
{
    QString happened; ///< one line
    QString advice;   ///< what to do; may be ""
    QString next;     ///< when it is tried again; may be ""
    bool canDisconnect = false;
    bool canConnect = false; ///< after a pause by the user
    bool canRetry = false;
};

EndpointStory endpointStory(const EndpointStatus& status, TimePoint now);

} // namespace weir
