// SPDX-License-Identifier: Apache-2.0
#include "tests/core/link/hostile_cases.h"

#include <QSslSocket>
#include <QTimer>

#include <memory>

namespace weir::test {

namespace {

constexpr qint64 kServersOwnQueue = 256LL * 1024; ///< the server's memory is measured with the client's

void drip(QTcpSocket& socket, const QByteArray& bytes, Duration pause)
{
    auto* timer = new QTimer(&socket);
    auto at = std::make_shared<qsizetype>(0);
    QObject::connect(timer, &QTimer::timeout, &socket, [&socket, timer, bytes, at] {
        socket.write(bytes.constData() + *at, 1);
        if (++*at == bytes.size())
            timer->stop();
    });
    timer->start(std::chrono::duration_cast<std::chrono::milliseconds>(pause));
}

void end(QTcpSocket& socket, bool reset)
{
    if (!reset) {
        socket.disconnectFromHost();
        return;
    }
    socket.flush();
    HostileServer::reset(socket);
}

} // namespace

void flood(QTcpSocket& socket, const QByteArray& chunk, bool reads, std::optional<int> times)
{
    QObject::disconnect(&socket, &QTcpSocket::readyRead, nullptr, nullptr);
    if (reads) {
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&socket] { socket.readAll(); });
    } else {
        socket.setReadBufferSize(1);
        socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
    }
    auto* more = new QTimer(&socket); // not bytesWritten(), which is not emitted while its slot writes
    QObject::connect(more, &QTimer::timeout, &socket, [&socket, chunk, left = times]() mutable {
        const auto* tls = qobject_cast<const QSslSocket*>(&socket);
        while (socket.bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0) < kServersOwnQueue &&
               socket.state() == QTcpSocket::ConnectedState && left != 0) {
            socket.write(chunk);
            if (left)
                --*left;
        }
    });
    more->start(0);
}

HostileServer::Answer sends(const QByteArray& bytes)
{
    return [bytes](QTcpSocket& socket, const QByteArray&) { socket.write(bytes); };
}

HostileServer::Answer upgradesAndSends(const QByteArray& bytes)
{
    return [bytes](QTcpSocket& socket, const QByteArray& request) {
        socket.write(HostileServer::upgrade(request) + bytes);
    };
}

HostileServer::Answer drips(const QByteArray& bytes, Duration pause)
{
    return [bytes, pause](QTcpSocket& socket, const QByteArray&) { drip(socket, bytes, pause); };
}

HostileServer::Answer upgradesAndDrips(const QByteArray& bytes, Duration pause)
{
    return [bytes, pause](QTcpSocket& socket, const QByteArray& request) {
        socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        socket.write(HostileServer::upgrade(request));
        drip(socket, bytes, pause);
    };
}

HostileServer::Answer sendsAndEnds(const QByteArray& bytes, bool reset)
{
    return [bytes, reset](QTcpSocket& socket, const QByteArray&) {
        socket.write(bytes);
        end(socket, reset);
    };
}

HostileServer::Answer upgradesAndEnds(const QByteArray& bytes, bool reset)
{
    return [bytes, reset](QTcpSocket& socket, const QByteArray& request) {
        socket.write(HostileServer::upgrade(request) + bytes);
        end(socket, reset);
    };
}

HostileServer::Answer floods(const QByteArray& first, const QByteArray& chunk)
{
    return [first, chunk](QTcpSocket& socket, const QByteArray&) {
        socket.write(first);
        flood(socket, chunk, true);
    };
}

HostileServer::Answer upgradesAndFloods(const QByteArray& first, const QByteArray& chunk, bool reads)
{
    return [first, chunk, reads](QTcpSocket& socket, const QByteArray& request) {
        socket.write(HostileServer::upgrade(request) + first);
        flood(socket, chunk, reads);
    };
}

} // namespace weir::test
