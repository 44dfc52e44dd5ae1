// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect_form.h"

#include "ui/label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weir {

namespace {

constexpr int kLongestAddress = 8192;
constexpr int kLongestMessage = 65536;

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

} // namespace

ConnectForm::ConnectForm(const QString& prefix, Shape shape, QWidget* parent)
    : QWidget(parent)
    , m_address(makeField(prefix + QStringLiteral("Address"), tr("Address"),
                          QStringLiteral("wss://host/path"), kLongestAddress, this))
    , m_token(makeField(prefix + QStringLiteral("Token"), tr("Bearer token"),
                        tr("Sent when connecting, never shown or stored"), kLongestAddress, this))
    , m_message(makeField(prefix + QStringLiteral("FirstMessage"), tr("First message"),
                          tr("{\"op\":\"subscribe\"}, sent after each connect"), kLongestMessage, this))
    , m_connect(new QPushButton(tr("Connect"), this))
    , m_problem(makeLabel({}, this, {"bad", "small", true}))
{
    m_token->setEchoMode(QLineEdit::Password);
    m_connect->setObjectName(prefix + QStringLiteral("Button"));
    m_connect->setAccessibleName(tr("Connect"));
    m_connect->setProperty("kind", QStringLiteral("primary"));
    m_problem->setObjectName(prefix + QStringLiteral("Problem"));
    m_problem->hide();
    if (shape == Shape::Wide)
        layOutWide();
    else
        layOutNarrow();
    setTabOrder(m_address, m_token);
    setTabOrder(m_token, m_message);
    setTabOrder(m_message, m_connect);
    setFocusProxy(m_address);
    for (QLineEdit* field : {m_address, m_token, m_message})
        connect(field, &QLineEdit::returnPressed, this, &ConnectForm::submit);
    connect(m_connect, &QPushButton::clicked, this, &ConnectForm::submit);
    connect(m_address, &QLineEdit::textEdited, this, [this] { showProblem({}); });
}

void ConnectForm::layOutWide()
{
    m_address->setProperty("textSize", QStringLiteral("large"));
    m_connect->setProperty("tall", true);
    m_connect->setMinimumWidth(96);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_address, 1);
    first->addWidget(m_connect);
    column->addLayout(first);
    column->addWidget(m_problem);
    auto* extras = new QGridLayout;
    extras->setContentsMargins(0, 4, 0, 0);
    extras->setHorizontalSpacing(14);
    extras->setVerticalSpacing(8);
    extras->addWidget(makeLabel(tr("Bearer token"), this, {"secondary"}), 0, 0);
    extras->addWidget(m_token, 0, 1);
    extras->addWidget(makeLabel(tr("First message"), this, {"secondary"}), 1, 0);
    extras->addWidget(m_message, 1, 1);
    extras->setColumnStretch(1, 1);
    column->addLayout(extras);
}

void ConnectForm::layOutNarrow()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(makeLabel(tr("Address"), this, {"secondary", "small"}));
    column->addWidget(m_address);
    column->addWidget(m_problem);
    column->addWidget(makeLabel(tr("Bearer token"), this, {"secondary", "small"}));
    column->addWidget(m_token);
    column->addWidget(makeLabel(tr("First message"), this, {"secondary", "small"}));
    column->addWidget(m_message);
    column->addSpacing(4);
    column->addWidget(m_connect);
}

void ConnectForm::submit()
{
    if (m_address->text().trimmed().isEmpty()) {
        showProblem(tr("An address is needed, such as wss://host/path"));
        m_address->setFocus();
        return;
    }
    showProblem({});
    Q_EMIT submitted(m_address->text().trimmed(), m_token->text().toUtf8(), m_message->text());
}

void ConnectForm::showProblem(const QString& text)
{
    setLabelText(m_problem, text);
    m_problem->setVisible(!text.isEmpty());
    if (m_address->property("wrong").toBool() == text.isEmpty()) {
        m_address->setProperty("wrong", !text.isEmpty());
        restyle(m_address);
    }
    m_address->setAccessibleDescription(m_problem->text());
}

void ConnectForm::clear()
{
    for (QLineEdit* field : {m_address, m_token, m_message})
        field->clear();
    showProblem({});
}

void ConnectForm::focusAddress()
{
    m_address->setFocus(Qt::OtherFocusReason);
    m_address->selectAll();
}

} // namespace weir
