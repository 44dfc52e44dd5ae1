// SPDX-License-Identifier: Apache-2.0
// Boost.Beast as a client of scripts/bench transport: asynchronous, one thread, permessage-deflate off,
// messages up to 16 MB as in Weir, a plain tcp::socket (tcp_stream adds timers). transport_beast URL
// CONNECTIONS [tuned]: tuned reads 256 KB at a time through boost::asio::buffered_read_stream where Beast
// itself reads 1.5 KB, and names the io_context's own executor where tcp::socket has any, which is an
// indirection for every step.
#include <boost/asio/buffered_read_stream.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using Socket = asio::ip::tcp::socket;
using TunedSocket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

namespace boost::beast::websocket {

// What Beast wants of a layer that it does not know.
void teardown(role_type role, asio::buffered_read_stream<TunedSocket>& stream, error_code& error)
{
    websocket::teardown(role, stream.next_layer(), error);
}
template<class Handler>
void async_teardown(role_type role, asio::buffered_read_stream<TunedSocket>& stream, Handler&& handler)
{
    websocket::async_teardown(role, stream.next_layer(), std::forward<Handler>(handler));
}

} // namespace boost::beast::websocket

namespace {

constexpr std::size_t kLargestMessage = 16 * 1024 * 1024;
constexpr std::size_t kReadBuffer = 256 * 1024;

struct Address
{
    explicit Address(const std::string& url)
    {
        const std::size_t colon = url.rfind(':');
        const std::size_t slash = url.find('/', colon);
        isTls = url.compare(0, 6, "wss://") == 0;
        port = static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1, slash - colon - 1)));
        path = url.substr(slash);
    }

    bool isTls;
    std::uint16_t port;
    std::string path;
};

std::uint64_t messages = 0;
std::uint64_t bytes = 0;

template<class Layer>
class Client
{
public:
    template<class... Arguments>
    explicit Client(const Address& address, Arguments&&... arguments)
        : m_stream(std::forward<Arguments>(arguments)...)
    {
        auto& socket = beast::get_lowest_layer(m_stream);
        socket.connect({asio::ip::address_v4::loopback(), address.port});
        socket.set_option(asio::ip::tcp::no_delay(true));
        if constexpr (std::is_same_v<Layer, beast::ssl_stream<Socket>>)
            m_stream.next_layer().handshake(asio::ssl::stream_base::client);
        m_stream.read_message_max(kLargestMessage);
        m_stream.handshake("127.0.0.1", address.path);
    }

    void read()
    {
        m_stream.async_read(m_buffer, [this](beast::error_code error, std::size_t size) {
            if (error)
                return;
            ++messages;
            bytes += size;
            m_buffer.consume(size);
            read();
        });
    }

private:
    websocket::stream<Layer> m_stream;
    beast::flat_buffer m_buffer;
};

template<class Layer, class... Arguments>
void run(const Address& address, int connections, asio::io_context& context, Arguments&&... arguments)
{
    std::vector<std::unique_ptr<Client<Layer>>> clients;
    for (int i = 0; i < connections; ++i)
        clients.emplace_back(std::make_unique<Client<Layer>>(address, arguments...))->read();
    context.run();
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fputs("Usage: transport_beast URL CONNECTIONS [tuned]\n", stderr);
        return 2;
    }
    const Address address(argv[1]);
    const int connections = std::atoi(argv[2]);
    asio::io_context context(1);
    asio::ssl::context tls(asio::ssl::context::tls_client);
    if (address.isTls)
        run<beast::ssl_stream<Socket>>(address, connections, context, context, tls);
    else if (argc > 3 && std::string_view(argv[3]) == "tuned")
        run<asio::buffered_read_stream<TunedSocket>>(address, connections, context, context, kReadBuffer);
    else
        run<Socket>(address, connections, context, context);
}
