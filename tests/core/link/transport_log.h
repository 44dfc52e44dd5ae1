// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/link/transport.h"

#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace weir::test {

/** Writes down what a transport reports. */
class TransportLog final : public TransportListener
{
public:
    void transportOpened(const QString& chosen) override
    {
        ++opened;
        subprotocol = chosen;
        if (whenOpened)
            whenOpened();
    }
    void transportReceivedText(const QString& text, std::uint64_t size) override
    {
        texts += text;
        bytes += size;
        if (whenText)
            whenText();
    }
    void transportReceivedBinary(const QByteArray& payload) override { binaries += payload; }
    void transportPonged(Duration roundTrip) override { pongs.push_back(roundTrip); }
    void transportWrote() override { ++wrote; }
    void transportClosed(const CloseInfo& info, bool server) override
    {
        ++ends;
        close = info;
        byServer = server;
    }
    void transportFailed(const TransportFailure& problem) override
    {
        ++ends;
        failure = problem;
    }

    int opened = 0;
    int wrote = 0;
    int ends = 0;
    QString subprotocol;
    QStringList texts;
    std::uint64_t bytes = 0;
    QList<QByteArray> binaries;
    std::vector<Duration> pongs;
    std::optional<CloseInfo> close;
    bool byServer = false;
    std::optional<TransportFailure> failure;
    std::function<void()> whenOpened;
    std::function<void()> whenText;
};

} // namespace weir::test
