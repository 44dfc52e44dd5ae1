// SPDX-License-Identifier: Apache-2.0
#include "core/agent/agent_token.h"

#include <QCryptographicHash>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace weir {
namespace {

QByteArray hashOf(const QByteArray& text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256);
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/** Closes it, however the reading ends. */
struct Descriptor
{
    explicit Descriptor(int opened) : number(opened) {}
    ~Descriptor()
    {
        if (number >= 0)
            close(number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    const int number;
};

} // namespace

AgentToken::AgentToken(QByteArray hash) : m_hash(std::move(hash)) {}

Result<AgentToken> AgentToken::fromText(std::string_view text)
{
    text = trimmed(text);
    if (text.size() < kFewestBytes || text.size() > kMostBytes)
        return Error{"A token must have " + std::to_string(kFewestBytes) + " to " +
                     std::to_string(kMostBytes) + " characters, and this one has " +
                     std::to_string(text.size()) + "."};
    if (!std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; }))
        return Error{"A token must be of printable ASCII characters without spaces."};
    return AgentToken(hashOf(QByteArray(text.data(), static_cast<qsizetype>(text.size()))));
}

Result<AgentToken> AgentToken::fromEnvironment(const Environment& environment, std::string_view variable)
{
    const std::optional<std::string> text = environment.find(variable);
    if (!text)
        return Error{"The variable " + std::string(variable) + " is not set: it should hold the token."};
    Result<AgentToken> token = fromText(*text);
    return token ? token : Error{std::string(variable) + ": " + token.error().message};
}

Result<AgentToken> AgentToken::fromFile(const std::string& path)
{
    // Opened first and looked at then, so that it cannot be exchanged in between. A FIFO would wait.
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat about = {};
    if (file.number < 0 || fstat(file.number, &about) != 0)
        return Error{"The token's file " + path + " cannot be read: " + std::strerror(errno) + "."};
    if (!S_ISREG(about.st_mode))
        return Error{"The token's file " + path + " is not a regular file."};
    if (about.st_uid != geteuid() || (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return Error{"The token's file " + path +
                     " must be readable by its owner only, who must be this user: chmod 600 " + path + "."};
    std::array<char, kMostBytes + 64> text{};
    const ssize_t length = read(file.number, text.data(), text.size());
    if (length < 0)
        return Error{"The token's file " + path + " cannot be read: " + std::strerror(errno) + "."};
    Result<AgentToken> token = fromText({text.data(), static_cast<std::size_t>(length)});
    return token ? token : Error{path + ": " + token.error().message};
}

bool AgentToken::matches(const QByteArray& text) const
{
    const QByteArray hash = hashOf(text);
    int difference = 0;
    for (qsizetype i = 0; i < m_hash.size(); ++i)
        difference |= hash.at(i) ^ m_hash.at(i);
    return difference == 0;
}

} // namespace weir
