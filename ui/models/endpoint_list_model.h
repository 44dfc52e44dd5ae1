// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel> // first: moc 6.4 cannot read <concepts> before a Qt header
#include <QHash>
#include <QSet>

#include "ui/models/endpoint_order.h"
#include "ui/models/endpoint_row.h"
#include "ui/models/scope.h"

#include <optional>
#include <vector>

namespace weir {

/**
 * The endpoints in scope for a view, under the headers of their groups when there are any. Selection and
 * focus stay with an endpoint while rows change places. Costs what is looked at: a row's texts are made when
 * somebody asks for them, order and sums once a second.
 *
 * GUI thread; owned by the panel. It reads the data given to apply() whenever a view asks, so that data must
 * outlive it or the next apply().
 */
class EndpointListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    /** What is now. Announces who came, went and changed places; texts are announced by refresh(). */
    void apply(const DashboardData& data);
    /** Announces those rows of [first, last] that look different since they were last asked for. */
    void refresh(int first, int last);

    // Each takes effect at once.
    void setSort(EndpointSort sort);
    void setScope(const Scope& scope);
    void setFolded(const QSet<QString>& groups);
    void setMarked(EndpointId emphasized, EndpointId solo);
    /** Order and groups are looked at again by the next apply(), not after a second. */
    void forgetOrder() { m_arrangedAt.reset(); }

    const Scope& scope() const { return m_scope; }
    EndpointSort sort() const { return m_sort; }
    const QSet<QString>& folded() const { return m_folded; }
    /** Endpoints in scope, those in folded groups included. */
    int endpointsInScope() const { return m_inScope; }

    /** Null when there is no such row. Valid until the next call of a method that is not const. */
    const EndpointRow* at(const QModelIndex& index) const;
    /** Null for a header. */
    EndpointId idAt(const QModelIndex& index) const;
    bool isHeader(const QModelIndex& index) const;
    /** Of the row, header or endpoint; as the user named it. */
    QString groupAt(const QModelIndex& index) const;
    /** Invalid when it is not listed. */
    QModelIndex indexOf(EndpointId id) const;
    QModelIndex headerOf(const QString& group) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /** Rows made so far: the work, for tests. */
    std::uint64_t built() const { return m_built; }

private:
    struct Entry
    {
        EndpointPlace place;
        std::optional<EndpointRow> row{};
        std::uint64_t builtIn = 0; ///< the round of apply()
        bool isChanged = false;    ///< since it was announced
    };

    void arrange();
    void become(const std::vector<EndpointPlace>& next);
    void removeMissing(const QHash<QString, std::size_t>& headers,
                       const QHash<std::uint32_t, std::size_t>& endpoints);
    void build(Entry& entry) const;

    const DashboardData* m_data = nullptr;
    mutable std::vector<Entry> m_entries; ///< rows are made by reading them
    QHash<QString, GroupSum> m_sums;
    std::vector<EndpointId> m_known;
    std::optional<TimePoint> m_arrangedAt;
    EndpointSort m_sort = EndpointSort::TroubleFirst;
    Scope m_scope;
    QSet<QString> m_folded;
    EndpointId m_emphasized;
    EndpointId m_solo;
    int m_inScope = 0;
    std::uint64_t m_round = 0;
    mutable std::uint64_t m_built = 0;
};

} // namespace weir
