// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/models/name_mask.h"

class QCheckBox;
class QLabel;
class QPushButton;

namespace weir {

class Segmented;

/** What there is to export, taken at one moment. */
struct ExportSource
{
    std::vector<CardView> cards; ///< not empty
    std::size_t chosen = 0;      ///< the card that was asked for
    OutsideNames names;          ///< to hide unless asked
    QString rate;                ///< sampling rate at the end, "3 %"
    QString version;             ///< of Weir
    bool isRateFixed = false;    ///< as PictureOptions has it
};

/**
 * One card or all, as a picture or as numbers, with names from outside hidden unless asked, and a preview of
 * just that. Makes bytes; whoever listens asks for a file and writes them. GUI thread.
 */
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(ExportSource source, const Colors& colors, QWidget* parent);

Q_SIGNALS:
    /** By Save; the dialog is closed. `fileFilter` as QFileDialog wants it. */
    void exportReady(const QByteArray& bytes, const QString& suggestedName, const QString& fileFilter);

private:
    void makeControls();
    void layOut();
    void refresh();
    void save();
    void copy();
    bool isPicture() const;
    /** As they leave the window. */
    std::vector<CardView> cards() const;
    QImage picture(const std::vector<CardView>& cards) const;

    ExportSource m_source;
    Colors m_colors;
    Segmented* m_what;
    Segmented* m_format;
    QCheckBox* m_hideHosts;
    QCheckBox* m_hideKeys;
    QCheckBox* m_light;
    QLabel* m_preview;
    QLabel* m_status;
    QPushButton* m_save;
    QPushButton* m_copy;
    QPushButton* m_cancel;
};

} // namespace weir
