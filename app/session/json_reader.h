// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include "core/base/result.h"

#include <optional>
#include <vector>

namespace weir {

/** Problems found in a file, each with its place; the first `limit` in words, the rest counted. */
class FileProblems
{
public:
    explicit FileProblems(std::size_t limit) : m_limit(limit) {}

    /** "`place` `words`", such as "layout.span is 3: it must be …". */
    void add(const QString& place, const QString& words);
    bool isEmpty() const { return m_count == 0; }
    /** Whether further ones are only counted: their words need not be found. */
    bool isFull() const { return m_count >= m_limit; }
    std::size_t count() const { return m_count; }
    std::vector<Error> take() const;

private:
    std::size_t m_limit;
    std::size_t m_count = 0;
    std::vector<Error> m_problems;
};

/**
 * Reads one JSON object strictly: a member of a wrong type or out of range becomes a problem and the fallback
 * is returned; refuseOthers() then names members that nobody asked for, each with the nearest known one.
 */
class ObjectReader
{
public:
    /** `place` is "" for the whole file. A value that is no object is a problem and reads as empty. */
    ObjectReader(const QJsonValue& value, QString place, FileProblems& problems);

    bool has(const char* name) const { return m_object.contains(QLatin1String(name)); }
    QJsonValue value(const char* name);
    QString placeOf(const char* name) const;

    /** At most `limit` characters; control characters only if `isMultiline`. */
    QString text(const char* name, qsizetype limit, const QString& fallback = {}, bool isMultiline = false);
    bool boolean(const char* name, bool fallback);
    double number(const char* name, double lowest, double highest, double fallback);
    qint64 whole(const char* name, qint64 lowest, qint64 highest, qint64 fallback);
    /** The index of the word in `words`. */
    std::optional<std::size_t> oneOf(const char* name, const QStringList& words);
    QStringList texts(const char* name, qsizetype most, qsizetype limit, bool isMultiline = false);
    QJsonArray list(const char* name, qsizetype most);

    void refuseOthers();

private:
    std::optional<QString> checkedText(const QJsonValue& value, const QString& place, qsizetype limit,
                                       bool isMultiline);

    QJsonObject m_object;
    QString m_place;
    FileProblems& m_problems;
    QStringList m_known;
};

/** A value from a file, for a problem: short, on one line. */
QString shownValue(const QJsonValue& value);

} // namespace weir
