// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include "ui/models/command_options.h"
#include "ui/models/pasted_command.h"
#include "ui/models/shell_commands.h"

#include <set>

namespace weir {

/**
 * Makes of an address, or of the options of one command, what PastedCommand holds. Of what can be given only
 * once the last counts, and the earlier ones are said; so is everything that has no place in it. For one
 * text: finish() hands over. Pure.
 */
class CommandReader
{
public:
    /** Of a command: an address may lack its scheme, and what was taken is told. */
    void beginCommand() { m_result.isCommand = true; }
    void readAddress(const QString& text) { setAddress(text); }
    /** `command` is a call of `tool`, which is its word number `at`. */
    void readTool(const ShellCommand& command, qsizetype at);
    /** What stands before "| websocat". */
    void readFeeder(ShellCommand command);
    void readOther(const ShellCommand& command);
    PastedCommand refuse(const QString& words);
    PastedCommand finish();

private:
    enum class Once { Token, Authority, Proxy, ProxyUser, ConnectTimeout, PingInterval };
    struct Unknown
    {
        QString option;
        QString word;          ///< behind it: its value or the address; "" for none
        bool hasValue = false; ///< joined to it
    };

    void notTaken(const QString& words);
    void notTakenOf(const QList<std::pair<QString, QString>>& redirections);
    void setAddress(const QString& text);
    QString takeUser(const QString& address);
    void readArgument(const QString& word);
    void readLong(const QString& word);
    void readShort(const QString& word);
    void readWord(const QString& word);
    void useNext(const CommandOption& option, const QString& name);
    void use(const CommandOption& option, const QString& name, const QString& value);
    /** Whether `value` is short enough to be kept; says so if not, or if it takes the place of another. */
    bool accept(Once what, const QString& name, const QString& value);
    void useSeconds(Once what, Duration& member, const QString& name, const QString& value);
    void useBasic(const QString& user);
    void useToken(const QString& name, const QString& token);
    void addSubprotocols(const QString& value);
    void addHeader(const QString& text);
    void addMessage(const QString& text);
    void addMessages(const QString& text);
    bool hasRoom(qsizetype count, const QString& what);
    void settleUnknown();
    void settleAuthorization();
    void settleProxyUser();

    PastedCommand m_result;
    CommandTool m_tool = CommandTool::None;
    QStringList m_arguments;
    bool m_isWordsOnly = false;
    bool m_isBehindUnknown = false;
    QString m_proxyUser;
    QString m_proxyUserOption;
    std::set<Once> m_given;
    QList<Unknown> m_unknown;
    QStringList m_ownHeaders;
    QStringList m_notNeeded;
    QSet<QString> m_said; ///< of what is not taken
};

} // namespace weir
