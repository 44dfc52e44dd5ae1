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

namespace weir {

class MeasureGuide;
class OutlookTable;
class RateSlider;
class Segmented;

/**
 * The sampling knob of one engine, as a dock or as a strip. A gesture becomes one configuration in
 * configRequested(); the owner answers with accepted() or refused(). While an answer is due, the newest
 * gesture waits for it. Moving the rate means a fixed rate. GUI thread.
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
    void accepted(std::uint64_t revision, Duration took);
    void refused(const std::vector<Error>& problems);
    void setStrip(bool isStrip);
    void setColors(const Colors& colors);
    const MetricsConfig& config() const { return m_config; }

Q_SIGNALS:
    void configRequested(const weir::MetricsConfig& config);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void request(const MetricsConfig& next);
    void chooseMode(int index);
    void chooseRate(double rate);
    void applyLimits();
    void refresh();
    void showRate(double rate);
    void say(const char* tone, const QString& text, const QString& brief = {});
    void fitStrip();
    void fitDock();
    void arrangeDock();
    void arrangeStrip();
    double shownRate() const;

    MetricsConfig m_initial;                  ///< what Reset goes back to
    MetricsConfig m_config;                   ///< in force, as far as was acknowledged
    std::optional<MetricsConfig> m_requested; ///< on its way
    std::optional<MetricsConfig> m_next;      ///< waits for the answer
    std::optional<MetricsConfig> m_before;    ///< for Undo
    std::optional<double> m_inForce;          ///< of the newest snapshot
    bool m_isUndo = false;
    bool m_isStrip = false;
    bool m_isOpen = false; ///< the strip's second row
    QString m_subject;
    QString m_said;
    QString m_saidBriefly; ///< for a narrow strip

    QLabel* m_title;
    QLabel* m_rate;
    QLabel* m_meaning;
    RateSlider* m_slider;
    Segmented* m_mode;
    QWidget* m_whyBox;
    QLabel* m_whyTitle;
    QLabel* m_why;
    QLabel* m_ack;
    QPushButton* m_undo;
    QWidget* m_rule1;
    QWidget* m_rule2;
    QLabel* m_limitsTitle;
    QPushButton* m_copy;
    QPushButton* m_reset;
    SamplingLimits* m_limits;
    QLabel* m_foot;
    OutlookTable* m_outlook;
    MeasureGuide* m_guide;
    QPushButton* m_more;
};

} // namespace weir
