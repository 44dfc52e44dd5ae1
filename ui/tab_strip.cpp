// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tab_strip.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>

namespace weir {

namespace {
constexpr int kBetween = 5; ///< name and number
} // namespace

class TabStrip::Tab : public QAbstractButton
{
public:
    using QAbstractButton::QAbstractButton;

    Colors colors;
    QString number;
    bool isUnderlined = true;

    QSize sizeHint() const override
    {
        const int numberWidth = number.isEmpty() ? 0 : fontMetrics().horizontalAdvance(number) + kBetween;
        // In the width of the bold name, so that choosing a tab moves no other.
        return {QFontMetrics(strong()).horizontalAdvance(text()) + numberWidth + 1, 34};
    }

protected:
    void focusInEvent(QFocusEvent* event) override
    {
        // Not QAbstractButton's: it would take the other tabs of the group out of the order of the Tab key.
        QWidget::focusInEvent(event);
    }

    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool isCurrent = isChecked() && isUnderlined;
        const QFont nameFont = isChecked() ? strong() : font();
        painter.setFont(nameFont);
        painter.setPen(isChecked() || underMouse() ? colors.text : colors.secondary);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, text());
        const int nameWidth = QFontMetrics(nameFont).horizontalAdvance(text());
        painter.setFont(font());
        painter.setPen(colors.secondary);
        painter.drawText(rect().adjusted(nameWidth + kBetween, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         number);
        if (isCurrent)
            painter.fillRect(QRect(0, height() - 2, width(), 2), colors.accent);
        if (hasFocus()) {
            painter.setPen(colors.accent);
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 6.5, -0.5, -6.5), 3, 3);
        }
    }

private:
    QFont strong() const
    {
        QFont result = font();
        result.setWeight(QFont::DemiBold);
        return result;
    }
};

TabStrip::TabStrip(const QString& objectName, const QString& accessibleName, const QStringList& texts,
                   QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this))
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 8, 0);
    row->setSpacing(18);
    for (int i = 0; i < texts.size(); ++i) {
        auto* tab = new Tab(this);
        tab->setText(texts.at(i));
        tab->setObjectName(objectName + QString::number(i));
        tab->setAccessibleName(texts.at(i));
        tab->setCheckable(true);
        tab->setAttribute(Qt::WA_Hover);
        tab->setFocusPolicy(
            Qt::TabFocus); // a click leaves the focus, and with it the Space key, where it was
        tab->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
        m_group->addButton(tab, i);
        m_tabs.push_back(tab);
        row->addWidget(tab);
    }
    setCurrent(0);
    connect(m_group, &QButtonGroup::idClicked, this, &TabStrip::chosen);
}

void TabStrip::setColors(const Colors& colors)
{
    for (Tab* tab : m_tabs) {
        tab->colors = colors;
        tab->update();
    }
}

int TabStrip::current() const
{
    return m_group->checkedId();
}

void TabStrip::setCurrent(int index)
{
    if (QAbstractButton* tab = m_group->button(index))
        tab->setChecked(true);
}

void TabStrip::setNumber(int index, const QString& number)
{
    Tab* tab = m_tabs.at(static_cast<std::size_t>(index));
    if (tab->number == number)
        return;
    tab->number = number;
    tab->setAccessibleName(tab->text() + u' ' + number);
    tab->updateGeometry();
    tab->update();
}

void TabStrip::setUnderlined(bool isUnderlined)
{
    for (Tab* tab : m_tabs) {
        tab->isUnderlined = isUnderlined;
        tab->update();
    }
}

} // namespace weir
