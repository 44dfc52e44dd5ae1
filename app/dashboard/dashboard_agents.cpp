// SPDX-License-Identifier: GPL-3.0-or-later
// What the window is told of services' agents (weir.v1).
#include "app/dashboard/dashboard.h"

namespace weir {

void Dashboard::takeAgentNotes()
{
    for (const AgentNote& each : m_session.agents().takeNotes()) {
        const bool isTrouble =
            each.kind == AgentNote::Kind::Refused || each.kind == AgentNote::Kind::NotUnderstood;
        m_window.addNote(each.wallTime, isTrouble ? Glyph::Triangle : Glyph::Diamond,
                         isTrouble ? ColorRole::Warn : ColorRole::Accent,
                         tr("%1: %2").arg(each.name, each.text));
    }
}

} // namespace weir
