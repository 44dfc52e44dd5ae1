// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/models/top_key_rows.h"

#include <vector>

namespace weir {

/** What a list of keys is ordered by. */
enum class KeySort { Name, Rate, Share, Sum, Grade };

/**
 * Who sends most, largest first unless it is sorted otherwise. apply() tells views only what looks different.
 * GUI thread.
 */
class TopKeysModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void apply(TopKeyList list);
    void setSort(KeySort sort, bool isReversed);
    KeySort sort() const { return m_sort; }
    bool isReversed() const { return m_isReversed; }
    const TopKeyRow* at(const QModelIndex& index) const;
    /** Messages a second at the right end of the common axis. */
    double axisEnd() const { return m_axisEnd; }
    /** Whether no number here is an estimate. */
    bool isExact() const { return m_isExact; }
    /** No field of a message is the key. */
    bool isOfEndpoints() const { return m_isOfEndpoints; }
    /** "≈ messages/s": what the numbers count. */
    QString rateHeading() const;
    bool hasSum() const { return m_hasSum; }
    /** As in TopKeyList. */
    const QString& keyIs() const { return m_keyIs; }
    const QString& unlisted() const { return m_unlisted; }
    const QString& trouble() const { return m_trouble; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void sortRows(std::vector<TopKeyRow>& rows) const;
    void take(std::vector<TopKeyRow> next);
    void removeMissing(const std::vector<TopKeyRow>& next);
    void appendNew(const std::vector<TopKeyRow>& next);
    void reorder(const std::vector<TopKeyRow>& next);

    std::vector<TopKeyRow> m_rows;
    double m_axisEnd = 0;
    KeySort m_sort = KeySort::Rate;
    bool m_isReversed = false;
    bool m_isExact = false;
    bool m_isOfEndpoints = true;
    bool m_hasSum = false;
    QString m_keyIs;
    QString m_unlisted;
    QString m_trouble;
};

} // namespace weir
