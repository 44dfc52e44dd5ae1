// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/script_rows.h"

#include "core/link/kept_secrets.h"
#include "ui/label.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = ScriptStep::Kind;

constexpr int kLongestPayload = 65536;
constexpr int kLongestMatch = 4096;

bool isBinary(Kind kind)
{
    return kind == Kind::SendBinary || kind == Kind::ReplyBinary;
}

bool hasMatch(Kind kind)
{
    return kind == Kind::WaitFor || kind == Kind::ReplyText || kind == Kind::ReplyBinary;
}

QString shownPayload(const ScriptStep& step)
{
    const bool isText = !isBinary(step.kind) || isSecretMask(QString::fromUtf8(step.payload));
    return isText ? QString::fromUtf8(step.payload) : QString::fromLatin1(step.payload.toHex(' '));
}

} // namespace

std::optional<QByteArray> bytesFromText(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith("base64:"_L1)) {
        const auto bytes = QByteArray::fromBase64Encoding(trimmed.mid(7).trimmed().toLatin1(),
                                                          QByteArray::AbortOnBase64DecodingErrors);
        return bytes ? std::optional(bytes.decoded) : std::nullopt;
    }
    static const QRegularExpression space(u"\\s"_s);
    static const QRegularExpression hex(u"\\A([0-9A-Fa-f]{2})*\\z"_s);
    QString digits = trimmed;
    digits.remove(space);
    return hex.match(digits).hasMatch() ? std::optional(QByteArray::fromHex(digits.toLatin1()))
                                        : std::nullopt;
}

ScriptRows::ScriptRows(const QString& prefix, QWidget* parent)
    : QWidget(parent)
    , m_prefix(prefix)
    , m_column(new QVBoxLayout(this))
    , m_problem(makeLabel({}, this, {"bad", "small", true}))
    , m_add(new QPushButton(tr("Add a step"), this))
{
    m_problem->setObjectName(prefix + QStringLiteral("StepProblem"));
    m_problem->hide();
    m_add->setObjectName(prefix + QStringLiteral("AddStep"));
    m_add->setAccessibleName(m_add->text());
    m_add->setProperty("kind", QStringLiteral("link"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(5);
    m_column->addWidget(m_problem);
    m_column->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, &ScriptRows::addRow);
}

std::optional<ScriptStep> ScriptRows::stepOf(const Row& row)
{
    ScriptStep step;
    step.kind = static_cast<Kind>(row.kind->currentIndex());
    if (hasMatch(step.kind))
        step.match = row.match->text();
    if (step.kind == Kind::WaitFor)
        return step;
    const QString text = row.payload->text();
    if (!isBinary(step.kind) || isSecretMask(text)) {
        step.payload = text.toUtf8();
        return step;
    }
    const auto bytes = bytesFromText(text);
    if (!bytes)
        return std::nullopt;
    step.payload = *bytes;
    return step;
}

std::optional<QList<ScriptStep>> ScriptRows::script()
{
    QList<ScriptStep> steps;
    QString problem;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto step = stepOf(m_rows[i]);
        const bool lacksMatch = step && hasMatch(step->kind) && step->match.isEmpty();
        if (step && step->match.isEmpty() && step->payload.isEmpty())
            continue;
        if (!step)
            problem = tr("Step %1: bytes are written in hex, as 00 ff, or as base64:AP8=").arg(i + 1);
        else if (lacksMatch)
            problem = tr("Step %1 lacks what a message must hold").arg(i + 1);
        else
            steps += *step;
    }
    setLabelText(m_problem, problem);
    m_problem->setVisible(!problem.isEmpty());
    return problem.isEmpty() ? std::optional(steps) : std::nullopt;
}

void ScriptRows::setScript(const QList<ScriptStep>& script)
{
    m_problem->hide();
    while (!m_rows.empty())
        remove(m_rows.back().box);
    for (const ScriptStep& step : script)
        add(step);
}

void ScriptRows::addRow()
{
    add({});
    if (!m_rows.empty())
        m_rows.back().kind->setFocus(Qt::OtherFocusReason);
}

void ScriptRows::add(const ScriptStep& step)
{
    if (m_rows.size() >= kMost)
        return;
    const QString number = QString::number(++m_made);
    auto* box = new QWidget(this);
    Row row{box, new QComboBox(box), new QLineEdit(step.match, box), new QLineEdit(shownPayload(step), box)};
    auto* remove = new QPushButton(QStringLiteral("×"), box);
    row.kind->setObjectName(m_prefix + QStringLiteral("StepKind") + number);
    row.kind->setAccessibleName(tr("Kind of step %1").arg(number));
    row.kind->addItems({tr("Send text"), tr("Send bytes"), tr("Wait for"), tr("When … reply text"),
                        tr("When … reply bytes")}); // in the order of ScriptStep::Kind
    row.kind->setMinimumHeight(26);
    row.match->setObjectName(m_prefix + QStringLiteral("StepMatch") + number);
    row.match->setAccessibleName(tr("What a message must hold, step %1").arg(number));
    row.match->setPlaceholderText(tr("part of a message, or re:PATTERN"));
    row.match->setMaxLength(kLongestMatch);
    row.payload->setObjectName(m_prefix + QStringLiteral("StepPayload") + number);
    row.payload->setAccessibleName(tr("What is sent, step %1").arg(number));
    row.payload->setMaxLength(kLongestPayload);
    for (QLineEdit* field : {row.match, row.payload})
        field->setMinimumWidth(40);
    remove->setObjectName(m_prefix + QStringLiteral("RemoveStep") + number);
    remove->setAccessibleName(tr("Remove step %1").arg(number));
    remove->setProperty("kind", QStringLiteral("link"));
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(5);
    grid->addWidget(row.kind, 0, 0);
    grid->addWidget(remove, 0, 1);
    grid->addWidget(row.match, 1, 0, 1, 2);
    grid->addWidget(row.payload, 2, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    const auto arrange = [row] {
        const auto kind = static_cast<Kind>(row.kind->currentIndex());
        row.match->setVisible(hasMatch(kind));
        row.payload->setVisible(kind != Kind::WaitFor);
        row.payload->setPlaceholderText(isBinary(kind) ? tr("hex, as 00 ff, or base64:AP8=")
                                                       : tr("text, may hold ${VAR}"));
    };
    row.kind->setCurrentIndex(static_cast<int>(step.kind));
    arrange();
    connect(row.kind, &QComboBox::currentIndexChanged, this, arrange);
    connect(remove, &QPushButton::clicked, this, [this, box] { this->remove(box); });
    m_column->insertWidget(m_column->count() - 2, box);
    m_rows.push_back(row);
    box->show();
}

void ScriptRows::remove(QWidget* box)
{
    std::erase_if(m_rows, [box](const Row& row) { return row.box == box; });
    if (isVisible() && box->isAncestorOf(focusWidget()))
        m_add->setFocus();
    m_column->removeWidget(box);
    box->hide();
    box->deleteLater(); // one of its buttons may be on the way here
}

} // namespace weir
