// SPDX-License-Identifier: GPL-3.0-or-later
// What the form shows of a source, and what it makes of what was typed or pasted.
#include "ui/connect_form.h"

#include "core/link/kept_secrets.h"
#include "ui/connect_extras.h"
#include "ui/label.h"
#include "ui/models/pasted_command.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>

#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

/** NAME of "$NAME" and "${NAME}"; "" for what is none. */
QString variableIn(const QString& text)
{
    static const QRegularExpression form(u"\\A\\$(?:([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)\\})\\z"_s);
    const auto match = form.match(text);
    return match.captured(1) + match.captured(2);
}

bool isAuthorization(const QString& header)
{
    return header.section(u':', 0, 0).trimmed().compare("Authorization"_L1, Qt::CaseInsensitive) == 0;
}

/** What a Bearer header carries; "" for any other. */
QString bearerIn(const QString& header)
{
    const QString value = header.section(u':', 1).trimmed();
    const bool isBearer = isAuthorization(header) && value.startsWith("Bearer "_L1, Qt::CaseInsensitive);
    return isBearer ? value.mid(7).trimmed() : QString();
}

} // namespace

/** Fills the fields with what may be shown of `source`. */
void ConnectForm::load(EndpointSource source)
{
    m_address->setText(source.url);
    m_address->setCursorPosition(0);
    m_typed = source.url.size();
    QString token = source.tokenVariable.isEmpty() ? QString() : u'$' + source.tokenVariable;
    m_keptToken.clear();
    m_masks = largestMaskIn(source);
    source.headers.removeIf([&](const QString& header) {
        const QString bearer = bearerIn(header);
        if (isSecretMask(bearer))
            m_keptToken = bearer;
        else if (token.isEmpty())
            token = bearer;
        return !bearer.isEmpty();
    });
    source.tokenVariable.clear();
    m_token->setText(token);
    m_token->setPlaceholderText(!m_keptToken.isEmpty() ? tr("Kept for this run, leave empty to keep")
                                : m_shape == Shape::Wide
                                    ? tr("Kept until you quit, never in a file or a picture; or $VAR")
                                    : tr("Kept until you quit; or $VAR"));
    m_forget->setVisible(!m_keptToken.isEmpty());
    m_message->setText(source.firstMessages.value(0));
    QList<ScriptStep> steps;
    for (const QString& message : source.firstMessages.mid(1))
        steps.append({ScriptStep::Kind::SendText, {}, message.toUtf8()});
    source.script = steps + source.script;
    source.firstMessages.clear();
    m_base = std::move(source);
    EndpointSource plain;
    plain.url = m_base.url;
    plain.look = m_base.look;
    plain.leftOut = m_base.leftOut;
    const bool hasMore = m_base != plain;
    if (m_extras || hasMore)
        extras()->setSource(m_base);
    m_scroll->setVisible(hasMore);
    m_sections->show();
}

std::optional<EndpointSource> ConnectForm::read()
{
    EndpointSource source = m_base;
    if (m_extras) {
        const auto applied = m_extras->applied(source);
        if (!applied)
            return std::nullopt;
        source = *applied;
    }
    source.url = m_address->text().trimmed();
    if (!m_message->text().isEmpty())
        source.firstMessages = QStringList{m_message->text()};
    const QString token = m_token->text().trimmed();
    if (token.isEmpty() && m_keptToken.isEmpty())
        return source;
    source.headers.removeIf(isAuthorization);
    if (const QString variable = variableIn(token); !variable.isEmpty())
        source.tokenVariable = variable;
    else
        source.headers.prepend(u"Authorization: Bearer "_s + (token.isEmpty() ? m_keptToken : token));
    return source;
}

void ConnectForm::addressEdited(const QString& text)
{
    showProblem({});
    const bool isPasted = text.size() > m_typed + 1;
    m_typed = text.size();
    if (!isPasted)
        return;
    const PastedCommand pasted = readPasted(text);
    const bool isMore = pasted.isCommand || !pasted.notes.isEmpty() || !pasted.source.headers.isEmpty() ||
                        !secretQueryNames(pasted.source.url).isEmpty();
    if (pasted.problem.isEmpty() && pasted.isCommand)
        take(pasted);
    else if (pasted.problem.isEmpty() && isMore)
        takeAddress(pasted, text.trimmed());
    else if (!pasted.problem.isEmpty() && text.trimmed().contains(u' '))
        showProblem(pasted.problem);
}

/** An address alone leaves the other fields as they are. */
void ConnectForm::takeAddress(const PastedCommand& pasted, const QString& text)
{
    EndpointSource whole; // with user and password, which are no header here
    whole.url = pasted.source.url.section(u':', 0, 0) + text.mid(text.indexOf(u':'));
    m_pastedAddress = whole.url;
    m_address->setText(withSecretsMasked(whole, m_masks + 1).url);
    m_typed = m_address->text().size();
    setLabelText(m_taken, pasted.notes.join(u" · "_s));
    m_taken->setVisible(!pasted.notes.isEmpty());
    m_notTaken->hide();
}

void ConnectForm::take(const PastedCommand& pasted)
{
    m_secrets = pasted.source;
    m_pastedAddress.clear();
    m_tookCommand = true;
    EndpointSource shown = withSecretsMasked(pasted.source);
    shown.name = m_base.name;
    shown.look = m_base.look;
    load(std::move(shown));
    if (const QString variable = variableIn(pasted.token); !variable.isEmpty())
        m_token->setText(u'$' + variable);
    else if (!pasted.token.isEmpty())
        m_token->setText(pasted.token);
    QStringList said = pasted.notes;
    if (!pasted.taken.isEmpty())
        said.prepend(pasted.taken);
    setLabelText(m_taken, said.join(u" · "_s));
    m_taken->setVisible(!said.isEmpty());
    setLabelText(m_notTaken, tr("not taken: %1").arg(pasted.notTaken.join(u", "_s)));
    m_notTaken->setVisible(!pasted.notTaken.isEmpty());
}

/** What is still masked then, who keeps the endpoint that is edited fills in. */
Result<EndpointSource, SourceProblem> ConnectForm::withPastedSecrets(EndpointSource source) const
{
    EndpointSource typed;
    typed.url = source.url;
    EndpointSource pasted;
    pasted.url = m_pastedAddress;
    Result<EndpointSource, SourceProblem> address = withSecretsOf(typed, pasted, m_masks + 1);
    if (!address)
        return address;
    source.url = address.value().url;
    if (m_isEditing && !m_tookCommand)
        return source;
    return withSecretsOf(source, m_secrets);
}

void ConnectForm::submit()
{
    const QString text = m_address->text().trimmed();
    if (const bool isKept = text.contains(u"•••"_s);
        text.isEmpty() || (text != m_base.url && !isKept)) { // typed by hand
        const PastedCommand pasted = readPasted(text);
        if (!pasted.problem.isEmpty()) {
            showProblem(pasted.problem);
            m_address->setFocus();
            return;
        }
        if (pasted.isCommand) {
            take(pasted);
            if (!pasted.notTaken.isEmpty())
                return; // to be read first
        } else {
            takeAddress(pasted, text);
        }
    }
    const auto source = read();
    if (!source)
        return;
    showProblem({});
    const auto whole = withPastedSecrets(*source);
    if (whole)
        Q_EMIT submitted(whole.value());
    else
        showProblem(whole.error().words, whole.error().place);
}

} // namespace weir
