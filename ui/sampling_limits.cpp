// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sampling_limits.h"

#include "ui/label.h"
#include "ui/models/format.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStringList>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

/** "15", "15,5", "1 500", "15 %". */
std::optional<double> numberFrom(QString text)
{
    text.remove(u'%');
    text.remove(QChar(format::kThinSpace));
    text.remove(u' ');
    const bool isGrouped = text.contains(u',') && text.section(u',', -1).size() == 3;
    if (isGrouped)
        text.remove(u',');
    text.replace(u',', u'.');
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(number))
        return std::nullopt;
    return number;
}

void setUnlessEdited(QLineEdit* edit, const QString& text)
{
    if (!edit->isModified() && edit->text() != text)
        edit->setText(text);
}

} // namespace

SamplingLimits::SamplingLimits(QWidget* parent)
    : QWidget(parent)
    , m_from(makeField(u"adaptiveFrom"_s, tr("Adaptive from"), u"%"_s))
    , m_to(makeField(u"adaptiveTo"_s, tr("Adaptive to"), u"%"_s))
    , m_ring(makeField(u"ringSlots"_s, tr("Ring"), tr("slots")))
    , m_flush(makeField(u"flushEvery"_s, tr("Flush every"), tr("s")))
    , m_source(makeLabel({}, this, {"axis", "small", true}))
    , m_problem(makeLabel({}, this, {"bad", "small", true}))
{
    m_problem->setObjectName(u"limitsProblem"_s);
    m_source->hide();
    m_problem->hide();
    setFlat(false);
}

SamplingLimits::Field SamplingLimits::makeField(const QString& name, const QString& label,
                                                const QString& unit)
{
    Field field;
    field.name = label;
    field.label = makeLabel(label, this, {"secondary"});
    field.edit = new QLineEdit(this);
    field.edit->setObjectName(name);
    field.edit->setAccessibleName(label + u", "_s + unit);
    field.edit->setAlignment(Qt::AlignRight);
    field.edit->setMaxLength(16);
    field.edit->setFixedWidth(76);
    field.unit = makeLabel(unit, this, {"secondary"});
    connect(field.edit, &QLineEdit::editingFinished, this, [this, edit = field.edit] {
        if (!edit->isModified())
            return; // left without a change, or already applied by Enter
        edit->setModified(false);
        Q_EMIT edited();
    });
    return field;
}

void SamplingLimits::setFlat(bool isFlat)
{
    delete layout();
    setLabelText(m_from.label, isFlat ? tr("From") : tr("Adaptive from"));
    setLabelText(m_to.label, isFlat ? tr("To") : tr("Adaptive to"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(7);
    grid->setHorizontalSpacing(8);
    int place = 0;
    for (const Field& field : {m_from, m_to, m_ring, m_flush}) {
        const int row = isFlat ? 0 : place;
        const int column = isFlat ? place * 3 : 0;
        grid->addWidget(field.label, row, column);
        grid->addWidget(field.edit, row, column + 1, Qt::AlignRight);
        grid->addWidget(field.unit, row, column + 2);
        if (isFlat)
            grid->setColumnStretch(column + 2, 1);
        field.unit->setMinimumWidth(isFlat ? 0 : 30);
        field.edit->setFixedWidth(isFlat ? 64 : 76);
        ++place;
    }
    if (!isFlat)
        grid->setColumnStretch(0, 1);
    const int columns = isFlat ? 12 : 3;
    grid->addWidget(m_problem, isFlat ? 1 : place, 0, 1, columns);
    grid->addWidget(m_source, isFlat ? 2 : place + 1, 0, 1, columns);
}

void SamplingLimits::setConfig(const MetricsConfig& config)
{
    setUnlessEdited(m_from.edit, format::percentNumber(config.minSampleRate));
    setUnlessEdited(m_to.edit, format::percentNumber(config.maxSampleRate));
    setUnlessEdited(m_ring.edit, format::count(config.bufferSize));
    setUnlessEdited(m_flush.edit,
                    QString::number(std::chrono::duration<double>(config.flushInterval).count(), 'g', 6));
}

void SamplingLimits::setSources(const SettingSources& sources)
{
    QStringList names;
    for (const QString& source : sources) {
        if (!source.isEmpty() && !names.contains(source))
            names.append(source);
    }
    m_source->setVisible(!names.isEmpty());
    setLabelText(m_source, tr("Set by the environment: %1").arg(names.join(u", "_s)));
    const auto note = [&](QLineEdit* edit, MetricsSetting setting) {
        const QString& source = sources[static_cast<std::size_t>(setting)];
        edit->setToolTip(source.isEmpty() ? QString() : tr("Set by %1").arg(source).toHtmlEscaped());
    };
    note(m_from.edit, MetricsSetting::MinSampleRate);
    note(m_to.edit, MetricsSetting::MaxSampleRate);
    note(m_ring.edit, MetricsSetting::BufferSize);
    note(m_flush.edit, MetricsSetting::FlushInterval);
}

Result<MetricsConfig> SamplingLimits::read(MetricsConfig base) const
{
    for (const Field& field : {m_from, m_to, m_ring, m_flush}) {
        if (!numberFrom(field.edit->text())) {
            return Error{tr("%1: “%2” is not a number.").arg(field.name, field.edit->text()).toStdString()};
        }
    }
    base.minSampleRate = *numberFrom(m_from.edit->text()) / 100;
    base.maxSampleRate = *numberFrom(m_to.edit->text()) / 100;
    // A negative or absurd number becomes 0, which the engine refuses in its own words.
    const double slots_ = *numberFrom(m_ring.edit->text());
    base.bufferSize = slots_ >= 0 && slots_ < 1e12 ? static_cast<std::size_t>(slots_) : 0;
    const double seconds = *numberFrom(m_flush.edit->text());
    base.flushInterval = std::abs(seconds) < 1e9
                             ? std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds))
                             : Duration(0);
    return base;
}

void SamplingLimits::showProblem(const QString& text)
{
    setLabelText(m_problem, text);
    m_problem->setVisible(!text.isEmpty());
}

} // namespace weir
