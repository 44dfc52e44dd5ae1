// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "core/base/result.h"
#include "core/engine/metrics_config.h"

#include <array>

class QLabel;
class QLineEdit;

namespace weir {

/** Where each setting came from: the name of an environment variable, or "". */
using SettingSources = std::array<QString, kMetricsSettingCount>;

/** Adaptive limits, ring and flush interval as fields that apply on Enter or when left. GUI thread. */
class SamplingLimits : public QWidget
{
    Q_OBJECT

public:
    explicit SamplingLimits(QWidget* parent);

    void setConfig(const MetricsConfig& config);
    void setSources(const SettingSources& sources);
    /** `base` with what the fields say; refused when one is not a number. */
    Result<MetricsConfig> read(MetricsConfig base) const;
    void showProblem(const QString& text);
    /** In a row, or in a column. */
    void setFlat(bool isFlat);

Q_SIGNALS:
    /** A field was changed and left. */
    void edited();

private:
    struct Field
    {
        QString name;
        QLabel* label = nullptr;
        QLineEdit* edit = nullptr;
        QLabel* unit = nullptr;
    };
    Field makeField(const QString& name, const QString& label, const QString& unit);

    Field m_from;
    Field m_to;
    Field m_ring;
    Field m_flush;
    QLabel* m_source;
    QLabel* m_problem;
};

} // namespace weir
