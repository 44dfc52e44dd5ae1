// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sampling_limits.h"

#include "ui/label.h"
#include "ui/models/format.h"
#include "ui/models/window_layout.h"

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

SamplingLimits::SamplingLimits(QWidget* parent) : QWidget(parent) {}

void SamplingLimits::build()
{
    if (isBuilt())
        return;
    m_grid = new QGridLayout(this);
    m_from = makeField(u"adaptiveFrom"_s, tr("Adaptive from"), u"%"_s, &SamplingLimits::edited);
    m_to = makeField(u"adaptiveTo"_s, tr("Adaptive to"), u"%"_s, &SamplingLimits::edited);
    m_ring = makeField(u"ringSlots"_s, tr("Ring"), tr("slots"), &SamplingLimits::edited);
    m_flush = makeField(u"flushEvery"_s, tr("Flush every"), tr("s"), &SamplingLimits::edited);
    m_target = makeField(u"errorTarget"_s, tr("Aim for ranges within"), u"%"_s, &SamplingLimits::applyTarget);
    m_source = makeLabel({}, this, {"axis", "small", true});
    m_problem = makeLabel({}, this, {"bad", "small", true});
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setVerticalSpacing(6);
    m_grid->setHorizontalSpacing(8);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnMinimumWidth(2, 30);
    m_grid->addWidget(m_problem, m_grid->rowCount(), 0, 1, 3);
    m_grid->addWidget(m_source, m_grid->rowCount(), 0, 1, 3);
    m_problem->setObjectName(u"limitsProblem"_s);
    m_target.edit->setToolTip(
        u"<p>%1</p>"_s.arg(tr("Half the 95\u202F% range, as a share of the value. Drawn on the card "
                              "“Sampling error”; to halve a range, look into four times as many.")
                               .toHtmlEscaped()));
    m_problem->hide();
    setErrorTarget(m_errorTarget);
    showConfig();
    showSources();
}

SamplingLimits::Field SamplingLimits::makeField(const QString& objectName, const QString& name,
                                                const QString& unit, void (SamplingLimits::*apply)())
{
    const Field field{name, new QLineEdit(this)};
    field.edit->setObjectName(objectName);
    field.edit->setAccessibleName(name + u", "_s + unit);
    field.edit->setAlignment(Qt::AlignRight);
    field.edit->setMaxLength(16);
    field.edit->setFixedWidth(76);
    const int row = m_grid->count() / 3;
    QLabel* const label = makeLabel(name, this, {"secondary"});
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(field.edit, row, 1);
    m_grid->addWidget(makeLabel(unit, this, {"secondary"}), row, 2);
    connect(field.edit, &QLineEdit::editingFinished, this, [this, edit = field.edit, apply] {
        if (!edit->isModified())
            return; // left without a change, or already applied by Enter
        edit->setModified(false);
        (this->*apply)();
    });
    return field;
}

void SamplingLimits::setErrorTarget(double share)
{
    m_errorTarget = share;
    if (isBuilt())
        setUnlessEdited(m_target.edit, format::percentNumber(share));
}

QString SamplingLimits::notANumber(const Field& field) const
{
    return tr("%1: “%2” is not a number.").arg(field.name, field.edit->text());
}

void SamplingLimits::applyTarget()
{
    const std::optional<double> percent = numberFrom(m_target.edit->text());
    const bool isWithin = percent && *percent >= 100 * WindowLayout::kSmallestErrorTarget &&
                          *percent <= 100 * WindowLayout::kLargestErrorTarget;
    if (isWithin) {
        showProblem({});
        setErrorTarget(*percent / 100);
        Q_EMIT errorTargetChanged(m_errorTarget);
        return;
    }
    showProblem(percent ? tr("%1: from 1 to 100\u202F%.").arg(m_target.name) : notANumber(m_target));
    setErrorTarget(m_errorTarget);
}

void SamplingLimits::setConfig(const MetricsConfig& config)
{
    m_config = config;
    if (isBuilt())
        showConfig();
}

void SamplingLimits::showConfig()
{
    setUnlessEdited(m_from.edit, format::percentNumber(m_config.minSampleRate));
    setUnlessEdited(m_to.edit, format::percentNumber(m_config.maxSampleRate));
    setUnlessEdited(m_ring.edit, format::count(m_config.bufferSize));
    setUnlessEdited(m_flush.edit,
                    QString::number(std::chrono::duration<double>(m_config.flushInterval).count(), 'g', 6));
}

void SamplingLimits::setSources(const SettingSources& sources)
{
    m_sources = sources;
    if (isBuilt())
        showSources();
}

void SamplingLimits::showSources()
{
    QStringList names;
    for (const QString& source : m_sources) {
        if (!source.isEmpty() && !names.contains(source))
            names.append(source);
    }
    m_source->setVisible(!names.isEmpty());
    setLabelText(m_source, tr("Set by the environment: %1").arg(names.join(u", "_s)));
    const auto note = [&](QLineEdit* edit, MetricsSetting setting) {
        const QString& source = m_sources[static_cast<std::size_t>(setting)];
        edit->setToolTip(source.isEmpty() ? QString() : tr("Set by %1").arg(source).toHtmlEscaped());
    };
    note(m_from.edit, MetricsSetting::MinSampleRate);
    note(m_to.edit, MetricsSetting::MaxSampleRate);
    note(m_ring.edit, MetricsSetting::BufferSize);
    note(m_flush.edit, MetricsSetting::FlushInterval);
}

Result<MetricsConfig> SamplingLimits::read(MetricsConfig base) const
{
    if (!isBuilt())
        return base;
    for (const Field& field : {m_from, m_to, m_ring, m_flush}) {
        if (!numberFrom(field.edit->text()))
            return Error{notANumber(field).toStdString()};
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
    if (text.isEmpty() && !isBuilt())
        return;
    build();
    setLabelText(m_problem, text);
    m_problem->setVisible(!text.isEmpty());
}

} // namespace weir
