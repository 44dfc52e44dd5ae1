// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_machine.h"

#include <QtTest>

#include <array>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array kStates = {EndpointState::Idle,     EndpointState::Connecting, EndpointState::Open,
                                EndpointState::Silent,   EndpointState::Retrying,   EndpointState::Slowed,
                                EndpointState::NeedsYou, EndpointState::Paused,     EndpointState::Closed};
constexpr std::array kInputs = {LinkInput::Resume,  LinkInput::Pause,    LinkInput::Leave,
                                LinkInput::Edited,  LinkInput::TurnCame, LinkInput::Opened,
                                LinkInput::Message, LinkInput::Failed,   LinkInput::Lost,
                                LinkInput::Refused, LinkInput::Ended};
constexpr std::array kCircumstances = {LinkCircumstances{false, false}, LinkCircumstances{true, false},
                                       LinkCircumstances{false, true}, LinkCircumstances{true, true}};

/**
 * Every state (rows) and every input (columns). A cell is STATE:ACTIONS:METRICS, "." changes nothing.
 * "Down" is Slowed while the breaker is open, else Retrying. Actions: D drop, G goodbye, R rest, W wait, T
 * turn, C connect, H greet. Metrics: + connection, - disconnection; on retries only: a attempt, s success, f
 * failure.
 */
constexpr const char* kTable[] = {
    // clang-format off
    //            Resume      Pause       Leave     Edited    TurnCame        Opened      Message Failed    Lost      Refused        Ended
    "idle         Idle:DT:    Paused:R:   Idle:R:   Idle:T:   Connecting:C:a  .           .       .         .         .              .",
    "connecting   .           Paused:DR:  Idle:DR:  Idle:DT:  .               Silent:H:+s .       Down:DW:f .         NeedsYou:DR:f  .",
    "open         .           Paused:GR:- Idle:GR:- Idle:GT:- .               .           .       .         Down:DW:- NeedsYou:DR:-  Closed:DR:-",
    "silent       .           Paused:GR:- Idle:GR:- Idle:GT:- .               .           Open::  .         Down:DW:- NeedsYou:DR:-  Closed:DR:-",
    "retrying     Retrying:DT: Paused:R:  Idle:R:   Idle:DT:  Connecting:C:a  .           .       .         .         .              .",
    "slowed       Slowed:DT:  Paused:R:   Idle:R:   Idle:DT:  Connecting:C:a  .           .       .         .         .              .",
    "needs_you    Idle:DT:    Paused:R:   .         Idle:DT:  .               .           .       .         .         .              .",
    "paused       Idle:DT:    .           .         .         .               .           .       .         .         .              .",
    "closed       Idle:DT:    Paused:R:   .         Idle:DT:  .               .           .       .         .         .              .",
    // clang-format on
};

EndpointState stateOf(const QString& word, bool isSlow)
{
    if (word == "Down"_L1)
        return isSlow ? EndpointState::Slowed : EndpointState::Retrying;
    for (const EndpointState state : kStates) {
        const auto name = toString(state);
        const QString plain = QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
        if (word.toLower() == QString(plain).remove(u'_'))
            return state;
    }
    qFatal("no such state: %s", qPrintable(word));
}

QString lettersOf(LinkActions actions)
{
    QString letters;
    for (const auto& [action, letter] :
         {std::pair{LinkAction::Drop, u'D'}, std::pair{LinkAction::Goodbye, u'G'},
          std::pair{LinkAction::Rest, u'R'}, std::pair{LinkAction::Wait, u'W'},
          std::pair{LinkAction::AwaitTurn, u'T'}, std::pair{LinkAction::Connect, u'C'},
          std::pair{LinkAction::Greet, u'H'}}) {
        if (actions.has(action))
            letters += letter;
    }
    return letters;
}

QString lettersOf(MetricTypes metrics)
{
    QString letters;
    for (const MetricType type : kMetricTypes) {
        if (!metrics.has(type))
            continue;
        letters += type == MetricType::Connection      ? u'+'
                   : type == MetricType::Disconnection ? u'-'
                   : type == MetricType::RetryAttempt  ? u'a'
                   : type == MetricType::RetrySuccess  ? u's'
                   : type == MetricType::RetryFailure  ? u'f'
                                                       : u'?';
    }
    return letters;
}

bool isConnected(EndpointState state)
{
    return state == EndpointState::Open || state == EndpointState::Silent;
}

template<class F>
void forEverything(F check)
{
    for (const EndpointState state : kStates) {
        for (const LinkInput input : kInputs) {
            for (const LinkCircumstances& now : kCircumstances)
                check(state, input, now, linkTransition(state, input, now));
        }
    }
}

} // namespace

class EndpointMachineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStateAndInputDoesWhatTheTableSays();
    void onlyAPersonsOrdersLeadOutOfRest();
    void onlyATurnConnects();
    void connectionsAndDisconnectionsAlternate();
    void everyTryHasAtMostOneEnd();
    void itWaitsExactlyWhereItIsDown();
    void aBreakerThatIsClosedSlowsNothing();
};

void EndpointMachineTest::everyStateAndInputDoesWhatTheTableSays()
{
    int checked = 0;
    for (std::size_t row = 0; row < kStates.size(); ++row) {
        const QStringList cells = QString::fromLatin1(kTable[row]).split(u' ', Qt::SkipEmptyParts);
        QCOMPARE(cells.size(), static_cast<qsizetype>(kInputs.size() + 1));
        const EndpointState state = stateOf(QString(cells.at(0)).remove(u'_'), false);
        QVERIFY(state == kStates.at(row));
        for (std::size_t column = 0; column < kInputs.size(); ++column) {
            const QString& cell = cells.at(static_cast<qsizetype>(column) + 1);
            const QStringList parts = cell.split(u':');
            for (const LinkCircumstances& now : kCircumstances) {
                const LinkTransition got = linkTransition(state, kInputs.at(column), now);
                QString metrics = parts.value(2);
                if (!now.isRetry)
                    metrics.remove(u'a').remove(u's').remove(u'f');
                QVERIFY2(got.to == (cell == "."_L1 ? state : stateOf(parts.at(0), now.isSlow)),
                         qPrintable(cells.at(0) + u' ' + cell));
                QCOMPARE(lettersOf(got.actions), parts.value(1));
                QCOMPARE(lettersOf(got.metrics), metrics);
                ++checked;
            }
        }
    }
    QCOMPARE(checked, 9 * 11 * 4);
}

void EndpointMachineTest::onlyAPersonsOrdersLeadOutOfRest()
{
    forEverything([](EndpointState from, LinkInput input, LinkCircumstances, const LinkTransition& got) {
        const bool isAtRest =
            from == EndpointState::NeedsYou || from == EndpointState::Paused || from == EndpointState::Closed;
        const bool isOrder = input == LinkInput::Resume || input == LinkInput::Edited ||
                             input == LinkInput::Pause || input == LinkInput::Leave;
        if (isAtRest && !isOrder)
            QVERIFY((got == LinkTransition{from, {}, {}}));
        // Nothing the network does asks for a turn at the gate without a wait.
        if (!isOrder)
            QVERIFY(!got.actions.has(LinkAction::AwaitTurn));
    });
}

void EndpointMachineTest::onlyATurnConnects()
{
    forEverything([](EndpointState from, LinkInput input, LinkCircumstances, const LinkTransition& got) {
        const bool connects = got.to == EndpointState::Connecting && from != EndpointState::Connecting;
        QCOMPARE(got.actions.has(LinkAction::Connect), connects);
        if (connects)
            QVERIFY(input == LinkInput::TurnCame);
        QVERIFY(!connects || from == EndpointState::Idle || from == EndpointState::Retrying ||
                from == EndpointState::Slowed);
    });
}

void EndpointMachineTest::connectionsAndDisconnectionsAlternate()
{
    forEverything([](EndpointState from, LinkInput, LinkCircumstances, const LinkTransition& got) {
        QCOMPARE(got.metrics.has(MetricType::Connection), !isConnected(from) && isConnected(got.to));
        QCOMPARE(got.metrics.has(MetricType::Disconnection), isConnected(from) && !isConnected(got.to));
        const bool ends = got.actions.has(LinkAction::Drop) || got.actions.has(LinkAction::Goodbye);
        if (isConnected(from))
            QCOMPARE(ends, !isConnected(got.to));
        QVERIFY(!got.actions.has(LinkAction::Goodbye) || isConnected(from));
    });
}

void EndpointMachineTest::everyTryHasAtMostOneEnd()
{
    forEverything([](EndpointState from, LinkInput input, LinkCircumstances now, const LinkTransition& got) {
        const bool success = got.metrics.has(MetricType::RetrySuccess);
        const bool failure = got.metrics.has(MetricType::RetryFailure);
        QVERIFY(!(success && failure));
        QVERIFY(!(success || failure) || (from == EndpointState::Connecting && now.isRetry));
        QCOMPARE(got.metrics.has(MetricType::RetryAttempt),
                 now.isRetry && got.to == EndpointState::Connecting && from != got.to);
        if (input == LinkInput::Message)
            QVERIFY(got.metrics.isEmpty());
    });
}

void EndpointMachineTest::itWaitsExactlyWhereItIsDown()
{
    forEverything([](EndpointState from, LinkInput input, LinkCircumstances, const LinkTransition& got) {
        const bool isDown = got.to == EndpointState::Retrying || got.to == EndpointState::Slowed;
        const bool goesDown = isDown && (input == LinkInput::Failed || input == LinkInput::Lost) &&
                              from != got.to && from != EndpointState::Retrying &&
                              from != EndpointState::Slowed;
        QCOMPARE(got.actions.has(LinkAction::Wait), goesDown);
    });
}

void EndpointMachineTest::aBreakerThatIsClosedSlowsNothing()
{
    forEverything([](EndpointState from, LinkInput, LinkCircumstances now, const LinkTransition& got) {
        if (got.to == EndpointState::Slowed && from != EndpointState::Slowed)
            QVERIFY(now.isSlow);
        if (got.to == EndpointState::Retrying && from != EndpointState::Retrying)
            QVERIFY(!now.isSlow);
    });
}

QTEST_GUILESS_MAIN(EndpointMachineTest)
#include "endpoint_machine_test.moc"
