// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/pasted_command.h"
#include "ui/models/shell_words.h"

#include <QRandomGenerator>
#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

QStringList wordsIn(const QString& text)
{
    QStringList texts;
    if (const auto words = shellWords(text)) {
        for (const ShellWord& word : words.value())
            texts += word.isOperator ? u"<"_s + word.text + u">"_s : word.text;
    } else {
        texts += u"!"_s + QString::fromStdString(words.error().message);
    }
    return texts;
}

/** What was taken, for comparing: every member that is not as usual. */
QStringList takenFrom(const PastedCommand& pasted)
{
    const EndpointSource& source = pasted.source;
    QStringList all{source.url};
    if (!pasted.token.isEmpty())
        all += u"token "_s + pasted.token;
    for (const QString& header : source.headers)
        all += header;
    for (const QString& name : source.subprotocols)
        all += u"subprotocol "_s + name;
    for (const QString& message : source.firstMessages)
        all += u"send "_s + message;
    if (!source.authorities.isEmpty())
        all += u"ca "_s + source.authorities;
    if (!source.verifyTls)
        all += u"insecure"_s;
    if (!source.proxy.isEmpty())
        all += u"proxy "_s + source.proxy;
    return all;
}

const QString kChrome = u"curl 'wss://feed.example/ws?room=1' \\\n"
                        "  -H 'Upgrade: websocket' \\\n"
                        "  -H 'Origin: https://feed.example' \\\n"
                        "  -H 'Cache-Control: no-cache' \\\n"
                        "  -H 'Connection: Upgrade' \\\n"
                        "  -H $'X-Name: It\\'s \\u00fc' \\\n"
                        "  -H 'Sec-WebSocket-Key: c2VjcmV0IGtleSBvZiB0aGU=' \\\n"
                        "  -b 'sid=S3CRET' \\\n"
                        "  -H 'Sec-WebSocket-Version: 13' \\\n"
                        "  -H 'Sec-WebSocket-Protocol: v2.json, v1.json' \\\n"
                        "  -H 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits'"_s;

} // namespace

class PastedCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsAreReadAsAShellDoes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const QString& text, const QStringList& words) {
            QTest::newRow(name) << text << words;
        };
        row("nothing", u"  \n "_s, {});
        row("spaces", u"a  b\tc"_s, {u"a"_s, u"b"_s, u"c"_s});
        row("single quotes", u"a 'b \"c\" \\n $X' 'd'e"_s, {u"a"_s, u"b \"c\" \\n $X"_s, u"de"_s});
        row("double quotes", u"\"a \\\"b\\\" \\\\ \\n 'c'\""_s, {u"a \"b\" \\ \\n 'c'"_s});
        row("an empty word", u"a '' \"\""_s, {u"a"_s, QString(), QString()});
        row("C quotes", u"$'a\\'b\\n\\x41\\u00e9\\U0001f600\\101\\q\\xc3\\xa9'"_s,
            {u"a'b\nA\u00e9\U0001f600A\\q\u00e9"_s});
        row("backslashes", u"a\\ b \\'c\\'"_s, {u"a b"_s, u"'c'"_s});
        row("lines that go on", u"a \\\n  b\\\n c \\\r\n d"_s, {u"a"_s, u"b"_s, u"c"_s, u"d"_s});
        row("cmd.exe", u"curl ^\"ws://h?a=1^&b=2^\" ^\r\n  -H ^\"X: \\^\"y\\^\"^\""_s,
            {u"curl"_s, u"ws://h?a=1&b=2"_s, u"-H"_s, u"X: \"y\""_s});
        row("PowerShell", u"curl `\n ws://h"_s, {u"curl"_s, u"ws://h"_s});
        row("variables", u"$A \"x${B}y\" '$C' $1 $"_s, {u"${A}"_s, u"x${B}y"_s, u"$C"_s, u"$1"_s, u"$"_s});
        row("operators", u"a|b && c ; d 2>/dev/null <<< e"_s,
            {u"a"_s, u"<|>"_s, u"b"_s, u"<&&>"_s, u"c"_s, u"<;>"_s, u"d"_s, u"<2>>"_s, u"/dev/null"_s,
             u"<<<<>"_s, u"e"_s});
        row("an address without quotes", u"ws://h?a=1&b=2;c &"_s, {u"ws://h?a=1&b=2;c"_s, u"<&>"_s});
        row("comments", u"a #b 'c\nd#e"_s, {u"a"_s, u"<;>"_s, u"d#e"_s});
        row("an open quote", u"a 'b"_s, {u"!A quote in the command is not closed"_s});
        row("an open double quote", u"a \"b\\\""_s, {u"!A quote in the command is not closed"_s});
        const QString inside =
            u"!The command holds another one, $(…) or `…`, which Weir does not run: put its "
            "result in its place"_s;
        row("a command inside", u"a $(cat b)"_s, {inside});
        row("a command in backticks", u"a \"`cat b`\""_s, {inside});
    }

    void wordsAreReadAsAShellDoes()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, words);
        QCOMPARE(wordsIn(text), words);
    }

    void commandsAreTaken_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("taken");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const QString& text, const QStringList& taken,
                            const QString& words = {}) { QTest::newRow(name) << text << taken << words; };
        row("an address", u" wss://h/p?a=b \n"_s, {u"wss://h/p?a=b"_s});
        row("a web page's address", u"https://h/p"_s, {u"wss://h/p"_s});
        row("user and password", u"wss://me:p%40ss@h/p?x=@"_s,
            {u"wss://h/p?x=@"_s, u"Authorization: Basic bWU6cEBzcw=="_s}, u"taken: URL, 1 header"_s);
        row("wscat",
            u"wscat -c wss://h/p -H 'X-A: 1' --header=Authorization:'Bearer S3CRET' -s v1 -x '{\"op\":1}'"_s,
            {u"wss://h/p"_s, u"token S3CRET"_s, u"X-A: 1"_s, u"subprotocol v1"_s, u"send {\"op\":1}"_s},
            u"taken: URL, token, 1 header, 1 subprotocol, 1 message"_s);
        row("wscat, the rest",
            u"$ npx -y wscat --connect localhost:8080 --auth me:pw --ca ca.pem -n -P -w 5 --proxy http://p:1"_s,
            {u"ws://localhost:8080"_s, u"Authorization: Basic bWU6cHc="_s, u"ca ca.pem"_s, u"insecure"_s,
             u"proxy http://p:1"_s},
            u"taken: URL, 1 header, CA file, any certificate, proxy"_s);
        row("websocat",
            u"echo '{\"op\":\"subscribe\"}' | websocat -n -k -H='X: y' --protocol v2 --basic-auth me:pw wss://h"_s,
            {u"wss://h"_s, u"X: y"_s, u"Authorization: Basic bWU6cHc="_s, u"subprotocol v2"_s,
             u"send {\"op\":\"subscribe\"}"_s, u"insecure"_s},
            u"taken: URL, 2 headers, 1 subprotocol, 1 message, any certificate"_s);
        row("websocat, two lines", u"printf 'a\\nb\\n' | websocat - autoreconnect:ws://h"_s,
            {u"ws://h"_s, u"send a"_s, u"send b"_s}, u"taken: URL, 2 messages"_s);
        row("echo, escapes", u"$ echo -ne 'a\\tb\\x41\\0101\\nc\\\\d\\q\\cx' | websocat ws://h"_s,
            {u"ws://h"_s, u"send a\tbAA"_s, u"send c\\d\\q"_s}, u"taken: URL, 2 messages"_s);
        row("echo, no escapes", u"echo -n -eE 'a\\tb' -n | websocat ws://h"_s,
            {u"ws://h"_s, u"send a\\tb -n"_s}, u"taken: URL, 1 message"_s);
        row("echo, bytes", u"echo -e '\\xc3\\xa9' | websocat ws://h"_s, {u"ws://h"_s, u"send \u00e9"_s},
            u"taken: URL, 1 message"_s);
        row("printf, places", u"printf '%s 100%%\\n' a 'b c' | websocat ws://h"_s,
            {u"ws://h"_s, u"send a 100%"_s, u"send b c 100%"_s}, u"taken: URL, 2 messages"_s);
        row("cat, a string", u"cat <<< hi | websocat ws://h"_s, {u"ws://h"_s, u"send hi"_s},
            u"taken: URL, 1 message"_s);
        row("curl, cookies", u"curl -b a=1 -H 'Cookie: b=2' -b c=3 ws://h"_s,
            {u"ws://h"_s, u"Cookie: a=1; b=2; c=3"_s}, u"taken: URL, 1 header"_s);
        row("websocat, a string", u"websocat ws://h <<< hi --socks5 s:1080"_s,
            {u"ws://h"_s, u"send hi"_s, u"proxy socks5://s:1080"_s}, u"taken: URL, 1 message, proxy"_s);
        row("curl",
            u"curl -sSiN --http1.1 -u me:pw --cacert /ca.pem -kx p:3128 -U u:p@w https://h/ws?a=1&b=2"_s,
            {u"wss://h/ws?a=1&b=2"_s, u"Authorization: Basic bWU6cHc="_s, u"ca /ca.pem"_s, u"insecure"_s,
             u"proxy http://u:p%40w@p:3128"_s},
            u"taken: URL, 1 header, CA file, any certificate, proxy"_s);
        row("curl, bearer", u"curl --oauth2-bearer $TOKEN -HX-A:1 --url ws://h"_s,
            {u"ws://h"_s, u"token ${TOKEN}"_s, u"X-A: 1"_s}, u"taken: URL, token, 1 header"_s);
        row("a browser's", kChrome,
            {u"wss://feed.example/ws?room=1"_s, u"Origin: https://feed.example"_s,
             u"Cache-Control: no-cache"_s, u"X-Name: It's ü"_s, u"Cookie: sid=S3CRET"_s,
             u"subprotocol v2.json"_s, u"subprotocol v1.json"_s},
            u"taken: URL, 4 headers, 2 subprotocols"_s);
        row("a path and .exe", u"'C:\\bin\\curl.exe' ws://h"_s, {u"ws://h"_s}, u"taken: URL"_s);
    }

    void commandsAreTaken()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, taken);
        QFETCH(QString, words);
        const PastedCommand pasted = readPasted(text);
        QCOMPARE(pasted.problem, QString());
        QCOMPARE(takenFrom(pasted), taken);
        QCOMPARE(pasted.taken, words);
        QCOMPARE(pasted.notTaken, QStringList());
        QVERIFY(!pasted.notes.join(u' ').contains("S3CRET"_L1));
        QVERIFY(endpointFromUrl(pasted.source.url).ok());
    }

    void whatIsChangedOnPurposeIsSaid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("note");
        QTest::newRow("scheme") << u"https://h"_s << u"https:// became wss://"_s;
        QTest::newRow("no scheme") << u"wscat -c h:1"_s << u"the address was taken to begin with ws://"_s;
        QTest::newRow("handshake")
            << kChrome
            << u"Weir makes these headers itself: Upgrade, Connection, Sec-WebSocket-Key, Sec-WebSocket-Version, Sec-WebSocket-Extensions"_s;
        QTest::newRow("no meaning") << u"curl -iN --no-buffer -m 5 ws://h"_s
                                    << u"not needed here: -i, -N, --no-buffer, -m"_s;
        QTest::newRow("reconnects") << u"websocat autoreconnect:ws://h"_s
                                    << u"Weir connects again by itself"_s;
    }

    void whatIsChangedOnPurposeIsSaid()
    {
        QFETCH(QString, text);
        QFETCH(QString, note);
        const PastedCommand pasted = readPasted(text);
        QCOMPARE(pasted.notes.join(u'|'), note);
        QCOMPARE(pasted.notTaken, QStringList());
    }

    void whatIsNotUnderstoodIsNamed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("named");
        const auto row = [](const char* name, const QString& text, const QStringList& named) {
            QTest::newRow(name) << text << named;
        };
        row("options", u"wscat -c ws://h -Z --new-thing=S3CRET"_s,
            {u"the option “-Z”"_s, u"the option “--new-thing” with its value"_s});
        row("options with what may be theirs", u"curl --api-key S3CRET -ZS3CRET ws://h --last"_s,
            {u"the option “--api-key” with its value"_s, u"the option “-Z” with its value"_s,
             u"the option “--last”"_s});
        row("a value that curl takes apart", u"curl --header=S3CRET ws://h"_s,
            {u"the option “--header” with its value"_s});
        row("a value where none belongs", u"websocat --insecure=S3CRET ws://h"_s,
            {u"the option “--insecure” with its value"_s});
        row("an option at the end", u"wscat -c ws://h -H"_s, {u"-H, which lacks its value"_s});
        row("another command", u"FOO=S3CRET websocat ws://h | jq . > out"_s,
            {u"the variable FOO"_s, u"the command “jq”"_s});
        row("a file", u"websocat ws://h < in.txt"_s, {u"what goes to or comes from a file (<)"_s});
        row("an address more", u"curl ws://h ws://i"_s, {u"a second address"_s});
        row("a body", u"curl -d S3CRET ws://h"_s, {u"-d: connecting to a WebSocket sends no body"_s});
        row("certificates", u"curl --cert me.pem --pass S3CRET ws://h"_s,
            {u"--cert: Weir has no certificates of its own"_s,
             u"--pass: Weir has no certificates of its own"_s});
        row("a header", u"curl -H S3CRET -H 'a b: S3CRET' ws://h"_s,
            {u"a header without a colon"_s, u"'a b' is not a header name"_s});
        row("cookies", u"curl -b jar.txt ws://h"_s, {u"a file of cookies"_s});
        row("a time", u"curl --connect-timeout 0 ws://h"_s,
            {u"--connect-timeout, which is not 0.1 to 3600 s"_s});
        row("what is sent", u"cat secrets.txt | websocat ws://h"_s, {u"what comes from “cat”"_s});
        row("what is sent, from a file", u"cat < S3CRET 2>/dev/null | websocat ws://h"_s,
            {u"what comes from “cat”"_s, u"what goes to or comes from a file (<)"_s,
             u"what goes to or comes from a file (2>)"_s});
        row("what is sent, to a file", u"echo hi > S3CRET | websocat ws://h"_s,
            {u"what comes from “echo”"_s, u"what goes to or comes from a file (>)"_s});
        row("what is sent, lines", u"cat <<END | websocat ws://h\nS3CRET=1\nEND"_s,
            {u"what comes from “cat”"_s, u"the text behind <<"_s, u"the command •••"_s,
             u"the command “END”"_s});
        row("what is sent, not as text", u"printf '%d' 1 | websocat ws://h"_s,
            {u"what comes from “printf”"_s});
        row("what is sent, no text", u"echo -e '\\xff' | websocat ws://h"_s, {u"what comes from “echo”"_s});
        row("what is sent, nothing", u"echo | websocat ws://h"_s, {u"an empty message"_s});
        row("a file before", u"< S3CRET ; websocat ws://h"_s, {u"what goes to or comes from a file (<)"_s});
        row("a proxy's user", u"curl -U me:S3CRET ws://h"_s, {u"-U, as there is no proxy"_s});
        row("a proxy's users", u"curl -x http://a:S3CRET@p --proxy-user me:S3CRET ws://h"_s,
            {u"--proxy-user, as the address of the proxy names a user"_s});
        row("two proxies", u"curl -x p --socks5 q ws://h"_s,
            {u"what --socks5 takes the place of, as the last one counts"_s});
        row("two authorities", u"curl --cacert a --cacert b ws://h"_s,
            {u"what --cacert takes the place of, as the last one counts"_s});
        row("two times", u"curl --connect-timeout 5 --connect-timeout 6 --connect-timeout x ws://h"_s,
            {u"what --connect-timeout takes the place of, as the last one counts"_s,
             u"--connect-timeout, which is not 0.1 to 3600 s"_s});
        row("two tokens", u"curl --oauth2-bearer S3CRET -H 'Authorization: Bearer S3CRET2' ws://h"_s,
            {u"an earlier token, as the last one counts"_s});
        row("a token and a user", u"curl -u me:S3CRET --oauth2-bearer S3CRET ws://h"_s,
            {u"the user and password, whose place the token takes"_s});
        row("no token", u"curl --oauth2-bearer '' ws://h"_s, {u"an empty token"_s});
        row("two of a header", u"wscat -c ws://h -H 'X-A: S3CRET1' -H 'x-a: S3CRET2'"_s,
            {u"an earlier header x-a, as the last one counts"_s});
        row("a message too long", u"wscat -c ws://h -x "_s + QString(65'537, u'x'),
            {u"a message of more than 65536 characters"_s});
        row("a header too long", u"wscat -c ws://h -H X:"_s + QString(8193, u'x'),
            {u"a header of more than 8192 characters"_s});
        row("redirects", u"curl -L ws://h"_s, {u"-L: Weir follows no redirects"_s});
    }

    void whatIsNotUnderstoodIsNamed()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, named);
        const PastedCommand pasted = readPasted(text);
        QCOMPARE(pasted.problem, QString());
        QCOMPARE(pasted.source.url, u"ws://h"_s);
        QCOMPARE(pasted.notTaken, named);
        QVERIFY(!(pasted.notTaken + pasted.notes).join(u' ').contains("S3CRET"_L1));
    }

    void theLastOfSeveralCounts()
    {
        const PastedCommand pasted =
            readPasted(u"curl ws://h -H 'A: 1' -H 'B: 2' -H 'a: 3' -u x:y --oauth2-bearer old "
                       "--oauth2-bearer new -x p:1 -x p:2 --connect-timeout 5 --connect-timeout 6"_s);
        QCOMPARE(takenFrom(pasted),
                 (QStringList{u"ws://h"_s, u"token new"_s, u"a: 3"_s, u"B: 2"_s, u"proxy http://p:2"_s}));
        QCOMPARE(pasted.source.connectTimeout, Duration(std::chrono::seconds(6)));
        QCOMPARE(pasted.taken, u"taken: URL, token, 2 headers, proxy, time limit"_s);
    }

    void anAddressBehindAnUnknownOptionIsStillTheAddress()
    {
        const PastedCommand pasted = readPasted(u"curl --new-thing h:8080/ws"_s);
        QCOMPARE(pasted.source.url, u"ws://h:8080/ws"_s);
        QCOMPARE(pasted.notTaken, QStringList{u"the option “--new-thing”"_s});
    }

    void outputIsBoundedWhateverTheFormat()
    {
        const QString text = u"printf '%1%s' "_s.arg(QString(30'000, u'x')) + u"a "_s.repeated(20'000) +
                             u"| websocat ws://h"_s;
        QCOMPARE(readPasted(text).notTaken, QStringList{u"what comes from “printf”"_s});
    }

    void whatIsNoCommandIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("problem");
        QTest::newRow("nothing") << u" \n"_s << u"An address is needed"_s;
        QTest::newRow("prose") << u"please connect to it"_s << u"Neither an address nor a command"_s;
        QTest::newRow("other tool") << u"wget ws://h"_s << u"Neither an address nor a command"_s;
        QTest::newRow("a list") << u"ws://a\nws://b"_s << u"Add many…"_s;
        QTest::newRow("no address") << u"curl -H 'A: b'"_s << u"The command holds no address"_s;
        QTest::newRow("a server") << u"wscat -l 8080"_s << u"waits for connections"_s;
        QTest::newRow("an open quote") << u"curl 'ws://h"_s << u"quote"_s;
        QTest::newRow("too long") << u"curl ws://h "_s + QString(PastedCommand::kLongest, u'x')
                                  << u"longer than any command"_s;
    }

    void whatIsNoCommandIsRefused()
    {
        QFETCH(QString, text);
        QFETCH(QString, problem);
        const PastedCommand pasted = readPasted(text);
        QVERIFY2(pasted.problem.contains(problem), qPrintable(pasted.problem));
    }

    void tooManyOfAKindAreCounted()
    {
        QString text = u"curl ws://h"_s;
        for (int i = 0; i < 5000; ++i)
            text += u" -H X%1:y"_s.arg(i);
        const PastedCommand pasted = readPasted(text);
        QCOMPARE(pasted.source.headers.size(), 100);
        QCOMPARE(pasted.notTaken, QStringList{u"more than 100 of headers"_s});
        QString options = u"curl ws://h"_s;
        for (int i = 0; i < 5000; ++i)
            options += u" --unknown-%1"_s.arg(i);
        QCOMPARE(readPasted(options).notTaken.size(), 13);
    }

    /** Any damage leaves something that is said or refused; what is shown is short and safe to draw. */
    void damagedCommandsAreReadOrRefused()
    {
        const QStringList seeds{
            kChrome,
            u"echo '{\"op\":\"auth\",\"key\":\"S3CRET\"}' | websocat -H='X: S3CRET' wss://me:S3CRET@h <<< \"S3CRET\""_s,
            u"A=1 npx wscat -c https://h?token=S3CRET -H \"Authorization: Bearer S3CRET\" -x $'S3CRET' | tee S3CRET"_s,
            u"curl ^\"ws://h^\" ^\n -H ^\"Cookie: S3CRET^\" --oauth2-bearer S3CRET -U me:S3CRET -x p:1"_s};
        const QString marks = u"'\"\\$`^|<>&;#{}()=:-@ \n\t\u202ex"_s + QChar(0) + QChar(0xd800);
        QRandomGenerator random(20);
        int read = 0;
        for (int i = 0; i < 20'000; ++i) {
            QString text = seeds[random.bounded(int(seeds.size()))];
            for (int changes = random.bounded(1, 6); changes > 0; --changes) {
                const int at = random.bounded(int(text.size()));
                switch (random.bounded(3)) {
                case 0:
                    text[at] = marks[random.bounded(int(marks.size()))];
                    break;
                case 1:
                    text.remove(at, random.bounded(1, 8));
                    break;
                default:
                    text.insert(at, marks[random.bounded(int(marks.size()))]);
                }
                if (text.isEmpty())
                    text = u"x"_s;
            }
            const PastedCommand pasted = readPasted(text);
            read += pasted.problem.isEmpty() ? 1 : 0;
            QVERIFY2(!pasted.problem.isEmpty() || !pasted.source.url.isEmpty(), qPrintable(text));
            const QString said = pasted.taken + (pasted.notes + pasted.notTaken).join(u' ') + pasted.problem;
            QVERIFY2(said.size() < 4000, qPrintable(text));
            QVERIFY2(displayText(said, 4000) == said, qPrintable(text));
        }
        QVERIFY(read > 1000 && read < 20'000);
    }
};

QTEST_GUILESS_MAIN(PastedCommandTest)
#include "pasted_command_test.moc"
