// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sampling_panel.h"

#include "ui/chip.h"
#include "ui/label.h"
#include "ui/measure_guide.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/outlook_table.h"
#include "ui/panel.h"
#include "ui/rate_slider.h"
#include "ui/segmented.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStringList>
#include <QTimer>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

/** "33", "2.5": how many messages there are for each that is looked into. */
QString messagesPerLook(double rate)
{
    const double n = 1 / rate;
    return n < 9.5 ? QString::number(n, 'g', 2) : format::count(static_cast<std::uint64_t>(std::lround(n)));
}

} // namespace

SamplingPanel::SamplingPanel(QWidget* parent)
    : QWidget(parent)
    , m_title(makeLabel(tr("Sampling"), this, {"", "title"}))
    , m_engine(makeLabel(tr("this window"), this, {"secondary", "small"}))
    , m_rate(makeLabel({}, this, {"", "big"}))
    , m_meaning(makeLabel({}, this, {"secondary", "small"}))
    , m_promise(makeLabel({}, this, {"secondary", "", true}))
    , m_slider(new RateSlider(this))
    , m_mode(new Segmented(u"samplingMode"_s, tr("Sampling mode"),
                           {tr("Fixed"), tr("Adaptive"), tr("Everything")}, this))
    , m_guide(new MeasureGuide(this))
    , m_whyBox(new Panel(this))
    , m_whyTitle(makeLabel({}, m_whyBox, {"", "small"}))
    , m_why(makeLabel({}, m_whyBox, {"secondary", "small", true}))
    , m_tick(makeLabel(u"✓"_s, this, {"ok", "small"}))
    , m_ack(makeLabel({}, this, {"secondary", "small"}))
    , m_undo(new QPushButton(tr("Undo"), this))
    , m_rule1(makeRule(this))
    , m_outlook(new OutlookTable(this))
    , m_rule2(makeRule(this))
    , m_limitsToggle(new Chip(u"limitsToggle"_s, Chip::Look::Heading, this))
    , m_limitsNote(makeLabel({}, this, {"secondary", "small"}))
    , m_reset(new QPushButton(tr("Reset to defaults"), this))
    , m_limits(new SamplingLimits(this))
    , m_copy(new QPushButton(tr("Copy METRICS_*"), this))
    , m_foot(makeLabel(tr("A change applies at once, is marked ◆ on every chart and never moves a total."),
                       this, {"axis", "small", true}))
    , m_more(new QPushButton(tr("More…"), this))
    , m_scroll(new QScrollArea(this))
    , m_content(new QWidget)
    , m_popup(new Panel(this, Qt::Popup))
    , m_late(new QTimer(this))
{
    setObjectName(u"samplingPanel"_s);
    setAttribute(Qt::WA_StyledBackground);
    makeParts();
    arrangeDock();
    refresh();
    connect(m_slider, &RateSlider::previewed, this, &SamplingPanel::showRate);
    connect(m_slider, &RateSlider::chosen, this, &SamplingPanel::chooseRate);
    connect(m_mode, &Segmented::chosen, this, &SamplingPanel::chooseMode);
    connect(m_limits, &SamplingLimits::edited, this, &SamplingPanel::applyLimits);
    connect(m_limits, &SamplingLimits::errorTargetChanged, this, &SamplingPanel::errorTargetChanged);
    connect(m_undo, &QPushButton::clicked, this, &SamplingPanel::undo);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(QString::fromStdString(toEnvironmentText(m_config)));
        m_wasAsked = true;
        say("ok", tr("Copied as METRICS_* variables"), tr("copied"));
    });
    connect(m_reset, &QPushButton::clicked, this, [this] { request(MetricsConfig(m_initial)); });
    connect(m_limitsToggle, &Chip::clicked, this, [this](bool isOpen) {
        m_limitsChoice = isOpen;
        fit();
    });
    connect(m_more, &QPushButton::clicked, this, &SamplingPanel::openRest);
    connect(m_late, &QTimer::timeout, this, &SamplingPanel::sayLate);
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
    m_revision = revision;
    m_before.reset();
    m_slider->setBefore(0);
    m_limits->setSources(sources);
    say("", tr("Revision %1").arg(revision), tr("rev %1").arg(revision));
    setLabelText(
        m_why, config.mode == SamplingMode::Fixed ? tr("A fixed rate, as set at the start.")
               : config.mode == SamplingMode::Everything
                   ? tr("Every message, as set at the start.")
                   : tr("It starts here and follows the load, between %1 and %2.")
                         .arg(format::percent(config.minSampleRate), format::percent(config.maxSampleRate)));
    refresh();
}

void SamplingPanel::setErrorTarget(double share)
{
    m_limits->setErrorTarget(share);
}

void SamplingPanel::apply(const EngineSnapshot& snapshot)
{
    if (snapshot.accounting.seen > 0 && m_isIdle) {
        m_isIdle = false;
        fit();
    }
    // A flush from before the last change would pull the numbers back for a moment.
    if (snapshot.config != m_config)
        return;
    m_inForce = snapshot.sampling.inForce;
    m_held = whatHoldsItBack(snapshot);
    setLabelText(m_why, plainText(QString::fromStdString(snapshot.sampling.why), 300));
    // An interval without messages answers nothing; what was said of the last one that had some stays.
    const OutlookView outlook = outlookView(snapshot, shownRate(), m_subject);
    if (!outlook.rates.isEmpty())
        m_outlook->setView(outlook);
    refresh();
}

QString SamplingPanel::whatHoldsItBack(const EngineSnapshot& snapshot)
{
    const bool isThinned = snapshot.buffer.thinnings > std::exchange(m_thinnings, snapshot.buffer.thinnings);
    if (isThinned)
        return tr("thinned to %1").arg(format::percent(snapshot.sampling.effective));
    if (m_config.mode != SamplingMode::Adaptive || snapshot.sampling.inForce >= m_config.maxSampleRate)
        return tr("nothing holds it back");
    return snapshot.sampling.inForce <= m_config.minSampleRate ? tr("at its lower limit")
                                                               : tr("follows the load");
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
    m_wasAsked = true;
    m_limits->showProblem({});
    say("", tr("Sending…"));
    m_late->start();
    Q_EMIT configRequested(next);
}

void SamplingPanel::sayLate()
{
    say("warn",
        tr("No answer for 2\u202Fs. Still at revision %1, %2.")
            .arg(QString::number(m_revision), format::percent(shownRate())),
        tr("no answer"));
}

void SamplingPanel::accepted(std::uint64_t revision, Duration took)
{
    if (!m_requested)
        return;
    const double rateBefore = shownRate();
    m_late->stop();
    m_before = m_isUndo ? std::nullopt : std::optional(m_config);
    m_isUndo = false;
    m_config = *m_requested;
    m_revision = revision;
    m_requested.reset();
    m_inForce.reset();
    m_held.clear();
    if (rateBefore != shownRate())
        m_slider->setBefore(rateBefore);
    const bool wasAdaptive = m_before && m_before->mode == SamplingMode::Adaptive;
    setLabelText(m_why, m_config.mode == SamplingMode::Fixed
                            ? (wasAdaptive ? tr("Fixed at %1. Adaptive is off.") : tr("Fixed at %1, by you."))
                                  .arg(format::percent(m_config.sampleRate))
                        : m_config.mode == SamplingMode::Everything
                            ? tr("You asked for every message.")
                            : tr("It follows the load from the next flush on."));
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
    m_late->stop();
    m_requested.reset();
    m_next.reset();
    m_isUndo = false;
    m_limits->showProblem(words.join(u' '));
    say("bad", tr("Refused. Nothing changed."), tr("refused"));
    if (m_isStrip)
        openRest();
    else
        m_limitsChoice = true; // the reason stands there
    refresh();
}

void SamplingPanel::undo()
{
    if (!m_before || m_requested)
        return;
    m_isUndo = true;
    request(MetricsConfig(*m_before));
}

void SamplingPanel::stepRate(int direction)
{
    m_slider->step(direction);
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

void SamplingPanel::lookIntoEverything()
{
    chooseMode(static_cast<int>(SamplingMode::Everything));
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
    setLabelText(m_rate, m_isIdle && rate >= 1 ? tr("Everything") : format::percent(rate));
    const QString looks = messagesPerLook(rate);
    if (m_isIdle && m_config.mode == SamplingMode::Adaptive) {
        const QString most = format::count(static_cast<std::uint64_t>(m_config.budget));
        setLabelText(m_promise,
                     rate >= 1 ? tr("as long as no more than %1 messages/s arrive. You can set a fixed rate "
                                    "at any time.")
                                     .arg(most)
                               : tr("to begin with, then as the load allows. You can set a fixed rate at any "
                                    "time."));
    } else {
        setLabelText(m_promise, {});
    }
    m_meaningLong =
        rate >= 1 ? tr("every message looked into") : tr("1 message in %1 looked into").arg(looks);
    m_meaningShort = rate >= 1 ? tr("every message") : format::oneIn(rate);
    fit();
}

void SamplingPanel::refresh()
{
    const double rate = shownRate();
    m_slider->setRate(rate);
    m_slider->setLimits(m_config.minSampleRate, m_config.maxSampleRate);
    m_mode->setCurrent(static_cast<int>(m_config.mode));
    setLabelText(m_whyTitle, tr("Why %1 now").arg(format::percent(rate)));
    m_limits->setConfig(m_config);
    m_reset->setEnabled(m_config != m_initial);
    setLabelText(m_limitsNote, m_config == m_initial ? tr("defaults") : tr("changed"));
    if (m_slider->isSliderDown())
        fit();
    else
        showRate(rate);
}

void SamplingPanel::say(const char* tone, const QString& text, const QString& brief)
{
    m_said = text;
    m_saidBriefly = brief.isEmpty() ? text : brief;
    m_isOk = QLatin1StringView(tone) == "ok"_L1;
    setLabelTone(m_ack, *tone && !m_isOk ? tone : "secondary");
    setLabelText(m_ack, text);
    m_ack->setAccessibleName(text);
    fit();
}

void SamplingPanel::setColors(const Colors& colors)
{
    m_slider->setColors(colors);
    m_guide->setColors(colors);
    m_outlook->setColors(colors);
    m_limitsToggle->setColors(colors);
}

void SamplingPanel::setStrip(bool isStrip)
{
    if (isStrip == m_isStrip)
        return;
    m_isStrip = isStrip;
    setSizePolicy(QSizePolicy::Preferred, isStrip ? QSizePolicy::Fixed : QSizePolicy::Preferred);
    if (isStrip)
        arrangeStrip();
    else
        arrangeDock();
    refresh();
}

} // namespace weir
