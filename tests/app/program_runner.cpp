// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program_runner.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QProcessEnvironment>

#include <csignal>

#if defined(__SANITIZE_THREAD__)
#include <cstdarg>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

/** Qt starts programs in a child that shares this process's memory until it becomes the program. What
 * ThreadSanitizer's own clone() notes of a child it then notes of the test: that it forked while it had
 * threads, so that it may start no more and is not checked. This one, found before that one, gives the child
 * its own memory. */
extern "C" int clone(int (*function)(void*), void*, int flags, void* argument, ...)
{
    va_list more;
    va_start(more, argument);
    const long child = ::syscall(SYS_clone, flags & ~(CLONE_VM | CLONE_VFORK), nullptr, va_arg(more, void*));
    va_end(more);
    if (child == 0)
        ::_exit(function(argument));
    return static_cast<int>(child);
}
#endif

namespace weir::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLineTimeoutMs = 60'000;
constexpr int kEndTimeoutMs = 120'000;

qint64 nowMs()
{
    QElapsedTimer timer;
    timer.start();
    return timer.msecsSinceReference();
}

} // namespace

QList<QByteArray> ProgramResult::lines() const
{
    QList<QByteArray> result = out.split('\n');
    if (!result.isEmpty() && result.last().isEmpty())
        result.removeLast();
    return result;
}

QList<QJsonObject> ProgramResult::json() const
{
    QList<QJsonObject> result;
    for (const QByteArray& line : lines())
        result.append(QJsonDocument::fromJson(line).object());
    return result;
}

Program::Program(const QString& program, const QStringList& arguments, const QStringList& environment)
    : m_began(nowMs())
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString& setting : environment)
        variables.insert(setting.section(u'=', 0, 0), setting.section(u'=', 1));
    variables.insert(u"XDG_RUNTIME_DIR"_s, QDir::tempPath()); // else Qt speaks of it on standard error
    m_process.setProcessEnvironment(variables);
    m_process.start(program, arguments);
    m_process.waitForStarted();
}

Program::~Program()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

QByteArray Program::readLine()
{
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(kLineTimeoutMs))
            return {};
    }
    const QByteArray line = m_process.readLine();
    m_read += line;
    return line.trimmed();
}

void Program::writeLine(const QByteArray& line)
{
    m_process.write(line + '\n');
    m_process.waitForBytesWritten();
}

void Program::signal(int number)
{
    ::kill(static_cast<pid_t>(m_process.processId()), number);
}

QByteArray Program::commandLine() const
{
    QFile file(u"/proc/%1/cmdline"_s.arg(m_process.processId()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

ProgramResult Program::finish()
{
    ProgramResult result;
    const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(kEndTimeoutMs);
    if (!ended) {
        m_process.kill();
        m_process.waitForFinished();
    }
    result.milliseconds = nowMs() - m_began;
    result.exitCode = ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    result.out = m_read + m_process.readAllStandardOutput();
    result.errors = QString::fromUtf8(m_process.readAllStandardError());
    return result;
}

QString builtProgram(const QString& name)
{
    return QStringLiteral(WEIR_BIN_DIR "/") + name;
}

ProgramResult run(const QString& name, const QStringList& arguments, const QStringList& environment)
{
    return Program(builtProgram(name), arguments, environment).finish();
}

std::unique_ptr<Program> startServer(const QString& script, const QStringList& arguments)
{
    return std::make_unique<Program>(QStringLiteral(WEIR_PYTHON),
                                     QStringList{u"-u"_s, QStringLiteral(WEIR_TEST_DIR "/") + script} +
                                         arguments);
}

bool addsUp(const QJsonObject& line)
{
    const QJsonObject a = line[u"accounting"_s].toObject();
    const auto n = [&a](const char* name) { return a[QLatin1String(name)].toInteger(-1); };
    return n("seen") >= 0 && n("seen") == n("critical") + n("sampled_out") + n("chosen") &&
           n("chosen") == n("kept") + n("in_ring") + n("thinned") + n("dropped");
}

int scaled(int count)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return count / 10;
#else
    return count;
#endif
}

} // namespace weir::test
