// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/feed/feed_options.h"

#include <QString>
#include <QStringList>

#include <variant>

namespace weir {

/** Text to print on stdout instead of running: --help or --version. */
struct FeedInformation
{
    QString text;
};

/** Every problem of a command line, one a line, each with the allowed range. */
struct FeedUsageError
{
    QStringList problems;
};

using FeedRequest = std::variant<FeedOptions, FeedInformation>;

/** The command line of weir-feed as a value; `arguments` begin with the program's name. Pure. */
Result<FeedRequest, FeedUsageError> parseFeedCommandLine(const QStringList& arguments);

} // namespace weir
