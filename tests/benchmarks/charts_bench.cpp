// SPDX-License-Identifier: GPL-3.0-or-later
// What the window costs beside other ways to draw the same, or beside less of it. CPU time of this process,
// all threads; medians. Figures of one run compare with each other only.
//   charts_bench [--check] [--json FILE]
#include "tests/benchmarks/charts_rows.h"

#include <QApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStyleFactory>
#include <QSysInfo>
#include <QThread>

#include <algorithm>
#include <cstdio>

namespace weir::bench {

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace weir::bench

namespace {

using namespace weir::bench;
using namespace Qt::Literals::StringLiterals;

QString verdict(const Row& row)
{
    if (!row.ours)
        return u"MISSED: not measured"_s;
    QString words = !row.bar ? QString() : row.isMissed() ? u"MISSED"_s : u"ok"_s;
    if (!row.note.isEmpty())
        words += u"  "_s + row.note;
    return words;
}

void print(const std::vector<Row>& rows)
{
    std::printf("%-52s %-26s %10s %10s %8s  %-13s\n", "what (CPU)", "beside", "Weir", "peer", "ratio", "bar");
    for (const Row& row : rows) {
        const QByteArray what = row.what.toUtf8();
        const QByteArray peer = row.peer.toUtf8();
        const QByteArray bars = row.bars.toUtf8();
        const QByteArray end = verdict(row).toUtf8();
        if (row.ours) {
            const QByteArray ours = u"%1 %2"_s.arg(*row.ours, 0, 'f', 2).arg(row.unit).toUtf8();
            const QByteArray theirs = u"%1 %2"_s.arg(row.theirs, 0, 'f', 1).arg(row.unit).toUtf8();
            std::printf("%-52s %-26s %10s %10s %8.4f  %-13s %s\n", what.constData(), peer.constData(),
                        ours.constData(), theirs.constData(), row.ratio(), bars.constData(), end.constData());
        } else {
            std::printf("%-52s %-26s %10s %10s %8s  %-13s %s\n", what.constData(), peer.constData(), "-", "-",
                        "-", bars.constData(), end.constData());
        }
    }
    std::fflush(stdout);
}

bool writeJson(const std::vector<Row>& rows, const QString& path)
{
    QJsonArray list;
    for (const Row& row : rows) {
        QJsonObject object{{u"what"_s, row.what}, {u"beside"_s, row.peer}, {u"bar"_s, row.bars}};
        if (row.ours) {
            object[u"weir"_s] = *row.ours;
            object[u"peer"_s] = row.theirs;
            object[u"ratio"_s] = row.ratio();
            object[u"unit"_s] = row.unit;
        }
        if (!row.note.isEmpty())
            object[u"note"_s] = row.note;
        object[u"missed"_s] = row.isMissed();
        list.append(object);
    }
    const QJsonObject machine{{u"cpu"_s, QSysInfo::currentCpuArchitecture()},
                              {u"threads"_s, QThread::idealThreadCount()},
                              {u"system"_s, QSysInfo::prettyProductName()},
                              {u"qt"_s, QString::fromLatin1(qVersion())},
                              {u"platform"_s, QGuiApplication::platformName()}};
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write(QJsonDocument(QJsonObject{{u"machine"_s, machine}, {u"rows"_s, list}}).toJson());
    return file.flush();
}

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setQuitOnLastWindowClosed(false); // one contender's window closes, the next opens
    const QStringList arguments = QApplication::arguments().mid(1);
    bool isCheck = false;
    QString json;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == u"--check"_s) {
            isCheck = true;
        } else if (arguments[i] == u"--json"_s && i + 1 < arguments.size()) {
            json = arguments[++i];
        } else {
            std::fputs("Usage: charts_bench [--check] [--json FILE]\n", stderr);
            return 2;
        }
    }

    std::vector<Row> rows = frameRows();
    for (const Row& row : queryRows())
        rows.push_back(row);
    rows.push_back(listRow());
    rows.push_back(startRow());

    print(rows);
    if (!json.isEmpty() && !writeJson(rows, json)) {
        std::fprintf(stderr, "charts_bench: cannot write %s\n", qPrintable(json));
        return 1;
    }
    bool isMissed = false;
    for (const Row& row : rows) {
        if (!row.isMissed())
            continue;
        isMissed = true;
        std::fprintf(stderr, "missed: %s, beside %s%s\n", qPrintable(row.what), qPrintable(row.peer),
                     row.ours ? "" : ": not measured");
    }
    return isCheck && isMissed ? 1 : 0;
}
