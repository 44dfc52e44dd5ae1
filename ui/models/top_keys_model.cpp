// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/top_keys_model.h"

#include "ui/models/format.h"
#include "ui/models/nice_scale.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kLongestKey = 80;

double secondsOf(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

QString gradeMeans(Grade grade)
{
    switch (grade) {
    case Grade::A:
        return Say::tr("Grade A: from 30 messages looked into.");
    case Grade::B:
        return Say::tr("Grade B: from 10 to 29 messages looked into.");
    case Grade::C:
        break;
    }
    return Say::tr("Grade C: fewer than 10 messages looked into, only the range counts.");
}

QString wordsOf(const QString& name, const Estimate& estimate, const EngineSnapshot& snapshot)
{
    const double seconds = secondsOf(snapshot.interval);
    const QString length = format::shortDuration(snapshot.interval);
    if (estimate.isPoint()) {
        return Say::tr("“%1”: %2 messages a second. Exact: every message of the last %3 was looked into.")
            .arg(name, format::compact(estimate.value / seconds), length);
    }
    if (estimate.samples == 0) {
        return Say::tr(
                   "“%1”: none of its messages was looked into in the last %2, at a rate of %3: at most %4 a "
                   "second (95 %).")
            .arg(name, length, format::percent(snapshot.sampling.effective),
                 format::compact(estimate.high / seconds));
    }
    return Say::tr("“%1”: ≈ %2 messages a second, 95 % range %3. %4 messages looked into in the last %5, at "
                   "a rate of %6. %7")
        .arg(name, format::compact(estimate.value / seconds),
             format::range(estimate.low / seconds, estimate.high / seconds), format::count(estimate.samples),
             length, format::percent(snapshot.sampling.effective), gradeMeans(estimate.grade));
}

/** unlistedBelow counts since the start, for any type: so it says nothing about a second of today. */
QString unlistedOf(const EngineSnapshot& snapshot)
{
    if (!(snapshot.unlistedBelow > 0))
        return Say::tr("No other key has sent anything so far");
    const auto most = static_cast<std::uint64_t>(std::ceil(snapshot.unlistedBelow));
    return Say::tr("Any key not listed here has sent at most %1 messages so far (95 %)")
        .arg(most < 100'000 ? format::count(most) : format::compact(static_cast<double>(most)));
}

QHash<QString, int> placesOf(const std::vector<TopKeyRow>& rows)
{
    QHash<QString, int> places;
    places.reserve(static_cast<qsizetype>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i)
        places.insert(rows[i].id, static_cast<int>(i));
    return places;
}

} // namespace

std::vector<TopKeyRow> TopKeysModel::rowsOf(const EngineSnapshot& snapshot)
{
    std::vector<TopKeyRow> rows;
    QSet<QString> ids;
    const double seconds = secondsOf(snapshot.interval);
    const bool isMeasured = seconds > 0;
    double longest = 0;
    m_isExact = isMeasured;
    for (const KeySnapshot& key : snapshot.keys) {
        if (key.type != MetricType::MessageReceived)
            continue;
        const Estimate& estimate = key.intervalCount;
        TopKeyRow row;
        row.id = QString::fromStdString(key.key);
        row.name = plainText(row.id, kLongestKey);
        while (ids.contains(row.id))
            row.id += u'+'; // names are capped, so two may be alike
        ids.insert(row.id);
        row.number = u"–"_s;
        if (isMeasured) {
            row.isExact = estimate.isPoint();
            row.perSecond = estimate.value / seconds;
            if (row.isExact || estimate.samples > 0)
                row.number = format::compact(row.perSecond); // without a sample only the range is known
            row.low = estimate.low / seconds;
            row.value = row.perSecond;
            row.high = estimate.high / seconds;
            row.words = wordsOf(row.name, estimate, snapshot);
            if (!row.isExact)
                row.grade = QChar::fromLatin1(static_cast<char>(estimate.grade));
            longest = std::max(longest, row.high);
        }
        m_isExact = m_isExact && row.isExact;
        rows.push_back(std::move(row));
    }
    m_isExact = m_isExact && !rows.empty();
    // Calm: a bar that changes its length because another one did cannot be compared with itself.
    if (longest > m_axisEnd || longest < m_axisEnd / 4)
        m_axisEnd = niceScaleFor(longest).top;
    for (TopKeyRow& row : rows) {
        for (double* place : {&row.low, &row.value, &row.high})
            *place = m_axisEnd > 0 ? *place / m_axisEnd : 0;
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const TopKeyRow& a, const TopKeyRow& b) { return a.perSecond > b.perSecond; });
    return rows;
}

void TopKeysModel::apply(const EngineSnapshot& snapshot)
{
    std::vector<TopKeyRow> next = rowsOf(snapshot);
    m_unlisted = unlistedOf(snapshot);
    const bool isSameOrder = std::equal(m_rows.begin(), m_rows.end(), next.begin(), next.end(),
                                        [](const TopKeyRow& a, const TopKeyRow& b) { return a.id == b.id; });
    if (!isSameOrder) {
        removeMissing(next);
        appendNew(next);
        reorder(next);
    }
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (m_rows[i] == next[i])
            continue;
        m_rows[i] = std::move(next[i]);
        const QModelIndex changed = index(static_cast<int>(i));
        Q_EMIT dataChanged(changed, changed);
    }
}

void TopKeysModel::removeMissing(const std::vector<TopKeyRow>& next)
{
    const QHash<QString, int> wanted = placesOf(next);
    for (int i = rowCount() - 1; i >= 0; --i) {
        if (wanted.contains(m_rows[static_cast<std::size_t>(i)].id))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.erase(m_rows.begin() + i);
        endRemoveRows();
    }
}

void TopKeysModel::appendNew(const std::vector<TopKeyRow>& next)
{
    const QHash<QString, int> known = placesOf(m_rows);
    std::vector<TopKeyRow> added;
    std::copy_if(next.begin(), next.end(), std::back_inserter(added),
                 [&](const TopKeyRow& row) { return !known.contains(row.id); });
    if (added.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
    m_rows.insert(m_rows.end(), added.begin(), added.end());
    endInsertRows();
}

void TopKeysModel::reorder(const std::vector<TopKeyRow>& next)
{
    const QHash<QString, int> places = placesOf(next);
    const auto placeOf = [&](const TopKeyRow& row) { return places.value(row.id); };
    const auto before = [&](const TopKeyRow& a, const TopKeyRow& b) { return placeOf(a) < placeOf(b); };
    if (std::is_sorted(m_rows.begin(), m_rows.end(), before))
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList old = persistentIndexList();
    QModelIndexList moved;
    for (const QModelIndex& at : old)
        moved.append(index(placeOf(m_rows[static_cast<std::size_t>(at.row())])));
    std::sort(m_rows.begin(), m_rows.end(), before);
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

const TopKeyRow* TopKeysModel::at(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return nullptr;
    return &m_rows[static_cast<std::size_t>(index.row())];
}

int TopKeysModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant TopKeysModel::data(const QModelIndex& index, int role) const
{
    const TopKeyRow* row = at(index);
    if (!row)
        return {};
    if (role == Qt::DisplayRole)
        return row->name;
    if (role == Qt::AccessibleTextRole)
        return row->words.isEmpty() ? row->name : row->words;
    if (role == Qt::ToolTipRole)
        return u"<p>"_s + (row->words.isEmpty() ? row->name : row->words).toHtmlEscaped() + u"</p>"_s;
    return {};
}

} // namespace weir
