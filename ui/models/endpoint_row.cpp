// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_row.h"

#include "ui/models/dashboard_data.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kLongestName = 80;

QString perSecond(double rate)
{
    return format::compact(rate) + u"/s"_s;
}

SparkLine sparkLine(const EndpointHistory& endpoint)
{
    SparkLine line;
    const Series& series = endpoint.messages;
    const std::size_t first = series.size() - std::min(series.size(), SparkLine::kSeconds);
    bool isAnything = false;
    for (std::size_t i = first; i < series.size(); ++i) {
        const Sample& sample = series[i];
        isAnything = isAnything || (!sample.isGap() && sample.value > 0);
        line.values.push_back(sample.isGap() ? std::numeric_limits<float>::quiet_NaN()
                                             : static_cast<float>(sample.value));
    }
    if (!isAnything)
        return {};
    line.isLost = isDown(endpoint.status);
    return line;
}

} // namespace

bool SparkLine::operator==(const SparkLine& other) const
{
    return isLost == other.isLost &&
           std::equal(values.begin(), values.end(), other.values.begin(), other.values.end(),
                      [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); });
}

EndpointRow endpointRow(const DashboardData& data, EndpointId id)
{
    EndpointRow row;
    const EndpointHistory* endpoint = data.find(id);
    if (!endpoint)
        return row;
    const EndpointStatus& status = endpoint->status;
    row.id = id;
    row.name = plainText(status.name, kLongestName);
    row.colorSlot = endpoint->colorSlot;
    row.words = stateWords(status, data.now());
    const auto messages = data.messagesPerSecond(id);
    row.rate = messages ? perSecond(*messages) : u"–"_s;
    if (status.state == EndpointState::Open) {
        QStringList traffic;
        if (status.roundTrip)
            traffic.append(format::shortDuration(*status.roundTrip));
        if (const auto bytes = data.bytesPerSecond(id))
            traffic.append(format::withUnit(*bytes, Say::tr("B/s")));
        row.traffic = traffic.join(u" · "_s);
    }
    row.spark = sparkLine(*endpoint);
    return row;
}

EndpointRow groupRow(const QString& group, const GroupSum& sum, bool isFolded)
{
    EndpointRow row;
    row.name = group.isEmpty() ? Say::tr("no group") : plainText(group, kLongestName);
    row.isFolded = isFolded;
    row.words.color = sum.troubled > 0 ? ColorRole::Bad : ColorRole::Secondary;
    const QString rate = sum.open > 0 ? perSecond(sum.rate) : u"–"_s;
    if (!isFolded)
        row.rate = u"%1 · %2"_s.arg(QString::number(sum.endpoints), rate);
    else if (sum.open == sum.endpoints)
        row.rate = Say::tr("%1 open · %2").arg(QString::number(sum.open), rate);
    else
        row.rate = Say::tr("%1 of %2 open · %3")
                       .arg(QString::number(sum.open), QString::number(sum.endpoints), rate);
    return row;
}

QString EndpointRow::spoken() const
{
    if (isHeader()) {
        return Say::tr("Group %1, %2, %3")
            .arg(name, rate, isFolded ? Say::tr("folded") : Say::tr("unfolded"));
    }
    QStringList parts{name, colorSlot >= 0 ? Say::tr("drawn") : Say::tr("not drawn")};
    if (isSolo)
        parts.append(Say::tr("the only one on the charts"));
    if (isEmphasized)
        parts.append(Say::tr("emphasised"));
    parts.append(words.detail.isEmpty() ? words.word : words.word + u' ' + words.detail);
    parts.append(rate == u"–"_s ? Say::tr("rate unknown") : rate);
    if (!traffic.isEmpty())
        parts.append(traffic);
    return parts.join(u", "_s);
}

} // namespace weir
