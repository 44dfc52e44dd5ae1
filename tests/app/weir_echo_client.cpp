// SPDX-License-Identifier: GPL-3.0-or-later
// weir_echo_client URL: sends each message back unchanged, text as text and binary as binary, on the
// transport that the product uses, and leaves when the server closes. A conformance suite for clients can be
// pointed at it. Exits with 0 when the server closed, 1 when no connection came about, 2 for a bad address.
#include "core/link/websocket_transport.h"

#include <QCoreApplication>

#include <cstdio>

using namespace weir;

namespace {

class EchoClient final : public TransportListener
{
public:
    explicit EchoClient(const EndpointSettings& settings)
        : m_factory(m_clock), m_transport(m_factory.makeTransport(settings, *this))
    {
        m_transport->open();
    }

    void transportOpened(const QString&) override {}
    void transportReceivedText(const QString& text, std::uint64_t) override { m_transport->sendText(text); }
    void transportReceivedBinary(const QByteArray& payload) override { m_transport->sendBinary(payload); }
    void transportPonged(Duration) override {}
    void transportWrote() override {}
    void transportClosed(const CloseInfo& close, bool) override
    {
        std::printf("closed: %d\n", close.code);
        QCoreApplication::exit(0);
    }
    void transportFailed(const TransportFailure& failure) override
    {
        std::fprintf(stderr, "weir_echo_client: %s\n", qUtf8Printable(failure.error));
        QCoreApplication::exit(1);
    }

private:
    SystemClock m_clock;
    WebSocketTransportFactory m_factory;
    std::unique_ptr<Transport> m_transport;
};

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 2) {
        std::fputs("Usage: weir_echo_client URL\n", stderr);
        return 2;
    }
    Result<EndpointSettings> settings = endpointFromUrl(arguments.last());
    if (!settings) {
        std::fprintf(stderr, "weir_echo_client: %s\n", settings.error().message.c_str());
        return 2;
    }
    settings.value().maxMessageBytes =
        4 * EndpointSettings::kDefaultMaxMessage; // suites send 16 MiB and more
    const EchoClient client(settings.value());
    return QCoreApplication::exec();
}
