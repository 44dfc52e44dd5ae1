// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/protocol/agent_messages.h"
#include "core/protocol/wire.h"
#include "core/protocol/wire_config.h"

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

Setting someSetting()
{
    Setting setting;
    setting.config.mode = SamplingMode::Fixed;
    setting.config.sampleRate = 0.25;
    setting.config.flushInterval = std::chrono::milliseconds(250);
    setting.revision = 12;
    setting.expiresIn = std::chrono::seconds(299);
    return setting;
}

void compareSettings(const Setting& came, const Setting& sent)
{
    QVERIFY(changeBetween(came.config, sent.config).isEmpty());
    QCOMPARE(came.revision, sent.revision);
    QCOMPARE(came.expiresIn, sent.expiresIn);
}

} // namespace

/** What an agent says arrives as it was said, and what is not the protocol is told apart. */
class AgentMessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHelloArrivesWhole();
    void anEventArrivesWhole();
    void answersArriveWhole();
    void anUnknownMessageIsNoError();
    void aBrokenMessageNamesTheField();
    void aChangeIsToldInWords();
};

void AgentMessagesTest::aHelloArrivesWhole()
{
    const Hello sent{.version = 1,
                     .engineVersion = u"0.1.0"_s,
                     .sessionId = u"5e55"_s,
                     .monotonicNs = 123'456'789,
                     .wallNs = 1'700'000'000'000'000'001,
                     .control = true,
                     .client = 3,
                     .types = wireTypes(),
                     .setting = someSetting()};
    const auto parsed = parseAgentMessage(toJson(sent));
    QVERIFY2(parsed.ok(), parsed.ok() ? "" : parsed.error().message.c_str());
    const Hello& came = std::get<Hello>(parsed.value());
    QCOMPARE(came.version, 1);
    QCOMPARE(came.engineVersion, sent.engineVersion);
    QCOMPARE(came.sessionId, sent.sessionId);
    QCOMPARE(came.monotonicNs, sent.monotonicNs);
    QCOMPARE(came.wallNs, sent.wallNs);
    QVERIFY(came.control);
    QCOMPARE(came.client, 3);
    QCOMPARE(came.types.size(), kMetricTypeCount);
    QCOMPARE(came.types[10].name, u"message_received"_s);
    QCOMPARE(came.types[10].unit, u"B"_s);
    QVERIFY(came.types[10].isValue);
    QVERIFY(!came.types[0].isValue);
    compareSettings(came.setting, sent.setting);
}

void AgentMessagesTest::anEventArrivesWhole()
{
    Event sent;
    sent.time = WallTime(std::chrono::milliseconds(1'700'000'000'123));
    sent.sequence = 9;
    sent.kind = event_kind::kSet;
    sent.detail = u"sample_rate 0.03 -> 0.25"_s;
    sent.client = 3;
    sent.setting = someSetting();
    const Event came = std::get<Event>(parseAgentMessage(toJson(sent)).value());
    QVERIFY(came.time == sent.time);
    QCOMPARE(came.sequence, sent.sequence);
    QCOMPARE(came.kind, sent.kind);
    QCOMPARE(came.detail, sent.detail);
    QCOMPARE(came.client, sent.client);
    compareSettings(*came.setting, *sent.setting);

    sent.client.reset();
    sent.setting.reset();
    const Event bare = std::get<Event>(parseAgentMessage(toJson(sent)).value());
    QVERIFY(!bare.client && !bare.setting);
}

void AgentMessagesTest::answersArriveWhole()
{
    const Ack ack = std::get<Ack>(parseAgentMessage(toJson(Ack{u"x"_s, someSetting(), 44})).value());
    QCOMPARE(ack.id, u"x"_s);
    QCOMPARE(ack.effectiveSequence, 44);
    compareSettings(ack.setting, someSetting());

    const Refusal sent{refusal::kConflict, u"the revision is 12, not 11"_s, u"x"_s};
    const Refusal came = std::get<Refusal>(parseAgentMessage(toJson(sent)).value());
    QCOMPARE(came.code, sent.code);
    QCOMPARE(came.message, sent.message);
    QCOMPARE(came.id, sent.id);
}

void AgentMessagesTest::anUnknownMessageIsNoError()
{
    const auto message = parseAgentMessage(R"({"op":"advert","text":"buy"})");
    QVERIFY(message.ok());
    QCOMPARE(std::get<UnknownMessage>(message.value()).op, u"advert"_s);
}

void AgentMessagesTest::aBrokenMessageNamesTheField()
{
    const auto problem = [](const char* json) {
        const auto message = parseAgentMessage(json);
        return message.ok() ? QString() : QString::fromStdString(message.error().message);
    };
    QVERIFY(problem("nonsense").contains(u"not a JSON object"_s));
    QVERIFY(problem(R"({"op":"hello","proto":1})").contains(u"\"session_id\" is missing"_s));
    QVERIFY(problem(R"({"op":"ack","id":"1","revision":1,"effective_seq":1,"config":{"mode":"fixed"}})")
                .contains(u"\"config.sample_rate\" is missing: it must be a number from 0.0001 to 1"_s));
    QVERIFY(problem(R"({"op":"event","t":-5,"kind":"set"})").contains(u"\"t\" is -5"_s));
    const QByteArray large = R"({"op":"event","detail":")" + QByteArray(kMostAgentBytes, 'x') + "\"}";
    QVERIFY(problem(large.constData()).contains(u"at most 1048576"_s));
}

void AgentMessagesTest::aChangeIsToldInWords()
{
    const MetricsConfig before;
    MetricsConfig after = before;
    QCOMPARE(changeText(before, after), u"nothing"_s);
    after.mode = SamplingMode::Fixed;
    after.sampleRate = 0.5;
    QCOMPARE(changeText(before, after), u"mode adaptive -> fixed, sample_rate 0.03 -> 0.5"_s);
}

QTEST_GUILESS_MAIN(AgentMessagesTest)
#include "agent_messages_test.moc"
