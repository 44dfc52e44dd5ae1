// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace weir {

/** Headers as rows of name and value. The value of a name that is a secret's is not shown while it is typed.
 * GUI thread. */
class HeaderRows : public QWidget
{
    Q_OBJECT

public:
    /** `prefix` begins the object names. */
    HeaderRows(const QString& prefix, QWidget* parent);

    /** "Name: value" each; those without a name are left out. */
    QStringList headers() const;
    void setHeaders(const QStringList& headers);
    /** A new row, ready to be typed in. */
    void addRow();

private:
    struct Row
    {
        QWidget* box;
        QLineEdit* name;
        QLineEdit* value;
    };
    static constexpr std::size_t kMost = 100;

    void add(const QString& name, const QString& value);
    void remove(QWidget* box);

    QString m_prefix;
    QVBoxLayout* m_column;
    QPushButton* m_add;
    std::vector<Row> m_rows;
    int m_made = 0; ///< rows so far, for their names
};

} // namespace weir
