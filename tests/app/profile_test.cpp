// SPDX-License-Identifier: GPL-3.0-or-later
// A profile as a value and as JSON: what is written comes back, what is broken is refused with its place, and
// no secret is written.
#include "app/session/profile.h"

#include <QFile>
#include <QRandomGenerator>
#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray exampleText()
{
    QFile file(QStringLiteral(WEIR_DOCS "/profile.example.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the example is missing");
    return file.readAll();
}

QString wordsOf(const std::vector<Error>& problems)
{
    QStringList words;
    for (const Error& each : problems)
        words += QString::fromStdString(each.message);
    return words.join(u'\n');
}

QString problemsOf(const QByteArray& json)
{
    const auto read = profileFromJson(json);
    return read ? QString() : wordsOf(read.error());
}

/** Values of every kind that a profile may have, from a seed. */
class Generator
{
public:
    explicit Generator(quint32 seed) : m_random(seed) {}

    Profile profile()
    {
        Profile made;
        made.name = text();
        for (int i = upTo(5); i > 0; --i) {
            made.endpoints.push_back(endpoint(i));
            made.layout.endpoints.push_back(
                {made.endpoints.back().name, text(), texts(), upTo(EndpointLook::kColorSlots) - 1});
        }
        made.engine.mode = SamplingMode(upTo(2));
        made.engine.minSampleRate = share(MetricsConfig::kLowestRate, 1);
        made.engine.maxSampleRate = share(made.engine.minSampleRate, 1);
        made.engine.sampleRate = share(made.engine.minSampleRate, made.engine.maxSampleRate);
        made.engine.bufferSize = std::size_t(16 + upTo(999'984));
        made.engine.flushInterval = Duration(50ms) + Duration(upTo(3'000'000)) * 1000;
        made.layout.theme = QStringList{u"dark"_s, u"light"_s, u"system"_s}[upTo(2)];
        made.layout.span = std::array<Duration, 6>{10s, 1min, 5min, 1h, 6h, 24h}[std::size_t(upTo(5))];
        made.layout.isMeasurementFolded = upTo(1);
        made.layout.showsBytes = upTo(1);
        made.layout.showsAge = upTo(1);
        made.layout.errorTarget = share(0.01, 1);
        made.layout.bottomTab = upTo(2);
        made.layout.foldedGroups = texts();
        if (upTo(1) && !made.endpoints.empty()) {
            made.endpoints[0].look.key = "/symbol";
            made.layout.subject = {made.endpoints[0].name, {}, Measure(upTo(2))};
            if (upTo(1))
                made.layout.subject->key = text().toStdString() + "\n";
        }
        if (upTo(1))
            made.layout.size = QSize(320 + upTo(7872), 320 + upTo(7872));
        return made;
    }

private:
    int upTo(int most) { return m_random.bounded(most + 1); }
    double share(double lowest, double highest)
    {
        return lowest + m_random.generateDouble() * (highest - lowest);
    }

    QString text()
    {
        static const QString kPieces[] = {u"a"_s,  u"Ü"_s,  u"😀"_s, u"\""_s, u"\\"_s, u" x"_s,
                                          u"</"_s, u"%1"_s, u"{"_s, u"é"_s,  u"0"_s,  u"${V}"_s};
        QString made;
        for (int i = upTo(8); i > 0; --i)
            made += kPieces[upTo(11)];
        return made;
    }

    QStringList texts()
    {
        QStringList made;
        for (int i = upTo(3); i > 0; --i)
            made += text();
        return made;
    }

    EndpointSource endpoint(int number)
    {
        EndpointSource made;
        made.name = u"n%1 "_s.arg(number) + text();
        made.url =
            u"wss://h%1.example:%2/p?depth=%3&token=${T}"_s.arg(number).arg(1 + upTo(65534)).arg(upTo(9));
        for (const QString& value : texts())
            made.headers += u"X-Any: "_s + value;
        made.tokenVariable = upTo(1) ? u"TOKEN"_s : QString();
        made.subprotocols = upTo(1) ? QStringList{u"v1.json"_s, u"v2"_s} : QStringList();
        made.firstMessages = texts() + QStringList{u"line\nline\t\u0001"_s};
        for (int i = upTo(4); i > 0; --i)
            made.script += step();
        made.look.items = ItemForm(upTo(2));
        for (auto field : {&LookSettings::array, &LookSettings::prefix, &LookSettings::key,
                           &LookSettings::value, &LookSettings::time, &LookSettings::sequence})
            made.look.*field = text().toStdString();
        made.proxy = QStringList{QString(), u"http://h:8080"_s, u"socks5://u:${P}@h:1"_s}[upTo(2)];
        made.authorities = text();
        made.verifyTls = upTo(1);
        made.maxMessageBytes = 1 + upTo(1'000'000'000);
        made.connectTimeout = Duration(100ms) + Duration(upTo(1'000'000'000));
        made.pingInterval = Duration(100ms) + std::chrono::seconds(upTo(3599));
        made.leftOut = texts();
        return made;
    }

    ScriptStep step()
    {
        using Kind = ScriptStep::Kind;
        ScriptStep made;
        made.kind = Kind(upTo(4));
        if (made.kind != Kind::SendText && made.kind != Kind::SendBinary)
            made.match = text();
        if (made.kind == Kind::SendBinary || made.kind == Kind::ReplyBinary)
            made.payload = QByteArray(upTo(9), char(upTo(255)));
        else if (made.kind != Kind::WaitFor)
            made.payload = (text() + u"\n"_s).toUtf8();
        return made;
    }

    QRandomGenerator m_random;
};

} // namespace

class ProfileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theExampleSetsEverythingAndIsWrittenAsItWasRead()
    {
        const QByteArray text = exampleText();
        const auto read = profileFromJson(text);
        QVERIFY2(read.ok(), qPrintable(problemsOf(text)));
        QCOMPARE(toJson(read.value()), text);
        const Profile& profile = read.value();
        QCOMPARE(profile.name, u"production"_s);
        QCOMPARE(profile.endpoints.size(), std::size_t(3));
        QCOMPARE(profile.endpoints[0].headers[1], u"X-Api-Key: ${TRADES_KEY}"_s);
        QVERIFY(profile.endpoints[0].connectTimeout == 2500ms);
        QCOMPARE(profile.endpoints[1].leftOut, QStringList{u"Cookie"_s});
        QVERIFY(!profile.endpoints[2].verifyTls);
        using Kind = ScriptStep::Kind;
        const QList<ScriptStep> script{{Kind::WaitFor, u"re:\"event\": *\"subscribed\""_s, {}},
                                       {Kind::SendText, {}, "{\"op\":\"snapshot\"}"},
                                       {Kind::ReplyText, u"ping"_s, "pong"}};
        QVERIFY(profile.endpoints[0].script == script);
        QCOMPARE(profile.endpoints[2].script[0].payload, QByteArray("\0\1\2\3", 4));
        QVERIFY(profile.endpoints[0].look.items == ItemForm::Array);
        QCOMPARE(profile.endpoints[0].look.key, std::string("/symbol"));
        QVERIFY(profile.endpoints[1].look == LookSettings());
        QCOMPARE(profile.endpoints[2].proxy, u"socks5://lab:${LAB_PASSWORD}@192.0.2.1:1080"_s);
        QCOMPARE(profile.engine.bufferSize, std::size_t(4000));
        QVERIFY(profile.layout.span == 5min);
        QVERIFY(profile.layout.size == QSize(1600, 980));
        QCOMPARE(profile.layout.endpoints[0].tags, (QStringList{u"eu"_s, u"critical"_s}));
        QCOMPARE(profile.layout.endpoints[1].colorSlot, -1);
        QCOMPARE(profile.layout.endpoints[2].colorSlot, 3);
    }

    void whatIsWrittenComesBackTheSame()
    {
        for (quint32 seed = 1; seed <= 300; ++seed) {
            const Profile profile = Generator(seed).profile();
            const QByteArray text = toJson(profile);
            const auto read = profileFromJson(text);
            QVERIFY2(read.ok(), qPrintable(u"seed %1: %2\n"_s.arg(seed).arg(problemsOf(text)) +
                                           QString::fromUtf8(text)));
            QVERIFY2(read.value() == profile, qPrintable(u"seed %1\n"_s.arg(seed) + QString::fromUtf8(text)));
            QCOMPARE(toJson(read.value()), text);
        }
    }

    void anEmptyProfileIsItsDefaults()
    {
        const auto read = profileFromJson("{\"version\": 1}");
        QVERIFY(read.ok());
        QVERIFY(read.value() == Profile());
        QVERIFY(profileFromJson(toJson(Profile())).value() == Profile());
    }

    void looksOfTheDemoAreNotKept()
    {
        Profile profile;
        profile.layout.endpoints.push_back({u"demo"_s, u"group"_s, {}, 2});
        QVERIFY(!toJson(profile).contains("demo"));
    }

    void aSubjectIsKeptOfWhatTheFileHasAndNoSecret_data()
    {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("a key") << u"feed"_s << u"/symbol"_s << "CANARY"_ba << true;
        QTest::newRow("in a field called key") << u"feed"_s << u"/data/key"_s << "CANARY"_ba << true;
        QTest::newRow("of the demo") << u"demo"_s << u"/symbol"_s << "CANARY"_ba << false;
        QTest::newRow("a token") << u"feed"_s << u"/auth/token"_s << "CANARY"_ba << false;
        QTest::newRow("a session") << u"feed"_s << u"re:sid=([a-z]*)"_s << "CANARY"_ba << false;
        QTest::newRow("nothing is looked at") << u"feed"_s << QString() << "CANARY"_ba << false;
        QTest::newRow("no text") << u"feed"_s << u"text@0+9"_s << "CANARY\xff"_ba << false;
        QTest::newRow("too long") << u"feed"_s << u"/symbol"_s << QByteArray(2000, 'x') + "CANARY" << false;
    }

    void aSubjectIsKeptOfWhatTheFileHasAndNoSecret()
    {
        QFETCH(QString, endpoint);
        QFETCH(QString, field);
        QFETCH(QByteArray, key);
        QFETCH(bool, isKept);
        Profile profile;
        profile.endpoints.push_back({});
        profile.endpoints[0].name = u"feed"_s;
        profile.endpoints[0].url = u"ws://h"_s;
        profile.endpoints[0].look.key = field.toStdString();
        profile.layout.subject = {endpoint, key.toStdString(), Measure::Bytes};
        const QByteArray text = toJson(profile);
        QCOMPARE(text.contains("CANARY"), isKept);
        QCOMPARE(text.contains("subject"), isKept);
        QCOMPARE(profileFromJson(text).value().layout.subject.has_value(), isKept);
    }

    void whatWasPastedIntoAGroupDoesNotKeepAProfileFromBeingRead()
    {
        Profile profile;
        profile.name = u"a\nb"_s;
        profile.endpoints.push_back({});
        profile.endpoints[0].name = u"feed"_s;
        profile.endpoints[0].url = u"ws://h"_s;
        const QString group = u"eu\twest\u0085"_s;
        profile.layout.endpoints.push_back({u"feed"_s, group, {u"x\ny"_s, QString(500, u'z')}, -1});
        profile.layout.foldedGroups = QStringList{group};
        const auto read = profileFromJson(toJson(profile));
        QVERIFY2(read.ok(), qPrintable(problemsOf(toJson(profile))));
        QCOMPARE(read.value().name, u"a b"_s);
        QCOMPARE(read.value().layout.endpoints[0].group, u"eu west "_s);
        QCOMPARE(read.value().layout.endpoints[0].tags, (QStringList{u"x y"_s, QString(128, u'z')}));
        QCOMPARE(read.value().layout.foldedGroups, QStringList{u"eu west "_s});
    }

    void secretsAreNeverWritten_data()
    {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("leftOut");
        const auto row = [](const char* member, const QString& text, const QString& leftOut) {
            QTest::addRow("%s %s", member, qPrintable(text))
                << QString::fromLatin1(member) << text << leftOut;
        };
        row("url", u"wss://user:S3CRET@h/p"_s, u"Authorization"_s);
        row("url", u"wss://S3CRET@h/p?a=b"_s, u"Authorization"_s);
        row("url", u"wss://h/p?a=b&token=S3CRET"_s, u"query value token"_s);
        row("url", u"wss://h/p?API_KEY=S3CRET&a=b#x"_s, u"query value API_KEY"_s);
        row("url", u"wss://h/p?to%6ben=S3CRET"_s, u"query value to%6ben"_s);
        row("url", u"wss://h/p?a=b;sig=S3CRET"_s, u"query value a"_s);
        row("url", u"wss://h/p?token=S3CRET${T}"_s, u"query value token"_s);
        row("url", u"wss://h/p?a=${T};sig=S3CRET"_s, u"query value a"_s);
        row("url", u"wss://h/p?S3CRETxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"_s,
            u"query value without a name"_s);
        row("header", u"Authorization: Bearer S3CRET"_s, u"Authorization"_s);
        row("header", u"proxy-authorization: S3CRET"_s, u"proxy-authorization"_s);
        row("header", u"Cookie: id=S3CRET"_s, u"Cookie"_s);
        row("header", u"X-Api-Key: S3CRET"_s, u"X-Api-Key"_s);
        row("header", u"Authorization: Bearer S3CRET ${T}"_s, u"Authorization"_s);
        row("header", u"Cookie: id=S3CRET; user=${T}"_s, u"Cookie"_s);
        row("header", u"X-Session-Id: S3CRET"_s, u"X-Session-Id"_s);
        row("subprotocol", u"bearer.S3CRET"_s, u"subprotocol"_s);
        row("message", u"{\"op\":\"auth\",\"args\":[\"S3CRET\"]}"_s, u"first message"_s);
        row("message", u"{\"accessToken\":\"S3CRET\"}"_s, u"first message"_s);
        row("message", u"LOGIN me S3CRET"_s, u"first message"_s);
        row("script", u"{\"op\":\"auth\",\"args\":[\"S3CRET\"]}"_s, u"script step"_s);
        row("proxy", u"http://me:S3CRET@h:1"_s, u"proxy password"_s);
        row("proxy", u"socks5://S3CRET@h:1"_s, u"proxy password"_s);
    }

    void secretsAreNeverWritten()
    {
        QFETCH(QString, member);
        QFETCH(QString, text);
        QFETCH(QString, leftOut);
        EndpointSource source;
        source.name = u"feed"_s;
        source.url = member == "url"_L1 ? text : u"wss://h/p?a=b"_s;
        if (member == "header"_L1)
            source.headers = QStringList{u"X-Client: weir"_s, text};
        if (member == "subprotocol"_L1)
            source.subprotocols = QStringList{text, u"v1"_s};
        if (member == "message"_L1)
            source.firstMessages = QStringList{text, u"{\"op\":\"subscribe\"}"_s};
        if (member == "script"_L1)
            source.script = {{ScriptStep::Kind::SendText, {}, text.toUtf8()},
                             {ScriptStep::Kind::ReplyBinary, u"auth?"_s, "no secret"_ba.chopped(7)}};
        if (member == "proxy"_L1)
            source.proxy = text;
        Profile profile;
        profile.endpoints.push_back(source);

        const QByteArray json = toJson(profile);
        QVERIFY2(!json.contains("S3CRET"), json.constData());
        const auto read = profileFromJson(json);
        QVERIFY2(read.ok(), qPrintable(problemsOf(json)));
        const EndpointSource& kept = read.value().endpoints[0];
        QCOMPARE(kept.leftOut, QStringList{leftOut});
        QVERIFY(leftOutNote(kept).contains(leftOut));
        QVERIFY2(kept.url.startsWith("wss://h/p"_L1), qPrintable(kept.url));
        QCOMPARE(kept.headers.size(), member == "header"_L1 ? 1 : 0);
        QCOMPARE(kept.subprotocols.size(), member == "subprotocol"_L1 ? 1 : 0);
        QCOMPARE(kept.firstMessages.size(), member == "message"_L1 ? 1 : 0);
        QCOMPARE(kept.script.size(), member == "script"_L1 ? 1 : 0);

        // Written into a profile by hand, it is refused in words that do not repeat it.
        QByteArray byHand = toJson(Profile());
        const QString item = member == "url"_L1     ? u"\"url\":\"%1\""_s
                             : member == "proxy"_L1 ? u"\"url\":\"ws://h\",\"proxy\":\"%1\""_s
                             : member == "script"_L1
                                 ? u"\"url\":\"ws://h\",\"script\":[{\"when\":\"\",\"reply\":\"%1\"}]"_s
                                 : u"\"url\":\"ws://h\",\"%2\":[\"%1\"]"_s;
        const QString list = member == "header"_L1        ? u"headers"_s
                             : member == "subprotocol"_L1 ? u"subprotocols"_s
                                                          : u"first_messages"_s;
        QString escaped = text;
        escaped.replace(u'"', "\\\""_L1);
        QString endpoint = item;
        endpoint.replace("%1"_L1, escaped).replace("%2"_L1, list);
        byHand.replace("\"endpoints\": []", "\"endpoints\": [{" + endpoint.toUtf8() + "}]");
        const QString problems = problemsOf(byHand);
        QVERIFY2(problems.contains("endpoints[0]."_L1) && !problems.contains("S3CRET"_L1),
                 qPrintable(problems));
    }

    void variablesAndPlainValuesAreKept()
    {
        EndpointSource source;
        source.name = u"feed"_s;
        source.url = u"wss://h/p?token=${T}&depth=5"_s;
        source.headers = QStringList{u"Authorization: Bearer ${T}"_s, u"X-Api-Key:${T}${U}"_s,
                                     u"X-Client: weir"_s, u"X-From: weir on ${HOST}"_s};
        source.firstMessages = QStringList{u"{\"op\":\"subscribe\",\"key\":\"trades\"}"_s, u"auth ${T}"_s};
        source.script = {{ScriptStep::Kind::WaitFor, u"token"_s, {}},
                         {ScriptStep::Kind::SendText, {}, "auth ${T}"}};
        source.proxy = u"http://me:${P}@h:8080"_s;
        source.subprotocols = QStringList{u"graphql-transport-ws"_s};
        QVERIFY(withoutSecrets(source) == source);
        QVERIFY(leftOutNote(source).isEmpty());
    }

    void whatIsGivenAgainIsNotLeftOutAnyMore()
    {
        EndpointSource lacking;
        lacking.url = u"wss://h/p"_s;
        lacking.leftOut = QStringList{u"Authorization"_s, u"Cookie"_s, u"query value token"_s,
                                      u"subprotocol"_s, u"first message"_s};
        QCOMPARE(stillLeftOut(lacking, lacking), lacking.leftOut);
        EndpointSource now = lacking;
        now.headers = QStringList{u"cookie: ${C}"_s};
        now.url = u"wss://h/p?token=t"_s;
        QCOMPARE(stillLeftOut(lacking, now),
                 (QStringList{u"Authorization"_s, u"subprotocol"_s, u"first message"_s}));
        now.tokenVariable = u"TOKEN"_s;
        now.subprotocols = QStringList{u"v1"_s};
        now.firstMessages = QStringList{u"auth ${T}"_s};
        QVERIFY(stillLeftOut(lacking, now).isEmpty());
    }

    void headersOfOneNameAreJoinedOrTheSecondIsNamed()
    {
        const Environment environment({{"A", "one=1"}, {"B", ""}});
        SourceReader reader(environment, QDir());
        EndpointSource source;
        source.url = u"ws://h"_s;
        source.headers = QStringList{u"Cookie: ${A}"_s, u"Cookie: two=2"_s};
        QCOMPARE(reader.read(source).value().headers, (QList<HttpHeader>{{"Cookie", "one=1; two=2"}}));
        source.headers = QStringList{u"Authorization: Basic x"_s, u"X-A: 1"_s, u"Authorization: Bearer y"_s};
        const auto refused = reader.read(source);
        QVERIFY(!refused);
        QCOMPARE(refused.error()[0].place, u"headers[2]"_s);
    }

    void variablesAreFilledInAndTheirAbsenceIsNamed()
    {
        const auto read = profileFromJson(exampleText());
        EndpointSource source = read.value().endpoints[0];
        const Environment environment({{"TRADES_TOKEN", "a&b=c d"}, {"TRADES_KEY", "k"}});
        SourceReader reader(environment, QDir());
        const auto settings = reader.read(source);
        QVERIFY(settings.ok());
        QCOMPARE(settings.value().url.query(QUrl::FullyEncoded), u"depth=5&access_token=a%26b%3Dc%20d"_s);
        QCOMPARE(settings.value().headers[1].value, QByteArray("k"));
        QCOMPARE(settings.value().firstMessages[1], u"{\"op\":\"auth\",\"token\":\"a&b=c d\"}"_s);
        QCOMPARE(settings.value().name, u"trades"_s);
        QCOMPARE(settings.value().script.size(), 3);
        QCOMPARE(settings.value().look.key, std::string("/symbol"));
        QVERIFY(settings.value().proxy.isEmpty());

        EndpointSource other;
        other.url = u"ws://h"_s;
        other.proxy = u"http://me:${TRADES_TOKEN}@h:3128"_s;
        other.script = {{ScriptStep::Kind::ReplyText, u"${A}"_s, "key ${TRADES_KEY}"},
                        {ScriptStep::Kind::SendBinary, {}, "${TRADES_KEY}"}};
        const auto filled = reader.read(other);
        QVERIFY(filled.ok());
        QCOMPARE(filled.value().proxy.password(QUrl::FullyDecoded), u"a&b=c d"_s);
        QCOMPARE(filled.value().proxy.port(), 3128);
        QCOMPARE(filled.value().script[0].payload, "key k"_ba);
        QCOMPARE(filled.value().script[0].match, u"${A}"_s);
        QCOMPARE(filled.value().script[1].payload, "${TRADES_KEY}"_ba); // bytes are as they are
        other.script[0].payload = "${NOT_SET}";
        QCOMPARE(reader.read(other).error()[0].place, u"script[0]"_s);

        source.tokenVariable = u"NOT_SET"_s;
        source.headers = QStringList{u"A: ${NOT_SET_EITHER}"_s};
        source.authorities = u"no/such.pem"_s;
        const auto refused = reader.read(source);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().size(), std::size_t(3));
        QCOMPARE(refused.error()[0].place, u"headers[0]"_s);
        QVERIFY(refused.error()[0].words.contains(u"NOT_SET_EITHER"_s));
        QVERIFY(refused.error()[1].words.contains(u"no/such.pem"_s));
        QVERIFY(refused.error()[2].words.contains(u"NOT_SET"_s));
    }

    void brokenTextsAreRefusedWithTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const QByteArray& json, const QStringList& words) {
            QTest::newRow(name) << json << words;
        };
        const auto endpoint = [](const QByteArray& members) {
            return "{\"version\":1,\"endpoints\":[{\"url\":\"ws://a\"},{" + members + "}]}";
        };
        row("nothing", "", {u"Line 1, column 1"_s});
        row("syntax", "{\n  \"version\": 1,\n  \"name\" \"x\"\n}", {u"Line 3, column"_s});
        row("a list", "[]", {u"must be an object"_s});
        row("no version", "{}", {u"version is missing"_s});
        row("newer version", "{\"version\":2,\"news\":true}",
            {u"version is 2"_s, u"the Weir that wrote it"_s});
        row("text version", "{\"version\":\"1\"}", {u"version is \"1\""_s});
        row("unknown key", "{\"version\":1,\"endpoint\":[]}",
            {u"endpoint is not known"_s, u"\"endpoints\""_s});
        row("unknown key of an endpoint", endpoint("\"url\":\"ws://b\",\"colour\":1"),
            {u"endpoints[1].colour"_s, u"\"color\""_s});
        row("no address", endpoint("\"name\":\"x\""), {u"endpoints[1].url is missing"_s});
        row("scheme", endpoint("\"url\":\"http://b/p\""),
            {u"endpoints[1].url is \"http://b/p\""_s, u"ws://b/p"_s});
        row("wrong type", endpoint("\"url\":7"), {u"endpoints[1].url is 7"_s, u"text in quotes"_s});
        row("same name", endpoint("\"url\":\"ws://b\",\"name\":\"a\""),
            {u"endpoints[1].name is \"a\", as endpoints[0]"_s});
        row("colour", endpoint("\"url\":\"ws://b\",\"color\":8"),
            {u"endpoints[1].color is 8"_s, u"0 to 7"_s});
        row("half a colour", endpoint("\"url\":\"ws://b\",\"color\":1.5"), {u"endpoints[1].color is 1.5"_s});
        row("tags", endpoint("\"url\":\"ws://b\",\"tags\":[\"x\",1]"), {u"endpoints[1].tags[1] is 1"_s});
        row("time", endpoint("\"url\":\"ws://b\",\"ping_interval\":0"),
            {u"endpoints[1].ping_interval is 0"_s, u"0.1 to 3600"_s});
        row("not an object", "{\"version\":1,\"endpoints\":[null]}", {u"endpoints[0] is null"_s});
        row("mode", "{\"version\":1,\"engine\":{\"mode\":\"some\"}}",
            {u"engine.mode is \"some\""_s, u"fixed, adaptive, everything"_s});
        row("rate", "{\"version\":1,\"engine\":{\"sample_rate\":2}}", {u"engine.sample_rate is 2"_s});
        row("limits", "{\"version\":1,\"engine\":{\"min_sample_rate\":0.5,\"max_sample_rate\":0.1}}",
            {u"engine: The lowest rate"_s});
        row("span", "{\"version\":1,\"layout\":{\"span\":\"2min\"}}",
            {u"layout.span is \"2min\""_s, u"10s, 1min, 5min, 1h, 6h, 24h"_s});
        row("size", "{\"version\":1,\"layout\":{\"size\":{\"width\":10}}}",
            {u"layout.size.width is 10"_s, u"layout.size.height is missing"_s});
        row("control character", "{\"version\":1,\"name\":\"a\\u0007b\"}",
            {u"name holds a control character"_s});
        row("a step of no kind",
            endpoint("\"url\":\"ws://b\",\"script\":[{\"send\":\"x\"},{\"reply\":\"x\"}]"),
            {u"endpoints[1].script[1] is no step"_s});
        row("a step of two kinds",
            endpoint("\"url\":\"ws://b\",\"script\":[{\"send\":\"x\",\"wait_for\":\"y\"}]"),
            {u"endpoints[1].script[0].send is not known"_s});
        row("bytes", endpoint("\"url\":\"ws://b\",\"script\":[{\"send_base64\":\"?\"}]"),
            {u"endpoints[1].script[0].send_base64 is not base64"_s});
        row("items", endpoint("\"url\":\"ws://b\",\"look\":{\"items\":\"all\"}"),
            {u"endpoints[1].look.items is \"all\""_s, u"message, lines, array"_s});
        row("field", endpoint("\"url\":\"ws://b\",\"look\":{\"keys\":\"/a\"}"),
            {u"endpoints[1].look.keys is not known"_s, u"\"key\""_s});
        row("proxy", endpoint("\"url\":\"ws://b\",\"proxy\":\"h:1\""),
            {u"endpoints[1].proxy: The proxy's address must begin with http:// or socks5://"_s});
        row("subject", "{\"version\":1,\"layout\":{\"subject\":{\"key\":1,\"measure\":\"mass\"}}}",
            {u"layout.subject.endpoint is missing"_s, u"layout.subject.key is 1"_s,
             u"layout.subject.measure is \"mass\""_s});
        row("subject of no endpoint", "{\"version\":1,\"layout\":{\"subject\":{\"endpoint\":\"x\"}}}",
            {u"layout.subject.endpoint names no endpoint"_s});
        const QByteArray subject = "\"layout\":{\"subject\":{\"endpoint\":\"e\",\"key\":\"CANARY\"}}}";
        row("key of nothing", "{\"version\":1,\"endpoints\":[{\"url\":\"ws://h\",\"name\":\"e\"}]," + subject,
            {u"layout.subject.key needs look.key"_s});
        row("key of a secret",
            "{\"version\":1,\"endpoints\":[{\"url\":\"ws://h\",\"name\":\"e\",\"look\":{\"key\":\"/"
            "sid\"}}]," +
                subject,
            {u"layout.subject.key is found in a field with the name of a secret"_s});
        row("several", "{\"version\":1,\"name\":1,\"engine\":[],\"layout\":{\"theme\":\"blue\"}}",
            {u"name is 1"_s, u"engine is a list"_s, u"layout.theme is \"blue\""_s});
    }

    void brokenTextsAreRefusedWithTheirPlace()
    {
        QFETCH(QByteArray, json);
        QFETCH(QStringList, words);
        const QString problems = problemsOf(json);
        for (const QString& each : words)
            QVERIFY2(problems.contains(each), qPrintable(problems));
    }

    void noMoreThanTwentyProblemsAreToldAndTheRestCounted()
    {
        QByteArray json = "{\"version\":1,\"endpoints\":[";
        for (int i = 0; i < 2000; ++i)
            json += i ? ",{}" : "{}";
        const auto read = profileFromJson(json + "]}");
        QVERIFY(!read.ok());
        QCOMPARE(read.error().size(), Profile::kMostProblems + 1);
        QVERIFY(read.error().back().message.find("1980") != std::string::npos);
        QVERIFY(problemsOf(json + ",{}]}").contains(u"2001 items"_s));
    }

    void aHostOfUnknownMembersIsCountedOnly()
    {
        QByteArray json = "{\"version\":1";
        for (int i = 0; i < 100'000; ++i)
            json += ",\"unknown member with a name as long as is compared " + QByteArray::number(i) + "\":0";
        const auto read = profileFromJson(json + '}');
        QVERIFY(!read.ok());
        QCOMPARE(read.error().size(), Profile::kMostProblems + 1);
        QVERIFY(read.error().back().message.find("99980") != std::string::npos);
    }

    void deepNestingIsRefused()
    {
        const QByteArray deep = QByteArray(100'000, '[');
        QVERIFY(!profileFromJson("{\"version\":1,\"name\":" + deep).ok());
    }

    void everyBeginningOfAProfileIsRefused()
    {
        const QByteArray text = exampleText().trimmed();
        for (qsizetype length = 0; length < text.size(); ++length)
            QVERIFY2(!profileFromJson(text.left(length)).ok(), qPrintable(QString::number(length)));
    }

    void damagedProfilesAreReadOrRefused()
    {
        const QByteArray text = exampleText();
        QRandomGenerator random(7);
        int refused = 0;
        for (int i = 0; i < 500; ++i) {
            QByteArray damaged = text;
            const qsizetype at = random.bounded(int(text.size()));
            damaged[at] = char(uchar(damaged[at]) ^ (1U << random.bounded(8)));
            const auto read = profileFromJson(damaged);
            if (!read) {
                ++refused;
                QVERIFY(!read.error().empty() && !read.error().front().message.empty());
            } else { // then it is a profile like any other
                QVERIFY(profileFromJson(toJson(read.value())).value() == read.value());
            }
        }
        QVERIFY(refused > 100);
    }
};

QTEST_GUILESS_MAIN(ProfileTest)
#include "profile_test.moc"
