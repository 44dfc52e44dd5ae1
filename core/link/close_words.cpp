// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_settings.h"
#include "core/link/link_words.h"

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

/** RFC 6455 7.4.1 and the registry of IANA. */
QString closeName(int code)
{
    switch (code) {
    case 1000:
        return u"normal"_s;
    case 1001:
        return u"going away"_s;
    case 1002:
        return u"protocol error"_s;
    case 1003:
        return u"unsupported data"_s;
    case 1005:
        return u"no code given"_s;
    case 1007:
        return u"invalid data"_s;
    case 1008:
        return u"policy violation"_s;
    case 1009:
        return u"message too big"_s;
    case 1010:
        return u"extension missing"_s;
    case 1011:
        return u"server error"_s;
    case 4401:
        return u"not authorised"_s;
    case 4403:
        return u"forbidden"_s;
    default:
        return {};
    }
}

const QString kNoSplitting =
    u"If the server splits text inside a character between fragments, as it may, Qt cannot join it"_s;
const QString kNoCompression =
    u"If the server compresses without being asked, switch compression off there: Weir offers none"_s;

/** What Qt's words on bad frames may mean besides. */
QString hintFor(const QString& reason)
{
    if (reason.startsWith("Rsv field"_L1))
        return kNoCompression;
    if (reason.startsWith("Received Continuation frame"_L1)) // its error of before, lost over TLS
        return u"Or a message in fragments was above the limit: raise it with --max-message"_s;
    return {};
}

/** How long nothing came: Qt has one time limit, and the transport names its own. */
QString silenceOf(const QString& reason)
{
    return reason.startsWith("Timeout"_L1) ? u"5 s"_s : displayText(reason);
}

EndWords byThisSide(const CloseInfo& close, qint64 maxMessageBytes)
{
    switch (close.code) {
    case 1007:
        return {false, u"Text was not valid UTF-8, or split inside a character (1007)"_s, kNoSplitting,
                EndCause::Limit};
    case 1009:
        return {false, u"Message above the %1 limit"_s.arg(sizeWords(maxMessageBytes)),
                u"Raise the limit with --max-message"_s, EndCause::Limit};
    case 1001:
        return {false,
                u"Half a frame came, then nothing for %1"_s.arg(silenceOf(close.reason)),
                {},
                EndCause::CutOff};
    case 1002:
        return {false, u"Not valid WebSocket frames (1002): %1"_s.arg(displayText(close.reason)),
                hintFor(close.reason), EndCause::Limit};
    default:
        return {false, u"Closed by Weir: %1"_s.arg(close.code), {}};
    }
}

} // namespace

QString durationWords(Duration duration)
{
    using namespace std::chrono;
    const auto ms = duration_cast<milliseconds>(duration).count();
    if (ms < 1)
        return u"less than 1 ms"_s;
    if (ms < 1000)
        return u"%1 ms"_s.arg(ms);
    if (ms < 10'000 && ms % 1000 >= 100)
        return u"%1.%2 s"_s.arg(ms / 1000).arg(ms % 1000 / 100);
    const auto s = ms / 1000;
    if (s < 120)
        return u"%1 s"_s.arg(s);
    if (s < 7200)
        return u"%1 min"_s.arg(s / 60);
    return u"%1 h %2 min"_s.arg(s / 3600).arg(s % 3600 / 60);
}

QString sizeWords(qint64 bytes)
{
    constexpr qint64 kKiB = 1024;
    constexpr qint64 kMiB = kKiB * kKiB;
    if (bytes >= kMiB && bytes % kMiB == 0)
        return u"%1 MiB"_s.arg(bytes / kMiB);
    if (bytes >= kKiB && bytes % kKiB == 0)
        return u"%1 KiB"_s.arg(bytes / kKiB);
    return bytes == 1 ? u"1 byte"_s : u"%1 bytes"_s.arg(bytes);
}

QString ordinal(std::uint32_t number)
{
    const std::uint32_t tens = number % 100;
    const std::uint32_t unit = number % 10;
    if (tens >= 11 && tens <= 13)
        return u"%1th"_s.arg(number);
    return QString::number(number) + (unit == 1   ? "st"_L1
                                      : unit == 2 ? "nd"_L1
                                      : unit == 3 ? "rd"_L1
                                                  : "th"_L1);
}

EndWords closeWords(const CloseInfo& close, bool byServer, qint64 maxMessageBytes)
{
    if (!byServer && close.code != 1006)
        return byThisSide(close, maxMessageBytes);
    if (!byServer) {
        QString words = u"Cut off without a close frame"_s;
        if (!close.reason.isEmpty())
            words += u": "_s + displayText(close.reason);
        return {false, words, {}, EndCause::CutOff};
    }
    if (close.code == 1006) // a close frame came, but its code is unknown
        return {
            false, u"Closed by the server: %1"_s.arg(displayText(close.reason)), {}, EndCause::ServerClosed};

    EndWords words;
    words.cause = EndCause::ServerClosed;
    words.error = u"Closed by the server: %1"_s.arg(close.code);
    if (const QString name = closeName(close.code); !name.isEmpty())
        words.error += u' ' + name;
    if (!close.reason.isEmpty())
        words.error += u" \"%1\""_s.arg(displayText(close.reason));
    if (close.code == 1008 || close.code == 4401 || close.code == 4403) {
        words.permanent = true;
        words.cause = EndCause::Denied;
        words.hint = u"Check the token and what this address allows; Weir does not try again by itself"_s;
    }
    return words;
}

} // namespace weir
