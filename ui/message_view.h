// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/field_bar.h"
#include "ui/models/colors.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace weir {

class HexView;
class MessageTree;
class Segmented;

/**
 * One message: as a tree, as text, as bytes, and what its fields can be. The way it is shown is the one that
 * fits it, or the one chosen last. GUI thread.
 */
class MessageView : public QWidget
{
    Q_OBJECT

public:
    explicit MessageView(QWidget* parent);

    void setColors(const Colors& colors);
    void setTrial(LookTrial trial);
    /** Null: none; `sender` may come from outside. `settings` are those of its endpoint. */
    void show(std::shared_ptr<const KeptMessage> message, const QString& sender,
              const LookSettings& settings);
    /** Of the endpoint of the message that is shown. */
    void setSettings(const LookSettings& settings);

Q_SIGNALS:
    void lookChanged(const weir::LookSettings& settings);

private:
    enum Page { Tree, Text, Hex };

    void layOut();
    void fill();
    void showPage();
    void showField();
    void openMenu(const QPoint& globalPos);
    void copy() const;

    std::shared_ptr<const KeptMessage> m_message;
    LookSettings m_settings;
    std::size_t m_prefix = 0;    ///< bytes that are taken off
    std::size_t m_jsonStart = 0; ///< behind a prefix that is not taken off
    Page m_page = Tree;
    Page m_wish = Tree; ///< by the user

    // In the order of the Tab key.
    Segmented* m_ways;
    QPushButton* m_copy;
    MessageTree* m_tree;
    QPlainTextEdit* m_text;
    HexView* m_hex;
    FieldBar* m_fields;

    QLabel* m_what;
    QLabel* m_note;
    QStackedWidget* m_pages;
};

} // namespace weir
