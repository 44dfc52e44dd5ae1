// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include <QFontDatabase>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

QColor rgb(QRgb value)
{
    return QColor(value | 0xff000000U);
}

Colors dark()
{
    Colors c;
    c.dark = true;
    c.window = rgb(0x0d1117);
    c.card = rgb(0x151b23);
    c.border = rgb(0x252d38);
    c.raised = rgb(0x1e2631);
    c.field = rgb(0x0d1117);
    c.gridHorizontal = rgb(0x222a34);
    c.gridVertical = rgb(0x1c232c);
    c.baseLine = rgb(0x3a4452);
    c.text = rgb(0xe6edf3);
    c.secondary = rgb(0x9aa7b5);
    c.axis = rgb(0x7f8b9a);
    c.accent = rgb(0x58a6ff);
    c.onAccent = rgb(0x06172b);
    c.ok = rgb(0x3fb68b);
    c.warn = rgb(0xe8a33d);
    c.bad = rgb(0xf2655c);
    c.link = rgb(0x7fbcff);
    c.selection = rgb(0x1b2a3b);
    c.tooltip = rgb(0x1f2733);
    c.tooltipBorder = rgb(0x3a4656);
    c.series = {rgb(0x7d96ff), rgb(0xf0a33a), rgb(0x25da9e), rgb(0xf0605a),
                rgb(0xb47fc2), rgb(0xefe08a), rgb(0x895eff), rgb(0xadb5c3)};
    return c;
}

Colors light()
{
    Colors c;
    c.dark = false;
    c.window = rgb(0xf3f5f8);
    c.card = rgb(0xffffff);
    c.border = rgb(0xdde3ea);
    c.raised = rgb(0xeef2f6);
    c.field = rgb(0xffffff);
    c.gridHorizontal = rgb(0xe6eaef);
    c.gridVertical = rgb(0xf0f3f6);
    c.baseLine = rgb(0xb4bdc8);
    c.text = rgb(0x18212b);
    c.secondary = rgb(0x566270);
    c.axis = rgb(0x687380);
    c.accent = rgb(0x0a66c2);
    c.onAccent = rgb(0xffffff);
    c.ok = rgb(0x0b8a63);
    c.warn = rgb(0xb76e00);
    c.bad = rgb(0xcf3b33);
    c.link = rgb(0x0a66c2);
    c.selection = rgb(0xe4effb);
    c.tooltip = rgb(0xffffff);
    c.tooltipBorder = rgb(0xc4ccd6);
    c.series = {rgb(0x1b3dc2), rgb(0xcd7501), rgb(0x02a97f), rgb(0xd91042),
                rgb(0xa560b8), rgb(0x6b4400), rgb(0x3079fc), rgb(0x6e6570)};
    c.bandAlpha = 0.16;
    c.fillAlpha = 0.2;
    c.zoneAlpha = 0.06;
    return c;
}

/** A font of the first of `families` that this computer has, or Qt's own. */
QFont firstOf(const QStringList& families)
{
    QFont font;
    for (const QString& family : families) {
        if (QFontDatabase::hasFamily(family)) {
            font.setFamily(family);
            break;
        }
    }
    return font;
}

} // namespace

Colors colorsOf(Theme theme, const QPalette& systemPalette)
{
    if (theme == Theme::System) {
        const bool isDark = systemPalette.color(QPalette::WindowText).lightness() >
                            systemPalette.color(QPalette::Window).lightness();
        return isDark ? dark() : light();
    }
    return theme == Theme::Dark ? dark() : light();
}

QPalette paletteOf(const Colors& c)
{
    QPalette palette;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.field);
    palette.setColor(QPalette::AlternateBase, c.raised);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.axis);
    palette.setColor(QPalette::Button, c.raised);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.bad);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::ToolTipBase, c.tooltip);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Link, c.link);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.axis);
    return palette;
}

QString styleSheetOf(const Colors& c)
{
    QString sheet = uR"(
QToolTip { background: @tooltip; color: @text; border: 1px solid @tooltipBorder; padding: 4px 6px; font-size: 12px; }
weir--Panel, weir--SamplingPanel, weir--EndpointPanel, weir--CardTableView { background: @card; border: 1px solid @border; border-radius: 8px; }
weir--Rule { background: @border; }
QLabel { background: transparent; border: none; color: @text; }
QLabel[tone="secondary"] { color: @secondary; }
QLabel[tone="axis"] { color: @axis; }
QLabel[tone="ok"] { color: @ok; }
QLabel[tone="warn"] { color: @warn; }
QLabel[tone="bad"] { color: @bad; }
QLabel[tone="accent"] { color: @link; }
QLabel[textSize="small"] { font-size: 12px; }
QLabel[textSize="title"] { font-size: 14px; font-weight: 600; }
QLabel[textSize="large"] { font-size: 20px; font-weight: 600; }
QLabel[textSize="big"] { font-size: 26px; font-weight: 600; }
QPushButton { background: @raised; color: @text; border: 1px solid @border; border-radius: 6px; padding: 5px 12px; min-height: 18px; }
QPushButton:hover { border-color: @baseLine; }
QPushButton:pressed { background: @border; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @axis; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[tall="true"] { min-height: 26px; }
QPushButton[kind="primary"]:hover { background: @link; }
QPushButton[kind="primary"]:focus { border: 1px solid @text; }
QPushButton[kind="pill"] { background: transparent; color: @secondary; border-radius: 12px; padding: 2px 11px; font-size: 12px; }
QPushButton[kind="pill"]:hover { color: @text; border-color: @baseLine; }
QPushButton[kind="pill"]:focus { border-color: @accent; color: @text; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: @link; padding: 0 3px; min-height: 16px; border-radius: 3px; }
weir--MenuLink[kind="link"] { padding-right: 14px; }
QPushButton[compact="true"] { padding: 5px 9px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border-color: @accent; }
QPushButton[segment="true"] { border-radius: 0; border-left-width: 0; padding: 5px 11px; color: @secondary; background: @card; }
QPushButton[segment="true"]:hover { color: @text; }
QPushButton[segment="true"]:checked { background: @accent; color: @onAccent; font-weight: 600; border-color: @accent; }
QPushButton[segment="true"]:checked:disabled { background: @raised; color: @axis; border-color: @border; }
QPushButton[segment="true"]:focus { color: @link; }
QPushButton[segment="true"]:checked:focus { color: @onAccent; border-color: @text; }
QPushButton[edge="first"] { border-left-width: 1px; border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QPushButton[edge="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QLineEdit { background: @field; color: @text; border: 1px solid @border; border-radius: 5px; padding: 4px 8px; min-height: 18px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus { border-color: @accent; }
QLineEdit[wrong="true"] { border-color: @bad; }
QLineEdit[textSize="large"] { font-size: 14px; padding: 7px 12px; min-height: 22px; border-radius: 6px; }
QComboBox { background: @selection; color: @link; border: 1px solid @border; border-radius: 4px; padding: 0 6px; font-size: 12px; }
QComboBox:focus { border-color: @accent; }
QComboBox[kind="link"] { background: transparent; border: 1px solid transparent; }
QComboBox[kind="link"]:focus { border-color: @accent; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: url(:/weir/arrow.svg); width: 9px; height: 9px; }
QComboBox QAbstractItemView { background: @tooltip; color: @text; border: 1px solid @tooltipBorder; selection-background-color: @accent; selection-color: @onAccent; }
QListView { background: transparent; border: none; outline: none; }
QScrollArea { background: transparent; border: none; }
QTableView { background: transparent; border: none; color: @text; selection-background-color: @selection; selection-color: @text; gridline-color: @border; }
QAbstractScrollArea::corner { background: transparent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: @card; color: @secondary; border: none; border-bottom: 1px solid @border; padding: 3px; font-size: 12px; }
QCheckBox { color: @text; spacing: 8px; }
QCheckBox:disabled { color: @axis; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @baseLine; border-radius: 3px; background: @field; }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/weir/check_@tick.svg); }
QMenu { background: @tooltip; color: @text; border: 1px solid @tooltipBorder; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 26px; border-radius: 4px; }
QMenu::item:selected { background: @accent; color: @onAccent; }
QMenu::item:disabled { color: @axis; }
QMenu::indicator { width: 12px; height: 12px; left: 6px; }
QMenu::indicator:non-exclusive { border: 1px solid @baseLine; border-radius: 3px; background: @field; }
QMenu::indicator:checked { background: @accent; border: 1px solid @accent; border-radius: 3px; image: url(:/weir/check_@tick.svg); }
QMenu::separator { height: 1px; background: @border; margin: 4px 6px; }
QDialog { background: @card; }
QPlainTextEdit { background: @field; color: @text; border: 1px solid @border; border-radius: 5px; padding: 4px; selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit:focus { border-color: @accent; }
QPlainTextEdit[fixed="true"] { font-family: "@fixed"; font-size: 12px; background: transparent; border-color: transparent; }
QPlainTextEdit[fixed="true"]:focus { border-color: @accent; }
QTreeView { background: transparent; border: 1px solid transparent; outline: none; color: @text; font-size: 12px; selection-background-color: @selection; }
QTreeView:focus { border-color: @accent; }
QPushButton[small="true"] { padding: 2px 9px; font-size: 12px; min-height: 16px; }
QPushButton[small="true"]:checked { background: @selection; color: @link; border-color: @accent; }
QLineEdit[small="true"] { padding: 1px 6px; font-size: 12px; min-height: 18px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle:horizontal { background: @border; border-radius: 3px; min-width: 24px; }
QScrollBar::handle:horizontal:hover { background: @baseLine; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: @border; border-radius: 3px; min-height: 24px; }
QScrollBar::handle:vertical:hover { background: @baseLine; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)"_s;
    const std::pair<const char16_t*, QColor> names[] = {
        {u"@tooltipBorder", c.tooltipBorder},
        {u"@tooltip", c.tooltip},
        {u"@text", c.text},
        {u"@card", c.card},
        {u"@border", c.border},
        {u"@secondary", c.secondary},
        {u"@axis", c.axis},
        {u"@onAccent", c.onAccent},
        {u"@accent", c.accent},
        {u"@ok", c.ok},
        {u"@warn", c.warn},
        {u"@bad", c.bad},
        {u"@link", c.link},
        {u"@raised", c.raised},
        {u"@baseLine", c.baseLine},
        {u"@field", c.field},
        {u"@selection", c.selection},
    };
    sheet.replace(u"@tick"_s, c.dark ? u"dark"_s : u"light"_s);
    sheet.replace(u"@fixed"_s, fixedFont().family());
    for (const auto& [name, color] : names)
        sheet.replace(QString::fromUtf16(name), color.name());
    return sheet;
}

QFont windowFont()
{
    QFont font = firstOf({u"Inter"_s, u"Noto Sans"_s, u"DejaVu Sans"_s});
    font.setPixelSize(13);
    // Shaping costs a tenth of the start and more of every text later. Without it text is not kerned, 1 to 2
    // % wider, and Inter does not make an arrow of a "->" in somebody's name. Scripts that need it have it.
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

QFont fixedFont()
{
    QFont font = firstOf({u"JetBrains Mono"_s, u"DejaVu Sans Mono"_s, u"Noto Sans Mono"_s});
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(12);
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

} // namespace weir
