// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "core/link/endpoint_source.h"

#include <optional>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;

namespace weir {

class ConnectExtras;
struct PastedCommand;

/**
 * How to reach an endpoint, new or being edited. One field takes an address or a whole command of another
 * program and says what was taken; token and first message are beside it, the rest is opened when wanted.
 * Hands over what was typed; whoever reads it answers with showProblem() or, once connected, clear(). Secrets
 * that are known are never shown: "•••1" and so on stand for them, here and in what is submitted. GUI thread;
 * owned by its parent.
 */
class ConnectForm : public QWidget
{
    Q_OBJECT

public:
    enum class Shape { Wide, Narrow };
    enum class Field { Address, Token, FirstMessage, Certificates, Largest };
    /** `prefix` begins the object names of the fields. */
    ConnectForm(const QString& prefix, Shape shape, QWidget* parent);

    /** For another way to reach a known endpoint; its secrets are masked. */
    void edit(const EndpointSource& masked);
    bool isEditing() const { return m_isEditing; }
    /** `place` names the field as a SourceProblem does. */
    void showProblem(const QString& text, const QString& place = {});
    /** Empty, for a new endpoint. */
    void clear();
    void focusAddress();
    void focusField(Field field);

Q_SIGNALS:
    void submitted(const weir::EndpointSource& source);
    void cancelled();

private:
    void layOutWide();
    void layOutNarrow();
    void makeSectionButtons();
    ConnectExtras* extras();
    void load(EndpointSource source);
    std::optional<EndpointSource> read();
    void addressEdited(const QString& text);
    void take(const PastedCommand& pasted);
    void takeAddress(const PastedCommand& pasted, const QString& text);
    Result<EndpointSource, SourceProblem> withPastedSecrets(EndpointSource source) const;
    void submit();

    const QString m_prefix;
    const Shape m_shape;
    EndpointSource m_base;    ///< what the fields do not show
    EndpointSource m_secrets; ///< of the command that was taken
    QString m_pastedAddress;  ///< with its secrets
    bool m_tookCommand = false;
    bool m_isEditing = false;
    QString m_keptToken;   ///< its mask, which an empty token field stands for; "" for none
    int m_masks = 0;       ///< numbers of masks in what was loaded; those of a pasted address follow
    qsizetype m_typed = 0; ///< length of the address when last edited

    QLabel* m_heading;
    QLineEdit* m_address;
    QLabel* m_taken;
    QLabel* m_notTaken;
    QLineEdit* m_token;
    QPushButton* m_forget;
    QLineEdit* m_message;
    QWidget* m_sections;
    std::vector<QPushButton*> m_sectionButtons;
    QScrollArea* m_scroll;
    ConnectExtras* m_extras = nullptr; ///< made when first wanted
    QLabel* m_problem;
    QPushButton* m_connect;
    QPushButton* m_cancel;
};

} // namespace weir
