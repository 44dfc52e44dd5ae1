// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/outlook_view.h"

#include "core/engine/rate_outlook.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {
namespace {

struct Rates
{
    std::array<double, 4> values{0.01, 0.03, 0.1, 1};
    int current = 0;
};

Rates ratesAround(double inForce)
{
    Rates rates;
    const auto distance = [inForce](double rate) { return std::abs(std::log(rate / inForce)); };
    const auto nearest = std::min_element(rates.values.begin(), rates.values.end(),
                                          [&](double a, double b) { return distance(a) < distance(b); });
    *nearest = inForce;
    rates.current = static_cast<int>(nearest - rates.values.begin());
    return rates;
}

/** Messages of a key in the last interval, if it had any. */
const KeySnapshot* keyNamed(const EngineSnapshot& snapshot, const QString& name)
{
    const std::string utf8 = name.toStdString();
    for (const KeySnapshot& key : snapshot.keys) {
        if (key.type == MetricType::MessageReceived && key.key == utf8 && key.intervalCount.value > 0)
            return &key;
    }
    return nullptr;
}

const KeySnapshot* quietest(const EngineSnapshot& snapshot)
{
    const KeySnapshot* least = nullptr;
    for (const KeySnapshot& key : snapshot.keys) {
        if (key.type == MetricType::MessageReceived && key.intervalCount.value > 0 &&
            (!least || key.intervalCount.value < least->intervalCount.value))
            least = &key;
    }
    return least;
}

/** As short as a narrow column needs: whole from 1 %, a tenth below. */
QString shortPercent(double share)
{
    if (share > 0 && share < 0.001)
        return u"<0.1\u202F%"_s;
    return u"%1\u202F%"_s.arg(share * 100, 0, 'f', share > 0 && share < 0.00995 ? 1 : 0);
}

QString rangeText(const Estimate& estimate)
{
    if (estimate.isPoint())
        return Say::tr("exact");
    if (estimate.grade == Grade::C)
        return Say::tr("few", "too few to give a range");
    return shortPercent((estimate.high - estimate.low) / 2 / estimate.value);
}

} // namespace

OutlookView outlookView(const EngineSnapshot& snapshot, double inForce, const QString& subject)
{
    OutlookView view;
    if (snapshot.of(MetricType::MessageReceived).intervalCount == 0)
        return view;
    const KeySnapshot* const chosen = keyNamed(snapshot, subject);
    const KeySnapshot* const least = quietest(snapshot);
    std::vector<const KeySnapshot*> keys;
    for (const KeySnapshot* key : {chosen, least}) {
        if (key && std::find(keys.begin(), keys.end(), key) == keys.end())
            keys.push_back(key);
    }

    const Rates rates = ratesAround(inForce);
    view.current = rates.current;
    const auto ask = [&view](const QString& question, const QString& hint) {
        view.questions.append(question);
        view.hints.append(hint);
    };
    ask(Say::tr("Looked into/s"), Say::tr("Messages a second that would be looked into"));
    for (const KeySnapshot* key : keys) {
        const QString name = plainText(QString::fromStdString(key->key), 40);
        ask(Say::tr("%1, range").arg(name),
            Say::tr("How sure the count of “%1” would be: half the 95\u202F% range, as a share of the value")
                .arg(name));
    }
    ask(Say::tr("Ring, fullest"), Say::tr("How full the ring would get before it is emptied"));
    ask(Say::tr("CPU, one core"), Say::tr("What looking into that many would cost, of one core"));
    view.answers.resize(static_cast<std::size_t>(view.questions.size()));
    for (const double rate : rates.values) {
        view.rates.append(shortPercent(rate));
        const RateOutlook any = outlookAt(snapshot, rate, {});
        auto answer = view.answers.begin();
        (answer++)->append(format::compact(any.chosenPerSecond));
        for (const KeySnapshot* key : keys) {
            const OutlookSubject asked{key->type, key->intervalCount.value, key->intervalSum.value};
            (answer++)->append(rangeText(outlookAt(snapshot, rate, asked).count));
        }
        (answer++)->append(any.peakFill >= 1 ? Say::tr("thins") : shortPercent(any.peakFill));
        answer->append(snapshot.config.enableMeta ? shortPercent(any.shareOfCore) : u"–"_s);
    }
    return view;
}

} // namespace weir
