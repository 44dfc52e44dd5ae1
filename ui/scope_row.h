// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace weir {

class MenuLink;

/** The line over a row of cards: what they are of, and what their tags mean. GUI thread. */
class ScopeRow : public QWidget
{
    Q_OBJECT

public:
    enum class Shape { Stream, Measurement };

    ScopeRow(Shape shape, QWidget* parent);

    /** "production, 7 endpoints". */
    void setScope(const QString& text);
    void setFolded(bool isFolded);
    void setColors(const Colors& colors);

Q_SIGNALS:
    void scopeClicked(const QPoint& globalPos);
    void foldClicked();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class Tags;

    QLabel* m_title;
    QLabel* m_meaning = nullptr; ///< of the measurement, in words
    QString m_meaningText;
    MenuLink* m_scope = nullptr;
    QPushButton* m_fold = nullptr;
    Tags* m_tags = nullptr;
};

} // namespace weir
