// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/link/endpoint_settings.h"
#include "core/link/endpoint_status.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>

namespace weir {

/** Why a connection could not be made. */
struct TransportFailure
{
    bool permanent = false; ///< trying again unchanged is useless: token, address, certificate
    QString error;          ///< what happened, in words, display-safe
    QString hint;           ///< what to do, or ""
    EndCause cause = EndCause::Other;
};

/**
 * Receives what a Transport reports, by direct call on the transport's thread. A listener may call any method
 * of the transport from a callback but destroys it only later (deleteLater of the owner, or releaseLater()).
 */
class TransportListener
{
public:
    virtual void transportOpened(const QString& subprotocol) = 0;
    /** `bytes`: length of the payload on the wire (UTF-8 for text). */
    virtual void transportReceivedText(const QString& text, std::uint64_t bytes) = 0;
    virtual void transportReceivedBinary(const QByteArray& payload) = 0;
    virtual void transportPonged(Duration roundTrip) = 0;
    /** Some of what waited was given to the kernel: bytesToWrite() fell. */
    virtual void transportWrote() = 0;
    /** After transportOpened, once: the true code, or 1006 with the reason why it is unknown. */
    virtual void transportClosed(const CloseInfo& close, bool byServer) = 0;
    /** Instead of transportOpened, once. */
    virtual void transportFailed(const TransportFailure& failure) = 0;

protected:
    ~TransportListener() = default;
};

/**
 * One connection attempt and, if it opens, one connection: the seam between the state machine and the
 * network. Made fresh for every attempt. Lives on the link thread. It has no deadline of its own: the owner
 * aborts. Destroying it drops the connection and calls nobody.
 */
class Transport
{
public:
    virtual ~Transport() = default;
    virtual void open() = 0;
    /** Whether what is sent now is written, and not dropped because the end of the connection is in sight. */
    virtual bool takesMessages() const = 0;
    virtual void sendText(const QString& text) = 0;
    virtual void sendBinary(const QByteArray& payload) = 0;
    virtual void ping() = 0;
    /** Sends a close frame; transportClosed follows when the peer answers. The owner bounds the wait. */
    virtual void close(int code, const QString& reason) = 0;
    /** Drops the connection now; no callback follows. */
    virtual void abort() = 0;
    /** Whether the host answered at all: TCP stands, or stood. */
    virtual bool isReached() const = 0;
    /** Bytes accepted but not yet given to the kernel: a peer that does not read makes this grow. */
    virtual std::int64_t bytesToWrite() const = 0;
    /** Received by TCP so far on this connection, or nothing when the system does not tell. */
    virtual std::optional<std::uint64_t> wireBytes() const = 0;
};

class TransportFactory
{
public:
    virtual ~TransportFactory() = default;
    /** `listener` outlives the transport. */
    virtual std::unique_ptr<Transport> makeTransport(const EndpointSettings& settings,
                                                     TransportListener& listener) = 0;
};

} // namespace weir
