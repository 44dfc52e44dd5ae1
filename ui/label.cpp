// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label.h"

#include "ui/models/plain_text.h"

#include <QLabel>
#include <QStyle>

namespace weir {

namespace {
constexpr int kLongestLabel = 512;
}

QLabel* makeLabel(const QString& text, QWidget* parent, LabelLook look)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    label->setProperty("tone", QLatin1StringView(look.tone));
    label->setProperty("textSize", QLatin1StringView(look.size));
    label->setWordWrap(look.wraps);
    if (look.wraps) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    }
    setLabelText(label, text);
    return label;
}

void setLabelText(QLabel* label, const QString& text)
{
    const QString shown = plainText(text, kLongestLabel);
    if (label->text() != shown)
        label->setText(shown);
}

void setLabelTone(QLabel* label, const char* tone)
{
    if (label->property("tone").toString() == QLatin1StringView(tone))
        return;
    label->setProperty("tone", QLatin1StringView(tone));
    restyle(label);
}

QWidget* makeRule(QWidget* parent)
{
    auto* rule = new QWidget(parent);
    rule->setProperty("rule", true);
    rule->setAttribute(Qt::WA_StyledBackground);
    rule->setFixedHeight(1);
    return rule;
}

void tabAfter(QWidget* before, QWidget* part)
{
    while (before->focusPolicy() == Qt::NoFocus)
        before = before->previousInFocusChain();
    QWidget* next = nullptr;
    for (QWidget* widget = part; widget == part || part->isAncestorOf(widget); widget = next) {
        next = widget->nextInFocusChain();
        if (widget->focusPolicy() == Qt::NoFocus)
            continue;
        QWidget::setTabOrder(before, widget);
        before = widget;
    }
}

void restyle(QWidget* widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace weir
