// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_settings.h"

#include <QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

template<class T>
QString problemOf(const Result<T>& result)
{
    return result ? QString() : QString::fromStdString(result.error().message);
}

QByteArray authorizationOf(const EndpointSettings& settings)
{
    for (const HttpHeader& header : settings.headers) {
        if (header.name == "Authorization")
            return header.value;
    }
    return {};
}

} // namespace

class EndpointSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aProxyIsAnAddressWithItsPort();
    void anAddressBecomesSettings_data();
    void anAddressBecomesSettings();
    void anAddressThatCannotWorkIsRefused_data();
    void anAddressThatCannotWorkIsRefused();
    void userInfoBecomesABasicHeaderAndLeavesTheAddress();
    void aRefusedAddressDoesNotRepeatItsSecrets();
    void aHeaderIsReadFromText();
    void headersOfOneNameAreJoined();
    void whatMayBeThereOnceIsRefusedTwice();
    void aHeaderThatCannotBeSentIsRefused_data();
    void aHeaderThatCannotBeSentIsRefused();
    void aSubprotocolIsAToken();
    void aBearerTokenReplacesAnEarlierAuthorization();
    void aBearerTokenThatCannotBeSentIsRefused();
    void anAddressForEyesHidesValuesAndUserInfo();
    void textForEyesHasNoControlOrBidirectionalCharacters();
    void textForEyesIsCapped();
    void aHugeHostileTextIsMadeSafe();
};

void EndpointSettingsTest::anAddressBecomesSettings_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"ws://example.org/feed"_s << u"ws://example.org/feed"_s
                           << u"example.org/feed"_s;
    QTest::newRow("spaces around") << u" \n wss://example.org \t"_s << u"wss://example.org"_s
                                   << u"example.org"_s;
    QTest::newRow("port") << u"wss://h:8443/a/b/"_s << u"wss://h:8443/a/b/"_s << u"h:8443/a/b"_s;
    QTest::newRow("usual port of ws") << u"ws://h:80/x"_s << u"ws://h:80/x"_s << u"h/x"_s;
    QTest::newRow("usual port of wss") << u"wss://h:443/x"_s << u"wss://h:443/x"_s << u"h/x"_s;
    QTest::newRow("443 is not usual for ws") << u"ws://h:443/"_s << u"ws://h:443/"_s << u"h:443"_s;
    QTest::newRow("fragment") << u"ws://h/x#part"_s << u"ws://h/x"_s << u"h/x"_s;
    QTest::newRow("query") << u"ws://h/x?token=1"_s << u"ws://h/x?token=1"_s << u"h/x"_s;
    QTest::newRow("upper case") << u"WSS://H.Example/Feed"_s << u"wss://h.example/Feed"_s
                                << u"h.example/Feed"_s;
    QTest::newRow("IPv6") << u"ws://[::1]:9000/"_s << u"ws://[::1]:9000/"_s << u"[::1]:9000"_s;
}

void EndpointSettingsTest::anAddressBecomesSettings()
{
    QFETCH(QString, text);
    const auto settings = endpointFromUrl(text);
    QVERIFY2(settings.ok(), qPrintable(problemOf(settings)));
    QTEST(settings.value().url.toString(), "url");
    QTEST(settings.value().name, "name");
    QVERIFY(settings.value().headers.isEmpty());
    QVERIFY(settings.value().verifyTls);
}

void EndpointSettingsTest::anAddressThatCannotWorkIsRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("nothing") << u"  "_s << u"needed"_s;
    QTest::newRow("http") << u"http://example.org/feed"_s << u"Did you mean ws://example.org/feed?"_s;
    QTest::newRow("https") << u"https://example.org/feed"_s << u"Did you mean wss://example.org/feed?"_s;
    QTest::newRow("no scheme") << u"example.org:9000/feed"_s << u"Did you mean ws://example.org:9000/feed?"_s;
    QTest::newRow("bare host") << u"localhost"_s << u"Did you mean ws://localhost?"_s;
    QTest::newRow("other scheme") << u"ftp://example.org"_s << u"ws:// or wss://"_s;
    QTest::newRow("file") << u"file:///etc/passwd"_s << u"ws:// or wss://"_s;
    QTest::newRow("no host") << u"ws:///feed"_s << u"no host"_s;
    QTest::newRow("port 0") << u"ws://h:0/"_s << u"port"_s;
    QTest::newRow("port above") << u"ws://h:65536/"_s << u"not a valid URL"_s;
    QTest::newRow("line break") << u"ws://h/\r\nX: y"_s << u"control character"_s;
    QTest::newRow("NUL") << (u"ws://h/"_s + QChar(0) + u'a') << u"control character"_s;
    QTest::newRow("user with a colon") << u"ws://a%3Ab:c@h/"_s << u"Basic"_s;
    QTest::newRow("password with a line break") << u"ws://a:b%0D%0Ac@h/"_s << u"Basic"_s;
}

void EndpointSettingsTest::anAddressThatCannotWorkIsRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    const auto settings = endpointFromUrl(text);
    QVERIFY(!settings.ok());
    QVERIFY2(problemOf(settings).contains(words), qPrintable(problemOf(settings)));
}

void EndpointSettingsTest::userInfoBecomesABasicHeaderAndLeavesTheAddress()
{
    const auto settings = endpointFromUrl(u"wss://Aladdin:open%20sesame@example.org/x"_s);
    QVERIFY(settings.ok());
    QCOMPARE(authorizationOf(settings.value()), QByteArray("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")); // RFC 7617
    QCOMPARE(settings.value().url, QUrl(u"wss://example.org/x"_s));
    QCOMPARE(settings.value().name, u"example.org/x"_s);

    const auto noPassword = endpointFromUrl(u"wss://user@example.org"_s);
    QVERIFY(noPassword.ok());
    QCOMPARE(authorizationOf(noPassword.value()), "Basic " + QByteArray("user:").toBase64());
}

void EndpointSettingsTest::aRefusedAddressDoesNotRepeatItsSecrets()
{
    const QStringList addresses = {u"https://u:CANARY@h/x?token=CANARY"_s, u"u:CANARY@h:1/x?token=CANARY"_s,
                                   u"ws://u:CANARY@h:99999/?t=CANARY"_s, u"ws://u:CANARY@/?t=CANARY"_s,
                                   u"ws://u:CANARY%0A@h/"_s};
    for (const QString& address : addresses) {
        const auto settings = endpointFromUrl(address);
        QVERIFY2(!settings.ok(), qPrintable(address));
        QVERIFY2(!problemOf(settings).contains(u"CANARY"_s), qPrintable(problemOf(settings)));
    }
}

void EndpointSettingsTest::aHeaderIsReadFromText()
{
    const auto header = headerFromText(u"X-Api-Key:  a:b ü "_s);
    QVERIFY(header.ok());
    QCOMPARE(header.value().name, QByteArray("X-Api-Key"));
    QCOMPARE(header.value().value, u"a:b ü"_s.toUtf8());
    QVERIFY(headerFromText(u"Origin: https://example.org"_s).ok());
    QVERIFY(headerFromText(u"X-Empty:"_s).ok());
}

void EndpointSettingsTest::headersOfOneNameAreJoined()
{
    EndpointSettings settings = endpointFromUrl(u"ws://h"_s).value();
    for (const char* text : {"X-Topic: a", "Cookie: one=1", "x-topic: b, c", "X-Other: d", "cookie: two=2"})
        settings = withHeader(settings, headerFromText(QString::fromLatin1(text)).value()).value();
    QCOMPARE(settings.headers,
             (QList<HttpHeader>{{"X-Topic", "a, b, c"}, {"Cookie", "one=1; two=2"}, {"X-Other", "d"}}));
}

void EndpointSettingsTest::whatMayBeThereOnceIsRefusedTwice()
{
    const EndpointSettings withUser = endpointFromUrl(u"ws://me:CANARY@h"_s).value();
    const auto refused = withHeader(withUser, {"authorization", "Bearer CANARY"});
    QVERIFY(!refused);
    QCOMPARE(refused.error().message,
             std::string("authorization can be sent only once: leave out the other, or "
                         "the user in the address"));
    const EndpointSettings withOrigin = withHeader(withUser, {"Origin", "https://a"}).value();
    QCOMPARE(withHeader(withOrigin, {"Origin", "https://b"}).error().message,
             std::string("Origin can be sent only once: leave out the other"));
}

void EndpointSettingsTest::aHeaderThatCannotBeSentIsRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("injected line") << u"A: v\r\nX: y"_s << u"line breaks"_s;
    QTest::newRow("bare CR") << u"A: v\rX"_s << u"line breaks"_s;
    QTest::newRow("bare LF at the end") << u"A: v\n"_s << u"line breaks"_s;
    QTest::newRow("NUL") << (u"A: v"_s + QChar(0)) << u"control"_s;
    QTest::newRow("escape") << u"A: \u001b[31m"_s << u"control"_s;
    QTest::newRow("no colon") << u"Token abc"_s << u"Name: value"_s;
    QTest::newRow("no name") << u": abc"_s << u"not a header name"_s;
    QTest::newRow("space before the colon") << u"Token : abc"_s << u"not a header name"_s;
    QTest::newRow("not ASCII") << u"Tökén: abc"_s << u"not a header name"_s;
    QTest::newRow("Host") << u"Host: other"_s << u"handshake"_s;
    QTest::newRow("Upgrade") << u"upgrade: h2c"_s << u"handshake"_s;
    QTest::newRow("Connection") << u"CONNECTION: close"_s << u"handshake"_s;
    QTest::newRow("key") << u"Sec-WebSocket-Key: a"_s << u"handshake"_s;
    QTest::newRow("extensions") << u"sec-websocket-extensions: permessage-deflate"_s << u"handshake"_s;
    QTest::newRow("protocol") << u"Sec-WebSocket-Protocol: mqtt"_s << u"--subprotocol"_s;
}

void EndpointSettingsTest::aHeaderThatCannotBeSentIsRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    const auto header = headerFromText(text);
    QVERIFY(!header.ok());
    QVERIFY2(problemOf(header).contains(words), qPrintable(problemOf(header)));
}

void EndpointSettingsTest::aSubprotocolIsAToken()
{
    QCOMPARE(subprotocolFromText(u" graphql-transport-ws "_s).value(), u"graphql-transport-ws"_s);
    QCOMPARE(subprotocolFromText(u"v10.stomp"_s).value(), u"v10.stomp"_s);
    for (const QString& bad : {u""_s, u"a b"_s, u"a,b"_s, u"a\r\nX: y"_s, u"a/b"_s, u"ä"_s})
        QVERIFY2(!subprotocolFromText(bad).ok(), qPrintable(bad));
}

void EndpointSettingsTest::aBearerTokenReplacesAnEarlierAuthorization()
{
    auto settings = endpointFromUrl(u"ws://u:p@h/"_s).value();
    settings.headers += HttpHeader{"authorization", "other"};
    settings.headers += HttpHeader{"X-Other", "kept"};
    const auto withToken = withBearerToken(settings, "abc.def");
    QVERIFY(withToken.ok());
    QCOMPARE(withToken.value().headers.size(), 2);
    QCOMPARE(withToken.value().headers.at(0).name, QByteArray("X-Other"));
    QCOMPARE(authorizationOf(withToken.value()), QByteArray("Bearer abc.def"));
}

void EndpointSettingsTest::aBearerTokenThatCannotBeSentIsRefused()
{
    const auto settings = endpointFromUrl(u"ws://h/"_s).value();
    for (const QByteArray& bad : {QByteArray(), QByteArray("  "), QByteArray("abc\n"),
                                  QByteArray("a\r\nX: y"), QByteArray("a\0b", 3), QByteArray("a\x7f")}) {
        const auto result = withBearerToken(settings, bad);
        QVERIFY(!result.ok());
        QVERIFY(bad.trimmed().isEmpty() || !problemOf(result).contains(QString::fromLatin1(bad)));
    }
}

void EndpointSettingsTest::anAddressForEyesHidesValuesAndUserInfo()
{
    QCOMPARE(displayUrl(QUrl(u"wss://u:p@h:8443/x?token=CANARY&page=2#f"_s)),
             u"wss://h:8443/x?token=•••&page=•••"_s);
    QCOMPARE(displayUrl(QUrl(u"ws://h/x?CANARY"_s)), u"ws://h/x?•••"_s);
    QCOMPARE(displayUrl(QUrl(u"ws://h/x?a=b=CANARY"_s)), u"ws://h/x?a=•••"_s);
    QCOMPARE(displayUrl(QUrl(u"ws://h/x"_s)), u"ws://h/x"_s);
    QCOMPARE(displayUrl(QUrl(u"ws://h/"_s + u"p"_s.repeated(1000))).size(), 256);
}

void EndpointSettingsTest::textForEyesHasNoControlOrBidirectionalCharacters()
{
    QCOMPARE(displayText(u"plain, ünïcode, 水 and 😀"_s), u"plain, ünïcode, 水 and 😀"_s);
    QCOMPARE(displayText(u"a\tb\r\nc\u001b[31m\u007f\u0085"_s), u"a�b��c�[31m��"_s);
    QCOMPARE(displayText(u"\u202egpj.exe\u202c \u2066x\u2069 \u200e\u200f\u061c\u2028\u2029\ufeff"_s),
             u"�gpj.exe� �x� ������"_s);
    const std::array<char16_t, 3> lone = {u'a', 0xd83d, u'b'};
    QCOMPARE(displayText(QString::fromUtf16(lone.data(), 3)), u"a�b"_s);
    QCOMPARE(displayText(u"<b>rich</b>"_s), u"<b>rich</b>"_s); // shown as plain text: not our business
}

void EndpointSettingsTest::textForEyesIsCapped()
{
    QCOMPARE(displayText(u"abcdef"_s, 6), u"abcdef"_s);
    QCOMPARE(displayText(u"abcdefg"_s, 6), u"abcde…"_s);
    QCOMPARE(displayText(u"abcd😀g"_s, 6), u"abcd…"_s); // never half a character
    QCOMPARE(displayText(u"abcde😀"_s, 6), u"abcde…"_s);
    QCOMPARE(displayText(u"abcd😀"_s, 6), u"abcd😀"_s);
    QCOMPARE(displayText(u"abc"_s, 0), u"…"_s);
    QCOMPARE(displayText(QString(), 5), QString());
}

void EndpointSettingsTest::aHugeHostileTextIsMadeSafe()
{
    const QString huge = u"<table><tr><td>\u202e\u0000"_s.repeated(70'000);
    QVERIFY(huge.size() > 1'000'000);
    const QString shown = displayText(huge);
    QCOMPARE(shown.size(), 256);
    QVERIFY(!shown.contains(QChar(0x202e)) && !shown.contains(QChar(0)));
    QVERIFY(shown.endsWith(u'…'));
}

void EndpointSettingsTest::aProxyIsAnAddressWithItsPort()
{
    QVERIFY(proxyFromText(u"  "_s).value().isEmpty());
    const QUrl proxy = proxyFromText(u"http://user:CANARY@proxy.example"_s).value();
    QCOMPARE(proxy.port(), 8080);
    QCOMPARE(proxy.password(), u"CANARY"_s);
    QCOMPARE(displayUrl(proxy), u"http://proxy.example:8080"_s);
    QCOMPARE(proxyFromText(u"socks5://[::1]/"_s).value().port(), 1080);
    for (const QString& text : {u"proxy:8080"_s, u"https://proxy:8080"_s, u"http://"_s, u"http://proxy:0"_s,
                                u"http://proxy:8080/x"_s, u"http://proxy:8080?x"_s, u"http://pro\nxy:8080"_s,
                                u"http://CANARY:CANARY@pro xy:8080"_s}) {
        const auto result = proxyFromText(text);
        QVERIFY2(!result, qPrintable(text));
        QVERIFY(QString::fromStdString(result.error().message).startsWith("The proxy's address"_L1));
        QVERIFY(!QString::fromStdString(result.error().message).contains("CANARY"_L1));
    }
}

QTEST_GUILESS_MAIN(EndpointSettingsTest)
#include "endpoint_settings_test.moc"
