// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include "core/agent/agent_server.h"
#include "core/protocol/agent_messages.h"
#include "core/protocol/commands.h"
#include "tests/support/manual_time.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir::test {

inline constexpr char kGoodToken[] = "0123456789abcdef-token";

inline MetricsConfig fixedAt(double rate)
{
    MetricsConfig config;
    config.mode = SamplingMode::Fixed;
    config.sampleRate = rate;
    config.minSampleRate = 0.0001;
    config.maxSampleRate = 1;
    return config;
}

inline EngineOptions unthreaded()
{
    EngineOptions options;
    options.flushThread = false;
    return options;
}

/** A dashboard: remembers what it was told. */
class Dashboard : public QObject
{
public:
    explicit Dashboard(const QUrl& url, const QByteArray& token = {}, bool native = true)
    {
        connect(&socket, &QWebSocket::textMessageReceived, this,
                [this](const QString& text) { texts.append(text.toUtf8()); });
        connect(&socket, &QWebSocket::disconnected, this, [this] { isOver = true; });
        QNetworkRequest request(url);
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        QWebSocketHandshakeOptions options;
        if (native)
            options.setSubprotocols({QStringLiteral("weir.v1")});
        socket.open(request, options);
    }

    void say(const QByteArray& text) { socket.sendTextMessage(QString::fromUtf8(text)); }
    void say(const Command& command) { say(toJson(command)); }

    /** Takes the next message of a kind that is wanted, and what came before it; waits for it. */
    template<class Message>
    std::optional<Message> next(const std::function<bool(const Message&)>& isWanted = {})
    {
        std::optional<Message> found;
        const auto look = [&] {
            do
                found = take<Message>();
            while (found && isWanted && !isWanted(*found));
            return found.has_value();
        };
        [[maybe_unused]] const bool came = QTest::qWaitFor(look);
        return found;
    }
    std::optional<Data> nextInterval()
    {
        return next<Data>([](const Data& data) { return data.intervals > 0; });
    }
    /** Has one arrived that was not taken yet? */
    template<class Message>
    std::optional<Message> take()
    {
        while (!texts.isEmpty()) {
            const auto message = parseAgentMessage(texts.takeFirst());
            if (!message.ok())
                qFatal("%s", message.error().message.c_str());
            if (const auto* const wanted = std::get_if<Message>(&message.value()))
                return *wanted;
        }
        return std::nullopt;
    }

    QWebSocket socket;
    QList<QByteArray> texts;
    bool isOver = false;
};

/** An agent on this thread whose time is moved by hand. */
class AgentRig
{
public:
    explicit AgentRig(AgentOptions options = withToken(), MetricsConfig config = fixedAt(0.1))
        : engine(config, time, unthreaded())
    {
        options.audit = [this](const std::string& line) { audit.append(QString::fromStdString(line)); };
        server = std::make_unique<AgentServer>(engine, std::move(options), time, time);
        engine.start();
        const auto listening = server->listen();
        if (!listening)
            qFatal("%s", listening.error().message.c_str());
        url = listening.value();
    }

    static AgentOptions withToken()
    {
        AgentOptions options;
        options.token = AgentToken::fromText(kGoodToken).value();
        return options;
    }

    /** Ends an interval of the engine. */
    void flush(Duration length = std::chrono::seconds(1))
    {
        time.advance(length);
        engine.flush();
        QCoreApplication::processEvents();
    }
    void record(int events)
    {
        for (int i = 0; i < events; ++i)
            engine.record(MetricType::MessageReceived, 100 + i % 50, i % 4 == 0 ? "often" : "seldom");
    }

    ManualTime time;
    ProductionMetrics engine;
    QStringList audit;
    std::unique_ptr<AgentServer> server;
    QUrl url;
};

inline Set rateOf(const QString& id, double rate)
{
    Set set{.id = id};
    set.change.sampleRate = rate;
    return set;
}

} // namespace weir::test
