// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QUrl>

#include "core/link/endpoint_hub.h"

namespace weir::test {

inline MetricsConfig everything()
{
    MetricsConfig config;
    config.mode = SamplingMode::Everything;
    return config;
}

inline EndpointSettings settingsFor(const QUrl& url, const QString& name = {})
{
    EndpointSettings settings = endpointFromUrl(url.toString()).value();
    if (!name.isEmpty())
        settings.name = name;
    return settings;
}

inline EndpointStatus statusOf(const EndpointHub& hub, EndpointId id)
{
    for (const EndpointStatus& status : hub.statuses()) {
        if (status.id == id)
            return status;
    }
    return {};
}

inline EndpointState stateOf(const EndpointHub& hub, EndpointId id)
{
    return statusOf(hub, id).state;
}

} // namespace weir::test
