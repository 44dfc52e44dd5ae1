// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/top_keys_panel.h"

#include "ui/label.h"
#include "ui/models/format.h"
#include "ui/models/top_keys_model.h"
#include "ui/top_keys_delegate.h"

#include <QEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>

namespace weir {

/** The names of the columns, over the rows and as wide as they are; the end of the axis over its end. */
class TopKeysPanel::Heading : public QWidget
{
public:
    Heading(const TopKeysModel& model, const QWidget& rows, QWidget* parent)
        : QWidget(parent), m_model(model), m_rows(rows)
    {
        setFixedHeight(22);
    }

    Colors colors;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        QFont small = font();
        small.setPixelSize(12);
        painter.setFont(small);
        painter.setPen(colors.secondary);
        const TopKeysColumns columns = TopKeysColumns::in(QRect(0, 0, m_rows.width(), height()));
        const auto draw = [&](const QRect& box, Qt::Alignment side, const QString& text) {
            painter.drawText(box, static_cast<int>(side | Qt::AlignVCenter),
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width()));
        };
        draw(columns.key, Qt::AlignLeft, TopKeysPanel::tr("Key"));
        draw(columns.number, Qt::AlignRight,
             m_model.isExact() ? TopKeysPanel::tr("messages/s") : TopKeysPanel::tr("≈ messages/s"));
        if (m_model.isExact())
            return;
        draw(columns.bar, Qt::AlignLeft, TopKeysPanel::tr("95 % range"));
        draw(columns.grade, Qt::AlignRight, TopKeysPanel::tr("Grade"));
        painter.setPen(colors.axis);
        draw(columns.bar, Qt::AlignRight, format::axis(m_model.axisEnd()));
    }

private:
    const TopKeysModel& m_model;
    const QWidget& m_rows;
};

TopKeysPanel::TopKeysPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new TopKeysModel(this))
    , m_delegate(new TopKeysDelegate(this))
    , m_list(new QListView(this))
    , m_heading(new Heading(*m_model, *m_list->viewport(), this))
    , m_empty(new QWidget(this))
    , m_foot(makeLabel({}, this, {"secondary", "small"}))
{
    m_list->setObjectName(QStringLiteral("topKeysList"));
    m_list->setAccessibleName(tr("Top keys"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(m_delegate);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumHeight(21);
    m_list->viewport()->installEventFilter(this);
    m_foot->setObjectName(QStringLiteral("topKeysFoot"));
    m_foot->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layOut();
    arrange();
    connect(m_list, &QListView::clicked, this, &TopKeysPanel::explain);
    connect(m_list, &QListView::activated, this, &TopKeysPanel::explain);
}

void TopKeysPanel::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_heading);
    column->addWidget(m_list, 1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(13, 2, 13, 5);
    foot->addWidget(m_foot);
    column->addLayout(foot);
    column->addWidget(m_empty, 1);

    m_empty->setObjectName(QStringLiteral("topKeysEmpty"));
    auto* words = new QVBoxLayout(m_empty);
    words->setContentsMargins(13, 8, 13, 8);
    words->setSpacing(2);
    words->addWidget(makeLabel(tr("No key yet"), m_empty, {"", "title"}));
    words->addWidget(makeLabel(
        tr("After the first messages arrive, the busiest senders are listed here with their ranges."),
        m_empty, {"secondary", "small", true}));
    words->addStretch(1);
}

void TopKeysPanel::arrange()
{
    const bool hasKeys = m_model->rowCount() > 0;
    m_heading->setVisible(hasKeys);
    m_list->setVisible(hasKeys);
    m_foot->setVisible(hasKeys);
    m_empty->setVisible(!hasKeys);
}

void TopKeysPanel::apply(const EngineSnapshot& snapshot)
{
    const double axisBefore = m_model->axisEnd();
    const bool wasExact = m_model->isExact();
    const bool hadKeys = m_model->rowCount() > 0;
    m_model->apply(snapshot);
    setLabelText(m_foot, m_model->unlisted());
    m_foot->setToolTip(m_foot->text());
    if (axisBefore != m_model->axisEnd() || wasExact != m_model->isExact())
        m_heading->update();
    if (hadKeys != (m_model->rowCount() > 0))
        arrange();
}

void TopKeysPanel::explain(const QModelIndex& index)
{
    const QRect row = m_list->visualRect(index);
    const QPoint below = TopKeysColumns::in(row).number.bottomLeft();
    QToolTip::showText(m_list->viewport()->mapToGlobal(below), index.data(Qt::ToolTipRole).toString(), m_list,
                       {}, 60'000);
}

bool TopKeysPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        m_heading->update(); // a scroll bar came or went
    return QWidget::eventFilter(watched, event);
}

void TopKeysPanel::setColors(const Colors& colors)
{
    m_delegate->setColors(colors);
    m_heading->colors = colors;
    m_heading->update();
    m_list->viewport()->update();
}

} // namespace weir
