// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/json_reader.h"

#include "core/link/endpoint_settings.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kMostShown = 64;         ///< characters of a value
constexpr qsizetype kLongestName = 40; ///< of a member that is compared with the known ones

QString tr(const char* text)
{
    return QCoreApplication::translate("ProfileReader", text);
}

/** Single characters to insert, remove or replace, to get from one to the other. */
int distance(const QString& from, const QString& to)
{
    std::vector<int> row(static_cast<std::size_t>(to.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < from.size(); ++i) {
        int diagonal = std::exchange(row[0], static_cast<int>(i) + 1);
        for (std::size_t j = 1; j < row.size(); ++j) {
            const int replaced = diagonal + (from[i] == to[static_cast<qsizetype>(j) - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
        }
    }
    return row.back();
}

bool isControl(QChar c)
{
    return c.category() == QChar::Other_Control;
}

} // namespace

QString shownValue(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Object:
        return tr("an object");
    case QJsonValue::Array:
        return tr("a list");
    case QJsonValue::String:
        return u'"' + displayText(value.toString(), kMostShown) + u'"';
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double:
        return QString::number(value.toDouble(), 'g', 12);
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return u"null"_s;
}

void FileProblems::add(const QString& place, const QString& words)
{
    if (m_count++ < m_limit)
        m_problems.push_back({(place + u' ' + words).toStdString()});
}

std::vector<Error> FileProblems::take() const
{
    std::vector<Error> all = m_problems;
    if (m_count > m_limit)
        all.push_back({tr("There are %1 problems more.").arg(m_count - m_limit).toStdString()});
    return all;
}

ObjectReader::ObjectReader(const QJsonValue& value, QString place, FileProblems& problems)
    : m_object(value.toObject()), m_place(std::move(place)), m_problems(problems)
{
    if (!value.isObject())
        m_problems.add(m_place, tr("is %1: it must be an object, { … }.").arg(shownValue(value)));
}

QJsonValue ObjectReader::value(const char* name)
{
    m_known += QString::fromLatin1(name);
    return m_object.value(QLatin1String(name));
}

QString ObjectReader::placeOf(const char* name) const
{
    return m_place.isEmpty() ? QString::fromLatin1(name) : m_place + u'.' + QLatin1String(name);
}

std::optional<QString> ObjectReader::checkedText(const QJsonValue& value, const QString& place,
                                                 qsizetype limit, bool isMultiline)
{
    const QString text = value.toString();
    if (!value.isString()) {
        m_problems.add(place, tr("is %1: it must be a text in quotes.").arg(shownValue(value)));
    } else if (text.size() > limit) {
        m_problems.add(place,
                       tr("is %1 characters long: at most %2 are allowed.").arg(text.size()).arg(limit));
    } else if (!isMultiline && std::any_of(text.begin(), text.end(), isControl)) {
        m_problems.add(place, tr("holds a control character: take it out."));
    } else {
        return text;
    }
    return std::nullopt;
}

QString ObjectReader::text(const char* name, qsizetype limit, const QString& fallback, bool isMultiline)
{
    const QJsonValue found = value(name);
    if (found.isUndefined())
        return fallback;
    return checkedText(found, placeOf(name), limit, isMultiline).value_or(fallback);
}

bool ObjectReader::boolean(const char* name, bool fallback)
{
    const QJsonValue found = value(name);
    if (!found.isUndefined() && !found.isBool())
        m_problems.add(placeOf(name), tr("is %1: it must be true or false.").arg(shownValue(found)));
    return found.toBool(fallback);
}

double ObjectReader::number(const char* name, double lowest, double highest, double fallback)
{
    const QJsonValue found = value(name);
    if (found.isUndefined())
        return fallback;
    const double number = found.toDouble(std::nan(""));
    if (number >= lowest && number <= highest)
        return number;
    m_problems.add(placeOf(name), tr("is %1: it must be a number from %2 to %3.")
                                      .arg(shownValue(found))
                                      .arg(lowest, 0, 'g', 10)
                                      .arg(highest, 0, 'g', 10));
    return fallback;
}

qint64 ObjectReader::whole(const char* name, qint64 lowest, qint64 highest, qint64 fallback)
{
    const QJsonValue found = value(name);
    if (found.isUndefined())
        return fallback;
    const double number = found.toDouble(std::nan(""));
    if (number >= double(lowest) && number <= double(highest) && number == std::floor(number))
        return static_cast<qint64>(number);
    m_problems.add(placeOf(name), tr("is %1: it must be a whole number from %2 to %3.")
                                      .arg(shownValue(found))
                                      .arg(lowest)
                                      .arg(highest));
    return fallback;
}

std::optional<std::size_t> ObjectReader::oneOf(const char* name, const QStringList& words)
{
    const QJsonValue found = value(name);
    if (found.isUndefined())
        return std::nullopt;
    const qsizetype index = found.isString() ? words.indexOf(found.toString()) : -1;
    if (index >= 0)
        return static_cast<std::size_t>(index);
    m_problems.add(placeOf(name),
                   tr("is %1: it must be one of %2.").arg(shownValue(found), words.join(u", "_s)));
    return std::nullopt;
}

QJsonArray ObjectReader::list(const char* name, qsizetype most)
{
    const QJsonValue found = value(name);
    if (found.isUndefined())
        return {};
    const QJsonArray items = found.toArray();
    if (!found.isArray())
        m_problems.add(placeOf(name), tr("is %1: it must be a list, [ … ].").arg(shownValue(found)));
    else if (items.size() > most)
        m_problems.add(placeOf(name),
                       tr("holds %1 items: at most %2 are allowed.").arg(items.size()).arg(most));
    else
        return items;
    return {};
}

QStringList ObjectReader::texts(const char* name, qsizetype most, qsizetype limit, bool isMultiline)
{
    QStringList all;
    const QJsonArray items = list(name, most);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QString place = placeOf(name) + u"[%1]"_s.arg(i);
        if (std::optional<QString> item = checkedText(items[i], place, limit, isMultiline))
            all += *item;
    }
    return all;
}

void ObjectReader::refuseOthers()
{
    for (const QString& name : m_object.keys()) {
        if (m_known.contains(name))
            continue;
        if (m_problems.isFull()) { // a hostile file may hold a million names to compare
            m_problems.add({}, {});
            continue;
        }
        const QString compared = name.left(kLongestName).toLower();
        const auto nearest =
            std::min_element(m_known.begin(), m_known.end(), [&](const QString& a, const QString& b) {
                return distance(compared, a) < distance(compared, b);
            });
        const QString shown = displayText(name, kMostShown);
        m_problems.add(m_place.isEmpty() ? shown : m_place + u'.' + shown,
                       tr("is not known here; the nearest that is: \"%1\".").arg(*nearest));
    }
}

} // namespace weir
