// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/outlook_table.h"

#include "ui/label.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace weir {

OutlookTable::OutlookTable(QWidget* parent)
    : QWidget(parent), m_content(new QWidget(this)), m_grid(new QGridLayout)
{
    setObjectName(u"outlookTable"_s);
    setAccessibleName(tr("What another rate would do"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(makeRule(m_content));
    column->addWidget(makeLabel(tr("What another rate would do"), m_content, {"", "title"}));
    m_grid->setHorizontalSpacing(7);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(0, 1);
    column->addLayout(m_grid);
    m_content->hide();
}

QLabel* OutlookTable::cell(int row, int column)
{
    const auto at = static_cast<std::size_t>(row);
    while (m_cells.size() <= at)
        m_cells.emplace_back();
    std::vector<QLabel*>& cells = m_cells[at];
    while (cells.size() <= static_cast<std::size_t>(column)) {
        const bool isQuestion = cells.empty();
        QLabel* const label = makeLabel({}, m_content, {"secondary", "small"});
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
    m_isEmpty = view.rates.isEmpty();
    QStringList spoken;
    for (int row = 0; row <= view.questions.size(); ++row) {
        const QString question = row == 0 ? QString() : view.questions[row - 1];
        cell(row, 0)->setToolTip(question); // in full; fit() shows what there is room for
        for (int column = 0; column < view.rates.size(); ++column) {
            QLabel* const label = cell(row, column + 1);
            const QString text =
                row == 0 ? view.rates[column] : view.answers[static_cast<std::size_t>(row - 1)][column];
            setLabelText(label, text);
            setLabelTone(label, column == view.current ? "accent" : "secondary");
            if (row > 0)
                spoken.append(tr("%1 at %2: %3").arg(question, view.rates[column], text));
        }
    }
    for (std::size_t row = 0; row < m_cells.size(); ++row) {
        for (QLabel* label : m_cells[row])
            label->setVisible(row <= static_cast<std::size_t>(view.questions.size()));
    }
    setAccessibleDescription(spoken.join(u". "_s));
    setMaximumHeight(std::max(neededHeight(), 1));
    fit();
}

int OutlookTable::neededHeight() const
{
    return m_isEmpty ? 0 : m_content->sizeHint().height();
}

void OutlookTable::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void OutlookTable::fit()
{
    m_content->setVisible(!m_isEmpty && height() >= neededHeight());
    m_content->setGeometry(0, 0, width(), neededHeight());
    m_content->layout()->activate();
    for (std::size_t row = 0; row < m_cells.size(); ++row) {
        QLabel* const question = m_cells[row].front();
        const int room = m_grid->cellRect(static_cast<int>(row), 0).width();
        setLabelText(question, question->fontMetrics().elidedText(question->toolTip(), Qt::ElideRight, room));
    }
}

} // namespace weir
