// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/engine/production_metrics.h"
#include "core/protocol/commands.h"
#include "core/watch/agent_state.h"
#include "tests/support/manual_time.h"

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

Hello helloOf(const QString& session, double rate = 0.1, bool control = true)
{
    Hello hello;
    hello.version = 1;
    hello.engineVersion = u"9"_s;
    hello.sessionId = session;
    hello.control = control;
    hello.client = 7;
    hello.types = wireTypes();
    hello.setting.config.mode = SamplingMode::Fixed;
    hello.setting.config.sampleRate = rate;
    hello.setting.revision = 1;
    return hello;
}

Data dataOf(std::uint64_t sequence, std::uint64_t count, std::chrono::milliseconds at)
{
    Data data;
    data.time = WallTime(1'700'000'000'000ms + at);
    data.sequence = sequence;
    data.now[indexOf(MetricType::MessageReceived)] = {count, static_cast<double>(count), 1};
    return data;
}

ConfigChange rate(double share)
{
    ConfigChange change;
    change.sampleRate = share;
    return change;
}

Setting settingOf(double share, std::uint64_t revision, std::optional<std::chrono::seconds> lasts = {})
{
    Setting setting = helloOf(u"s"_s, share).setting;
    setting.revision = revision;
    setting.expiresIn = lasts;
    return setting;
}

} // namespace

class AgentStateTest : public QObject
{
    Q_OBJECT

    ManualTime m_time;
    std::unique_ptr<AgentState> m_state;

    Moment now() const { return {m_time.now(), m_time.wallNow()}; }
    template<class Message>
    void hear(const Message& message)
    {
        m_state->heard(toJson(message), now());
    }
    void connectTo(const Hello& hello)
    {
        m_state->opened(u"service"_s, 100ms);
        hear(hello);
    }
    std::vector<AgentNote::Kind> kinds()
    {
        std::vector<AgentNote::Kind> found;
        for (const AgentNote& note : m_state->takeNotes())
            found.push_back(note.kind);
        return found;
    }
    using Kind = AgentNote::Kind;
    using Kinds = std::vector<AgentNote::Kind>;

private Q_SLOTS:
    void init() { m_state = std::make_unique<AgentState>(EndpointId(), u"service"_s); }

    void itSubscribesAndKnowsWhatHelloSays()
    {
        const auto said = parseCommand(m_state->opened(u"service"_s, 250ms));
        QVERIFY(said.ok());
        QVERIFY(std::get<Subscribe>(said.value()).period == 250ms);
        QVERIFY(!m_state->view().isConnected);
        hear(helloOf(u"first"_s));
        QVERIFY(m_state->view().isConnected);
        QVERIFY(m_state->view().mayControl);
        QCOMPARE(m_state->view().sessionId, u"first"_s);
        QCOMPARE(m_state->view().config.sampleRate, 0.1);
        QVERIFY(kinds() == Kinds{Kind::Began});
    }

    void whatDoesNotBeginWithHelloIsNoAgent()
    {
        m_state->opened(u"service"_s, 100ms);
        hear(dataOf(0, 5, 0ms));
        QCOMPARE(m_state->view().notUnderstood, std::uint64_t{1});
        QVERIFY(kinds() == Kinds{Kind::NotUnderstood});
        hear(helloOf(u"late"_s)); // it is not listened to any more
        QVERIFY(!m_state->view().isConnected);
        QCOMPARE(m_state->view().events, std::uint64_t{0});
    }

    void garbageIsCountedSaidOnceAndChangesNothing()
    {
        connectTo(helloOf(u"first"_s));
        hear(dataOf(3, 100, 0ms));
        kinds();
        const QByteArray garbage[] = {"",
                                      "[]",
                                      "null",
                                      "{",
                                      "\xff\xfe",
                                      R"({"op":1})",
                                      R"({"op":"data"})",
                                      R"({"op":"data","t":-1,"seq":"x"})",
                                      R"({"op":"ack","id":"a"})",
                                      R"({"op":"event","kind":""})",
                                      toJson(helloOf(u"second hello"_s)),
                                      toJson(dataOf(2, 200, 1s)),
                                      toJson(dataOf(4, 99, 1s)),
                                      QByteArray(2'000'000, '{')};
        for (const QByteArray& message : garbage)
            m_state->heard(message, now());
        QCOMPARE(m_state->view().notUnderstood, std::uint64_t{std::size(garbage)});
        QVERIFY(!m_state->view().problem.isEmpty());
        QVERIFY(kinds() == Kinds{Kind::NotUnderstood});
        QCOMPARE(m_state->view().events, std::uint64_t{100});
        QCOMPARE(m_state->view().sessionId, u"first"_s);
        m_state->heard(R"({"op":"something new"})", now()); // to be ignored, says the protocol
        QCOMPARE(m_state->view().notUnderstood, std::uint64_t{std::size(garbage)});
        hear(dataOf(5, 101, 2s));
        QCOMPARE(m_state->view().events, std::uint64_t{101});
    }

    void anotherVersionIsNotSpoken()
    {
        Hello hello = helloOf(u"new"_s);
        hello.version = 2;
        connectTo(hello);
        QVERIFY(!m_state->view().isConnected);
        QVERIFY2(m_state->view().problem.contains(u"version 2"_s), qUtf8Printable(m_state->view().problem));
    }

    void ratesAreNeverNegativeAcrossARestart()
    {
        connectTo(helloOf(u"first"_s));
        hear(dataOf(1, 1000, 0ms));
        QVERIFY(!m_state->view().perSecond); // one reading is no rate
        hear(dataOf(2, 1500, 500ms));
        QCOMPARE(m_state->view().perSecond, std::optional(1000.0));
        m_state->ended(now());
        QVERIFY(!m_state->view().perSecond);
        QVERIFY(!m_state->view().isConnected);
        connectTo(helloOf(u"second"_s));
        QCOMPARE(m_state->view().events, std::uint64_t{0});
        QVERIFY(!m_state->view().snapshot);
        hear(dataOf(1, 10, 1s));
        QVERIFY(!m_state->view().perSecond);
        hear(dataOf(2, 30, 2s));
        QCOMPARE(m_state->view().perSecond, std::optional(20.0));
        QCOMPARE(m_state->view().sessions, 2U);
        QVERIFY(kinds() == (Kinds{Kind::Began, Kind::Gone, Kind::Restarted}));
    }

    void aLostConnectionToTheSameProcessIsNoRestart()
    {
        connectTo(helloOf(u"first"_s));
        hear(dataOf(1, 1000, 0ms));
        m_state->ended(now());
        connectTo(helloOf(u"first"_s));
        QCOMPARE(m_state->view().sessions, 1U);
        QCOMPARE(m_state->view().events, std::uint64_t{1000});
    }

    void aChangeIsAcknowledgedExpiresAndIsKept()
    {
        connectTo(helloOf(u"first"_s));
        const auto said = m_state->set(u"1"_s, rate(0.5), 300s, 1);
        QVERIFY(said.ok());
        const auto parsed = parseCommand(said.value());
        QVERIFY(parsed.ok());
        const Set& set = std::get<Set>(parsed.value());
        QCOMPARE(set.change.sampleRate, std::optional(0.5));
        QCOMPARE(set.ifRevision, std::optional(std::uint64_t{1}));
        QVERIFY(set.lasts == 300s);
        hear(Ack{u"1"_s, settingOf(0.5, 2, 300s), 1});
        QCOMPARE(m_state->view().config.sampleRate, 0.5);
        QVERIFY(m_state->view().expiresAt == m_time.now() + 300s);
        QVERIFY(m_state->set(u"2"_s, {}, {}, 2).ok()); // keep
        hear(Ack{u"2"_s, settingOf(0.5, 3), 1});
        QVERIFY(!m_state->view().expiresAt);
        QVERIFY(kinds() == (Kinds{Kind::Began, Kind::Acknowledged, Kind::Acknowledged}));
    }

    void whoSetItIsTold()
    {
        connectTo(helloOf(u"first"_s));
        kinds();
        const auto event = [this](const QString& kind, std::optional<std::uint64_t> client,
                                  const Setting& setting) {
            hear(Event{m_time.wallNow(), 1, kind, u"sample_rate 0.1 -> 0.05"_s, client, setting});
        };
        event(u"set"_s, 7, settingOf(0.05, 2));
        event(u"set"_s, 8, settingOf(0.05, 3));
        event(u"configured"_s, {}, settingOf(0.2, 4));
        event(u"expired"_s, {}, settingOf(0.3, 5));
        event(u"set"_s, 8, settingOf(0.9, 2)); // old news
        const auto notes = m_state->takeNotes();
        QCOMPARE(notes.size(), std::size_t{5});
        QVERIFY(notes[0].kind == Kind::SetByYou);
        QCOMPARE(notes[1].text, u"Someone else set sample_rate 0.1 -> 0.05"_s);
        QVERIFY(notes[2].kind == Kind::Configured && notes[3].kind == Kind::Expired);
        QCOMPARE(m_state->view().config.sampleRate, 0.3);
        QCOMPARE(m_state->view().revision, std::uint64_t{5});
    }

    void whatCannotBeDoneIsSaidAndNotSent()
    {
        QVERIFY(!m_state->set(u"1"_s, rate(0.5), {}, {}).ok());
        connectTo(helloOf(u"first"_s, 0.1, false));
        const auto forbidden = m_state->set(u"2"_s, rate(0.5), {}, {});
        QVERIFY(!forbidden.ok());
        QVERIFY(forbidden.error().message.find("token") != std::string::npos);
        m_state->ended(now());
        connectTo(helloOf(u"first"_s));
        const auto wrong = m_state->set(u"3"_s, rate(2), {}, {});
        QVERIFY(!wrong.ok());
        QVERIFY2(wrong.error().message.find("2") != std::string::npos, wrong.error().message.c_str());
        QVERIFY(!m_state->set(u"4"_s, rate(0.5), 0s, {}).ok());
        for (int i = 0; i < 100; ++i)
            QVERIFY(m_state->set(QString::number(i), rate(0.5), {}, {}).ok());
        QVERIFY(!m_state->set(u"one more"_s, rate(0.5), {}, {}).ok());
    }

    void refusalsAndSilenceComeBackUnderTheirId()
    {
        connectTo(helloOf(u"first"_s));
        QVERIFY(m_state->set(u"a"_s, rate(0.5), {}, 9).ok());
        QVERIFY(m_state->set(u"b"_s, rate(0.5), {}, {}).ok());
        kinds();
        hear(Refusal{u"conflict"_s, u"The revision is 1, not 9."_s, u"a"_s});
        hear(Refusal{u"conflict"_s, u"again"_s, u"a"_s}); // nobody asked
        m_state->ended(now());
        const auto notes = m_state->takeNotes();
        QVERIFY(notes.at(0).kind == Kind::Refused && notes[0].command == u"a"_s);
        QCOMPARE(notes[0].code, u"conflict"_s);
        QVERIFY(notes.at(1).kind == Kind::Happened);
        QVERIFY(notes.at(2).kind == Kind::Refused && notes[2].command == u"b"_s);
    }

    void theSettingIsOfferedAgainToANewProcess()
    {
        connectTo(helloOf(u"first"_s));
        QVERIFY(m_state->set(u"1"_s, rate(0.5), {}, {}).ok());
        hear(Ack{u"1"_s, settingOf(0.5, 2), 1});
        m_state->ended(now());
        connectTo(helloOf(u"second"_s));
        QVERIFY(m_state->view().offered);
        QCOMPARE(m_state->view().offered->sampleRate, 0.5);
        QVERIFY(m_state->set(u"2"_s, rate(0.5), {}, {}).ok());
        hear(Ack{u"2"_s, settingOf(0.5, 2), 1});
        QVERIFY(!m_state->view().offered);
        // What somebody else set after us is not ours to offer.
        hear(Event{m_time.wallNow(), 1, u"set"_s, u"x"_s, 8, settingOf(0.05, 3)});
        m_state->ended(now());
        connectTo(helloOf(u"third"_s));
        QVERIFY(!m_state->view().offered);
    }

    void textsFromOutsideAreSafeToShow()
    {
        connectTo(helloOf(u"evil\u202e\x1b[2J"_s));
        hear(Event{m_time.wallNow(), 1, u"new_kind"_s, u"a\u202eb\x1b[31m"_s, {}, {}});
        QVERIFY(!m_state->view().sessionId.contains(QChar(0x202e)));
        const auto notes = m_state->takeNotes();
        QVERIFY(!notes.back().text.contains(QChar(0x1b)) && !notes.back().text.contains(QChar(0x202e)));
    }
};

QTEST_GUILESS_MAIN(AgentStateTest)
#include "agent_state_test.moc"
