// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_settings.h"
#include "core/link/link_words.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QStringList>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString kNotAgain = u"Weir does not try again by itself"_s;

TransportFailure transient(const QString& error, const QString& hint = {})
{
    return {false, error, hint};
}

TransportFailure permanent(const QString& error, const QString& hint = kNotAgain)
{
    return {true, error, hint};
}

TransportFailure because(EndCause cause, TransportFailure failure)
{
    failure.cause = cause;
    return failure;
}

/** The status in Qt's "Unhandled http status code: 401 (Unauthorized).", or 0. */
int statusIn(const QString& words)
{
    static const QRegularExpression pattern(u"\\b([1-5][0-9][0-9]) \\("_s);
    return pattern.match(words.left(200)).captured(1).toInt();
}

EndCause causeOf(int status)
{
    if (status < 300)
        return EndCause::NotWebSocket;
    if (status == 407)
        return EndCause::Proxy;
    const bool isForNow = status >= 500 || status == 408 || status == 425 || status == 429;
    return isForNow ? EndCause::Unavailable : EndCause::Denied;
}

TransportFailure fromStatus(int status, const AttemptTrace& trace)
{
    if (status >= 200 && status < 300)
        return permanent(u"A web page answered, not a WebSocket"_s, u"Check the path of the address"_s);
    if (status >= 300 && status < 400)
        return permanent(u"Redirected (%1): Weir follows none"_s.arg(status),
                         u"Use the address that the server redirects to"_s);
    if (status < 200)
        return permanent(u"The server answered %1 first, which Qt does not skip"_s.arg(status),
                         u"Let the server or proxy answer 101 at once"_s);
    switch (status) {
    case 401:
        return trace.sentCredentials
                   ? permanent(u"Refused: 401, the token was not accepted"_s,
                               u"Change the token; "_s + kNotAgain)
                   : permanent(u"Refused: 401, a token is needed"_s, u"Give a token; "_s + kNotAgain);
    case 403:
        return permanent(u"Refused: 403, not allowed here"_s);
    case 404:
        return permanent(u"Refused: 404, nothing at this address"_s, u"Check the path of the address"_s);
    case 407:
        return permanent(u"Refused: 407, the proxy wants a password"_s);
    case 408:
    case 425:
    case 429:
        return transient(u"Refused for now: %1"_s.arg(status));
    default:
        break;
    }
    if (status >= 500)
        return transient(u"The server answered %1: not available now"_s.arg(status));
    return permanent(u"Refused: %1"_s.arg(status));
}

/** "…, connection: keep-alive, Upgrade": correct (RFC 9110 7.6.1), and refused by Qt. */
bool isConnectionList(const QString& words)
{
    const qsizetype at = words.indexOf("connection: "_L1);
    return at >= 0 && words.indexOf(u',', at) >= 0 &&
           words.indexOf("upgrade"_L1, at, Qt::CaseInsensitive) >= 0;
}

TransportFailure fromUpgrade(const QString& words)
{
    if (words.contains("version that we don't support"_L1))
        return permanent(u"The server speaks another version of WebSocket"_s);
    if (words.contains("chosen protocol"_L1))
        return permanent(u"The server chose a subprotocol that was not asked for"_s);
    if (words.contains("Parsing handshake request header failed"_L1))
        return permanent(u"The answer's header is not valid, or longer than 100 lines"_s);
    if (isConnectionList(words))
        return permanent(u"The answer's Connection header is a list, which Qt does not read"_s,
                         u"Let the server or proxy answer \"Connection: Upgrade\" alone"_s);
    if (words.contains("protocol upgrade"_L1) || words.contains("Accept-Key"_L1))
        return permanent(u"The answer to the handshake is not valid: %1"_s.arg(displayText(words, 160)));
    return transient(u"The handshake failed: %1"_s.arg(displayText(words, 160)));
}

/** TCP stood, but what came was no WebSocket handshake. */
TransportFailure fromAnswer(const AttemptTrace& trace)
{
    const QString& words = trace.errorString;
    if (const int status = statusIn(words); status != 0)
        return because(causeOf(status), fromStatus(status, trace));
    if (words.contains("Unknown error condition"_L1)) // what Qt makes of every 400
        return because(EndCause::Denied,
                       permanent(u"Refused: 400, the server did not accept the request"_s,
                                 trace.isTls ? kNotAgain : u"If this port is encrypted, use wss://"_s));
    return because(EndCause::NotWebSocket, fromUpgrade(words));
}

bool isUntrusted(QSslError::SslError error)
{
    return error == QSslError::UnableToGetIssuerCertificate ||
           error == QSslError::UnableToGetLocalIssuerCertificate ||
           error == QSslError::UnableToVerifyFirstCertificate || error == QSslError::CertificateUntrusted ||
           error == QSslError::SelfSignedCertificateInChain || error == QSslError::InvalidCaCertificate;
}

QString namesOf(const QSslCertificate& certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    return displayText(names.mid(0, 3).join(u", "_s), 100);
}

QString causeOf(const QSslError& error, const QString& host)
{
    switch (error.error()) {
    case QSslError::HostNameMismatch:
        return u"certificate is for %1, not %2"_s.arg(namesOf(error.certificate()), displayText(host, 100));
    case QSslError::CertificateExpired:
        return u"certificate expired on %1"_s.arg(
            error.certificate().expiryDate().toUTC().toString(u"yyyy-MM-dd"_s));
    case QSslError::CertificateNotYetValid:
        return u"certificate is not valid before %1"_s.arg(
            error.certificate().effectiveDate().toUTC().toString(u"yyyy-MM-dd"_s));
    case QSslError::SelfSignedCertificate:
        return u"certificate is self-signed"_s;
    case QSslError::CertificateRevoked:
        return u"certificate was revoked"_s;
    default:
        if (isUntrusted(error.error()))
            return u"certificate's issuer is not trusted"_s;
        return u"certificate refused: %1"_s.arg(displayText(error.errorString(), 100));
    }
}

/** For whom it is, when it holds and its fingerprint: enough to tell it from the right one. */
QString describe(const QSslCertificate& certificate)
{
    if (certificate.isNull())
        return {};
    const auto day = [](const QDateTime& time) { return time.toUTC().toString(u"yyyy-MM-dd"_s); };
    const QByteArray fingerprint = certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper();
    return u". Its certificate: for %1, from %2 to %3, SHA-256 %4"_s.arg(
        namesOf(certificate), day(certificate.effectiveDate()), day(certificate.expiryDate()),
        QString::fromLatin1(fingerprint));
}

/** What mends it where trusting the issuer does not; "" for what trust mends. */
QString remedyFor(QSslError::SslError error)
{
    switch (error) {
    case QSslError::HostNameMismatch:
        return u"Use a name it is for in the address, or let the server show another"_s;
    case QSslError::CertificateExpired:
        return u"Who runs the server must renew it, unless the date of this computer is wrong"_s;
    case QSslError::CertificateNotYetValid:
        return u"Check the date of this computer, or ask who runs the server"_s;
    case QSslError::CertificateRevoked:
        return u"Ask who runs the server: its key may be in wrong hands"_s;
    default:
        if (error == QSslError::SelfSignedCertificate || isUntrusted(error))
            return {};
        return u"Who runs the server must mend it"_s;
    }
}

TransportFailure fromCertificate(const AttemptTrace& trace)
{
    QStringList causes;
    QStringList remedies;
    for (const QSslError& error : trace.tlsErrors) {
        causes += causeOf(error, trace.host);
        remedies += remedyFor(error.error());
    }
    causes.removeDuplicates();
    remedies.removeDuplicates();
    remedies.removeAll(QString());
    QString words = causes.join(u"; "_s);
    words[0] = words.at(0).toUpper();
    const QString hint =
        remedies.isEmpty() ? u"If you trust it, name its authority with --ca FILE"_s : remedies.join(u". "_s);
    return because(remedies.isEmpty() ? EndCause::UnknownIssuer : EndCause::Certificate,
                   permanent(words, hint + describe(trace.certificate)));
}

TransportFailure fromBytes(AnswerKind answer)
{
    switch (answer) {
    case AnswerKind::TlsAlert:
        return permanent(u"This port is encrypted"_s, u"Use wss:// instead of ws://"_s);
    case AnswerKind::BareLineFeeds:
        return permanent(u"The answer's lines end with LF alone: Qt waits for CR LF"_s,
                         u"Mend the line ends in the server or proxy"_s);
    case AnswerKind::TooLarge:
        return transient(u"The answer to the handshake is too large"_s);
    case AnswerKind::NotHttp:
    case AnswerKind::Http:
        break;
    }
    return permanent(u"Something answered that is not HTTP, so not a WebSocket"_s,
                     u"Check the port of the address"_s);
}

TransportFailure fromTls(const AttemptTrace& trace)
{
    const QString& words = trace.errorString;
    if (words.contains("wrong version number"_L1) || words.contains("http request"_L1))
        return permanent(u"This port is not encrypted"_s, u"Use ws:// instead of wss://"_s);
    if (words.contains("protocol version"_L1) || words.contains("unsupported protocol"_L1))
        return permanent(u"The server offers only outdated TLS"_s);
    if (words.contains("certificate required"_L1))
        return permanent(u"The server wants a certificate from this client"_s);
    return transient(u"The encrypted handshake failed: %1"_s.arg(displayText(words, 160)));
}

} // namespace

TransportFailure failureFrom(const AttemptTrace& trace)
{
    if (trace.answer != AnswerKind::Http)
        return because(EndCause::NotWebSocket, fromBytes(trace.answer));
    if (!trace.tlsErrors.isEmpty())
        return fromCertificate(trace);
    switch (trace.error) {
    case QAbstractSocket::ConnectionRefusedError: // also Qt's error for every handshake it does not accept
        return trace.isReached
                   ? fromAnswer(trace)
                   : because(EndCause::NothingListens, transient(u"Nothing listens on this port"_s));
    case QAbstractSocket::HostNotFoundError:
        return because(EndCause::NoSuchHost, transient(u"No such host"_s));
    case QAbstractSocket::RemoteHostClosedError:
        return transient(u"The server hung up during the handshake"_s,
                         trace.isTls ? QString() : u"If this port is encrypted, use wss://"_s);
    case QAbstractSocket::SocketResourceError:
        return transient(u"This process has no file descriptor left"_s,
                         u"Raise the limit of open files (ulimit -n), or watch fewer endpoints"_s);
    case QAbstractSocket::SocketTimeoutError:
        return because(EndCause::NoAnswer, transient(u"No answer from the host"_s));
    case QAbstractSocket::NetworkError:
        return because(EndCause::Unreachable, transient(u"The network does not reach this host"_s));
    case QAbstractSocket::SslHandshakeFailedError:
        return fromTls(trace);
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
        return because(EndCause::Proxy,
                       transient(u"The proxy does not answer"_s, u"Check the address of the proxy"_s));
    case QAbstractSocket::ProxyConnectionClosedError:
        return because(EndCause::Proxy, transient(u"The proxy hung up"_s));
    case QAbstractSocket::ProxyAuthenticationRequiredError:
        return because(EndCause::Proxy, permanent(u"The proxy wants a user and a password"_s,
                                                  u"Put them into the proxy's address; "_s + kNotAgain));
    case QAbstractSocket::ProxyProtocolError:
        return because(EndCause::Proxy,
                       transient(u"The proxy did not understand, or does not reach the host: %1"_s.arg(
                           displayText(trace.errorString, 160))));
    case QAbstractSocket::UnsupportedSocketOperationError:
        return permanent(displayText(trace.errorString, 160));
    default:
        break;
    }
    return transient(trace.errorString.isEmpty()
                         ? u"The connection failed"_s
                         : u"The connection failed: %1"_s.arg(displayText(trace.errorString, 160)));
}

} // namespace weir
