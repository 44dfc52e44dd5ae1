// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/link/endpoint_settings.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace re2 {
class RE2;
}

namespace weir {

/** The step, or what is wrong with it: text that is not UTF-8, no match, a pattern that RE2 does not take,
 * more than 64 KiB to send. */
Result<ScriptStep> checkedStep(ScriptStep step);

/**
 * Follows the script of one endpoint: says what to send, sends nothing. Matching is linear in the message
 * (RE2) and looks at the first 64 Ki characters of text; binary messages match nothing. At most ten replies a
 * second are given, so that two sides that answer each other do not race. For one thread; no clock.
 */
class ScriptRunner
{
public:
    static constexpr int kMostReplies = 10;                         ///< a second
    static constexpr Duration kPatience = std::chrono::seconds(10); ///< of a wait before it is spoken of
    static constexpr qsizetype kMostMatched = 64 * 1024;
    using Steps = std::vector<const ScriptStep*>;

    explicit ScriptRunner(const QList<ScriptStep>& steps);
    ~ScriptRunner();
    ScriptRunner(const ScriptRunner&) = delete;
    ScriptRunner& operator=(const ScriptRunner&) = delete;

    /** A connection opened: from the first step on. What to send now. */
    Steps begin(TimePoint now);
    /** Whether messages matter now; else heard() need not be asked. */
    bool listens() const { return m_isWaiting || !m_replies.empty(); }
    /** A text message came: replies first, then the steps that waited for it. What to send. */
    Steps heard(const QString& text, TimePoint now);
    /** Whether every step was done, but for replies, which go on. */
    bool isDone() const { return m_next == m_steps.size(); }
    /** Once for each wait that takes longer than kPatience: in words, display-safe. "" otherwise. */
    QString takeComplaint(TimePoint now);
    /** Replies left out since the last call. */
    std::uint64_t takeHeldBack();

private:
    struct Step
    {
        ScriptStep step;
        std::unique_ptr<re2::RE2> pattern; ///< null: plain text
    };
    struct Heard;
    bool matches(const Step& step, const Heard& heard) const;
    bool mayReply(TimePoint now);
    void advance(TimePoint now, Steps& sends);

    std::vector<Step> m_steps;
    std::size_t m_next = 0;
    std::vector<std::size_t> m_replies; ///< steps that answer from now on
    bool m_isWaiting = false;
    bool m_hasComplained = false;
    TimePoint m_waitingSince;
    TimePoint m_secondBegan;
    int m_repliesInSecond = 0;
    std::uint64_t m_heldBack = 0;
};

} // namespace weir
