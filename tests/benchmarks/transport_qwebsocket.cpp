// SPDX-License-Identifier: Apache-2.0
// A bare counter on QWebSocket, a peer of scripts/bench transport: what Qt costs without what Weir does with
// a message. transport_qwebsocket URL CONNECTIONS
#include <QCoreApplication>
#include <QSslError>
#include <QWebSocket>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("Usage: transport_qwebsocket URL CONNECTIONS\n", stderr);
        return 2;
    }
    const QCoreApplication application(argc, argv);
    quint64 messages = 0;
    quint64 units = 0;
    std::vector<std::unique_ptr<QWebSocket>> sockets;
    for (int i = 0; i < std::atoi(argv[2]); ++i) {
        QWebSocket* socket = sockets.emplace_back(std::make_unique<QWebSocket>()).get();
        QObject::connect(socket, &QWebSocket::textMessageReceived, [&messages, &units](const QString& text) {
            ++messages;
            units += static_cast<quint64>(text.size());
        });
        QObject::connect(socket, &QWebSocket::sslErrors, socket,
                         [socket](const QList<QSslError>& errors) { socket->ignoreSslErrors(errors); });
        socket->open(QUrl(QString::fromUtf8(argv[1])));
    }
    return QCoreApplication::exec();
}
