// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_order.h"

#include "ui/models/dashboard_data.h"
#include "ui/models/endpoint_text.h"
#include "ui/models/scope.h"

#include <algorithm>

namespace weir {

namespace {

struct Candidate
{
    const EndpointHistory* endpoint;
    int rank;
    double rate; ///< below zero: unknown
};

struct Group
{
    QString name;
    GroupSum sum;
    std::vector<Candidate> members;
};

void sortMembers(std::vector<Candidate>& members, EndpointSort sort)
{
    switch (sort) {
    case EndpointSort::TroubleFirst:
        std::stable_sort(members.begin(), members.end(),
                         [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });
        break;
    case EndpointSort::Busiest:
        std::stable_sort(members.begin(), members.end(),
                         [](const Candidate& a, const Candidate& b) { return a.rate > b.rate; });
        break;
    case EndpointSort::Name:
        std::stable_sort(members.begin(), members.end(), [](const Candidate& a, const Candidate& b) {
            return isNameBefore(a.endpoint->status.name, b.endpoint->status.name);
        });
        break;
    case EndpointSort::AsAdded:
        break;
    }
}

/** Where the run of digits that begins here ends. */
qsizetype digitsEnd(QStringView text, qsizetype begin)
{
    while (begin < text.size() && text[begin].isDigit())
        ++begin;
    return begin;
}

QStringView withoutZeros(QStringView digits)
{
    while (digits.size() > 1 && digits.front().digitValue() == 0)
        digits = digits.sliced(1);
    return digits;
}

} // namespace

bool isNameBefore(QStringView a, QStringView b)
{
    qsizetype i = 0;
    qsizetype k = 0;
    while (i < a.size() && k < b.size()) {
        if (a[i].isDigit() && b[k].isDigit()) {
            const qsizetype endA = digitsEnd(a, i);
            const qsizetype endB = digitsEnd(b, k);
            const QStringView left = withoutZeros(a.sliced(i, endA - i));
            const QStringView right = withoutZeros(b.sliced(k, endB - k));
            if (left.size() != right.size())
                return left.size() < right.size();
            if (const int order = left.compare(right); order != 0)
                return order < 0;
            i = endA;
            k = endB;
            continue;
        }
        const char16_t left = a[i++].toCaseFolded().unicode();
        const char16_t right = b[k++].toCaseFolded().unicode();
        if (left != right)
            return left < right;
    }
    return a.size() - i < b.size() - k;
}

EndpointOrder endpointOrder(const DashboardData& data, const Scope& scope, EndpointSort sort,
                            const QSet<QString>& folded)
{
    std::vector<Group> groups;
    QHash<QString, std::size_t> numbers;
    bool isGrouped = false;
    EndpointOrder order;
    for (const EndpointId id : data.order()) {
        const EndpointHistory& endpoint = *data.find(id);
        isGrouped = isGrouped || !endpoint.group.isEmpty();
        if (!scope.includes(endpoint))
            continue;
        const auto found = numbers.constFind(endpoint.group);
        const std::size_t number = found == numbers.constEnd() ? groups.size() : *found;
        if (number == groups.size()) {
            numbers.insert(endpoint.group, number);
            groups.push_back({endpoint.group, {}, {}});
        }
        Group& group = groups[number];
        const auto rate = data.messagesPerSecond(id);
        group.members.push_back({&endpoint, troubleRank(endpoint.status), rate.value_or(-1)});
        ++order.inScope;
        ++group.sum.endpoints;
        group.sum.open += isConnected(endpoint.status.state) ? 1 : 0;
        group.sum.troubled += isTrouble(endpoint.status) ? 1 : 0;
        group.sum.rate += rate.value_or(0);
    }
    std::stable_partition(groups.begin(), groups.end(),
                          [](const Group& group) { return !group.name.isEmpty(); });
    if (sort == EndpointSort::TroubleFirst) { // or it would be first where nobody looks
        std::stable_partition(groups.begin(), groups.end(),
                              [](const Group& group) { return group.sum.troubled > 0; });
    }
    for (Group& group : groups) {
        if (isGrouped) {
            order.places.push_back({{}, group.name});
            order.sums.insert(group.name, group.sum);
            if (folded.contains(group.name))
                continue;
        }
        sortMembers(group.members, sort);
        for (const Candidate& member : group.members)
            order.places.push_back({member.endpoint->status.id, group.name});
    }
    return order;
}

} // namespace weir
