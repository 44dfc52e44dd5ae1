// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/profile.h"

#include "app/session/profile_steps.h"
#include "app/session/profile_words.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonValue>

#include <algorithm>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kLineWidth = 100; ///< a longer list has a line for each item

QByteArray textOf(const QJsonValue& value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

double inSeconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

/** `text`, which someone may have pasted, as a file may hold it: on one line and no longer than `limit`. */
QString oneLine(QString text, qsizetype limit)
{
    for (QChar& c : text) {
        if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    return text.left(limit);
}

QStringList oneLineEach(const QStringList& texts, qsizetype most)
{
    QStringList lines;
    for (const QString& text : texts.mid(0, most))
        lines += oneLine(text, profile_words::kWord);
    return lines;
}

template<class T, std::size_t N>
QString wordOf(const T& value, const std::array<profile_words::Word<T>, N>& words)
{
    const auto found =
        std::find_if(words.begin(), words.end(), [&](auto& word) { return word.value == value; });
    return QString::fromLatin1(found == words.end() ? words.front().text : found->text);
}

/** Writes JSON with members in the order of the calls, which QJsonObject would sort. */
class Writer
{
public:
    void begin(char bracket)
    {
        separate();
        m_text += bracket;
        ++m_depth;
        m_isFirst = true;
    }

    void begin(const char* name, char bracket)
    {
        key(name);
        m_text += bracket;
        ++m_depth;
        m_isFirst = true;
    }

    void end(char bracket)
    {
        --m_depth;
        if (!m_isFirst)
            newLine();
        m_text += bracket;
        m_isFirst = false;
    }

    void value(const char* name, const QJsonValue& value)
    {
        key(name);
        m_text += textOf(value);
    }

    void list(const char* name, const QStringList& items)
    {
        QByteArrayList texts;
        for (const QString& item : items)
            texts += textOf(item);
        list(name, texts);
    }

    /** Of items that are JSON already. */
    void list(const char* name, const QByteArrayList& texts)
    {
        key(name);
        QByteArray line = '[' + texts.join(", ") + ']';
        if (line.size() > kLineWidth && texts.size() > 1) {
            const QByteArray inner = '\n' + QByteArray(2 * (m_depth + 1), ' ');
            line = '[' + inner + texts.join(',' + inner) + '\n' + QByteArray(2 * m_depth, ' ') + ']';
        }
        m_text += line;
    }

    QByteArray take() { return std::move(m_text) + '\n'; }

private:
    void newLine() { m_text += '\n' + QByteArray(2 * m_depth, ' '); }

    void separate()
    {
        if (m_depth == 0)
            return;
        if (!m_isFirst)
            m_text += ',';
        newLine();
        m_isFirst = false;
    }

    void key(const char* name)
    {
        separate();
        m_text += '"';
        m_text += name;
        m_text += "\": ";
    }

    QByteArray m_text;
    int m_depth = 0;
    bool m_isFirst = true;
};

void writeLook(Writer& out, const LookSettings& look)
{
    const auto text = [&](const char* name, const std::string& value) {
        if (!value.empty())
            out.value(name, QString::fromStdString(value));
    };
    out.begin("look", '{');
    if (look.items != ItemForm::Message)
        out.value("items", wordOf(look.items, profile_words::kItems));
    text("array", look.array);
    text("prefix", look.prefix);
    text("key", look.key);
    text("value", look.value);
    text("time", look.time);
    text("sequence", look.sequence);
    out.end('}');
}

void writeEndpoint(Writer& out, const EndpointSource& endpoint, const EndpointLook& look)
{
    const EndpointSource usual;
    const auto list = [&](const char* name, const QStringList& items) {
        if (!items.isEmpty())
            out.list(name, items);
    };
    const auto text = [&](const char* name, const QString& value) {
        if (!value.isEmpty())
            out.value(name, value);
    };
    out.begin('{');
    text("name", oneLine(endpoint.name, profile_words::kName));
    out.value("url", endpoint.url);
    text("group", oneLine(look.group, profile_words::kWord));
    list("tags", oneLineEach(look.tags, profile_words::kListItems));
    if (look.colorSlot >= 0)
        out.value("color", look.colorSlot);
    list("subprotocols", endpoint.subprotocols);
    list("headers", endpoint.headers);
    text("token_env", endpoint.tokenVariable);
    list("first_messages", endpoint.firstMessages);
    if (!endpoint.script.isEmpty())
        out.list("script", profile_steps::written(endpoint.script));
    if (endpoint.look != usual.look)
        writeLook(out, endpoint.look);
    text("proxy", endpoint.proxy);
    text("ca", endpoint.authorities);
    if (!endpoint.verifyTls)
        out.value("insecure", true);
    if (endpoint.maxMessageBytes != usual.maxMessageBytes)
        out.value("max_message", endpoint.maxMessageBytes);
    if (endpoint.connectTimeout != usual.connectTimeout)
        out.value("connect_timeout", inSeconds(endpoint.connectTimeout));
    if (endpoint.pingInterval != usual.pingInterval)
        out.value("ping_interval", inSeconds(endpoint.pingInterval));
    list("left_out", endpoint.leftOut);
    out.end('}');
}

void writeEngine(Writer& out, const MetricsConfig& engine)
{
    out.begin("engine", '{');
    out.value("mode", wordOf(engine.mode, profile_words::kModes));
    out.value("sample_rate", engine.sampleRate);
    out.value("min_sample_rate", engine.minSampleRate);
    out.value("max_sample_rate", engine.maxSampleRate);
    out.value("buffer_size", static_cast<qint64>(engine.bufferSize));
    out.value("flush_interval", inSeconds(engine.flushInterval));
    out.end('}');
}

void writeSubject(Writer& out, const NamedSubject& subject)
{
    out.begin("subject", '{');
    out.value("endpoint", oneLine(subject.endpoint, profile_words::kName));
    if (subject.key)
        out.value("key", QString::fromStdString(*subject.key));
    out.value("measure", wordOf(subject.measure, profile_words::kMeasures));
    out.end('}');
}

void writeLayout(Writer& out, const WindowLayout& layout, const std::vector<EndpointSource>& endpoints)
{
    out.begin("layout", '{');
    out.value("theme", layout.theme);
    out.value("span", wordOf(layout.span, profile_words::kSpans));
    out.value("measurement_folded", layout.isMeasurementFolded);
    out.value("shows_bytes", layout.showsBytes);
    out.value("shows_age", layout.showsAge);
    out.value("error_target", layout.errorTarget);
    out.value("bottom_tab", wordOf(layout.bottomTab, profile_words::kTabs));
    out.list("folded_groups", oneLineEach(layout.foldedGroups, Profile::kMostEndpoints));
    if (layout.subject && !subjectProblem(*layout.subject, endpoints))
        writeSubject(out, *layout.subject);
    if (layout.size) {
        out.begin("size", '{');
        out.value("width", layout.size->width());
        out.value("height", layout.size->height());
        out.end('}');
    }
    out.end('}');
}

} // namespace

std::optional<SourceProblem> subjectProblem(const NamedSubject& subject,
                                            const std::vector<EndpointSource>& endpoints)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("ProfileReader", text); };
    const auto endpoint = std::find_if(endpoints.begin(), endpoints.end(), [&](const EndpointSource& each) {
        return !each.name.isEmpty() && each.name == subject.endpoint;
    });
    if (endpoint == endpoints.end())
        return SourceProblem{u"endpoint"_s,
                             tr("names no endpoint of this profile: name one, or leave out the "
                                "subject.")};
    if (!subject.key)
        return std::nullopt;
    const QString text = QString::fromStdString(*subject.key);
    if (text.toStdString() != *subject.key || text.size() > profile_words::kField)
        return SourceProblem{u"key"_s, tr("is no text, or too long.")};
    if (endpoint->look.key.empty())
        return SourceProblem{u"key"_s, tr("needs look.key of that endpoint, which says where keys are.")};
    if (isSecretField(endpoint->look.key))
        return SourceProblem{u"key"_s,
                             tr("is found in a field with the name of a secret, which a profile does "
                                "not keep: leave it out.")};
    return std::nullopt;
}

MetricsConfig programMetricsDefaults()
{
    MetricsConfig config;
    config.mode = SamplingMode::Adaptive;
    config.sampleRate = config.maxSampleRate = 1;
    config.minSampleRate = 0.01;
    return config;
}

MetricsConfig withChanges(const MetricsConfig& kept, const MetricsConfig& before, const MetricsConfig& next)
{
    MetricsConfig changed = kept;
    const auto take = [&](auto member) {
        if (next.*member != before.*member)
            changed.*member = next.*member;
    };
    take(&MetricsConfig::mode);
    take(&MetricsConfig::sampleRate);
    take(&MetricsConfig::minSampleRate);
    take(&MetricsConfig::maxSampleRate);
    take(&MetricsConfig::bufferSize);
    take(&MetricsConfig::flushInterval);
    return changed.validate().empty() ? changed : next; // limits of one and a rate of the other may not agree
}

QByteArray toJson(const Profile& profile)
{
    QHash<QString, EndpointLook> looks;
    for (const EndpointLook& look : profile.layout.endpoints)
        looks.insert(look.name, look);
    Writer out;
    out.begin('{');
    out.value("version", Profile::kVersion);
    if (!profile.name.isEmpty())
        out.value("name", oneLine(profile.name, profile_words::kName));
    out.begin("endpoints", '[');
    for (const EndpointSource& endpoint : profile.endpoints)
        writeEndpoint(out, withoutSecrets(endpoint), looks.value(endpoint.name));
    out.end(']');
    writeEngine(out, profile.engine);
    writeLayout(out, profile.layout, profile.endpoints);
    out.end('}');
    return out.take();
}

} // namespace weir
