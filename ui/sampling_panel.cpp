// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sampling_panel.h"

#include "ui/label.h"
#include "ui/measure_guide.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/outlook_table.h"
#include "ui/rate_slider.h"
#include "ui/segmented.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

SamplingPanel::SamplingPanel(QWidget* parent)
    : QWidget(parent)
    , m_title(makeLabel(tr("Sampling"), this, {"", "title"}))
    , m_rate(makeLabel({}, this, {"", "big"}))
    , m_meaning(makeLabel({}, this, {"secondary"}))
    , m_slider(new RateSlider(this))
    , m_mode(new Segmented(u"samplingMode"_s, tr("Sampling mode"),
                           {tr("Fixed"), tr("Adaptive"), tr("Everything")}, this))
    , m_whyBox(new QWidget(this))
    , m_whyTitle(makeLabel({}, m_whyBox, {"", "small"}))
    , m_why(makeLabel({}, m_whyBox, {"secondary", "small", true}))
    , m_ack(makeLabel({}, this, {"secondary", "small"}))
    , m_undo(new QPushButton(tr("Undo"), this))
    , m_rule1(makeRule(this))
    , m_rule2(makeRule(this))
    , m_limitsTitle(makeLabel(tr("Limits and buffer"), this, {"", "title"}))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_reset(new QPushButton(tr("Reset"), this))
    , m_limits(new SamplingLimits(this))
    , m_foot(makeLabel(tr("A change applies at once, is marked ◆ on every chart and never moves a total."),
                       this, {"axis", "small", true}))
    , m_outlook(new OutlookTable(this))
    , m_guide(new MeasureGuide(this))
    , m_more(new QPushButton(tr("More…"), this))
{
    setObjectName(u"samplingPanel"_s);
    setProperty("panel", true);
    setAttribute(Qt::WA_StyledBackground);
    m_rate->setObjectName(u"samplingRate"_s);
    m_ack->setObjectName(u"samplingAck"_s);
    m_why->setObjectName(u"samplingWhy"_s);
    m_slider->setObjectName(u"rateSlider"_s);
    m_slider->setAccessibleName(tr("Sample rate"));
    m_whyBox->setProperty("panel", true);
    m_whyBox->setAttribute(Qt::WA_StyledBackground);
    auto* why = new QVBoxLayout(m_whyBox);
    why->setContentsMargins(10, 8, 10, 9);
    why->setSpacing(2);
    why->addWidget(m_whyTitle);
    why->addWidget(m_why);
    m_copy->setObjectName(u"copyEnvironmentButton"_s);
    m_copy->setAccessibleName(tr("Copy these settings as METRICS_ variables"));
    m_copy->setToolTip(
        tr("Copies these settings as METRICS_* variables, for a service that embeds the engine"));
    m_reset->setObjectName(u"resetButton"_s);
    m_reset->setAccessibleName(tr("Reset sampling to how it started"));
    m_reset->setToolTip(tr("Back to the settings this window started with"));
    for (QPushButton* link : {m_undo, m_more, m_copy, m_reset})
        link->setProperty("kind", u"link"_s);
    m_undo->setObjectName(u"undoButton"_s);
    m_undo->setAccessibleName(tr("Undo the last change of sampling"));
    m_more->setObjectName(u"moreButton"_s);
    m_more->setAccessibleName(tr("More sampling settings"));
    m_ack->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_undo->hide();
    arrangeDock();
    refresh();
    connect(m_slider, &RateSlider::previewed, this, &SamplingPanel::showRate);
    connect(m_slider, &RateSlider::chosen, this, &SamplingPanel::chooseRate);
    connect(m_mode, &Segmented::chosen, this, &SamplingPanel::chooseMode);
    connect(m_limits, &SamplingLimits::edited, this, &SamplingPanel::applyLimits);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        if (!m_before || m_requested)
            return;
        m_isUndo = true;
        request(MetricsConfig(*m_before));
    });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(QString::fromStdString(toEnvironmentText(m_config)));
        say("ok", tr("Copied as METRICS_* variables"), tr("copied"));
    });
    connect(m_reset, &QPushButton::clicked, this, [this] { request(MetricsConfig(m_initial)); });
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_isOpen = !m_isOpen;
        arrangeStrip();
    });
}

double SamplingPanel::shownRate() const
{
    switch (m_config.mode) {
    case SamplingMode::Fixed:
        return m_config.sampleRate;
    case SamplingMode::Everything:
        return 1;
    case SamplingMode::Adaptive:
        break;
    }
    return m_inForce.value_or(m_config.sampleRate);
}

void SamplingPanel::setConfig(const MetricsConfig& config, std::uint64_t revision,
                              const SettingSources& sources)
{
    m_initial = m_config = config;
    m_before.reset();
    m_undo->hide();
    m_limits->setSources(sources);
    say("axis", tr("Revision %1").arg(revision), tr("rev %1").arg(revision));
    setLabelText(
        m_why, config.mode == SamplingMode::Fixed ? tr("A fixed rate, as set at the start.")
               : config.mode == SamplingMode::Everything
                   ? tr("Every message, as set at the start.")
                   : tr("It starts here and follows the load, between %1 and %2.")
                         .arg(format::percent(config.minSampleRate), format::percent(config.maxSampleRate)));
    refresh();
}

void SamplingPanel::apply(const EngineSnapshot& snapshot)
{
    // A flush from before the last change would pull the numbers back for a moment.
    if (snapshot.config != m_config)
        return;
    m_inForce = snapshot.sampling.inForce;
    setLabelText(m_why, plainText(QString::fromStdString(snapshot.sampling.why), 300));
    m_outlook->setView(outlookView(snapshot, shownRate(), m_subject));
    fitDock();
    refresh();
}

void SamplingPanel::request(const MetricsConfig& next)
{
    if (m_requested) {
        m_next = next;
        return;
    }
    if (next == m_config) {
        m_isUndo = false;
        refresh();
        return;
    }
    m_requested = next;
    m_limits->showProblem({});
    say("axis", tr("Sending…"));
    Q_EMIT configRequested(next);
}

void SamplingPanel::accepted(std::uint64_t revision, Duration took)
{
    if (!m_requested)
        return;
    m_before = m_isUndo ? std::nullopt : std::optional(m_config);
    m_isUndo = false;
    m_config = *m_requested;
    m_requested.reset();
    m_inForce.reset();
    setLabelText(m_why, m_config.mode == SamplingMode::Fixed ? tr("You set it. Adaptive is off.")
                        : m_config.mode == SamplingMode::Everything
                            ? tr("You asked for every message.")
                            : tr("It follows the load from the next flush on."));
    m_undo->setVisible(m_before.has_value());
    say("ok",
        tr("In force after %1, revision %2").arg(format::shortDuration(took), QString::number(revision)),
        tr("rev %1").arg(revision));
    refresh();
    if (m_next)
        request(*std::exchange(m_next, std::nullopt));
}

void SamplingPanel::refused(const std::vector<Error>& problems)
{
    QStringList words;
    for (const Error& problem : problems)
        words.append(plainText(QString::fromStdString(problem.message), 200));
    m_requested.reset();
    m_next.reset();
    m_isUndo = false;
    m_limits->showProblem(words.join(u' '));
    say("bad", tr("Refused. Nothing changed."), tr("refused"));
    if (m_isStrip && !m_isOpen)
        m_more->click();
    refresh();
}

void SamplingPanel::chooseRate(double rate)
{
    MetricsConfig next = m_config;
    next.mode = SamplingMode::Fixed;
    next.sampleRate = rate;
    request(next);
}

void SamplingPanel::chooseMode(int index)
{
    MetricsConfig next = m_config;
    next.mode = static_cast<SamplingMode>(index);
    if (next.mode == SamplingMode::Fixed && m_config.mode == SamplingMode::Adaptive)
        next.sampleRate = shownRate(); // what is on screen is what stays
    if (next.mode == SamplingMode::Adaptive)
        next.sampleRate = std::clamp(next.sampleRate, next.minSampleRate, next.maxSampleRate);
    request(next);
}

void SamplingPanel::applyLimits()
{
    const Result<MetricsConfig> next = m_limits->read(m_config);
    if (!next) {
        m_limits->showProblem(QString::fromStdString(next.error().message));
        return;
    }
    MetricsConfig config = next.value();
    if (config.mode == SamplingMode::Adaptive && config.minSampleRate <= config.maxSampleRate)
        config.sampleRate = std::clamp(config.sampleRate, config.minSampleRate, config.maxSampleRate);
    m_limits->showProblem({});
    request(config);
}

void SamplingPanel::showRate(double rate)
{
    setLabelText(m_rate, format::percent(rate));
    const QString meaning = rate >= 1   ? tr("every message")
                            : m_isStrip ? format::oneIn(rate)
                                        : tr("%1 looked into").arg(format::oneIn(rate));
    setLabelText(m_meaning, meaning);
}

void SamplingPanel::refresh()
{
    const double rate = shownRate();
    m_slider->setRate(rate);
    if (!m_slider->isSliderDown())
        showRate(rate);
    const bool isAdaptive = m_config.mode == SamplingMode::Adaptive;
    m_slider->setLimits(isAdaptive ? m_config.minSampleRate : 0, isAdaptive ? m_config.maxSampleRate : 0);
    m_mode->setCurrent(static_cast<int>(m_config.mode));
    setLabelText(m_whyTitle, tr("Why %1 now").arg(format::percent(rate)));
    m_limits->setConfig(m_config);
    m_reset->setEnabled(m_config != m_initial);
}

void SamplingPanel::say(const char* tone, const QString& text, const QString& brief)
{
    m_said = text;
    m_saidBriefly = brief.isEmpty() ? text : brief;
    setLabelTone(m_ack, tone);
    setLabelText(m_ack, text);
    m_ack->setAccessibleName(text);
    fitStrip();
}

void SamplingPanel::fitStrip()
{
    m_meaning->setVisible(!m_isStrip || width() >= 780);
    setLabelText(m_ack, !m_isStrip || width() >= 900 ? m_said : m_saidBriefly);
}

void SamplingPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitStrip();
    fitDock();
}

/** The guide gives way to the table: what it says is said once and known. */
void SamplingPanel::fitDock()
{
    if (!m_isStrip)
        m_guide->setVisible(height() - m_outlook->y() > m_outlook->neededHeight() + m_guide->neededHeight());
}

void SamplingPanel::setColors(const Colors& colors)
{
    m_slider->setColors(colors);
    m_guide->setColors(colors);
}

void SamplingPanel::setStrip(bool isStrip)
{
    if (isStrip == m_isStrip)
        return;
    m_isStrip = isStrip;
    setSizePolicy(QSizePolicy::Preferred, isStrip ? QSizePolicy::Fixed : QSizePolicy::Preferred);
    m_limits->setFlat(isStrip);
    if (isStrip)
        arrangeStrip();
    else
        arrangeDock();
    refresh();
    fitStrip();
}

void SamplingPanel::arrangeDock()
{
    delete layout();
    setFixedWidth(272);
    setMaximumHeight(QWIDGETSIZE_MAX);
    setMinimumHeight(0);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_whyBox, m_rule1, m_rule2, m_limitsTitle, m_copy,
                                                           m_reset, m_limits, m_foot})
        widget->show();
    m_more->hide();
    m_rate->setProperty("textSize", u"big"_s);
    restyle(m_rate);
    m_slider->setMaximumWidth(QWIDGETSIZE_MAX);
    m_ack->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_mode->setMinimumWidth(0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 11, 14, 14);
    column->setSpacing(10);
    column->addWidget(m_title);
    auto* rate = new QHBoxLayout;
    rate->setSpacing(10);
    rate->addWidget(m_rate, 0, Qt::AlignBottom);
    rate->addWidget(m_meaning, 1, Qt::AlignBottom);
    column->addLayout(rate);
    column->addWidget(m_slider);
    column->addWidget(m_mode);
    column->addWidget(m_whyBox);
    auto* ack = new QHBoxLayout;
    ack->addWidget(m_ack, 1);
    ack->addWidget(m_undo);
    column->addLayout(ack);
    column->addWidget(m_rule1);
    auto* limits = new QHBoxLayout;
    limits->addWidget(m_limitsTitle, 1);
    limits->addWidget(m_copy);
    limits->addWidget(m_reset);
    column->addLayout(limits);
    column->addWidget(m_limits);
    column->addWidget(m_rule2);
    column->addWidget(m_foot);
    column->addWidget(m_outlook, 1);
    column->addWidget(m_guide, 1);
    m_outlook->show();
    m_guide->show();
}

void SamplingPanel::arrangeStrip()
{
    delete layout();
    setMinimumWidth(0);
    setMaximumWidth(QWIDGETSIZE_MAX);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_whyBox, m_limits, m_copy, m_reset})
        widget->setVisible(m_isOpen);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_rule1, m_rule2, m_limitsTitle, m_foot, m_outlook, m_guide})
        widget->hide();
    m_more->show();
    m_more->setText(m_isOpen ? tr("Less") : tr("More…"));
    m_rate->setProperty("textSize", u"large"_s);
    restyle(m_rate);
    m_slider->setMaximumWidth(220);
    m_mode->setMinimumWidth(m_mode->sizeHint().width()); // its words must not be cut
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(13, 6, 10, 6);
    column->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_title);
    row->addWidget(m_mode);
    row->addWidget(m_slider, 2);
    row->addWidget(m_rate);
    row->addWidget(m_meaning);
    row->addWidget(m_ack, 2);
    row->addWidget(m_undo);
    row->addWidget(m_more);
    m_ack->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    column->addLayout(row);
    if (m_isOpen) {
        auto* limits = new QHBoxLayout;
        limits->addWidget(m_limits, 1);
        limits->addWidget(m_copy);
        limits->addWidget(m_reset);
        column->addLayout(limits);
        column->addWidget(m_whyBox);
    }
}

} // namespace weir
