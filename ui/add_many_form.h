// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/add_many.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace weir {

/** A list of addresses to connect to at once, and the group they come to. What cannot be used stays in the
 * field and is said. GUI thread; owned by its parent. */
class AddManyForm : public QWidget
{
    Q_OBJECT

public:
    explicit AddManyForm(QWidget* parent);

    void focusText();

Q_SIGNALS:
    /** At least one, no address twice. */
    void submitted(const QList<weir::EndpointRequest>& requests, const QString& group);
    void cancelled();
    /** All of it was used. */
    void finished();

private:
    void read();
    void submit();
    void showProblems(const QList<AddManyProblem>& problems);

    AddMany m_read;
    QPlainTextEdit* m_text;
    QLineEdit* m_group;
    QLabel* m_problems;
    QPushButton* m_connect;
    QPushButton* m_cancel;
};

} // namespace weir
