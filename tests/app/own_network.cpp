// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/own_network.h"

#include <QFile>
#include <QProcess>

#include <cstdio>
#include <unistd.h>

namespace weir::test {

using namespace Qt::Literals::StringLiterals;

namespace {

/** Holds the name of the network that this process was started from. */
constexpr char kOuterNetwork[] = "WEIR_TEST_OUTER_NETWORK";

QByteArray networkOfThisProcess()
{
    char name[64] = {};
    const ssize_t length = ::readlink("/proc/self/ns/net", name, sizeof name - 1);
    return length > 0 ? QByteArray(name, length) : QByteArray();
}

} // namespace

bool enterOwnNetwork(char** argv)
{
    const QByteArray network = networkOfThisProcess();
    const QByteArray outer = qgetenv(kOuterNetwork);
    if (!outer.isEmpty() && outer != network) {
        const QString trouble = runTool(QStringLiteral(WEIR_IP), u"link set lo up"_s);
        if (!trouble.isEmpty())
            std::fprintf(stderr, "The network of this test has no loopback: %s\n", qUtf8Printable(trouble));
        return trouble.isEmpty();
    }
    const QString trouble = runTool(u"unshare"_s, u"-Urn true"_s);
    if (!trouble.isEmpty()) {
        std::fprintf(stderr,
                     "This test needs a network namespace of its own, and may have none here: %s\n"
                     "To leave such tests out, configure with -DWEIR_TEST_NETWORK_FAULTS=OFF.\n",
                     qUtf8Printable(trouble));
        return false;
    }
    qputenv(kOuterNetwork, network);
    QByteArray name = "unshare"_ba;
    QByteArray options = "-Urn"_ba;
    QList<char*> line{name.data(), options.data()};
    for (char** argument = argv; *argument != nullptr; ++argument)
        line.append(*argument);
    line.append(nullptr);
    ::execvp(line.first(), line.data());
    std::perror("unshare");
    return false;
}

QString runTool(const QString& program, const QString& arguments)
{
    QProcess tool;
    tool.setProcessChannelMode(QProcess::MergedChannels);
    tool.start(program, arguments.split(u' ', Qt::SkipEmptyParts));
    if (!tool.waitForFinished())
        return program + u" did not end: "_s + tool.errorString();
    const QString words = QString::fromUtf8(tool.readAll()).trimmed();
    return tool.exitCode() == 0 ? QString()
                                : u"%1 %2: %3 (%4)"_s.arg(program, arguments, words).arg(tool.exitCode());
}

} // namespace weir::test
