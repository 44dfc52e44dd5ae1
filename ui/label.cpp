// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label.h"

#include "ui/models/plain_text.h"
#include "ui/panel.h"

#include <QEvent>
#include <QLabel>
#include <QStyle>

#include <array>

namespace weir {

namespace {
constexpr int kLongestLabel = 512;

/** Remembers how high it is at the widths it was asked for last: layouts ask a dozen times, and QLabel lays
 * its text out for each. */
class WrapLabel final : public QLabel
{
public:
    using QLabel::QLabel;

    int heightForWidth(int width) const override
    {
        if (m_text != text()) {
            m_known.fill({});
            m_text = text();
        }
        for (const Known& known : m_known) {
            if (known.width == width)
                return known.height;
        }
        m_next = (m_next + 1) % m_known.size();
        m_known[m_next] = {width, QLabel::heightForWidth(width)};
        return m_known[m_next].height;
    }

protected:
    bool event(QEvent* event) override
    {
        switch (event->type()) {
        case QEvent::FontChange:
        case QEvent::StyleChange:
        case QEvent::ContentsRectChange:
        case QEvent::Polish:
            m_known.fill({});
            break;
        default:
            break;
        }
        return QLabel::event(event);
    }

private:
    struct Known
    {
        int width = -1;
        int height = 0;
    };
    mutable QString m_text;
    mutable std::array<Known, 3> m_known;
    mutable std::size_t m_next = 0;
};

} // namespace

QLabel* makeLabel(const QString& text, QWidget* parent, LabelLook look)
{
    QLabel* const label = look.wraps ? new WrapLabel(parent) : new QLabel(parent);
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
    auto* rule = new Rule(parent);
    rule->setFixedHeight(1);
    return rule;
}

QWidget* tabAfter(QWidget* before, QWidget* part)
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
    return before;
}

void restyle(QWidget* widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace weir
