// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/link/endpoint_source.h"

#include <array>
#include <optional>

class QCheckBox;
class QGridLayout;
class QLabel;
class QLineEdit;

namespace weir {

class HeaderRows;
class ScriptRows;

/** The rest of what can be said about an endpoint, in sections that are shown as wanted. GUI thread. */
class ConnectExtras : public QWidget
{
    Q_OBJECT

public:
    enum Section { Headers, Subprotocols, Steps, Certificates, Limits, kSections };
    static QString nameOf(Section section);

    /** Labels beside the fields, or above them. */
    ConnectExtras(const QString& prefix, bool isWide, QWidget* parent);

    /** Shows the sections that `source` says something about. */
    void setSource(const EndpointSource& source);
    /** `source` with what the fields say; nothing when one cannot be used, which is said. */
    std::optional<EndpointSource> applied(EndpointSource source);
    bool isShown(Section section) const { return m_isShown[section]; }
    void setShown(Section section, bool isShown);
    void focusSection(Section section);
    /** The largest message, which is one of the limits. */
    void focusLargest();

Q_SIGNALS:
    void submitted();

private:
    QLineEdit* makeField(const QString& name, const QString& accessible, const QString& placeholder);
    void addRow(Section section, const QString& label, QWidget* field);
    bool refuse(QLineEdit* field, const QString& words);
    bool readTime(QLineEdit* field, Duration& time);

    const QString m_prefix;
    const bool m_isWide;
    QGridLayout* m_grid;
    std::array<QList<QWidget*>, kSections> m_parts;
    std::array<bool, kSections> m_isShown{};
    HeaderRows* m_headers;
    QLineEdit* m_subprotocols;
    ScriptRows* m_script;
    QLineEdit* m_authorities;
    QCheckBox* m_anyCertificate;
    QLineEdit* m_proxy;
    QLineEdit* m_name;
    QLineEdit* m_largest;
    QLineEdit* m_connectTimeout;
    QLineEdit* m_pingInterval;
    QLabel* m_problem;
};

/** "16 MiB", "64 KiB", "1000": bytes, 1 … kLargestMaxMessage; nothing for anything else. */
std::optional<qint64> byteCountFromText(const QString& text);
QString byteCountText(qint64 bytes);

} // namespace weir
