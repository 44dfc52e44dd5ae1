// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/add_many_form.h"

#include "ui/label.h"
#include "ui/models/plain_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

constexpr qsizetype kLongestPaste = 1'000'000;
constexpr int kLongestGroup = 80;
constexpr int kProblemsShown = 4;

/** Pastes plain text, and no more than can be laid out: one line of a megabyte takes seconds. */
class AddressEdit : public QPlainTextEdit
{
public:
    using QPlainTextEdit::QPlainTextEdit;

protected:
    void insertFromMimeData(const QMimeData* source) override
    {
        QStringList lines = source->text().left(kLongestPaste).split(QLatin1Char('\n'));
        for (QString& line : lines)
            line.truncate(AddMany::kLongestLine + 1); // still said to be too long
        insertPlainText(lines.join(QLatin1Char('\n')));
    }
};

} // namespace

AddManyForm::AddManyForm(QWidget* parent)
    : QWidget(parent)
    , m_text(new AddressEdit(this))
    , m_group(new QLineEdit(this))
    , m_like(new QComboBox(this))
    , m_problems(makeLabel({}, this, {"bad", "small", true}))
    , m_connect(new QPushButton(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_text->setObjectName(QStringLiteral("addManyText"));
    m_text->setAccessibleName(tr("Addresses, one a line"));
    m_text->setPlaceholderText(QStringLiteral("wss://host/path\nwss://host/{a,b,c}\nname wss://host/path"));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(96);
    m_group->setObjectName(QStringLiteral("addManyGroup"));
    m_group->setAccessibleName(tr("Group"));
    m_group->setPlaceholderText(tr("Group (may be empty)"));
    m_group->setMaxLength(kLongestGroup);
    m_like->setObjectName(QStringLiteral("addManyLike"));
    m_like->setAccessibleName(tr("Settings of"));
    m_like->setToolTip(
        tr("<p>The new endpoints take headers, token, first messages, steps, certificates, limits and "
           "what to look at from this one. Secrets stay with its host.</p>"));
    m_like->setMinimumHeight(26);
    m_like->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_problems->setObjectName(QStringLiteral("addManyProblems"));
    m_connect->setObjectName(QStringLiteral("addManyConnect"));
    m_connect->setProperty("kind", QStringLiteral("primary"));
    m_cancel->setObjectName(QStringLiteral("addManyCancel"));
    m_cancel->setAccessibleName(tr("Cancel"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(7);
    buttons->addWidget(m_connect, 1);
    buttons->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(makeLabel(tr("Addresses, one a line"), this, {"secondary", "small"}));
    column->addWidget(m_text);
    column->addWidget(m_group);
    column->addWidget(m_like);
    column->addWidget(m_problems);
    column->addLayout(buttons);
    setFocusProxy(m_text);
    connect(m_text, &QPlainTextEdit::textChanged, this, &AddManyForm::read);
    connect(m_group, &QLineEdit::textEdited, this, &AddManyForm::followGroup);
    connect(m_like, &QComboBox::activated, this, [this] { m_isLikeChosen = true; });
    connect(m_group, &QLineEdit::returnPressed, this, &AddManyForm::submit);
    connect(m_connect, &QPushButton::clicked, this, &AddManyForm::submit);
    connect(m_cancel, &QPushButton::clicked, this, &AddManyForm::cancelled);
    read();
}

void AddManyForm::setPatterns(const QList<Pattern>& patterns)
{
    m_patterns = patterns;
    m_isLikeChosen = false;
    m_like->clear();
    m_like->addItem(tr("Usual settings"));
    for (const Pattern& pattern : patterns)
        m_like->addItem(tr("As %1").arg(plainText(pattern.name, 60)));
    m_like->setVisible(!patterns.isEmpty());
    followGroup();
}

/** A group's endpoints are alike unless the user says otherwise: the first is their template. */
void AddManyForm::followGroup()
{
    if (m_isLikeChosen)
        return;
    const QString group = m_group->text().trimmed();
    const auto first = std::find_if(m_patterns.begin(), m_patterns.end(), [&](const Pattern& each) {
        return !group.isEmpty() && each.group == group;
    });
    m_like->setCurrentIndex(first == m_patterns.end() ? 0 : static_cast<int>(first - m_patterns.begin()) + 1);
}

void AddManyForm::read()
{
    m_read = parseAddMany(m_text->toPlainText());
    const auto count = m_read.requests.size();
    m_connect->setText(count == 0 ? tr("Connect") : tr("Connect %1").arg(count));
    m_connect->setAccessibleName(m_connect->text());
    m_connect->setEnabled(count > 0);
    showProblems(m_read.problems);
}

void AddManyForm::showProblems(const QList<AddManyProblem>& problems)
{
    QStringList lines;
    for (const AddManyProblem& problem : problems.first(std::min<qsizetype>(problems.size(), kProblemsShown)))
        lines.append(problem.line > 0 ? tr("Line %1: %2").arg(problem.line).arg(problem.text) : problem.text);
    if (problems.size() > kProblemsShown)
        lines.append(tr("and %1 more").arg(problems.size() - kProblemsShown));
    setLabelText(m_problems, lines.join(QStringLiteral(" · ")));
    m_problems->setVisible(!lines.isEmpty());
    m_text->setAccessibleDescription(m_problems->text());
}

void AddManyForm::submit()
{
    if (m_read.requests.isEmpty())
        return;
    const AddMany taken = std::exchange(m_read, {});
    m_text->setPlainText(taken.left);
    const int like = m_like->currentIndex() - 1;
    Q_EMIT submitted(taken.requests, m_group->text().trimmed(),
                     like < 0 ? EndpointId() : m_patterns[like].id);
    if (!taken.left.isEmpty())
        return;
    m_group->clear();
    Q_EMIT finished();
}

void AddManyForm::focusText()
{
    m_text->setFocus(Qt::OtherFocusReason);
}

} // namespace weir
