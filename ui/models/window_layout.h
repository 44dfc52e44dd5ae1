// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

#include "core/base/clock.h"
#include "ui/models/subject.h"

#include <optional>
#include <string>
#include <vector>

namespace weir {

/** How the window presents one endpoint. */
struct EndpointLook
{
    static constexpr int kColorSlots = 8;

    QString name;      ///< of the endpoint, unique in a window
    QString group;     ///< "" for none
    QStringList tags;  ///< in the order given
    int colorSlot{-1}; ///< 0 … kColorSlots - 1 when drawn; -1 when not

    friend bool operator==(const EndpointLook&, const EndpointLook&) = default;
};

/** What a user chose Corrected totals to be about: a Subject, by the name of its endpoint. */
struct NamedSubject
{
    QString endpoint;
    std::optional<std::string> key{}; ///< as in Subject
    Measure measure = Measure::Messages;

    friend bool operator==(const NamedSubject&, const NamedSubject&) = default;
};

/**
 * What a user arranged in the window and finds again after a restart. A value: the window gives and takes it
 * (MainWindow::windowLayout(), setWindowLayout()), a profile keeps it.
 */
struct WindowLayout
{
    static constexpr double kSmallestErrorTarget = 0.01;
    static constexpr double kLargestErrorTarget = 1;
    static constexpr int kSmallestSide = 320; ///< of the window, in device-independent pixels
    static constexpr int kLargestSide = 8192;

    QString theme{QStringLiteral("dark")};   ///< "dark", "light" or "system"
    Duration span = std::chrono::minutes(1); ///< 10 s, 1 min, 5 min, 1 h, 6 h or 24 h
    bool isMeasurementFolded = false;        ///< the second row of cards is one line
    bool showsBytes = false;                 ///< throughput in bytes/s in place of messages/s
    bool showsAge = false;                   ///< latency as message age in place of round trips
    double errorTarget = 0.2;                ///< half-width of a range as a share of its value
    int bottomTab = 0;                       ///< 0 events, 1 keys, 2 messages
    QStringList foldedGroups;                ///< of endpoints, by name
    std::optional<NamedSubject> subject;     ///< of Corrected totals; nothing: the window's own choice
    std::optional<QSize> size;               ///< of the window; nothing: its own choice
    std::vector<EndpointLook> endpoints;     ///< in the order of the list

    friend bool operator==(const WindowLayout&, const WindowLayout&) = default;
};

} // namespace weir
