// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/outlook_table.h"

#include "ui/label.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {
constexpr int kMarkEdge = 3; ///< of the mark of a column beside its numbers
}

OutlookTable::OutlookTable(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout)
{
    setObjectName(u"outlookTable"_s);
    setAccessibleName(tr("What another rate would do"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(makeLabel(accessibleName(), this, {"", "title"}));
    m_grid->setHorizontalSpacing(6);
    m_grid->setVerticalSpacing(5);
    m_grid->setContentsMargins(0, 0, kMarkEdge, 0);
    m_grid->setColumnStretch(0, 1);
    column->addLayout(m_grid);
    column->addWidget(
        makeLabel(tr("Message counts are exact at every rate."), this, {"axis", "small", true}));
}

QLabel* OutlookTable::cell(int row, int column)
{
    const auto at = static_cast<std::size_t>(row);
    while (m_cells.size() <= at)
        m_cells.emplace_back();
    std::vector<QLabel*>& cells = m_cells[at];
    while (cells.size() <= static_cast<std::size_t>(column)) {
        const bool isQuestion = cells.empty();
        QLabel* const label = makeLabel({}, this, {"secondary", "small"});
        if (isQuestion)
            label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        m_grid->addWidget(label, row, static_cast<int>(cells.size()),
                          isQuestion ? Qt::Alignment() : Qt::AlignRight);
        cells.push_back(label);
    }
    return cells[static_cast<std::size_t>(column)];
}

void OutlookTable::setView(const OutlookView& view)
{
    m_questions = view.questions;
    m_current = view.current;
    QStringList spoken;
    for (int row = 0; row <= view.questions.size(); ++row) {
        if (row > 0)
            cell(row, 0)->setToolTip(u"<p>%1</p>"_s.arg(view.hints[row - 1].toHtmlEscaped()));
        for (int column = 0; column < view.rates.size(); ++column) {
            QLabel* const label = cell(row, column + 1);
            const QString text =
                row == 0 ? view.rates[column] : view.answers[static_cast<std::size_t>(row - 1)][column];
            const bool isCurrent = column == view.current;
            setLabelText(label, text);
            setLabelTone(label, isCurrent ? "" : "secondary");
            QFont font = label->font();
            font.setWeight(isCurrent ? QFont::DemiBold : QFont::Normal);
            label->setFont(font);
            if (row > 0)
                spoken.append(tr("%1 at %2: %3").arg(view.questions[row - 1], view.rates[column], text));
        }
    }
    for (std::size_t row = 0; row < m_cells.size(); ++row) {
        for (QLabel* label : m_cells[row])
            label->setVisible(row <= static_cast<std::size_t>(view.questions.size()));
    }
    setAccessibleDescription(spoken.join(u". "_s));
    elide();
    update();
}

void OutlookTable::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

void OutlookTable::paintEvent(QPaintEvent*)
{
    if (m_current < 0 || isEmpty())
        return;
    const QRect top = m_grid->cellRect(0, m_current + 1);
    const QRect bottom = m_grid->cellRect(static_cast<int>(m_questions.size()), m_current + 1);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colors.selection);
    painter.drawRoundedRect(top.united(bottom).adjusted(-kMarkEdge, -2, kMarkEdge, 2), 4, 4);
}

void OutlookTable::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    elide();
}

void OutlookTable::elide()
{
    layout()->activate();
    for (int row = 1; row <= m_questions.size(); ++row) {
        QLabel* const label = cell(row, 0);
        const int room = m_grid->cellRect(row, 0).width();
        // In the middle: what is asked comes last.
        setLabelText(label, label->fontMetrics().elidedText(m_questions[row - 1], Qt::ElideMiddle, room));
    }
}

} // namespace weir
