// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/strong_id.h"

namespace weir {

struct EndpointTag;
/** One endpoint of this process; never reused. */
using EndpointId = StrongId<EndpointTag>;

} // namespace weir
