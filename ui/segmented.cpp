// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/segmented.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>

namespace weir {

Segmented::Segmented(const QString& objectName, const QString& accessibleName, const QStringList& texts,
                     QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this))
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (int i = 0; i < texts.size(); ++i) {
        auto* button = new QPushButton(texts.at(i), this);
        button->setObjectName(objectName + QString::number(i));
        button->setAccessibleName(accessibleName + QStringLiteral(": ") + texts.at(i));
        button->setCheckable(true);
        button->setFocusPolicy(
            Qt::TabFocus); // a click leaves the focus, and with it the Space key, where it was
        button->setProperty("segment", true);
        if (i == 0)
            button->setProperty("edge", QStringLiteral("first"));
        else if (i + 1 == texts.size())
            button->setProperty("edge", QStringLiteral("last"));
        m_group->addButton(button, i);
        row->addWidget(button, 1);
    }
    // idToggled would also tell of setCurrent(); arrow keys check a button without a click.
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool isChecked) {
        if (isChecked && !signalsBlocked())
            Q_EMIT chosen(id);
    });
}

int Segmented::current() const
{
    return m_group->checkedId();
}

void Segmented::setCurrent(int index)
{
    if (index == current())
        return;
    const QSignalBlocker blocker(m_group);
    if (QAbstractButton* button = m_group->button(index)) {
        button->setChecked(true);
    } else if (QAbstractButton* checked = m_group->checkedButton()) {
        m_group->setExclusive(false); // an exclusive group never lets go of its last one
        checked->setChecked(false);
        m_group->setExclusive(true);
    }
}

} // namespace weir
