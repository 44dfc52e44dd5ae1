// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/link/endpoint_source.h"

namespace weir {

// A secret that is known and not shown is edited as "•••" with a number: "•••1", "•••2", … in the order of
// address (user, query), headers, subprotocols, first messages, steps, proxy.

/** Whether `text` is a mask and nothing else. */
bool isSecretMask(const QString& text);
/** Of a header: "•••3" and "Bearer •••3". */
bool isMaskedValue(const QString& value);

/**
 * `source` as it may be shown to be edited: what withoutSecrets() would leave out is masked, in the query, a
 * header's value ("Bearer •••2"), a subprotocol, a message, a step, before the host of address and proxy.
 * Numbers begin with `first`. Pure.
 */
EndpointSource withSecretsMasked(EndpointSource source, int first = 1);

/** The largest number of a mask in `source`; 0 for none. */
int largestMaskIn(const EndpointSource& source);

/**
 * The reverse: `edited` with the secrets of `kept`, numbered from `first` on, where their masks stand now;
 * masks with smaller numbers stay. A secret may move among headers, among values of the query, or between
 * messages and steps, where it is still taken for one. Fails, naming mask and place, where a mask stands for
 * nothing that is kept, stands twice, cannot be used where it stands, or says no number. What is not masked
 * any more is forgotten. Pure.
 */
Result<EndpointSource, SourceProblem> withSecretsOf(EndpointSource edited, const EndpointSource& kept,
                                                    int first = 1);

} // namespace weir
