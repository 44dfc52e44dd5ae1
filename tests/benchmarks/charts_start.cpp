// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/charts_rows.h"

#include <QCoreApplication>
#include <QProcess>

using namespace Qt::Literals::StringLiterals;

namespace weir::bench {

namespace {

constexpr int kStarts = 11;

/** CPU milliseconds a program beside this one says it needed until its first frame; nothing if it failed. */
std::optional<double> startCost(const QString& program)
{
    QProcess process;
    process.start(QCoreApplication::applicationDirPath() + u'/' + program, QStringList());
    bool isNumber = false;
    const bool isDone = process.waitForFinished(30'000) && process.exitCode() == 0;
    const double cost = process.readAllStandardOutput().trimmed().toDouble(&isNumber);
    return isDone && isNumber ? std::optional(cost) : std::nullopt;
}

} // namespace

Row startRow()
{
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int i = 0; i < kStarts; ++i) {
        const std::optional<double> window = startCost(u"charts_window"_s);
        const std::optional<double> bare = startCost(u"charts_empty"_s);
        if (window && bare) {
            ours.push_back(*window);
            theirs.push_back(*bare);
        }
    }
    Row row{u"start to first frame, window without its session"_s,
            u"empty QMainWindow"_s,
            {},
            0,
            u"ms"_s,
            3.0,
            u"<= 3x"_s};
    if (!ours.empty()) {
        row.ours = median(std::move(ours));
        row.theirs = median(std::move(theirs));
    }
    return row;
}

} // namespace weir::bench
