// SPDX-License-Identifier: Apache-2.0
#include "core/net/listening_socket.h"

#include <QTcpServer>

#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace weir {
namespace {

/** Connections the kernel keeps until they are accepted: a thousand clients may start at once. */
constexpr int kBacklog = 1000;

Error failure(const QTcpServer& server, const QHostAddress& host, quint16 port)
{
    const std::string address = host.toString().toStdString();
    const std::string number = std::to_string(port);
    switch (server.serverError()) {
    case QAbstractSocket::AddressInUseError:
        return {"port " + number + " of " + address +
                " is in use: choose another port, or 0 for any free one"};
    case QAbstractSocket::SocketAccessError:
        return {"port " + number + " of " + address +
                " may not be opened by this user: choose a port above 1023, or 0 for any free one"};
    case QAbstractSocket::SocketAddressNotAvailableError:
        return {address + " is not an address of this machine (port " + number +
                "): choose another, such as 127.0.0.1"};
    default:
        return {"cannot listen on " + address + " port " + number + ": " +
                server.errorString().toStdString() + "; choose another address or port"};
    }
}

} // namespace

Result<qintptr> openListeningSocket(const QHostAddress& host, quint16 port)
{
    QTcpServer server;
    server.setListenBacklogSize(kBacklog);
    if (!server.listen(host, port))
        return failure(server, host, port);

    // The copy lives on when `server` closes its own. Accepted sockets inherit the option.
    const int descriptor = fcntl(static_cast<int>(server.socketDescriptor()), F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0)
        return Error{"cannot listen on " + host.toString().toStdString() + ": too many open files"};
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return static_cast<qintptr>(descriptor);
}

QString connectableHost(const QHostAddress& host)
{
    if (host == QHostAddress::AnyIPv6)
        return QHostAddress(QHostAddress::LocalHostIPv6).toString();
    const bool isEvery = host == QHostAddress::AnyIPv4 || host.protocol() == QAbstractSocket::AnyIPProtocol;
    return isEvery ? QHostAddress(QHostAddress::LocalHost).toString() : host.toString();
}

bool hasSpareDescriptor()
{
    const int spare = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    if (spare < 0)
        return errno != EMFILE;
    close(spare);
    return true;
}

} // namespace weir
