// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/header_rows.h"

#include "core/link/kept_secrets.h"
#include "ui/models/pasted_command.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

HeaderRows::HeaderRows(const QString& prefix, QWidget* parent)
    : QWidget(parent)
    , m_prefix(prefix)
    , m_column(new QVBoxLayout(this))
    , m_add(new QPushButton(tr("Add a header"), this))
{
    m_add->setObjectName(prefix + QStringLiteral("AddHeader"));
    m_add->setAccessibleName(m_add->text());
    m_add->setProperty("kind", QStringLiteral("link"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(5);
    m_column->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, &HeaderRows::addRow);
}

QStringList HeaderRows::headers() const
{
    QStringList all;
    for (const Row& row : m_rows) {
        const QString name = row.name->text().trimmed();
        if (!name.isEmpty())
            all += name + QStringLiteral(": ") + row.value->text().trimmed();
    }
    return all;
}

void HeaderRows::setHeaders(const QStringList& headers)
{
    while (!m_rows.empty())
        remove(m_rows.back().box);
    for (const QString& header : headers)
        add(header.section(QLatin1Char(':'), 0, 0), header.section(QLatin1Char(':'), 1).trimmed());
}

void HeaderRows::addRow()
{
    add({}, {});
    if (!m_rows.empty())
        m_rows.back().name->setFocus(Qt::OtherFocusReason);
}

void HeaderRows::add(const QString& name, const QString& value)
{
    if (m_rows.size() >= kMost)
        return;
    const QString number = QString::number(++m_made);
    auto* box = new QWidget(this);
    Row row{box, new QLineEdit(name, box), new QLineEdit(value, box)};
    auto* remove = new QPushButton(QStringLiteral("×"), box);
    row.name->setObjectName(m_prefix + QStringLiteral("HeaderName") + number);
    row.name->setAccessibleName(tr("Name of header %1").arg(number));
    row.name->setPlaceholderText(tr("Name"));
    row.name->setMaxLength(PastedCommand::kLongestName);
    row.value->setObjectName(m_prefix + QStringLiteral("HeaderValue") + number);
    row.value->setAccessibleName(tr("Value of header %1").arg(number));
    row.value->setPlaceholderText(tr("value or ${VAR}"));
    row.value->setMaxLength(PastedCommand::kLongestValue);
    remove->setObjectName(m_prefix + QStringLiteral("RemoveHeader") + number);
    remove->setAccessibleName(tr("Remove header %1").arg(number));
    remove->setProperty("kind", QStringLiteral("link"));
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(5);
    line->addWidget(row.name, 2);
    line->addWidget(row.value, 3);
    line->addWidget(remove);
    for (QLineEdit* field : {row.name, row.value})
        field->setMinimumWidth(40);
    const auto mask = [row] {
        const bool isSecret = holdsSecret(row.name->text() + QLatin1Char(':') + row.value->text());
        const bool isKept = isMaskedValue(row.value->text()); // which says nothing
        row.value->setEchoMode(isSecret && !isKept ? QLineEdit::Password : QLineEdit::Normal);
    };
    connect(row.name, &QLineEdit::textChanged, this, mask);
    connect(row.value, &QLineEdit::textChanged, this, mask);
    mask();
    connect(remove, &QPushButton::clicked, this, [this, box] { this->remove(box); });
    m_column->insertWidget(m_column->count() - 1, box);
    m_rows.push_back(row);
    box->show();
}

void HeaderRows::remove(QWidget* box)
{
    std::erase_if(m_rows, [box](const Row& row) { return row.box == box; });
    if (isVisible() && box->isAncestorOf(focusWidget()))
        m_add->setFocus();
    m_column->removeWidget(box);
    box->hide();
    box->deleteLater(); // one of its buttons may be on the way here
}

} // namespace weir
