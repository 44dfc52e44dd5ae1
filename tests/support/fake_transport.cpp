// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_transport.h"

namespace weir::test {

namespace {

class FakeTransport final : public Transport
{
public:
    explicit FakeTransport(std::shared_ptr<FakeAttempt> attempt) : m_attempt(std::move(attempt)) {}
    ~FakeTransport() override { m_attempt->isDestroyed = true; }

    void open() override { m_attempt->isOpening = true; }
    bool takesMessages() const override
    {
        return !m_attempt->isDying && !m_attempt->isAborted && !m_attempt->close;
    }
    void sendText(const QString& text) override
    {
        m_attempt->sent += text;
        m_attempt->bytesToWrite += m_attempt->keepsWaiting ? text.toUtf8().size() : 0;
    }
    void sendBinary(const QByteArray& payload) override
    {
        m_attempt->sentBinary += payload;
        m_attempt->bytesToWrite += m_attempt->keepsWaiting ? payload.size() : 0;
    }
    void ping() override { ++m_attempt->pings; }
    void close(int code, const QString& reason) override { m_attempt->close = {code, reason}; }
    void abort() override { m_attempt->isAborted = true; }
    bool isReached() const override { return m_attempt->isReached; }
    std::int64_t bytesToWrite() const override { return m_attempt->bytesToWrite; }
    std::optional<std::uint64_t> wireBytes() const override { return m_attempt->wireBytes; }

private:
    std::shared_ptr<FakeAttempt> m_attempt;
};

} // namespace

std::unique_ptr<Transport> FakeTransportFactory::makeTransport(const EndpointSettings& settings,
                                                               TransportListener& listener)
{
    auto attempt = std::make_shared<FakeAttempt>();
    attempt->settings = settings;
    attempt->listener = &listener;
    attempts.push_back(attempt);
    return std::make_unique<FakeTransport>(std::move(attempt));
}

} // namespace weir::test
