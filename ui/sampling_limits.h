// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "core/base/result.h"
#include "core/engine/metrics_config.h"

#include <array>

class QGridLayout;
class QLabel;
class QLineEdit;

namespace weir {

/** Where each setting came from: the name of an environment variable, or "". */
using SettingSources = std::array<QString, kMetricsSettingCount>;

/**
 * Adaptive limits, ring and flush interval, and how narrow the ranges should be, as fields that apply on
 * Enter or when left. GUI thread.
 */
class SamplingLimits : public QWidget
{
    Q_OBJECT

public:
    explicit SamplingLimits(QWidget* parent);

    /** Makes the fields; before, this is one empty widget. Does nothing when they are there. */
    void build();
    bool isBuilt() const { return m_problem; }
    void setConfig(const MetricsConfig& config);
    void setSources(const SettingSources& sources);
    /** `base` with what the fields say; refused when one is not a number. */
    Result<MetricsConfig> read(MetricsConfig base) const;
    void showProblem(const QString& text);
    /** Half the width of a range as a share of its value. */
    void setErrorTarget(double share);

Q_SIGNALS:
    /** A field of the configuration was changed and left. */
    void edited();
    /** By the user; from 0.01 to 1. */
    void errorTargetChanged(double share);

private:
    struct Field
    {
        QString name;
        QLineEdit* edit = nullptr;
    };
    Field makeField(const QString& objectName, const QString& name, const QString& unit,
                    void (SamplingLimits::*apply)());
    QString notANumber(const Field& field) const;
    void applyTarget();
    void showConfig();
    void showSources();

    MetricsConfig m_config;
    SettingSources m_sources;
    QGridLayout* m_grid = nullptr;

    Field m_from;
    Field m_to;
    Field m_ring;
    Field m_flush;
    Field m_target;
    double m_errorTarget = 0.2;
    QLabel* m_source = nullptr;
    QLabel* m_problem = nullptr;
};

} // namespace weir
