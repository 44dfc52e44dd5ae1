// SPDX-License-Identifier: Apache-2.0
#include "core/protocol/field_reader.h"

#include "core/protocol/wire.h"

#include <QJsonDocument>

#include <cmath>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kMostShown = 40;

/** What stands there, for a problem: short, on one line. */
QString shown(const QJsonValue& value)
{
    if (value.isObject())
        return u"an object"_s;
    if (value.isArray())
        return u"an array"_s;
    QString text = QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    text = text.sliced(1, text.size() - 2);
    return text.size() > kMostShown ? text.first(kMostShown) + u"…"_s : text;
}

/** Numbers are exact up to 2^53 only; a string of digits always is. */
std::optional<std::uint64_t> wholeNumber(const QJsonValue& value)
{
    if (value.isDouble()) {
        const double number = value.toDouble();
        if (number < 0 || number > static_cast<double>(kLargestNumber) || number != std::floor(number))
            return std::nullopt;
        return static_cast<std::uint64_t>(number);
    }
    const QString digits = value.toString();
    bool isNumber = !digits.isEmpty() && digits.front().isDigit();
    const qulonglong number = isNumber ? digits.toULongLong(&isNumber) : 0;
    return isNumber ? std::optional<std::uint64_t>(number) : std::nullopt;
}

QString rangeOf(double least, double most)
{
    return u"%1 to %2"_s.arg(least, 0, 'g', 10).arg(most, 0, 'g', 10);
}

} // namespace

FieldReader::FieldReader(QJsonObject object, QString where)
    : m_object(std::move(object)), m_where(std::move(where))
{}

bool FieldReader::has(QLatin1String name) const
{
    const QJsonValue value = m_object.value(name);
    return !value.isUndefined() && !value.isNull();
}

QString FieldReader::nameOf(QLatin1String name) const
{
    return m_where.isEmpty() ? QString(name) : m_where + u'.' + name;
}

void FieldReader::fail(const QString& problem)
{
    if (!m_problem)
        m_problem = Error{problem.toStdString()};
}

void FieldReader::refuse(QLatin1String name, const QString& allowed)
{
    if (has(name))
        fail(u"\"%1\" is %2: it must be %3."_s.arg(nameOf(name), shown(m_object.value(name)), allowed));
    else
        fail(u"\"%1\" is missing: it must be %2."_s.arg(nameOf(name), allowed));
}

std::uint64_t FieldReader::integer(QLatin1String name, std::uint64_t least, std::uint64_t most)
{
    const std::optional<std::uint64_t> number = wholeNumber(m_object.value(name));
    if (number && *number >= least && *number <= most)
        return *number;
    refuse(name, most == std::numeric_limits<std::uint64_t>::max()
                     ? u"a whole number from %1"_s.arg(least)
                     : u"a whole number from %1 to %2"_s.arg(least).arg(most));
    return least;
}

double FieldReader::number(QLatin1String name, double least, double most)
{
    const QJsonValue value = m_object.value(name);
    if (value.isDouble() && value.toDouble() >= least && value.toDouble() <= most)
        return value.toDouble();
    refuse(name, u"a number from "_s + rangeOf(least, most));
    return least;
}

double FieldReader::number(QLatin1String name)
{
    const QJsonValue value = m_object.value(name);
    if (value.isDouble() && std::isfinite(value.toDouble()))
        return value.toDouble();
    refuse(name, u"a number"_s);
    return 0;
}

QString FieldReader::text(QLatin1String name, int least, int most)
{
    const QJsonValue value = m_object.value(name);
    if (value.isString() && value.toString().size() >= least && value.toString().size() <= most)
        return value.toString();
    refuse(name, u"a text of %1 to %2 characters"_s.arg(least).arg(most));
    return {};
}

int FieldReader::choice(QLatin1String name, const QStringList& allowed)
{
    const QJsonValue value = m_object.value(name);
    const auto at = value.isString() ? allowed.indexOf(value.toString()) : -1;
    if (at < 0)
        refuse(name, u"one of "_s + allowed.join(u", "_s));
    return static_cast<int>(std::max<qsizetype>(at, 0));
}

bool FieldReader::boolean(QLatin1String name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isBool())
        refuse(name, u"true or false"_s);
    return value.toBool();
}

QJsonArray FieldReader::array(QLatin1String name, int most)
{
    const QJsonValue value = m_object.value(name);
    if (value.isArray() && value.toArray().size() <= most)
        return value.toArray();
    refuse(name, u"an array of at most %1 elements"_s.arg(most));
    return {};
}

FieldReader FieldReader::object(QLatin1String name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isObject())
        refuse(name, u"an object"_s);
    return FieldReader(value.toObject(), nameOf(name));
}

FieldReader FieldReader::element(QLatin1String array, const QJsonArray& of, qsizetype at) const
{
    const QString where = u"%1[%2]"_s.arg(nameOf(array)).arg(at);
    FieldReader element(of.at(at).toObject(), where);
    if (!of.at(at).isObject())
        element.fail(u"\"%1\" is %2: it must be an object."_s.arg(where, shown(of.at(at))));
    return element;
}

void FieldReader::take(const FieldReader& nested)
{
    if (!m_problem)
        m_problem = nested.m_problem;
}

std::uint64_t FieldReader::integerOr(QLatin1String name, std::uint64_t otherwise)
{
    return has(name) ? integer(name) : otherwise;
}

double FieldReader::numberOr(QLatin1String name, double otherwise)
{
    return has(name) ? number(name) : otherwise;
}

QString FieldReader::textOr(QLatin1String name, const QString& otherwise, int most)
{
    return has(name) ? text(name, 0, most) : otherwise;
}

} // namespace weir
