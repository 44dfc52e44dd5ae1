// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/field_bar.h"

#include "ui/label.h"
#include "ui/models/message_text.h"
#include "ui/models/plain_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kMostQuestions = 3; ///< arrays around a value that are offered
constexpr std::array kNames{"fieldKey", "fieldValue", "fieldTime", "fieldSequence"};

QPushButton* smallButton(const QString& objectName, const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    button->setProperty("small", true);
    return button;
}

QLineEdit* smallField(const QString& objectName, const QString& accessibleName, QWidget* parent)
{
    auto* field = new QLineEdit(parent);
    field->setObjectName(objectName);
    field->setAccessibleName(accessibleName);
    field->setProperty("small", true);
    field->setMaxLength(500);
    return field;
}

QString shownField(const std::string& field)
{
    return plainText(QString::fromStdString(field), 120);
}

} // namespace

FieldBar::FieldBar(QWidget* parent)
    : QWidget(parent)
    , m_takePrefix(smallButton(u"fieldTakePrefix"_s, {}, this))
    , m_type(new QComboBox(this))
    , m_pattern(smallField(u"fieldPattern"_s, tr("Regular expression that finds the field"), this))
    , m_prefix(smallField(u"fieldPrefix"_s, tr("What is taken off the front of a message"), this))
    , m_lines(new QCheckBox(tr("each line is an item"), this))
    , m_where(makeLabel({}, this, {"", "small"}))
    , m_found(makeLabel({}, this, {"secondary", "small"}))
    , m_prefixName(makeLabel(tr("Prefix"), this, {"secondary", "small"}))
    , m_problem(makeLabel({}, this, {"bad", "small", true}))
    , m_patternRow(new QWidget(this))
    , m_buttonRow(new QWidget(this))
    , m_question(new QWidget(this))
{
    setObjectName(u"fieldBar"_s);
    m_takePrefix->setAccessibleName(tr("Take the prefix off the front"));
    m_where->setObjectName(u"fieldWhere"_s);
    m_found->setObjectName(u"fieldFound"_s);
    m_problem->setObjectName(u"fieldProblem"_s);
    m_question->setObjectName(u"fieldQuestion"_s);
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_found->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_type->setObjectName(u"fieldType"_s);
    m_type->setAccessibleName(tr("Type of the chosen bytes"));
    m_pattern->setPlaceholderText(tr("Regular expression, such as price=([0-9.]+)"));
    m_lines->setObjectName(u"fieldLines"_s);
    m_lines->setAccessibleName(m_lines->text());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(13, 4, 13, 6);
    column->setSpacing(4);
    column->addLayout(makeRow({m_where, m_type, m_pattern, m_found, m_takePrefix}));
    auto* pattern = new QHBoxLayout(m_patternRow);
    pattern->setContentsMargins(0, 0, 0, 0);
    pattern->setSpacing(8);
    pattern->addWidget(m_prefixName);
    pattern->addWidget(m_prefix, 1);
    pattern->addWidget(m_lines);
    column->addWidget(m_patternRow);
    column->addWidget(m_question);
    column->addWidget(m_buttonRow);
    column->addWidget(m_problem);
    new QGridLayout(m_buttonRow);
    for (const FieldRole role : kFieldRoles) {
        auto& button = m_buttons[static_cast<std::size_t>(role)];
        button = smallButton(QString::fromLatin1(kNames[static_cast<std::size_t>(role)]), actionText(role),
                             m_buttonRow);
        button->setCheckable(true);
        connect(button, &QPushButton::clicked, this, [this, role] { toggle(role); });
    }
    connect(m_type, &QComboBox::activated, this, &FieldBar::refresh);
    connect(m_pattern, &QLineEdit::textChanged, this, &FieldBar::refresh);
    connect(m_prefix, &QLineEdit::editingFinished, this, [this] {
        LookSettings next = m_settings;
        next.prefix = m_prefix->text().toStdString();
        if (next != m_settings)
            offer(next);
    });
    connect(m_lines, &QCheckBox::clicked, this, [this](bool isOn) {
        LookSettings next = m_settings;
        next.items = isOn ? ItemForm::Lines : ItemForm::Message;
        next.array.clear();
        offer(next);
    });
    connect(m_takePrefix, &QPushButton::clicked, this, [this] {
        LookSettings next = m_settings;
        next.prefix = m_message ? m_message->payload.substr(0, m_start) : std::string();
        offer(next);
    });
    m_question->setVisible(false);
    fit();
    refresh();
}

QHBoxLayout* FieldBar::makeRow(const QList<QWidget*>& widgets)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (QWidget* widget : widgets)
        row->addWidget(widget, widget == m_where ? 3 : widget == m_pattern ? 3 : widget == m_found ? 2 : 0);
    return row;
}

void FieldBar::setTrial(LookTrial trial)
{
    m_trial = std::move(trial);
    refresh();
}

void FieldBar::setMessage(std::shared_ptr<const KeptMessage> message)
{
    m_message = std::move(message);
    closeQuestion();
    refresh();
}

void FieldBar::setSettings(const LookSettings& settings)
{
    if (settings == m_settings)
        return;
    m_settings = settings;
    refresh();
}

void FieldBar::showValue(const std::optional<FieldPlace>& place, std::size_t start)
{
    m_mode = Mode::Value;
    m_place = place;
    m_start = start;
    closeQuestion();
    refresh();
}

void FieldBar::showBytes(std::size_t from, std::size_t count)
{
    const bool isSame = m_mode == Mode::Bytes && count == m_count && m_type->count() > 0;
    m_mode = Mode::Bytes;
    m_from = from;
    m_count = count;
    if (!isSame) {
        m_type->clear();
        m_type->addItems(binaryTypes(count));
    }
    closeQuestion();
    refresh();
}

void FieldBar::showPattern()
{
    m_mode = Mode::Pattern;
    closeQuestion();
    refresh();
}

std::string FieldBar::expression() const
{
    switch (m_mode) {
    case Mode::Value:
        return m_place ? jsonPointer(m_place->tokens) : std::string();
    case Mode::Bytes:
        return m_count == 0 ? std::string() : binaryField(m_type->currentText(), m_from, m_count);
    case Mode::Pattern:
        break;
    }
    return m_pattern->text().isEmpty() ? std::string() : "re:" + m_pattern->text().toStdString();
}

QString FieldBar::actionText(FieldRole role) const
{
    switch (role) {
    case FieldRole::Key:
        return tr("Rank by this");
    case FieldRole::Value:
        return tr("Chart this value");
    case FieldRole::Time:
        return tr("It is the time");
    case FieldRole::Sequence:
        break;
    }
    return tr("It is the sequence number");
}

bool FieldBar::isField(FieldRole role) const
{
    if (m_mode != Mode::Value)
        return canChoose() && written(m_settings, role) == expression();
    if (!m_place)
        return false;
    const std::vector<FieldRole> roles = fieldsAt(m_settings, *m_place);
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

void FieldBar::toggle(FieldRole role)
{
    if (isField(role)) {
        offer(removeField(m_settings, role));
    } else if (!canChoose()) {
        refresh();
    } else if (m_mode != Mode::Value) {
        offer(chooseWritten(m_settings, role, expression()));
    } else if (const auto element = presentElement(m_settings, *m_place);
               element || m_place->elements.empty()) {
        choose(role, element);
    } else {
        ask(role);
    }
}

void FieldBar::choose(FieldRole role, std::optional<std::size_t> element)
{
    const LookChoice choice = chooseField(m_settings, role, *m_place, element);
    offer(choice.settings, choice.given);
}

void FieldBar::closeQuestion()
{
    if (!m_question->isVisibleTo(this))
        return;
    m_question->setVisible(false);
    m_buttonRow->setVisible(true);
}

/** The value lies in an array: what is an item? */
void FieldBar::ask(FieldRole role)
{
    qDeleteAll(m_question->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    delete m_question->layout();
    auto* column = new QVBoxLayout(m_question);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addWidget(makeLabel(tr("%1: what is an item?").arg(actionText(role)), m_question, {"", "small"}));
    const auto add = [&](const QString& name, const QString& text, const std::function<void()>& action) {
        QPushButton* button = smallButton(name, text, m_question);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        column->addWidget(button);
        connect(button, &QPushButton::clicked, this, action,
                Qt::QueuedConnection); // it goes with the question
        return button;
    };
    QPushButton* first = nullptr;
    const std::size_t arrays = m_place->elements.size();
    for (std::size_t i = arrays; i-- > 0 && arrays - i <= kMostQuestions;) { // the innermost first
        const std::vector<std::string> above(m_place->tokens.begin(),
                                             m_place->tokens.begin() +
                                                 static_cast<std::ptrdiff_t>(m_place->elements[i]));
        const std::string array = jsonPointer(above);
        QPushButton* button =
            add(u"fieldEach%1"_s.arg(arrays - 1 - i),
                array == "#" ? tr("Each element of the message")
                             : tr("Each element of %1").arg(shownField(array)).replace(u'&', u"&&"_s),
                [this, role, i] { choose(role, i); });
        if (!first)
            first = button;
    }
    add(u"fieldOnlyHere"_s,
        tr("The message: only this place, %1").arg(shownField(expression())).replace(u'&', u"&&"_s),
        [this, role] { choose(role, {}); });
    add(u"fieldCancel"_s, tr("Cancel"), [this] {
        closeQuestion();
        refresh();
    });
    m_buttonRow->setVisible(false);
    m_question->setVisible(true);
    refresh();
    first->setFocus();
}

void FieldBar::offer(LookSettings next, const QStringList& given)
{
    const std::vector<Error> problems = next.validate();
    closeQuestion();
    if (!problems.empty()) {
        refresh();
        setLabelText(m_problem, QString::fromStdString(problems.front().message));
        setLabelTone(m_problem, "bad");
        m_problem->setVisible(true);
        return;
    }
    m_settings = std::move(next);
    refresh();
    if (!given.isEmpty()) {
        setLabelText(m_problem,
                     tr("No longer looked for, as items are others now: %1").arg(given.join(u", "_s)));
        setLabelTone(m_problem, "warn");
        m_problem->setVisible(true);
    }
    Q_EMIT lookChanged(m_settings);
}

void FieldBar::refresh()
{
    const bool hasPlace = canChoose();
    m_type->setVisible(m_mode == Mode::Bytes && m_count > 0);
    m_pattern->setVisible(m_mode == Mode::Pattern);
    m_patternRow->setVisible(m_mode == Mode::Pattern);
    m_where->setVisible(m_mode != Mode::Pattern);
    m_takePrefix->setVisible(m_mode == Mode::Value && m_start > 0 && m_message);
    m_problem->setVisible(false);
    if (m_takePrefix->isVisibleTo(this)) {
        const QString prefix = shownField(m_message->payload.substr(0, m_start));
        m_takePrefix->setText(tr("Take “%1” off the front").arg(QString(prefix).replace(u'&', u"&&"_s)));
    }
    if (m_mode == Mode::Value)
        setLabelText(m_where, hasPlace ? shownField(expression())
                                       : tr("Click a field to rank by it, chart it, or name it."));
    else if (m_mode == Mode::Bytes)
        setLabelText(m_where, m_count == 0 ? tr("Choose bytes by dragging, or with Shift and the arrow keys.")
                              : m_count == 1 ? tr("byte %1").arg(m_from)
                                             : tr("bytes %1 to %2").arg(m_from).arg(m_from + m_count - 1));
    setLabelTone(m_where, hasPlace ? "" : "secondary");
    if (!m_prefix->hasFocus())
        m_prefix->setText(QString::fromStdString(m_settings.prefix));
    m_lines->setChecked(m_settings.items == ItemForm::Lines);
    for (const FieldRole role : kFieldRoles) {
        QPushButton* button = m_buttons[static_cast<std::size_t>(role)];
        button->setEnabled(hasPlace && m_message);
        button->setChecked(isField(role));
    }
    showFound();
}

/** What the place holds in this message, as looking finds it. */
void FieldBar::showFound()
{
    QString text;
    const char* tone = "secondary";
    if (m_mode != Mode::Value && m_trial && m_message && canChoose()) {
        LookSettings only;
        only.prefix = m_settings.prefix;
        only.items = m_mode == Mode::Pattern ? m_settings.items : ItemForm::Message;
        only.array = m_settings.array;
        only.key = expression();
        if (const std::vector<Error> problems = only.validate(); !problems.empty()) {
            text = QString::fromStdString(problems.front().message);
            tone = "bad";
        } else {
            const KeptMessage found = m_trial(only, *m_message);
            const bool isFound =
                found.failure.empty() && !found.items.empty() && !found.items.front().key.empty();
            text = isFound                 ? tr("here: %1").arg(foundWords(found))
                   : found.failure.empty() ? tr("finds nothing here")
                                           : foundWords(found);
            tone = isFound ? "ok" : "warn";
        }
    }
    m_found->setVisible(!text.isEmpty());
    setLabelText(m_found, text);
    setLabelTone(m_found, tone);
    m_found->setToolTip(text.isEmpty() ? QString() : u"<p>"_s + text.toHtmlEscaped() + u"</p>"_s);
}

void FieldBar::fit()
{
    auto* grid = static_cast<QGridLayout*>(m_buttonRow->layout());
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(6);
    int wanted = 26;
    for (QPushButton* button : m_buttons)
        wanted += button->sizeHint().width() + 6;
    const int columns = wanted > width() ? 2 : static_cast<int>(m_buttons.size());
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setSizePolicy(columns == 2 ? QSizePolicy::Ignored : QSizePolicy::Preferred,
                                    QSizePolicy::Fixed);
        grid->addWidget(m_buttons[i], static_cast<int>(i) / columns, static_cast<int>(i) % columns);
    }
    grid->setColumnStretch(4, columns == 2 ? 0 : 1);
}

void FieldBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

} // namespace weir
