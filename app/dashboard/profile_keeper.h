// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "app/session/profile_file.h"
#include "core/link/endpoint_status.h"

#include <optional>
#include <utility>
#include <vector>

namespace weir {

/**
 * What a window would keep, and its file if it has one: saved two seconds after the last change and at the
 * end. A new file is not written before there is an endpoint. What goes wrong is said once, and tried again
 * with the next change. Main thread; owned by the Dashboard.
 */
class ProfileKeeper : public QObject
{
    Q_OBJECT

public:
    /** Without a file everything is remembered for saveAs(). */
    explicit ProfileKeeper(QObject* parent = nullptr);

    /** Follows another file from now on. Its endpoints are yet to be added. */
    void follow(ProfileFile file);
    const std::optional<ProfileFile>& file() const { return m_file; }
    const Profile& profile() const { return m_profile; }

    /** `source` is free of secrets and bears the name that the endpoint is listed by. */
    void add(EndpointId id, EndpointSource source);
    void remove(EndpointId id);
    void setLook(EndpointId id, const LookSettings& look);
    /** Another source for an endpoint that is known. */
    void replace(EndpointId id, EndpointSource source);
    /** Null: not known. */
    const EndpointSource* find(EndpointId id) const;
    std::vector<EndpointId> endpoints() const;
    /** An endpoint with this address that lacks a secret, if there is one: it is to be replaced. */
    std::optional<std::pair<EndpointId, EndpointSource>> incomplete(const QString& url) const;
    void setEngine(const MetricsConfig& engine);
    void setLayout(WindowLayout layout);

    /** Saves what has changed, now; false, and said() why, when that fails. */
    bool save();
    /** Writes to `path`, whatever is there, and on success follows it from then on. */
    void saveAs(const QString& path);

Q_SIGNALS:
    /** For the event list: something that the user should know. */
    void said(const QString& words);

private:
    void touch();
    void gather();
    void report(const ProfileFile::Saved& saved);

    std::optional<ProfileFile> m_file;
    Profile m_profile;                                              ///< endpoints as gathered last
    std::vector<std::pair<EndpointId, EndpointSource>> m_endpoints; ///< as added
    QTimer m_timer;
    bool m_isChanged = false;
    QString m_lastProblem;
};

} // namespace weir
