// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace weir {

/** The translation context of everything the models say: Say::tr("…"). */
struct Say
{
    Q_DECLARE_TR_FUNCTIONS(Weir)
};

} // namespace weir
