// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLatin1String>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <limits>
#include <optional>

namespace weir {

/**
 * Reads the fields of one JSON object that came from outside. The first field that is missing, of a wrong
 * type or out of its range is remembered in words, naming it and what is allowed; from then on reading gives
 * defaults, so that a parser reads straight through and asks once. A field that is null counts as missing;
 * fields that nobody reads are ignored. A value on one thread.
 */
class FieldReader
{
public:
    /** `where` names the object in problems, such as "values"; empty for the message itself. */
    explicit FieldReader(QJsonObject object, QString where = {});

    bool has(QLatin1String name) const;
    /** A whole number, or a string of its digits: above 2^53 a JSON number is not exact. */
    std::uint64_t integer(QLatin1String name, std::uint64_t least = 0,
                          std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
    double number(QLatin1String name, double least, double most);
    /** Any finite number. */
    double number(QLatin1String name);
    QString text(QLatin1String name, int least, int most);
    /** One of `allowed`; its position. */
    int choice(QLatin1String name, const QStringList& allowed);
    bool boolean(QLatin1String name);
    QJsonArray array(QLatin1String name, int most);
    /** The problem of a nested object becomes this one's when it is given to take(). */
    FieldReader object(QLatin1String name);
    /** The elements of an array of objects, named after it and their position. */
    FieldReader element(QLatin1String array, const QJsonArray& of, qsizetype at) const;
    void take(const FieldReader& nested);

    // As above; `otherwise` where the field is missing.
    std::uint64_t integerOr(QLatin1String name, std::uint64_t otherwise);
    double numberOr(QLatin1String name, double otherwise);
    QString textOr(QLatin1String name, const QString& otherwise, int most);

    void fail(const QString& problem);
    bool failed() const { return m_problem.has_value(); }
    /** Precondition: failed(). */
    const Error& problem() const { return *m_problem; }

private:
    QString nameOf(QLatin1String name) const;
    void refuse(QLatin1String name, const QString& allowed);

    QJsonObject m_object;
    QString m_where;
    std::optional<Error> m_problem;
};

} // namespace weir
