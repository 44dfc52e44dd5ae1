// SPDX-License-Identifier: Apache-2.0
#include "core/link/kept_secrets.h"

#include <QRandomGenerator>
#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

EndpointSource wholeSource()
{
    EndpointSource source;
    source.url = u"wss://me:S3CRET@h/p?depth=5&token=S3CRET-q&S3CRETS3CRETS3CRETS3CRETS3CRETS3CRET"_s;
    source.headers = QStringList{u"X-Client: weir"_s, u"Authorization: Bearer S3CRET-t"_s,
                                 u"Cookie: a=S3CRET-1"_s, u"Cookie: b=S3CRET-2"_s, u"X-Api-Key: ${KEY}"_s};
    source.subprotocols = QStringList{u"v1"_s, u"bearer.S3CRET"_s};
    source.firstMessages = QStringList{u"hello"_s, u"auth S3CRET-m"_s};
    source.script = {{ScriptStep::Kind::WaitFor, u"token"_s, {}},
                     {ScriptStep::Kind::SendText, {}, "login S3CRET-s"},
                     {ScriptStep::Kind::ReplyBinary, u"x"_s, "plain"}};
    source.proxy = u"http://me:S3CRET@p:1"_s;
    return source;
}

QString everythingIn(const EndpointSource& source)
{
    QStringList all = source.headers + source.subprotocols + source.firstMessages;
    for (const ScriptStep& step : source.script)
        all += QString::fromUtf8(step.payload);
    return source.url + source.proxy + all.join(u' ');
}

} // namespace

class KeptSecretsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsAreMaskedAndComeBack()
    {
        const EndpointSource whole = wholeSource();
        const EndpointSource masked = withSecretsMasked(whole);
        QVERIFY2(!everythingIn(masked).contains(u"S3CRET"_s), qPrintable(everythingIn(masked)));
        QCOMPARE(masked.url, u"wss://•••1@h/p?depth=5&token=•••2&•••3"_s);
        QCOMPARE(masked.headers, (QStringList{u"X-Client: weir"_s, u"Authorization: Bearer •••4"_s,
                                              u"Cookie: •••5"_s, u"Cookie: •••6"_s, u"X-Api-Key: ${KEY}"_s}));
        QCOMPARE(masked.subprotocols, (QStringList{u"v1"_s, u"•••7"_s}));
        QCOMPARE(masked.firstMessages, (QStringList{u"hello"_s, u"•••8"_s}));
        QCOMPARE(masked.script[0].match, u"token"_s);
        QCOMPARE(masked.script[1].payload, u"•••9"_s.toUtf8());
        QCOMPARE(masked.proxy, u"http://•••10@p:1"_s);
        QCOMPARE(largestMaskIn(masked), 10);
        QVERIFY(withSecretsOf(masked, whole).value() == whole);
    }

    void whatHasNoSecretIsAsItWas()
    {
        EndpointSource plain;
        plain.url = u"wss://h/p?a=1&&b=${T}#x"_s;
        plain.headers = QStringList{u"X-Key: ${K}"_s};
        QVERIFY(withSecretsMasked(plain) == plain);
        QCOMPARE(largestMaskIn(plain), 0);
        QVERIFY(withSecretsOf(plain, wholeSource()).value() == plain);
    }

    void eachMaskFindsItsSecretWhereverItMoves()
    {
        const EndpointSource whole = wholeSource();
        EndpointSource edited;
        edited.url = u"wss://other/p?access_token=•••2&page=1"_s;
        edited.headers = QStringList{u"cookie: •••6"_s, u"Authorization: Bearer new"_s, u"X-Api-Key:•••4"_s};
        edited.firstMessages = QStringList{u"•••9"_s};
        edited.script = {{ScriptStep::Kind::SendText, {}, u"•••8"_s.toUtf8()}};
        const EndpointSource filled = withSecretsOf(edited, whole).value();
        QCOMPARE(filled.url, u"wss://other/p?access_token=S3CRET-q&page=1"_s);
        QCOMPARE(filled.headers, (QStringList{u"cookie: b=S3CRET-2"_s, u"Authorization: Bearer new"_s,
                                              u"X-Api-Key:S3CRET-t"_s}));
        QCOMPARE(filled.firstMessages, QStringList{u"login S3CRET-s"_s});
        QCOMPARE(filled.script[0].payload, "auth S3CRET-m"_ba);
    }

    void numbersMayBeginBehindThoseOfAnother()
    {
        EndpointSource whole;
        whole.url = u"ws://h?token=S3CRET"_s;
        EndpointSource edited = withSecretsMasked(whole, 5);
        QCOMPARE(edited.url, u"ws://h?token=•••5"_s);
        edited.headers = QStringList{u"Cookie: •••4"_s};
        const EndpointSource filled = withSecretsOf(edited, whole, 5).value();
        QCOMPARE(filled.url, whole.url);
        QCOMPARE(filled.headers, edited.headers);
    }

    void binaryComesBackUndamagedAndIsNoText()
    {
        EndpointSource whole;
        whole.script = {{ScriptStep::Kind::SendBinary, {}, "login token=S3CRET \xff\xfe\x80"}};
        EndpointSource masked = withSecretsMasked(whole);
        QCOMPARE(masked.script[0].payload, u"•••1"_s.toUtf8());
        QCOMPARE(withSecretsOf(masked, whole).value().script, whole.script);
        masked.script[0].kind = ScriptStep::Kind::SendText;
        const auto refused = withSecretsOf(masked, whole);
        QCOMPARE(refused.error().place, u"script[0]"_s);
        QCOMPARE(refused.error().words,
                 u"•••1 stands for the bytes of step 1 of the script, which are no text"_s);
    }

    void whatSaysNoSecretIsRefusedByName_data()
    {
        QTest::addColumn<EndpointSource>("edited");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const QString& place, const QString& words, auto change) {
            EndpointSource edited;
            edited.url = u"wss://h"_s;
            change(edited);
            QTest::newRow(name) << edited << place << words;
        };
        row("repeated", u"headers[1]"_s,
            u"•••5 stands for the header Cookie and is here twice: type one of the values"_s, [](auto& e) {
                e.headers = QStringList{u"Cookie: •••5"_s, u"Cookie: •••5"_s};
            });
        row("unknown", u"first_messages[0]"_s, u"•••11 stands for no secret that is kept: type the value"_s,
            [](auto& e) { e.firstMessages = QStringList{u"•••11"_s}; });
        row("zero", u"first_messages[0]"_s, u"•••0 stands for no secret that is kept: type the value"_s,
            [](auto& e) { e.firstMessages = QStringList{u"•••0"_s}; });
        row("enormous", u"url"_s, u"•••999999 stands for no secret that is kept: type the value"_s,
            [](auto& e) { e.url = u"wss://•••999999@h"_s; });
        row("no number", u"url"_s, u"••• does not say which secret it stands for: type the value"_s,
            [](auto& e) { e.url = u"wss://h?token=•••"_s; });
        row("of another kind", u"proxy"_s,
            u"•••1 stands for the user of the address and cannot be used here: type the value"_s,
            [](auto& e) { e.proxy = u"http://•••1@p:1"_s; });
        row("a part", u"script[0]"_s,
            u"•••9 stands for all of step 2 of the script, not for a part: type the whole value"_s,
            [](auto& e) {
                e.script = {{ScriptStep::Kind::SendText, {}, u"login •••9"_s.toUtf8()}};
            });
        row("would be shown in a header", u"headers[0]"_s,
            u"•••4 stands for the header Authorization and would be shown here: type a value"_s,
            [](auto& e) { e.headers = QStringList{u"X-Client: •••4"_s}; });
        row("would be shown in a query", u"url"_s,
            u"•••2 stands for the query value token and would be shown here: type a value"_s,
            [](auto& e) { e.url = u"wss://h?page=•••2"_s; });
    }

    void whatSaysNoSecretIsRefusedByName()
    {
        QFETCH(EndpointSource, edited);
        const auto refused = withSecretsOf(edited, wholeSource());
        QVERIFY(!refused);
        QTEST(refused.error().place, "place");
        QTEST(refused.error().words, "words");
    }

    void dotsThatStandForNothingAreText()
    {
        EndpointSource plain;
        plain.url = u"ws://h"_s;
        plain.firstMessages = QStringList{u"wait •••"_s, u"•••99 bottles"_s};
        QVERIFY(withSecretsOf(plain, wholeSource()).value() == plain);
    }

    void anyTextSurvives()
    {
        const QString marks = u"•:/?&=@#;$ {}S3CRETtokenx"_s;
        QRandomGenerator random(5);
        for (int i = 0; i < 5000; ++i) {
            const auto text = [&] {
                QString made;
                for (int length = random.bounded(20); length > 0; --length)
                    made += marks[random.bounded(int(marks.size()))];
                return made;
            };
            EndpointSource any;
            any.url = text();
            any.headers = QStringList{text(), text()};
            any.proxy = text();
            const EndpointSource masked = withSecretsMasked(any);
            if (const auto filled = withSecretsOf(masked, any))
                QCOMPARE(everythingIn(filled.value()), everythingIn(any));
            QCOMPARE(withSecretsMasked(masked).headers, masked.headers);
        }
    }
};

QTEST_GUILESS_MAIN(KeptSecretsTest)
#include "kept_secrets_test.moc"
