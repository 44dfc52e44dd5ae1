// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "core/link/endpoint_status.h"
#include "ui/models/colors.h"
#include "ui/models/glyph.h"

#include <deque>
#include <optional>
#include <vector>

namespace weir {

/** What an event is about. */
enum class EventKind {
    Connection, ///< an endpoint came, went or was told to
    Trouble,    ///< something was lost, failed or waits for the user
    Sampling,   ///< a rate was set, samples were thinned
    Window,     ///< the program itself
};

/** One line of the event list: texts are display-safe. */
struct EventRow
{
    WallTime time;
    Glyph glyph = Glyph::None;
    ColorRole color = ColorRole::Secondary;
    QString name;
    QString text;
    EventKind kind = EventKind::Window;
    EndpointId endpoint{}; ///< null: this window
    TimePoint at{};        ///< `time` on the axis of the charts; the epoch when not known
};

/** A link event as a line; `isReconnect` when this endpoint was open before. */
EventRow eventRow(const LinkEvent& event, bool isReconnect);
/** A line of this window's own; without a `kind` the glyph says it. `text` may come from outside. */
EventRow noteRow(WallTime time, Glyph glyph, ColorRole color, const QString& text,
                 std::optional<EventKind> kind = {});
/** "14:32:52 search Cut off without a close frame", as it is copied. */
QString plainLine(const EventRow& row);

/** What happened, newest first, the newest 500. GUI thread; owned by the window. */
class EventListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int kCapacity = 500;
    using QAbstractListModel::QAbstractListModel;

    /** Oldest first, as they happened. */
    void add(std::vector<EventRow> rows);
    const EventRow* at(const QModelIndex& index) const;
    /** Everything added since the start, also what was given up. */
    std::uint64_t totalAdded() const { return m_added; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::deque<EventRow> m_rows;
    std::uint64_t m_added = 0;
};

} // namespace weir
