// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include "core/link/endpoint_settings.h"

#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace weir {

/**
 * The steps behind the first message: send, wait for, reply when. Bytes are written in hex ("00 ff") or as
 * base64 behind "base64:". What cannot be read is said in place. GUI thread.
 */
class ScriptRows : public QWidget
{
    Q_OBJECT

public:
    ScriptRows(const QString& prefix, QWidget* parent);

    /** Nothing when a step cannot be used, which is said. Empty steps are left out. */
    std::optional<QList<ScriptStep>> script();
    void setScript(const QList<ScriptStep>& script);
    void addRow();

private:
    struct Row
    {
        QWidget* box;
        QComboBox* kind;
        QLineEdit* match;
        QLineEdit* payload;
    };
    static constexpr std::size_t kMost = 100;

    void add(const ScriptStep& step);
    void remove(QWidget* box);
    static std::optional<ScriptStep> stepOf(const Row& row);

    QString m_prefix;
    QVBoxLayout* m_column;
    QLabel* m_problem;
    QPushButton* m_add;
    std::vector<Row> m_rows;
    int m_made = 0;
};

/** "00 ff" or "base64:AP8=": nothing for what is neither. */
std::optional<QByteArray> bytesFromText(const QString& text);

} // namespace weir
