// SPDX-License-Identifier: Apache-2.0
#include "core/link/websocket_words.h"

#include <QSslSocket>

#include <algorithm>
#include <array>

namespace weir {

using namespace Qt::Literals::StringLiterals;

QSslConfiguration tlsFor(const EndpointSettings& settings)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!settings.authorities.isEmpty())
        tls.addCaCertificates(settings.authorities);
    return tls;
}

QNetworkProxy proxyFor(const QUrl& url)
{
    const auto type = url.scheme() == "http"_L1 ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy;
    return QNetworkProxy(type, url.host(), static_cast<quint16>(url.port()), url.userName(QUrl::FullyDecoded),
                         url.password(QUrl::FullyDecoded));
}

qint64 encryptedBacklog(const QTcpSocket* socket)
{
    const auto* tls = qobject_cast<const QSslSocket*>(socket);
    return tls ? tls->encryptedBytesToWrite() : 0;
}

bool isReasonOfQt(int code, const QString& reason)
{
    struct Known
    {
        int code;
        QLatin1StringView start;
    };
    static constexpr std::array kKnown = {
        Known{1001, "Timeout when reading data from socket"_L1},
        Known{1002, "All data frames after the initial data frame"_L1},
        Known{1002, "Control frame is larger"_L1},
        Known{1002, "Control frames cannot be fragmented"_L1},
        Known{1002, "Highest bit of payload length"_L1},
        Known{1002, "Invalid opcode detected"_L1},
        Known{1002, "Lengths smaller than"_L1},
        Known{1002, "Payload of close frame is too small"_L1},
        Known{1002, "Received Continuation frame"_L1},
        Known{1002, "Rsv field is non-zero"_L1},
        Known{1002, "Used reserved opcode"_L1},
        Known{1007, "Invalid UTF-8 code encountered"_L1},
        Known{1009, "Maximum framesize exceeded"_L1},
        Known{1009, "Received message is too big"_L1},
    };
    return std::any_of(kKnown.begin(), kKnown.end(), [code, &reason](const Known& known) {
        return known.code == code && reason.startsWith(known.start);
    });
}

QByteArray nonceOf(TimePoint time)
{
    const Duration::rep ticks = time.time_since_epoch().count();
    return QByteArray(reinterpret_cast<const char*>(&ticks), sizeof ticks);
}

AnswerKind answerIn(const QByteArray& start)
{
    static const QByteArray kHttp = "HTTP/"_ba;
    if (!kHttp.startsWith(start.left(kHttp.size())))
        return start.startsWith('\x15') ? AnswerKind::TlsAlert : AnswerKind::NotHttp;
    const qsizetype end = start.indexOf("\n\n");
    return end >= 0 && !start.left(end).contains('\r') ? AnswerKind::BareLineFeeds : AnswerKind::Http;
}

} // namespace weir
