// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/shell_words.h"

#include "ui/models/shell_escapes.h"
#include "ui/models/text.h"

#include <QStringView>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

bool isNameStart(QChar c)
{
    return c == u'_' || (c.unicode() < 0x80 && c.isLetter());
}

bool isNamePart(QChar c)
{
    return isNameStart(c) || (c >= u'0' && c <= u'9');
}

bool isOctalDigit(QChar c)
{
    return c >= u'0' && c <= u'7';
}

/** What cmd.exe makes of its escapes: ^ and a line end is nothing, ^ and two is one, ^X is X. */
QString withoutCarets(const QString& text)
{
    QString plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != u'^' || i + 1 >= text.size()) {
            plain += text[i];
            continue;
        }
        ++i;
        if (text[i] == u'\n') {
            const bool isLiteral = i + 1 < text.size() && text[i + 1] == u'\n';
            plain += isLiteral ? u'\n' : u' ';
            i += isLiteral ? 1 : 0;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

class Lexer
{
public:
    explicit Lexer(QStringView text) : m_text(text) {}

    Result<QList<ShellWord>> read()
    {
        while (!isAtEnd() && m_problem.isEmpty())
            readOne();
        endWord();
        if (!m_problem.isEmpty())
            return Error{m_problem.toStdString()};
        return m_words;
    }

private:
    bool isAtEnd() const { return m_at >= m_text.size(); }
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar();
    }
    QChar take() { return m_text[m_at++]; }

    void readOne()
    {
        const QChar c = take();
        if (c == u'\n')
            endCommand();
        else if (c.isSpace())
            endWord();
        else if (c == u'#' && !m_isInWord)
            skipLine();
        else if (isOperatorHere(c))
            readOperator(c);
        else
            readPart(c);
    }

    void readPart(QChar c)
    {
        m_isInWord = true;
        if (c == u'\'')
            readSingle();
        else if (c == u'"')
            readDouble();
        else if (c == u'$' && peek() == u'\'')
            readDollarQuote();
        else if (c == u'$')
            readVariable();
        else if (c == u'\\')
            readEscaped();
        else if (c == u'`')
            readBacktick();
        else
            m_word += c;
    }

    bool isOperatorHere(QChar c) const
    {
        if (c == u'|' || c == u'<' || c == u'>')
            return true;
        if (c != u'&' && c != u';')
            return false;
        return !m_isInWord || isAtEnd() || peek().isSpace() || peek() == c;
    }

    void readOperator(QChar first)
    {
        const bool isNumber = !m_word.isEmpty() && std::all_of(m_word.begin(), m_word.end(), isOctalDigit);
        if (isNumber && (first == u'<' || first == u'>')) // as in 2>/dev/null
            m_isInWord = false;
        const QString number = m_isInWord ? QString() : std::exchange(m_word, {});
        endWord();
        QString text = number + first;
        const bool isRedirection = first == u'<' || first == u'>';
        while (peek() == first || (isRedirection && peek() == u'&'))
            text += take();
        m_words += {text, true};
    }

    void endWord()
    {
        if (std::exchange(m_isInWord, false))
            m_words += {std::exchange(m_word, {}), false};
    }

    void endCommand()
    {
        endWord();
        if (!m_words.isEmpty() && !m_words.back().isOperator)
            m_words += {u";"_s, true};
    }

    void skipLine()
    {
        while (!isAtEnd() && peek() != u'\n')
            ++m_at;
    }

    void readSingle()
    {
        const qsizetype end = m_text.indexOf(u'\'', m_at);
        if (end < 0)
            return notClosed();
        m_word += m_text.sliced(m_at, end - m_at);
        m_at = end + 1;
    }

    void readDouble()
    {
        while (!isAtEnd()) {
            const QChar c = take();
            if (c == u'"')
                return;
            if (c == u'\\' && (peek() == u'\n' || u"$`\"\\"_s.contains(peek())))
                readEscaped();
            else if (c == u'$')
                readVariable();
            else if (c == u'`')
                readBacktick();
            else
                m_word += c;
            if (!m_problem.isEmpty())
                return;
        }
        notClosed();
    }

    void readEscaped()
    {
        if (isAtEnd()) {
            m_word += u'\\';
            return;
        }
        const QChar c = take();
        if (c != u'\n')
            m_word += c;
        else if (m_word.isEmpty())
            m_isInWord = false;
    }

    void readBacktick()
    {
        if (peek() == u'\n') { // PowerShell's end of a line that goes on
            ++m_at;
            m_isInWord = !m_word.isEmpty();
            return;
        }
        insideCommand();
    }

    /** $NAME and ${NAME}; what else begins with $ is text. */
    void readVariable()
    {
        if (peek() == u'(')
            return insideCommand();
        const bool isBraced = peek() == u'{';
        qsizetype end = m_at + (isBraced ? 1 : 0);
        const qsizetype begin = end;
        while (end < m_text.size() && isNamePart(m_text[end]))
            ++end;
        const bool isName = end > begin && isNameStart(m_text[begin]);
        if (!isName || (isBraced && (end >= m_text.size() || m_text[end] != u'}'))) {
            m_word += u'$';
            return;
        }
        m_word += u"${"_s + m_text.sliced(begin, end - begin).toString() + u'}';
        m_at = end + (isBraced ? 1 : 0);
    }

    void readDollarQuote()
    {
        ++m_at;
        QByteArray bytes;
        while (!isAtEnd()) {
            const qsizetype begin = m_at;
            while (!isAtEnd() && peek() != u'\'' && peek() != u'\\')
                ++m_at;
            bytes += m_text.sliced(begin, m_at - begin).toUtf8();
            if (isAtEnd())
                break;
            if (take() == u'\'') {
                m_word += QString::fromUtf8(bytes);
                return;
            }
            if (const auto meant = shellEscape(m_text, m_at))
                bytes += *meant;
            else if (peek() == u'\'' || peek() == u'"')
                bytes += take().toLatin1();
            else
                bytes += '\\';
        }
        notClosed();
    }

    void notClosed() { m_problem = Say::tr("A quote in the command is not closed"); }
    void insideCommand()
    {
        m_problem = Say::tr("The command holds another one, $(…) or `…`, which Weir does not run: put its "
                            "result in its place");
    }

    QStringView m_text;
    qsizetype m_at = 0;
    QList<ShellWord> m_words;
    QString m_word;
    bool m_isInWord = false;
    QString m_problem;
};

} // namespace

Result<QList<ShellWord>> shellWords(const QString& text)
{
    QString plain = text;
    plain.replace("\r\n"_L1, "\n"_L1);
    if (plain.contains("^\n"_L1) || plain.contains("^\""_L1))
        plain = withoutCarets(plain);
    return Lexer(plain).read();
}

} // namespace weir
