// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace weir::test {

/** What a program did. */
struct ProgramResult
{
    int exitCode = -1;
    QByteArray out;
    QString errors;
    qint64 milliseconds = 0;

    QList<QByteArray> lines() const;
    /** The lines of standard output as JSON objects; a line that is none yields an empty object. */
    QList<QJsonObject> json() const;
};

/** A program under test or a server for it, ended when this goes. */
class Program
{
public:
    explicit Program(const QString& program, const QStringList& arguments,
                     const QStringList& environment = {}); ///< "NAME=value", added to the test's own
    ~Program();

    /** The next line of standard output, or "" when the program ended or said nothing for a minute. */
    QByteArray readLine();
    /** To its standard input, with a line end. */
    void writeLine(const QByteArray& line);
    void signal(int number);
    /** What the list of processes shows of it, arguments parted by '\0'. */
    QByteArray commandLine() const;
    /** Waits for its end, two minutes at most; exitCode is -1 if it had to be killed. */
    ProgramResult finish();

private:
    QProcess m_process;
    QByteArray m_read;
    qint64 m_began = 0;
};

/** A program of this build: "weir-collect". */
QString builtProgram(const QString& name);
/** Runs a program of this build to its end. */
ProgramResult run(const QString& name, const QStringList& arguments, const QStringList& environment = {});
/** A server from this folder, run by Debian's Python; its first line of output is its address. */
std::unique_ptr<Program> startServer(const QString& script, const QStringList& arguments = {});

/** Whether both identities hold for the "accounting" of this NDJSON line. */
bool addsUp(const QJsonObject& line);

/** How many events a test may ask of a program: sanitizers make each about ten times dearer. */
int scaled(int count);

} // namespace weir::test
