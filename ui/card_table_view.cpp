// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/card_table_view.h"

#include "ui/label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kRowHeight = 22;
constexpr int kColumnWidth = 70; ///< at least

QPushButton* makeLink(const QString& objectName, const QString& text, const QString& accessibleName,
                      QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setAccessibleName(accessibleName);
    button->setProperty("kind", u"link"_s);
    return button;
}

} // namespace

CardTableView::CardTableView(QWidget* parent)
    : QWidget(parent)
    , m_model(new CardTableModel(this))
    , m_heading(makeLabel({}, this, {"", "title"}))
    , m_table(new QTableView(this))
    , m_note(makeLabel({}, this, {"axis", "small"}))
{
    setObjectName(u"cardTableView"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_heading->setObjectName(u"cardTableHeading"_s);
    m_note->setObjectName(u"cardTableNote"_s);
    for (QLabel* label : {m_heading, m_note})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->hide();
    m_table->setObjectName(u"cardTable"_s);
    m_table->setModel(m_model);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false); // Tab leaves the table, the arrow keys walk it
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setMinimumSectionSize(kColumnWidth);
    m_table->horizontalHeader()->setHighlightSections(false);

    QPushButton* const copyButton = makeLink(u"cardTableCopy"_s, tr("Copy"), tr("Copy the table"), this);
    QPushButton* const close = makeLink(u"cardTableClose"_s, tr("Chart"), tr("Back to the chart"), this);
    connect(copyButton, &QPushButton::clicked, this, &CardTableView::copy);
    connect(close, &QPushButton::clicked, this, &CardTableView::closeRequested);
    auto* const shortcut = new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, this, &CardTableView::copy);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 8, 14, 8);
    column->setSpacing(6);
    auto* top = new QHBoxLayout;
    top->addWidget(m_heading, 1);
    top->addWidget(copyButton);
    top->addWidget(close);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    column->addWidget(m_note);
    setFocusProxy(m_table);
}

void CardTableView::setTable(CardTable table)
{
    m_title = table.heading();
    const QString note = table.note();
    fitHeading();
    setLabelText(m_note, note);
    m_note->setVisible(!note.isEmpty());
    if (m_table->accessibleName() != m_title)
        m_table->setAccessibleName(m_title);
    m_model->apply(std::move(table));
}

void CardTableView::fitHeading()
{
    setLabelText(m_heading, m_heading->fontMetrics().elidedText(m_title, Qt::ElideRight,
                                                                std::max(60, m_heading->width())));
}

void CardTableView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layout()->activate(); // the heading has its width before it is cut
    fitHeading();
}

void CardTableView::focusTable()
{
    m_table->setFocus(Qt::OtherFocusReason);
    if (!m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model->index(0, 0));
}

void CardTableView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeRequested();
    else
        QWidget::keyPressEvent(event);
}

void CardTableView::copy()
{
    const QItemSelectionModel* const selection = m_table->selectionModel();
    const auto lineOf = [this](auto textOf) {
        QStringList cells;
        for (int column = 0; column < m_model->columnCount(); ++column)
            cells.append(textOf(column).toString());
        return cells.join(u'\t');
    };
    QStringList lines{
        lineOf([this](int column) { return m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole); })};
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (selection->hasSelection() && !selection->isRowSelected(row))
            continue;
        lines.append(
            lineOf([&](int column) { return m_model->data(m_model->index(row, column), Qt::DisplayRole); }));
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace weir
