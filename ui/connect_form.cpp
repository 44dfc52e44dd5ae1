// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect_form.h"

#include "ui/connect_extras.h"
#include "ui/label.h"
#include "ui/models/pasted_command.h"
#include "ui/models/plain_text.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLeastHeight = 96;

/** As high as what it shows where there is room. */
class Scroll : public QScrollArea
{
public:
    explicit Scroll(QWidget* parent) : QScrollArea(parent)
    {
        setWidgetResizable(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
        viewport()->setAutoFillBackground(false);
    }
    QSize sizeHint() const override { return {100, widget() ? widget()->sizeHint().height() : 0}; }
    QSize minimumSizeHint() const override { return {60, std::min(sizeHint().height(), kLeastHeight)}; }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        if (watched == widget() && event->type() == QEvent::Resize && widget()->focusWidget())
            ensureWidgetVisible(widget()->focusWidget());
        return QScrollArea::eventFilter(watched, event);
    }
};

QLineEdit* makeField(const QString& name, const QString& accessible, const QString& placeholder, int limit,
                     QWidget* parent)
{
    auto* field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setAccessibleName(accessible);
    field->setPlaceholderText(placeholder);
    field->setMaxLength(limit);
    field->setMinimumWidth(60);
    return field;
}

QPushButton* makeButton(const QString& name, const QString& text, const char* kind, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setProperty("kind", QString::fromLatin1(kind));
    return button;
}

} // namespace

ConnectForm::ConnectForm(const QString& prefix, Shape shape, QWidget* parent)
    : QWidget(parent)
    , m_prefix(prefix)
    , m_shape(shape)
    , m_heading(makeLabel({}, this, {"", "title"}))
    , m_address(makeField(prefix + u"Address"_s, tr("Address or command"), u"wss://host/path"_s,
                          PastedCommand::kLongest + 1, this)) // too long is said, not cut
    , m_taken(makeLabel({}, this, {"secondary", "small", true}))
    , m_notTaken(makeLabel({}, this, {"warn", "small", true}))
    , m_token(makeField(prefix + u"Token"_s, tr("Bearer token"), {}, PastedCommand::kLongestValue, this))
    , m_forget(makeButton(prefix + u"ForgetToken"_s, tr("Forget"), "link", this))
    , m_message(makeField(prefix + u"FirstMessage"_s, tr("First message"),
                          shape == Shape::Wide ? tr("{\"op\":\"subscribe\"}, sent again on each reconnect")
                                               : tr("sent again on each reconnect"),
                          PastedCommand::kLongestMessage, this))
    , m_sections(new QWidget(this))
    , m_scroll(new Scroll(this))
    , m_problem(makeLabel({}, this, {"bad", "small", true}))
    , m_connect(makeButton(prefix + u"Button"_s, tr("Connect"), "primary", this))
    , m_cancel(makeButton(prefix + u"Cancel"_s, tr("Cancel"), "", this))
{
    m_heading->setObjectName(prefix + u"Heading"_s);
    m_heading->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_taken->setObjectName(prefix + u"Taken"_s);
    m_notTaken->setObjectName(prefix + u"NotTaken"_s);
    m_problem->setObjectName(prefix + u"Problem"_s);
    m_forget->setToolTip(tr("<p>Connect without the token that is kept</p>"));
    m_scroll->setObjectName(prefix + u"More"_s);
    makeSectionButtons();
    if (shape == Shape::Wide)
        layOutWide();
    else
        layOutNarrow();
    QWidget* last = m_address;
    for (QWidget* next : std::initializer_list<QWidget*>{m_token, m_forget, m_message}) {
        setTabOrder(last, next);
        last = next;
    }
    for (QPushButton* button : m_sectionButtons) {
        setTabOrder(last, button);
        last = button;
    }
    setTabOrder(last, m_scroll);
    setTabOrder(m_scroll, m_connect);
    setTabOrder(m_connect, m_cancel);
    setFocusProxy(m_address);
    for (QLineEdit* field : {m_address, m_token, m_message})
        connect(field, &QLineEdit::returnPressed, this, &ConnectForm::submit);
    connect(m_connect, &QPushButton::clicked, this, &ConnectForm::submit);
    connect(m_cancel, &QPushButton::clicked, this, &ConnectForm::cancelled);
    connect(m_address, &QLineEdit::textEdited, this, &ConnectForm::addressEdited);
    connect(m_token, &QLineEdit::textEdited, this, [this] { showProblem({}); });
    connect(m_token, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_token->setEchoMode(text.startsWith(u'$') ? QLineEdit::Normal : QLineEdit::Password);
    });
    connect(m_forget, &QPushButton::clicked, this, [this] {
        m_keptToken.clear();
        m_forget->hide();
        m_token->setPlaceholderText(tr("None from now on"));
        m_token->setFocus();
    });
    clear();
}

void ConnectForm::makeSectionButtons()
{
    const auto show = [this](ConnectExtras::Section section) {
        extras()->focusSection(section);
        m_scroll->show();
    };
    if (m_shape == Shape::Narrow) {
        auto* more = makeButton(m_prefix + u"MoreButton"_s, tr("More…"), "link", m_sections);
        more->setToolTip(tr("<p>Headers, subprotocols, steps, certificates, name, proxy and limits</p>"));
        connect(more, &QPushButton::clicked, this, [this] {
            for (int i = 0; i < ConnectExtras::kSections; ++i)
                extras()->setShown(static_cast<ConnectExtras::Section>(i), true);
            m_scroll->show();
            m_sections->hide();
            m_message->setFocus();
        });
        m_sectionButtons.push_back(more);
        return;
    }
    for (int i = 0; i < ConnectExtras::kSections; ++i) {
        const auto section = static_cast<ConnectExtras::Section>(i);
        auto* button = makeButton(m_prefix + u"Section%1"_s.arg(i), u"+ "_s + ConnectExtras::nameOf(section),
                                  "pill", m_sections);
        button->setAccessibleName(tr("Add: %1").arg(ConnectExtras::nameOf(section)));
        connect(button, &QPushButton::clicked, this, [show, section] { show(section); });
        m_sectionButtons.push_back(button);
    }
}

void ConnectForm::layOutWide()
{
    m_address->setProperty("textSize", u"large"_s);
    m_connect->setProperty("tall", true);
    m_connect->setMinimumWidth(96);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_address, 1);
    first->addWidget(m_connect);
    first->addWidget(m_cancel);
    column->addWidget(m_heading);
    column->addLayout(first);
    for (QWidget* widget : {m_problem, m_taken, m_notTaken})
        column->addWidget(widget);
    auto* pills = new QHBoxLayout(m_sections);
    pills->setContentsMargins(0, 0, 0, 0);
    pills->setSpacing(7);
    for (QPushButton* button : m_sectionButtons)
        pills->addWidget(button);
    pills->addStretch(1);
    column->addWidget(m_sections);
    auto* common = new QGridLayout;
    common->setContentsMargins(0, 4, 0, 0);
    common->setHorizontalSpacing(14);
    common->setVerticalSpacing(8);
    common->addWidget(makeLabel(tr("Bearer token"), this, {"secondary"}), 0, 0);
    auto* token = new QHBoxLayout;
    token->addWidget(m_token, 1);
    token->addWidget(m_forget);
    common->addLayout(token, 0, 1);
    common->addWidget(makeLabel(tr("First message"), this, {"secondary"}), 1, 0);
    common->addWidget(m_message, 1, 1);
    common->setColumnStretch(1, 1);
    column->addLayout(common);
    column->addWidget(m_scroll);
}

void ConnectForm::layOutNarrow()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_heading);
    column->addWidget(makeLabel(tr("Address, or a whole command"), this, {"secondary", "small"}));
    column->addWidget(m_address);
    for (QWidget* widget : {m_problem, m_taken, m_notTaken})
        column->addWidget(widget);
    auto* token = new QHBoxLayout;
    token->addWidget(makeLabel(tr("Bearer token"), this, {"secondary", "small"}), 1);
    token->addWidget(m_forget);
    column->addLayout(token);
    column->addWidget(m_token);
    column->addWidget(makeLabel(tr("First message"), this, {"secondary", "small"}));
    column->addWidget(m_message);
    auto* more = new QHBoxLayout(m_sections);
    more->setContentsMargins(0, 0, 0, 0);
    more->addWidget(m_sectionButtons.front());
    more->addStretch(1);
    column->addWidget(m_sections);
    column->addWidget(m_scroll);
    column->addSpacing(4);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(7);
    buttons->addWidget(m_connect, 1);
    buttons->addWidget(m_cancel);
    column->addLayout(buttons);
}

ConnectExtras* ConnectForm::extras()
{
    if (!m_extras) {
        m_extras = new ConnectExtras(m_prefix, m_shape == Shape::Wide, m_scroll);
        m_scroll->setWidget(m_extras);
        m_extras->installEventFilter(m_scroll);
        m_extras->setSource(m_base);
        connect(m_extras, &ConnectExtras::submitted, this, &ConnectForm::submit);
    }
    return m_extras;
}

void ConnectForm::edit(const EndpointSource& masked)
{
    clear();
    m_isEditing = true;
    setLabelText(m_heading, tr("Edit %1").arg(plainText(masked.name, 60)));
    m_heading->show();
    m_connect->setText(tr("Save"));
    m_connect->setAccessibleName(tr("Save"));
    m_cancel->show();
    load(masked);
}

void ConnectForm::showProblem(const QString& text, const QString& place)
{
    const auto mark = [&](QLineEdit* field, bool isWrong) {
        if (field->property("wrong").toBool() != isWrong) {
            field->setProperty("wrong", isWrong);
            restyle(field);
        }
    };
    const bool isSaid = !text.isEmpty();
    const bool isToken = place.startsWith("token"_L1);
    const bool isMessage = place.startsWith("first_messages"_L1);
    struct Elsewhere
    {
        const char* place;
        ConnectExtras::Section section;
    };
    static constexpr Elsewhere kElsewhere[] = {
        {"headers", ConnectExtras::Headers}, {"subprotocols", ConnectExtras::Subprotocols},
        {"script", ConnectExtras::Steps},    {"ca", ConnectExtras::Certificates},
        {"proxy", ConnectExtras::Limits},    {"name", ConnectExtras::Limits}};
    QString words = text;
    bool isElsewhere = false;
    for (const Elsewhere& each : kElsewhere) {
        if (isSaid && place.startsWith(QLatin1String(each.place))) {
            extras()->setShown(each.section, true);
            m_scroll->show();
            words = ConnectExtras::nameOf(each.section) + u": "_s + text;
            isElsewhere = true;
        }
    }
    setLabelText(m_problem, words);
    m_problem->setVisible(isSaid);
    mark(m_address, isSaid && !isToken && !isMessage && !isElsewhere);
    mark(m_token, isSaid && isToken);
    mark(m_message, isSaid && isMessage);
    m_address->setAccessibleDescription(m_problem->text());
}

void ConnectForm::clear()
{
    m_isEditing = false;
    m_heading->hide();
    m_cancel->hide();
    m_connect->setText(tr("Connect"));
    m_connect->setAccessibleName(tr("Connect"));
    m_secrets = {};
    m_pastedAddress.clear();
    m_tookCommand = false;
    m_taken->hide();
    m_notTaken->hide();
    load({});
    showProblem({});
}

void ConnectForm::focusAddress()
{
    m_address->setFocus(Qt::OtherFocusReason);
    m_address->selectAll();
}

void ConnectForm::focusField(Field field)
{
    switch (field) {
    case Field::Address:
        return focusAddress();
    case Field::Token:
        m_token->setFocus(Qt::OtherFocusReason);
        return;
    case Field::FirstMessage:
        m_message->setFocus(Qt::OtherFocusReason);
        return;
    case Field::Certificates:
        extras()->focusSection(ConnectExtras::Certificates);
        m_scroll->show();
        return;
    case Field::Largest:
        extras()->focusLargest();
        m_scroll->show();
    }
}

} // namespace weir
