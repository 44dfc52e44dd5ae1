// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcuts_dialog.h"

#include "ui/label.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kCapHeight = 20;
constexpr int kCapEnd = 7;
constexpr int kCapGap = 4;

/** Keys as framed caps beside each other, gestures as words. */
class KeyCaps : public QWidget
{
public:
    KeyCaps(const Shortcut& shortcut, QWidget* parent)
        : QWidget(parent), m_caps(shortcut.caps()), m_isGesture(shortcut.keys.isEmpty())
    {
        setAccessibleName(m_caps.join(u", "_s));
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    void setColors(const Colors& colors)
    {
        m_colors = colors;
        update();
    }

    QSize sizeHint() const override
    {
        int width = 0;
        for (const QString& cap : m_caps)
            width += capWidth(cap) + kCapGap;
        return {width, kCapHeight};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setFont(small());
        double x = 0;
        for (const QString& cap : m_caps) {
            const QRectF frame(x, 0, capWidth(cap), kCapHeight);
            if (!m_isGesture) {
                painter.setPen(m_colors.baseLine);
                painter.setBrush(m_colors.raised);
                painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
            }
            painter.setPen(m_isGesture ? m_colors.secondary : m_colors.text);
            painter.drawText(frame, m_isGesture ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignCenter, cap);
            x += frame.width() + kCapGap;
        }
    }

private:
    QFont small() const
    {
        QFont result = font();
        result.setPixelSize(12);
        return result;
    }
    int capWidth(const QString& cap) const
    {
        const int words = QFontMetrics(small()).horizontalAdvance(cap) + 1;
        return m_isGesture ? words : std::max(words + 2 * kCapEnd, kCapHeight + 2);
    }

    QStringList m_caps;
    bool m_isGesture;
    Colors m_colors;
};

} // namespace

QStringList Shortcut::caps() const
{
    if (keys.isEmpty())
        return {gesture};
    if (keys.size() > 4)
        return {keys.first() + u" … "_s + keys.last()};
    QStringList caps;
    for (const QString& key : keys)
        caps.append(QKeySequence(key, QKeySequence::PortableText).toString(QKeySequence::NativeText));
    return caps;
}

std::vector<ShortcutGroup> shortcutGroups()
{
    using D = ShortcutsDialog;
    return {
        {D::tr("Window"),
         {
             {u"pause"_s, {u"Space"_s}, {}, D::tr("Pause the view, and back to live")},
             {u"span"_s,
              {u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s, u"6"_s},
              {},
              D::tr("Span: 10 s, 1 min, 5 min, 1 h, 6 h, 24 h")},
             {u"undoZoom"_s, {u"Ctrl+Z"_s}, {}, D::tr("Undo the last zoom")},
             {u"connect"_s, {u"Ctrl+N"_s}, {}, D::tr("Connect to an endpoint")},
             {u"filter"_s, {u"Ctrl+F"_s}, {}, D::tr("Filter the endpoints")},
             {u"rateDown"_s, {u"["_s}, {}, D::tr("Look into fewer messages")},
             {u"rateUp"_s, {u"]"_s}, {}, D::tr("Look into more messages")},
             {u"undoRate"_s, {u"U"_s}, {}, D::tr("Undo the last change of sampling")},
             {u"bytes"_s, {u"B"_s}, {}, D::tr("Bytes/s in place of messages/s")},
             {u"openProfile"_s, {u"Ctrl+O"_s}, {}, D::tr("Open a profile")},
             {u"saveProfileAs"_s, {u"Ctrl+Shift+S"_s}, {}, D::tr("Save the profile as…")},
             {u"next"_s, {u"Tab"_s, u"Shift+Tab"_s}, {}, D::tr("Next control, and the one before")},
             {u"escape"_s, {u"Esc"_s}, {}, D::tr("Close what is open, else back to live")},
             {u"shortcuts"_s, {u"F1"_s}, {}, D::tr("These keys")},
         }},
        {D::tr("Charts"),
         {
             {u"chartMove"_s,
              {u"Left"_s, u"Right"_s},
              {},
              D::tr("Move the crosshair of the card with the focus")},
             {u"chartZoom"_s, {u"+"_s, u"-"_s}, {}, D::tr("Zoom in and out")},
             {u"chartLive"_s, {u"0"_s}, {}, D::tr("Back to live")},
             {u"chartExplain"_s, {u"E"_s}, {}, D::tr("Explain the estimate")},
             {u"chartMessages"_s, {u"M"_s}, {}, D::tr("Messages looked into at the crosshair")},
             {u"chartClick"_s, {}, D::tr("Click"), D::tr("Messages looked into around then")},
             {u"chartTable"_s, {u"T"_s}, {}, D::tr("Its values as a table")},
             {u"chartExport"_s, {u"Ctrl+E"_s}, {}, D::tr("Export the card")},
             {u"chartCopy"_s, {u"Ctrl+Shift+C"_s}, {}, D::tr("Copy a picture of the card")},
             {u"chartDrag"_s, {}, D::tr("Drag"), D::tr("Zoom to a stretch of time")},
             {u"chartWheel"_s, {}, D::tr("Wheel"), D::tr("Zoom where the pointer is")},
             {u"chartDouble"_s, {}, D::tr("Double click"), D::tr("Back to live")},
         }},
        {D::tr("Endpoints"),
         {
             {u"endpointDraw"_s, {u"D"_s}, {}, D::tr("Draw it on the charts, or not")},
             {u"endpointEmphasise"_s, {u"Return"_s}, {}, D::tr("Emphasise it, dim the others")},
             {u"endpointOnly"_s, {u"Ctrl+Return"_s}, {}, D::tr("Only this one")},
             {u"endpointEdit"_s, {u"F2"_s}, {}, D::tr("Edit how it is reached")},
             {u"endpointRemove"_s, {u"Del"_s}, {}, D::tr("Remove it")},
         }},
    };
}

QKeySequence shortcutKey(const QString& id)
{
    for (const ShortcutGroup& group : shortcutGroups()) {
        for (const Shortcut& shortcut : group.shortcuts) {
            if (shortcut.id == id && !shortcut.keys.isEmpty())
                return QKeySequence(shortcut.keys.first(), QKeySequence::PortableText);
        }
    }
    return {};
}

ShortcutsDialog::ShortcutsDialog(QWidget* parent) : QDialog(parent)
{
    setObjectName(u"shortcutsDialog"_s);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(22, 18, 22, 16);
    column->setSpacing(10);
    column->setSizeConstraint(QLayout::SetFixedSize);
    column->addWidget(makeLabel(windowTitle(), this, {"", "large"}));
    auto* halves = new QHBoxLayout;
    halves->setSpacing(36);
    column->addLayout(halves);

    const std::vector<ShortcutGroup> groups = shortcutGroups();
    QVBoxLayout* half = nullptr;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i < 2) { // the first group is as long as all others together
            half = new QVBoxLayout;
            half->setSpacing(8);
            halves->addLayout(half);
        } else {
            half->addSpacing(8);
        }
        half->addWidget(makeLabel(groups[i].title, this, {"secondary", "title"}));
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(16);
        grid->setVerticalSpacing(4);
        grid->setColumnMinimumWidth(0, 112);
        grid->setColumnStretch(1, 1);
        half->addLayout(grid);
        int row = 0;
        for (const Shortcut& shortcut : groups[i].shortcuts) {
            grid->addWidget(new KeyCaps(shortcut, this), row, 0);
            grid->addWidget(makeLabel(shortcut.what, this), row++, 1);
        }
        if (i != 1)
            half->addStretch(1);
    }

    auto* foot = new QHBoxLayout;
    column->addLayout(foot);
    foot->addWidget(
        makeLabel(tr("Keys of one letter wait while you type in a field."), this, {"axis", "small"}), 1);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"closeShortcuts"_s);
    close->setAccessibleName(tr("Close the list of shortcuts"));
    close->setDefault(true);
    foot->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

void ShortcutsDialog::setColors(const Colors& colors)
{
    setPalette(paletteOf(colors)); // a window of its own does not inherit it
    for (QWidget* child : findChildren<QWidget*>()) {
        if (auto* caps = dynamic_cast<KeyCaps*>(child))
            caps->setColors(colors);
    }
}

} // namespace weir
