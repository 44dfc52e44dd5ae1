// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "core/engine/engine_snapshot.h"

#include <vector>

namespace weir {

/** One key as it is shown: texts are display-safe, places are shares of the common axis. */
struct TopKeyRow
{
    QString id;   ///< tells keys apart that are shown alike
    QString name; ///< as the engine listed it
    double perSecond = 0;
    QString number; ///< "318"; "–" where no interval was measured
    QString grade;  ///< "A", "B", "C"; empty where the number is exact
    bool isExact = false;
    double low = 0;   ///< left end of the bar
    double value = 0; ///< its tick
    double high = 0;  ///< right end of the bar
    QString words;    ///< the whole of it in sentences

    bool operator==(const TopKeyRow&) const = default;
};

/**
 * Who sends most, as the last interval's samples say, largest first. What a key is, is decided by who feeds
 * the engine. apply() tells views only what looks different. GUI thread.
 */
class TopKeysModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void apply(const EngineSnapshot& snapshot);
    const TopKeyRow* at(const QModelIndex& index) const;
    /** Messages a second at the right end of the common axis. */
    double axisEnd() const { return m_axisEnd; }
    /** Whether no number here is an estimate. */
    bool isExact() const { return m_isExact; }
    /** What is known of the keys that are not listed, in a sentence. */
    QString unlisted() const { return m_unlisted; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<TopKeyRow> rowsOf(const EngineSnapshot& snapshot);
    void removeMissing(const std::vector<TopKeyRow>& next);
    void appendNew(const std::vector<TopKeyRow>& next);
    void reorder(const std::vector<TopKeyRow>& next);

    std::vector<TopKeyRow> m_rows;
    double m_axisEnd = 0;
    bool m_isExact = false;
    QString m_unlisted;
};

} // namespace weir
