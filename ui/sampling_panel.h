// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/engine/engine_snapshot.h"
#include "ui/models/colors.h"
#include "ui/sampling_limits.h"

#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QScrollArea;
class QTimer;

namespace weir {

class Chip;
class MeasureGuide;
class OutlookTable;
class RateSlider;
class Segmented;

/**
 * The sampling knob of one engine, as a dock or as a strip whose rest is in a popup. A gesture becomes one
 * configuration in configRequested(); the owner answers with accepted() or refused(). While an answer is due,
 * the newest gesture waits for it. Moving the rate means a fixed rate. Until messages were seen the dock says
 * how Weir measures in place of what it measured. GUI thread.
 */
class SamplingPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SamplingPanel(QWidget* parent);

    void setConfig(const MetricsConfig& config, std::uint64_t revision, const SettingSources& sources);
    void apply(const EngineSnapshot& snapshot);
    /** The key whose range "What another rate would do" states; shown from the next snapshot on. */
    void setSubject(const QString& key) { m_subject = key; }
    /** Half the width of a range as a share of its value; without a signal. */
    void setErrorTarget(double share);
    void accepted(std::uint64_t revision, Duration took);
    void refused(const std::vector<Error>& problems);
    void setStrip(bool isStrip);
    void setColors(const Colors& colors);
    const MetricsConfig& config() const { return m_config; }

public Q_SLOTS:
    /** To the next round rate: up for 1, down for -1. */
    void stepRate(int direction);
    /** Takes the last change back, as a change of its own; does nothing when there is none. */
    void undo();
    void lookIntoEverything();

Q_SIGNALS:
    void configRequested(const weir::MetricsConfig& config);
    void errorTargetChanged(double share);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void makeParts();
    void request(const MetricsConfig& next);
    void chooseMode(int index);
    void chooseRate(double rate);
    void applyLimits();
    void refresh();
    void showRate(double rate);
    void say(const char* tone, const QString& text, const QString& brief = {});
    void sayLate();
    QString whatHoldsItBack(const EngineSnapshot& snapshot);
    void openRest();
    void fit();
    void fitStrip();
    void fitDock();
    void arrangeDock();
    /** Makes the fields of limits and buffer, which an empty window does not show. */
    void buildLimits();
    void orderLimits();
    int dockWidth() const;
    void arrangeStrip();
    double shownRate() const;

    MetricsConfig m_initial;                  ///< what Reset goes back to
    MetricsConfig m_config;                   ///< in force, as far as was acknowledged
    std::optional<MetricsConfig> m_requested; ///< on its way
    std::optional<MetricsConfig> m_next;      ///< waits for the answer
    std::optional<MetricsConfig> m_before;    ///< for Undo
    std::optional<double> m_inForce;          ///< of the newest snapshot
    std::uint64_t m_revision = 0;
    std::uint64_t m_thinnings = 0; ///< of the newest snapshot
    bool m_isUndo = false;
    bool m_isStrip = false;
    bool m_isIdle = true;               ///< no message seen yet
    bool m_wasAsked = false;            ///< there is an answer to show
    bool m_isOk = false;                ///< the answer was good
    std::optional<bool> m_limitsChoice; ///< opened or folded by the user
    QString m_subject;
    QString m_held;        ///< what holds the rate back, briefly
    QString m_meaningLong; ///< of the rate, where there is room
    QString m_meaningShort;
    QString m_said;
    QString m_saidBriefly; ///< for a narrow strip

    QLabel* m_title;
    QLabel* m_engine;
    QLabel* m_rate;
    QLabel* m_meaning;
    QLabel* m_promise; ///< what the mode means, before there is a number
    RateSlider* m_slider;
    Segmented* m_mode;
    MeasureGuide* m_guide;
    QWidget* m_whyBox;
    QLabel* m_whyTitle;
    QLabel* m_why;
    QLabel* m_tick;
    QLabel* m_ack;
    QPushButton* m_undo;
    QWidget* m_rule1;
    OutlookTable* m_outlook;
    QWidget* m_rule2;
    Chip* m_limitsToggle;
    QLabel* m_limitsNote;
    QPushButton* m_reset;
    SamplingLimits* m_limits;
    QPushButton* m_copy;
    QLabel* m_foot;
    QPushButton* m_more;
    QScrollArea* m_scroll; ///< holds the dock
    QWidget* m_content;
    QWidget* m_popup; ///< holds what the strip has no room for
    QTimer* m_late;
};

} // namespace weir
