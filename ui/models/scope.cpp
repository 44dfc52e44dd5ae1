// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/scope.h"

#include "ui/models/dashboard_data.h"
#include "ui/models/endpoint_text.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

bool isIn(Scope::States states, const EndpointStatus& status)
{
    switch (states) {
    case Scope::States::All:
        return true;
    case Scope::States::Receiving:
        return isReceiving(status.state);
    case Scope::States::Retrying:
        return isDown(status);
    case Scope::States::Silent:
        return status.state == EndpointState::Silent;
    }
    return true;
}

} // namespace

bool Scope::includes(const EndpointHistory& endpoint) const
{
    if (group && endpoint.group != *group)
        return false;
    if (!isIn(states, endpoint.status))
        return false;
    if (filter.isEmpty())
        return true;
    const auto contains = [this](const QString& text) { return text.contains(filter, Qt::CaseInsensitive); };
    return contains(endpoint.status.name) || contains(endpoint.group) ||
           std::any_of(endpoint.tags.begin(), endpoint.tags.end(), contains) ||
           contains(stateWord(endpoint.status.state));
}

QString Scope::words() const
{
    QStringList words;
    if (group)
        words.append(group->isEmpty() ? Say::tr("no group") : plainText(*group, 40));
    if (states == States::Receiving)
        words.append(Say::tr("receiving"));
    else if (states == States::Retrying)
        words.append(Say::tr("in trouble"));
    else if (states == States::Silent)
        words.append(Say::tr("silent"));
    if (!filter.isEmpty())
        words.append(u"“"_s + plainText(filter, 40) + u"”"_s);
    return words.isEmpty() ? Say::tr("all endpoints") : words.join(u", "_s);
}

} // namespace weir
