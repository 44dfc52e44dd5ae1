// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export_dialog.h"

#include "ui/card_export.h"
#include "ui/label.h"
#include "ui/segmented.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr QSize kPreview(520, 320);
constexpr int kPreviewLines = 18;

} // namespace

ExportDialog::ExportDialog(ExportSource source, const Colors& colors, QWidget* parent)
    : QDialog(parent)
    , m_source(std::move(source))
    , m_colors(colors)
    , m_what(new Segmented(u"exportWhat"_s, tr("What to export"), {tr("This chart"), tr("All charts")}, this))
    , m_format(new Segmented(u"exportFormat"_s, tr("Format"), {tr("PNG picture"), tr("CSV numbers")}, this))
    , m_hideHosts(new QCheckBox(tr("Hide endpoints and hosts"), this))
    , m_hideKeys(new QCheckBox(tr("Hide keys"), this))
    , m_light(new QCheckBox(tr("Light, for documents"), this))
    , m_preview(makeLabel({}, this, {"secondary", "small"}))
    , m_status(makeLabel({}, this, {"secondary", "small"}))
    , m_save(new QPushButton(tr("Save…"), this))
    , m_copy(new QPushButton(tr("Copy to clipboard"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"exportDialog"_s);
    setWindowTitle(tr("Export"));
    makeControls();
    layOut();
    refresh();
}

void ExportDialog::makeControls()
{
    m_what->setCurrent(0);
    m_what->setEnabled(m_source.cards.size() > 1);
    m_format->setCurrent(0);
    m_hideHosts->setChecked(true);
    m_hideKeys->setChecked(true);
    m_light->setVisible(m_colors.dark); // else it is light already
    const std::pair<QAbstractButton*, QString> names[] = {
        {m_hideHosts, u"exportHideHosts"_s}, {m_hideKeys, u"exportHideKeys"_s}, {m_light, u"exportLight"_s},
        {m_save, u"exportSave"_s},           {m_copy, u"exportCopy"_s},         {m_cancel, u"exportCancel"_s},
    };
    for (const auto& [button, name] : names) {
        button->setObjectName(name);
        button->setAccessibleName(button->text());
    }
    m_hideHosts->setToolTip(
        tr("<p>Writes endpoint 1, endpoint 2, … in their place, the same on every chart.</p>"));
    m_hideKeys->setToolTip(tr("<p>Writes key 1, key 2, … in their place, the same on every chart.</p>"));
    m_preview->setObjectName(u"exportPreview"_s);
    m_preview->setAccessibleName(tr("Preview"));
    m_status->setObjectName(u"exportStatus"_s);
    m_save->setProperty("kind", u"primary"_s);
    m_save->setDefault(true);

    connect(m_what, &Segmented::chosen, this, &ExportDialog::refresh);
    connect(m_format, &Segmented::chosen, this, &ExportDialog::refresh);
    for (QCheckBox* box : {m_hideHosts, m_hideKeys, m_light})
        connect(box, &QCheckBox::toggled, this, &ExportDialog::refresh);
    connect(m_save, &QPushButton::clicked, this, &ExportDialog::save);
    connect(m_copy, &QPushButton::clicked, this, &ExportDialog::copy);
    connect(m_cancel, &QPushButton::clicked, this, &ExportDialog::reject);
}

void ExportDialog::layOut()
{
    auto* choices = new QVBoxLayout;
    choices->setSpacing(8);
    choices->addWidget(makeLabel(tr("What"), this, {"secondary", "small"}));
    choices->addWidget(m_what, 0, Qt::AlignLeft);
    choices->addSpacing(6);
    choices->addWidget(makeLabel(tr("As"), this, {"secondary", "small"}));
    choices->addWidget(m_format, 0, Qt::AlignLeft);
    choices->addSpacing(6);
    for (QCheckBox* box : {m_hideHosts, m_hideKeys, m_light})
        choices->addWidget(box);
    choices->addStretch(1);

    m_preview->setFixedSize(kPreview);
    m_preview->setAlignment(Qt::AlignCenter);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(20);
    upper->addLayout(choices);
    upper->addWidget(m_preview);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_status, 1);
    for (QPushButton* button : {m_save, m_copy, m_cancel})
        buttons->addWidget(button);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 16);
    column->setSpacing(16);
    column->addLayout(upper);
    column->addLayout(buttons);
    column->setSizeConstraint(QLayout::SetFixedSize);
}

bool ExportDialog::isPicture() const
{
    return m_format->current() == 0;
}

std::vector<CardView> ExportDialog::cards() const
{
    // Of all cards, so that a name has the same number on one card and on all.
    std::vector<CardView> cards =
        withoutNames(m_source.cards, m_source.names, {m_hideHosts->isChecked(), m_hideKeys->isChecked()});
    if (m_what->current() == 0)
        return {std::move(cards[std::min(m_source.chosen, cards.size() - 1)])};
    return cards;
}

QImage ExportDialog::picture(const std::vector<CardView>& cards) const
{
    const Colors colors = m_light->isChecked() ? colorsOf(Theme::Light, {}) : m_colors;
    PictureOptions options;
    options.rate = m_source.rate;
    options.isRateFixed = m_source.isRateFixed;
    options.version = m_source.version;
    return pictureOf(cards, colors, windowFont(), options);
}

void ExportDialog::refresh()
{
    setLabelText(m_status, {});
    m_light->setEnabled(isPicture());
    const std::vector<CardView> shown = cards();
    if (isPicture()) {
        const double scale = devicePixelRatioF();
        QImage image = picture(shown).scaled((QSizeF(kPreview) * scale).toSize(), Qt::KeepAspectRatio,
                                             Qt::SmoothTransformation);
        image.setDevicePixelRatio(scale);
        m_preview->setAlignment(Qt::AlignCenter);
        m_preview->setPixmap(QPixmap::fromImage(std::move(image)));
        return;
    }
    const QStringList lines = QString::fromUtf8(csvOf(shown, m_source.version)).split(u"\r\n"_s);
    QStringList first;
    for (const QString& line : lines.mid(0, kPreviewLines))
        first.append(m_preview->fontMetrics().elidedText(line, Qt::ElideRight, kPreview.width()));
    m_preview->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_preview->setText(first.join(u'\n'));
}

void ExportDialog::save()
{
    const std::vector<CardView> shown = cards();
    const QByteArray bytes = isPicture() ? pngOf(picture(shown)) : csvOf(shown, m_source.version);
    const QString name = fileNameOf(shown) + (isPicture() ? u".png"_s : u".csv"_s);
    const QString filter = isPicture() ? tr("PNG picture (*.png)") : tr("CSV numbers (*.csv)");
    accept(); // first: what follows may ask for a file name, over the window
    Q_EMIT exportReady(bytes, name, filter);
}

void ExportDialog::copy()
{
    const std::vector<CardView> shown = cards();
    auto* const mime = new QMimeData;
    if (isPicture()) {
        const QImage image = picture(shown);
        mime->setImageData(image);
        mime->setText(image.text(u"Description"_s));
    } else {
        mime->setText(QString::fromUtf8(csvOf(shown, m_source.version)));
    }
    QGuiApplication::clipboard()->setMimeData(mime);
    setLabelText(m_status, tr("Copied"));
}

} // namespace weir
