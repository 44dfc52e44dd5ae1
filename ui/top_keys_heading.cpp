// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/top_keys_heading.h"

#include "ui/models/format.h"
#include "ui/models/top_keys_model.h"
#include "ui/top_keys_delegate.h"

#include <QAbstractButton>
#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace weir {

/** One name, with an arrow where it is what the rows are ordered by. */
class TopKeysHeading::Column : public QAbstractButton
{
public:
    Column(const QString& objectName, KeySort by, Qt::Alignment side, QWidget* parent)
        : QAbstractButton(parent), sort(by), m_side(side)
    {
        setObjectName(objectName);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
    }

    const KeySort sort;
    Colors colors;

    void setState(const QString& text, bool isSorted, bool isReversed)
    {
        setText(text);
        setAccessibleName(TopKeysHeading::tr("Sort by %1").arg(text));
        setAccessibleDescription(!isSorted    ? QString()
                                 : isReversed ? TopKeysHeading::tr("sorted, last first")
                                              : TopKeysHeading::tr("sorted"));
        m_arrow = !isSorted ? QString() : isReversed ? u" ↑"_s : u" ↓"_s;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        QFont small = font();
        small.setPixelSize(12);
        painter.setFont(small);
        painter.setPen(underMouse() || !m_arrow.isEmpty() ? colors.text : colors.secondary);
        const QFontMetrics metrics(small);
        const int room = width() - metrics.horizontalAdvance(m_arrow);
        painter.drawText(rect(), static_cast<int>(m_side | Qt::AlignVCenter),
                         metrics.elidedText(text(), Qt::ElideRight, room) + m_arrow);
        if (hasFocus()) {
            painter.setPen(colors.accent);
            painter.drawRect(rect().adjusted(0, 0, -1, -1));
        }
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    Qt::Alignment m_side;
    QString m_arrow;
};

TopKeysHeading::TopKeysHeading(TopKeysModel& model, const QWidget& rows, QWidget* parent)
    : QWidget(parent), m_model(model), m_rows(rows)
{
    setFixedHeight(22);
    for (const auto& [name, sort, side] : {std::tuple{u"keySortName"_s, KeySort::Name, Qt::AlignLeft},
                                           std::tuple{u"keySortRate"_s, KeySort::Rate, Qt::AlignRight},
                                           std::tuple{u"keySortShare"_s, KeySort::Share, Qt::AlignRight},
                                           std::tuple{u"keySortSum"_s, KeySort::Sum, Qt::AlignRight},
                                           std::tuple{u"keySortGrade"_s, KeySort::Grade, Qt::AlignRight}}) {
        auto* column = new Column(name, sort, side, this);
        connect(column, &QAbstractButton::clicked, this, [this, by = sort] { choose(by); });
        m_columns.push_back(column);
    }
    arrange();
}

void TopKeysHeading::choose(KeySort sort)
{
    m_model.setSort(sort, m_model.sort() == sort && !m_model.isReversed());
    arrange();
    Q_EMIT sortChosen();
}

void TopKeysHeading::arrange()
{
    const TopKeysColumns columns = TopKeysColumns::in(QRect(0, 0, m_rows.width(), height()), m_model);
    for (Column* column : m_columns) {
        QString text;
        QRect box;
        switch (column->sort) {
        case KeySort::Name:
            text = tr("Key");
            box = columns.key;
            break;
        case KeySort::Rate:
            text = m_model.rateHeading();
            box = columns.number;
            break;
        case KeySort::Share:
            text = tr("Share");
            box = columns.share;
            break;
        case KeySort::Sum:
            text = m_model.isExact() ? tr("Sum/s") : tr("≈ Sum/s");
            box = columns.sum;
            break;
        case KeySort::Grade:
            text = tr("Grade");
            box = columns.grade;
            break;
        }
        column->setVisible(!box.isEmpty());
        column->setGeometry(box);
        column->setState(text, m_model.sort() == column->sort, m_model.isReversed());
    }
    update();
}

QWidget* TopKeysHeading::lastColumn() const
{
    return m_columns.back();
}

void TopKeysHeading::setColors(const Colors& colors)
{
    m_colors = colors;
    for (Column* column : m_columns)
        column->colors = colors;
    update();
}

void TopKeysHeading::paintEvent(QPaintEvent*)
{
    const TopKeysColumns columns = TopKeysColumns::in(QRect(0, 0, m_rows.width(), height()), m_model);
    if (m_model.isExact() || columns.bar.isEmpty())
        return;
    QPainter painter(this);
    QFont small = font();
    small.setPixelSize(12);
    painter.setFont(small);
    const QString end = format::axis(m_model.axisEnd());
    const int room = columns.bar.width() - painter.fontMetrics().horizontalAdvance(end) - 6;
    painter.setPen(m_colors.secondary);
    painter.drawText(columns.bar, static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter),
                     painter.fontMetrics().elidedText(tr("95 % range"), Qt::ElideRight, room));
    painter.setPen(m_colors.axis);
    painter.drawText(columns.bar, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter), end);
}

} // namespace weir
