// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace weir {

/**
 * Address, bearer token, first message. Hands over what was typed; whoever parses it answers with
 * showProblem() or, once connected, clear(). The token is never shown. GUI thread; owned by its parent.
 */
class ConnectForm : public QWidget
{
    Q_OBJECT

public:
    enum class Shape { Wide, Narrow };
    /** `prefix` begins the object names of the fields. */
    ConnectForm(const QString& prefix, Shape shape, QWidget* parent);

    void showProblem(const QString& text);
    void clear();
    void focusAddress();

Q_SIGNALS:
    void submitted(const QString& address, const QByteArray& token, const QString& firstMessage);

private:
    void layOutWide();
    void layOutNarrow();
    void submit();

    QLineEdit* m_address;
    QLineEdit* m_token;
    QLineEdit* m_message;
    QPushButton* m_connect;
    QLabel* m_problem;
};

} // namespace weir
