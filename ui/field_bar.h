// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "core/look/kept_message.h"
#include "core/look/look_settings.h"
#include "ui/models/look_fields.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace weir {

/** What looking with these settings finds in a message: its items, or why there are none. */
using LookTrial = std::function<KeptMessage(const LookSettings&, const KeptMessage&)>;

/**
 * What a place in a message can be: ranked by, charted, the time, the sequence number; and again none of
 * these. The place is a value of the tree, bytes of a fixed offset, or what a pattern finds. Settings that
 * cannot be are refused here, in words. GUI thread.
 */
class FieldBar : public QWidget
{
    Q_OBJECT

public:
    explicit FieldBar(QWidget* parent);

    /** Without one, what a pattern finds is not shown. */
    void setTrial(LookTrial trial);
    /** Null: none. */
    void setMessage(std::shared_ptr<const KeptMessage> message);
    void setSettings(const LookSettings& settings);
    const LookSettings& settings() const { return m_settings; }
    /** A value of the tree; null: none is chosen. `start`: JSON begins there, behind a prefix; 0: at once. */
    void showValue(const std::optional<FieldPlace>& place, std::size_t start = 0);
    void showBytes(std::size_t from, std::size_t count);
    void showPattern();
    /** As the button of that role. */
    void toggle(FieldRole role);
    /** Words of the four actions, checked where the place is that field already. */
    QString actionText(FieldRole role) const;
    bool isField(FieldRole role) const;
    bool canChoose() const { return !expression().empty(); }

Q_SIGNALS:
    /** By the user; these have passed LookSettings::validate(). */
    void lookChanged(const weir::LookSettings& settings);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Mode { Value, Bytes, Pattern };

    QHBoxLayout* makeRow(const QList<QWidget*>& widgets);
    void refresh();
    void fit();
    std::string expression() const;
    void choose(FieldRole role, std::optional<std::size_t> element);
    void ask(FieldRole role);
    void closeQuestion();
    void offer(LookSettings next, const QStringList& given = {});
    void showFound();

    LookTrial m_trial;
    std::shared_ptr<const KeptMessage> m_message;
    LookSettings m_settings;
    Mode m_mode = Mode::Value;
    std::optional<FieldPlace> m_place;
    std::size_t m_start = 0;
    std::size_t m_from = 0;
    std::size_t m_count = 0;

    // In the order of the Tab key.
    QPushButton* m_takePrefix;
    QComboBox* m_type;
    QLineEdit* m_pattern;
    QLineEdit* m_prefix;
    QCheckBox* m_lines;
    std::array<QPushButton*, kFieldRoles.size()> m_buttons{};

    QLabel* m_where;
    QLabel* m_found;
    QLabel* m_prefixName;
    QLabel* m_problem;
    QWidget* m_patternRow;
    QWidget* m_buttonRow;
    QWidget* m_question;
};

} // namespace weir
