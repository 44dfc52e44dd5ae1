// SPDX-License-Identifier: Apache-2.0
#include "core/link/script_runner.h"

#include "core/link/link_words.h"

#include <QStringDecoder>

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kMostPayload = 64LL * 1024;
constexpr qsizetype kLongestMatch = 4096;
constexpr int kMostInstructions = 10'000;
constexpr auto kPatternMark = "re:"_L1;

bool listensFor(ScriptStep::Kind kind)
{
    return kind == ScriptStep::Kind::WaitFor || kind == ScriptStep::Kind::ReplyText ||
           kind == ScriptStep::Kind::ReplyBinary;
}

std::unique_ptr<re2::RE2> patternOf(const QString& match)
{
    if (!match.startsWith(kPatternMark))
        return nullptr;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    return std::make_unique<re2::RE2>(match.mid(kPatternMark.size()).toStdString(), options);
}

bool isUtf8(const QByteArray& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    return !decoder.hasError();
}

Error problem(const char* words)
{
    return Error{words};
}

} // namespace

Result<ScriptStep> checkedStep(ScriptStep step)
{
    const bool isText = step.kind == ScriptStep::Kind::SendText || step.kind == ScriptStep::Kind::ReplyText;
    if (step.payload.size() > kMostPayload)
        return problem("A step of a script sends at most 64 KiB");
    if (isText && !isUtf8(step.payload))
        return problem("The text is not valid UTF-8: send it as binary");
    if (!listensFor(step.kind))
        return step;
    if (step.match.isEmpty() || step.match == kPatternMark)
        return problem("What to wait for is missing: a part of the message, or re: and a regular expression");
    if (step.match.size() > kLongestMatch)
        return problem("What to wait for is longer than 4096 characters");
    if (const auto pattern = patternOf(step.match); pattern && !pattern->ok())
        return Error{"The regular expression is not one RE2 understands: " + pattern->error()};
    else if (pattern && pattern->ProgramSize() > kMostInstructions)
        return problem("The regular expression is too large: use smaller numbers of repetitions");
    return step;
}

/** A message, turned into UTF-8 when a pattern asks for it first. */
struct ScriptRunner::Heard
{
    explicit Heard(const QString& message) : text(QStringView(message).left(kMostMatched)) {}
    const QByteArray& bytes() const
    {
        if (!utf8)
            utf8 = text.toUtf8();
        return *utf8;
    }

    QStringView text;
    mutable std::optional<QByteArray> utf8;
};

ScriptRunner::ScriptRunner(const QList<ScriptStep>& steps)
{
    for (const ScriptStep& step : steps)
        m_steps.push_back({step, listensFor(step.kind) ? patternOf(step.match) : nullptr});
    m_next = m_steps.size();
}

ScriptRunner::~ScriptRunner() = default;

ScriptRunner::Steps ScriptRunner::begin(TimePoint now)
{
    Steps sends;
    m_next = 0;
    m_isWaiting = false;
    m_replies.clear();
    advance(now, sends);
    return sends;
}

void ScriptRunner::advance(TimePoint now, Steps& sends)
{
    for (; m_next < m_steps.size(); ++m_next) {
        const ScriptStep& step = m_steps[m_next].step;
        switch (step.kind) {
        case ScriptStep::Kind::SendText:
        case ScriptStep::Kind::SendBinary:
            sends.push_back(&step);
            break;
        case ScriptStep::Kind::WaitFor:
            m_isWaiting = true;
            m_hasComplained = false;
            m_waitingSince = now;
            return;
        case ScriptStep::Kind::ReplyText:
        case ScriptStep::Kind::ReplyBinary:
            m_replies.push_back(m_next);
            break;
        }
    }
}

bool ScriptRunner::matches(const Step& step, const Heard& heard) const
{
    if (!step.pattern)
        return heard.text.contains(step.step.match);
    const QByteArray& bytes = heard.bytes();
    return re2::RE2::PartialMatch({bytes.constData(), static_cast<std::size_t>(bytes.size())}, *step.pattern);
}

bool ScriptRunner::mayReply(TimePoint now)
{
    if (now - m_secondBegan >= std::chrono::seconds(1)) {
        m_secondBegan = now;
        m_repliesInSecond = 0;
    }
    if (m_repliesInSecond >= kMostReplies) {
        ++m_heldBack;
        return false;
    }
    ++m_repliesInSecond;
    return true;
}

ScriptRunner::Steps ScriptRunner::heard(const QString& text, TimePoint now)
{
    const Heard message(text);
    Steps sends;
    for (const std::size_t reply : m_replies) {
        if (matches(m_steps[reply], message) && mayReply(now))
            sends.push_back(&m_steps[reply].step);
    }
    if (m_isWaiting && matches(m_steps[m_next], message)) {
        m_isWaiting = false;
        ++m_next;
        advance(now, sends);
    }
    return sends;
}

QString ScriptRunner::takeComplaint(TimePoint now)
{
    if (!m_isWaiting || m_hasComplained || now - m_waitingSince < kPatience)
        return {};
    m_hasComplained = true;
    return u"Step %1 of the script has waited %2 for its message: what is behind it waits too"_s.arg(
        QString::number(m_next + 1), durationWords(now - m_waitingSince));
}

std::uint64_t ScriptRunner::takeHeldBack()
{
    return std::exchange(m_heldBack, 0);
}

} // namespace weir
