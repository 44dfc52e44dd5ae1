// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/event_list_model.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {
constexpr int kLongestName = 80;
constexpr int kLongestText = 400;
} // namespace

EventRow eventRow(const LinkEvent& event, bool isReconnect)
{
    EventRow row{event.wallTime,
                 Glyph::Square,
                 ColorRole::Secondary,
                 plainText(event.name, kLongestName),
                 plainText(event.text, kLongestText),
                 EventKind::Connection,
                 event.endpoint,
                 event.time};
    switch (event.kind) {
    case LinkEventKind::Connecting:
        row.glyph = Glyph::Ring;
        break;
    case LinkEventKind::Opened:
        row.glyph = isReconnect ? Glyph::Ring : Glyph::Check;
        row.color = isReconnect ? ColorRole::Warn : ColorRole::Ok;
        break;
    case LinkEventKind::FirstMessage:
        row.glyph = Glyph::Check;
        row.color = ColorRole::Ok;
        break;
    case LinkEventKind::Closed:
    case LinkEventKind::Failed:
    case LinkEventKind::Slowed:
        row.glyph = Glyph::Cross;
        row.color = ColorRole::Bad;
        row.kind = EventKind::Trouble;
        break;
    case LinkEventKind::Trouble:
        row.glyph = Glyph::Triangle;
        row.color = ColorRole::Warn;
        row.kind = EventKind::Trouble;
        break;
    case LinkEventKind::NeedsYou:
        row.color = ColorRole::Bad;
        row.kind = EventKind::Trouble;
        break;
    case LinkEventKind::Notice:
    case LinkEventKind::Paused:
    case LinkEventKind::Removed:
        break;
    }
    return row;
}

EventRow noteRow(WallTime time, Glyph glyph, ColorRole color, const QString& text,
                 std::optional<EventKind> kind)
{
    EventRow row{time, glyph, color, Say::tr("this window"), plainText(text, kLongestText)};
    if (kind)
        row.kind = *kind;
    else if (glyph == Glyph::Diamond)
        row.kind = EventKind::Sampling;
    else if (glyph == Glyph::Cross || glyph == Glyph::Triangle)
        row.kind = EventKind::Trouble;
    return row;
}

QString plainLine(const EventRow& row)
{
    return format::clockTime(row.time) + u' ' + row.name + u' ' + row.text;
}

void EventListModel::add(std::vector<EventRow> rows)
{
    if (rows.empty())
        return;
    m_added += rows.size();
    if (rows.size() > kCapacity)
        rows.erase(rows.begin(), rows.end() - kCapacity);
    const int count = static_cast<int>(rows.size());
    const int surplus = rowCount() + count - kCapacity;
    if (surplus > 0) {
        beginRemoveRows({}, rowCount() - surplus, rowCount() - 1);
        m_rows.erase(m_rows.end() - surplus, m_rows.end());
        endRemoveRows();
    }
    beginInsertRows({}, 0, count - 1);
    for (EventRow& row : rows)
        m_rows.push_front(std::move(row));
    endInsertRows();
}

const EventRow* EventListModel::at(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return nullptr;
    return &m_rows[static_cast<std::size_t>(index.row())];
}

int EventListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant EventListModel::data(const QModelIndex& index, int role) const
{
    const EventRow* row = at(index);
    if (!row)
        return {};
    if (role == Qt::DisplayRole)
        return row->text;
    if (role == Qt::AccessibleTextRole)
        return u"%1, %2, %3"_s.arg(format::clockTime(row->time), row->name, row->text);
    if (role == Qt::ToolTipRole)
        return u"<p>"_s + row->text.toHtmlEscaped() + u"</p>"_s;
    return {};
}

} // namespace weir
