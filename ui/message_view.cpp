// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/message_view.h"

#include "ui/hex_view.h"
#include "ui/label.h"
#include "ui/message_tree.h"
#include "ui/models/format.h"
#include "ui/models/message_text.h"
#include "ui/models/plain_text.h"
#include "ui/segmented.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {
constexpr int kLongestName = 40;
}

MessageView::MessageView(QWidget* parent)
    : QWidget(parent)
    , m_ways(
          new Segmented(u"messageAs"_s, tr("Show the message as"), {tr("Tree"), tr("Text"), tr("Hex")}, this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_tree(new MessageTree(this))
    , m_text(new QPlainTextEdit(this))
    , m_hex(new HexView(this))
    , m_fields(new FieldBar(this))
    , m_what(makeLabel({}, this, {"secondary", "small"}))
    , m_note(makeLabel({}, this, {"warn", "small"}))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(u"messageView"_s);
    setMinimumWidth(260);
    m_what->setObjectName(u"messageWhat"_s);
    m_note->setObjectName(u"messageNote"_s);
    m_what->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    for (QPushButton* button : m_ways->findChildren<QPushButton*>())
        button->setProperty("small", true);
    m_copy->setObjectName(u"messageCopy"_s);
    m_copy->setAccessibleName(tr("Copy the message"));
    m_copy->setProperty("small", true);
    m_text->setObjectName(u"messageText"_s);
    m_text->setAccessibleName(tr("Text of the message"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTabChangesFocus(true);
    m_text->setProperty("fixed", true);
    layOut();
    connect(m_ways, &Segmented::chosen, this, [this](int way) {
        m_wish = static_cast<Page>(way);
        showPage();
    });
    connect(m_copy, &QPushButton::clicked, this, &MessageView::copy);
    connect(m_tree, &MessageTree::placeChanged, this, &MessageView::showField);
    connect(m_tree, &MessageTree::menuRequested, this, &MessageView::openMenu);
    connect(m_hex, &HexView::selectionChanged, this, &MessageView::showField);
    connect(m_fields, &FieldBar::lookChanged, this, [this](const LookSettings& settings) {
        setSettings(settings);
        Q_EMIT lookChanged(settings);
    });
}

void MessageView::layOut()
{
    auto* head = new QHBoxLayout;
    head->setContentsMargins(13, 5, 12, 3);
    head->setSpacing(8);
    head->addWidget(m_what, 1);
    head->addWidget(m_ways);
    head->addWidget(m_copy);
    auto* notes = new QHBoxLayout;
    notes->setContentsMargins(13, 0, 12, 0);
    notes->addWidget(m_note);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addLayout(notes);
    m_pages->addWidget(m_tree);
    m_pages->addWidget(m_text);
    m_pages->addWidget(m_hex);
    auto* middle = new QHBoxLayout;
    middle->setContentsMargins(8, 0, 4, 0);
    middle->addWidget(m_pages);
    column->addLayout(middle, 1);
    column->addWidget(m_fields);
}

void MessageView::setColors(const Colors& colors)
{
    m_tree->setColors(colors);
    m_hex->setColors(colors);
}

void MessageView::setTrial(LookTrial trial)
{
    m_fields->setTrial(std::move(trial));
}

void MessageView::show(std::shared_ptr<const KeptMessage> message, const QString& sender,
                       const LookSettings& settings)
{
    m_message = std::move(message);
    m_settings = settings;
    setVisible(m_message != nullptr);
    m_fields->setMessage(m_message);
    m_fields->setSettings(settings);
    if (!m_message)
        return;
    QStringList words{preciseTime(m_message->wallTime), plainText(sender, kLongestName),
                      format::withUnit(static_cast<double>(m_message->bytes), u"B")};
    if (m_message->weight > 1)
        words.append(tr("stands for %1").arg(format::compact(m_message->weight)));
    setLabelText(m_what, words.join(u" · "_s));
    m_what->setToolTip(u"<p>"_s + m_what->text().toHtmlEscaped() + u"</p>"_s);
    fill();
}

void MessageView::setSettings(const LookSettings& settings)
{
    const bool isOtherPrefix = settings.prefix != m_settings.prefix;
    m_settings = settings;
    m_fields->setSettings(settings);
    m_tree->setSettings(settings);
    if (isOtherPrefix && m_message)
        fill();
}

void MessageView::fill()
{
    const std::string_view all(m_message->payload);
    const bool isCut = m_message->bytes > all.size();
    m_prefix =
        !m_settings.prefix.empty() && all.starts_with(m_settings.prefix) ? m_settings.prefix.size() : 0;
    JsonTree tree;
    m_jsonStart = 0;
    QStringList notes;
    if (m_message->isText) {
        tree = JsonTree::read(all.substr(m_prefix), isCut);
        if (!tree.problem().isEmpty())
            m_jsonStart = JsonTree::startBehindPrefix(all.substr(m_prefix), isCut);
        if (m_jsonStart > 0)
            tree = JsonTree::read(all.substr(m_prefix + m_jsonStart), isCut);
    }
    if (!m_message->failure.empty())
        notes.append(plainText(QString::fromStdString(m_message->failure), 200));
    else
        notes.append(tree.problem());
    notes.prepend(cutNote(*m_message));
    notes.removeAll(QString());
    setLabelText(m_note, notes.join(u" · "_s));
    m_note->setToolTip(u"<p>"_s + m_note->text().toHtmlEscaped() + u"</p>"_s);
    m_note->setVisible(!notes.isEmpty());
    m_tree->setTree(std::move(tree));
    m_tree->setSettings(m_settings);
    m_text->setPlainText(wholeText(*m_message));
    m_hex->setBytes(m_message->payload);
    showPage();
}

void MessageView::showPage()
{
    const bool hasTree = !m_tree->tree().isEmpty() && m_message && m_message->isText;
    m_page = m_wish == Tree && !hasTree ? (m_message && m_message->isText ? Text : Hex) : m_wish;
    m_ways->setCurrent(m_page);
    m_pages->setCurrentIndex(m_page);
    showField();
}

void MessageView::showField()
{
    if (m_page == Tree)
        m_fields->showValue(m_tree->place(), m_prefix == 0 ? m_jsonStart : 0);
    else if (m_page == Hex)
        m_fields->showBytes(m_hex->from(), m_hex->count());
    else
        m_fields->showPattern();
}

void MessageView::openMenu(const QPoint& globalPos)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(u"fieldMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool isPlace = m_fields->canChoose();
    for (const FieldRole role : kFieldRoles) {
        QAction* action =
            menu->addAction(m_fields->actionText(role), m_fields, [this, role] { m_fields->toggle(role); });
        action->setObjectName(u"fieldAction%1"_s.arg(static_cast<int>(role)));
        action->setCheckable(true);
        action->setChecked(m_fields->isField(role));
        action->setEnabled(isPlace);
    }
    menu->addSeparator();
    menu->addActions(m_tree->actions());
    menu->popup(globalPos);
}

void MessageView::copy() const
{
    if (m_message)
        QGuiApplication::clipboard()->setText(m_page == Hex ? hexDump(*m_message) : wholeText(*m_message));
}

} // namespace weir
