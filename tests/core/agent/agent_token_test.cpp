// SPDX-License-Identifier: Apache-2.0
#include "core/agent/agent_token.h"
#include "core/base/environment.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

/** Where a token may come from, and what it must be like. */
class AgentTokenTest : public QObject
{
    Q_OBJECT

    static std::string fileOf(const QTemporaryDir& folder, const QByteArray& text, mode_t mode)
    {
        const QString path = folder.filePath(u"token"_s);
        QFile file(path);
        if (!file.open(QFile::WriteOnly | QFile::Truncate) || file.write(text) != text.size())
            qFatal("cannot write the token");
        file.close();
        chmod(path.toUtf8().constData(), mode);
        return path.toStdString();
    }

private Q_SLOTS:
    void onlyTheTokenMatches()
    {
        const AgentToken token = AgentToken::fromText("0123456789abcdef").value();
        QVERIFY(token.matches("0123456789abcdef"));
        for (const char* wrong :
             {"", "0123456789abcde", "0123456789abcdeF", "0123456789abcdef0", " 0123456789abcdef"})
            QVERIFY2(!token.matches(wrong), wrong);
    }

    void aShortOrUnprintableTokenIsRefusedUnsaid()
    {
        const auto refusal = AgentToken::fromText("guessable");
        QVERIFY(!refusal.ok());
        QVERIFY(refusal.error().message.find("16 to 512") != std::string::npos);
        QVERIFY(refusal.error().message.find("guessable") == std::string::npos);
        QVERIFY(!AgentToken::fromText("0123456789 abcdef").ok());
        QVERIFY(!AgentToken::fromText(std::string(600, 'x')).ok());
    }

    void itComesFromTheEnvironment()
    {
        const Environment environment({{"WEIR_TOKEN", "0123456789abcdef"}, {"SHORT", "x"}});
        QVERIFY(AgentToken::fromEnvironment(environment, "WEIR_TOKEN").value().matches("0123456789abcdef"));
        QVERIFY(AgentToken::fromEnvironment(environment, "NONE").error().message.find("NONE") !=
                std::string::npos);
        QVERIFY(AgentToken::fromEnvironment(environment, "SHORT").error().message.find("SHORT") !=
                std::string::npos);
    }

    void itComesFromAFileOfItsOwnerOnly()
    {
        const QTemporaryDir folder;
        QVERIFY(AgentToken::fromFile(fileOf(folder, "0123456789abcdef\n", 0600))
                    .value()
                    .matches("0123456789abcdef"));
        QVERIFY(AgentToken::fromFile(fileOf(folder, "0123456789abcdef\n", 0400)).ok());
        for (const mode_t mode : {0640, 0604, 0660, 0644}) {
            const auto refusal = AgentToken::fromFile(fileOf(folder, "0123456789abcdef\n", mode));
            QVERIFY(!refusal.ok());
            QVERIFY(refusal.error().message.find("chmod 600") != std::string::npos);
        }
        QVERIFY(!AgentToken::fromFile(folder.path().toStdString()).ok());
        const auto missing = AgentToken::fromFile(folder.filePath(u"none"_s).toStdString());
        QVERIFY(missing.error().message.find("No such file") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(AgentTokenTest)
#include "agent_token_test.moc"
