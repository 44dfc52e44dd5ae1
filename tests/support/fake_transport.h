// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/link/transport.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace weir::test {

/** What a FakeTransport was told and what it answers. Outlives the transport, so that a test can look at its
 * end. */
struct FakeAttempt
{
    EndpointSettings settings;
    TransportListener* listener = nullptr;
    bool isOpening = false;
    bool isAborted = false;
    bool isDestroyed = false;
    QStringList sent;
    QList<QByteArray> sentBinary;
    int pings = 0;
    std::optional<std::pair<int, QString>> close;

    bool isReached = false;
    bool isDying = false;      ///< dead, and the listener does not know yet
    bool keepsWaiting = false; ///< what is sent stays in bytesToWrite until the test takes it
    std::int64_t bytesToWrite = 0;
    std::optional<std::uint64_t> wireBytes;
};

/** Makes transports without a network: the test plays the network through attempts.back()->listener. */
class FakeTransportFactory final : public TransportFactory
{
public:
    std::unique_ptr<Transport> makeTransport(const EndpointSettings& settings,
                                             TransportListener& listener) override;

    std::vector<std::shared_ptr<FakeAttempt>> attempts;
};

} // namespace weir::test
