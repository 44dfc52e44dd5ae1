// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/base/endpoint_id.h"
#include "ui/models/add_many.h"

class QComboBox;
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
    /** An endpoint that others may be like. */
    struct Pattern
    {
        EndpointId id;
        QString name;
        QString group;
    };
    static constexpr qsizetype kMostPatterns = 200;

    explicit AddManyForm(QWidget* parent);

    /** To choose from: the new ones take headers, token, first messages, certificates and limits of one. */
    void setPatterns(const QList<Pattern>& patterns);

    void focusText();

Q_SIGNALS:
    /** At least one, no address twice. */
    void submitted(const QList<weir::EndpointRequest>& requests, const QString& group, weir::EndpointId like);
    void cancelled();
    /** All of it was used. */
    void finished();

private:
    void read();
    void submit();
    void followGroup();
    void showProblems(const QList<AddManyProblem>& problems);

    AddMany m_read;
    QPlainTextEdit* m_text;
    QLineEdit* m_group;
    QComboBox* m_like;
    QList<Pattern> m_patterns;
    bool m_isLikeChosen = false; ///< by the user
    QLabel* m_problems;
    QPushButton* m_connect;
    QPushButton* m_cancel;
};

} // namespace weir
