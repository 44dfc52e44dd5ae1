// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/json_reader.h"
#include "app/session/profile.h"
#include "app/session/profile_steps.h"
#include "app/session/profile_words.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonParseError>

#include <cmath>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

using profile_words::kField;
using profile_words::kListItems;
using profile_words::kName;
using profile_words::kWord;

// The most that a file may hold of each; characters unless said.
constexpr qsizetype kAddress = 8192;
constexpr qsizetype kHeader = 8192;
constexpr qsizetype kMessage = profile_steps::kLongestPayload;
constexpr qsizetype kPath = 4096;
constexpr qsizetype kGroups = Profile::kMostEndpoints;

QString tr(const char* text)
{
    return QCoreApplication::translate("ProfileReader", text);
}

template<class T, std::size_t N>
T word(ObjectReader& in, const char* name, const std::array<profile_words::Word<T>, N>& words, T fallback)
{
    QStringList texts;
    for (const auto& each : words)
        texts += QString::fromLatin1(each.text);
    const std::optional<std::size_t> index = in.oneOf(name, texts);
    return index ? words[*index].value : fallback;
}

Duration seconds(ObjectReader& in, const char* name, Duration lowest, Duration highest, Duration fallback)
{
    const auto inSeconds = [](Duration duration) { return std::chrono::duration<double>(duration).count(); };
    const double number = in.number(name, inSeconds(lowest), inSeconds(highest), inSeconds(fallback));
    return Duration(std::llround(number * 1e9));
}

/** What may be shown of an address that is at fault: nothing that could be a secret. */
QString shownAddress(const QString& url)
{
    QString shown = url.section(u'?', 0, 0);
    if (const qsizetype at = shown.lastIndexOf(u'@'); at >= 0)
        shown = shown.left(shown.indexOf("//"_L1) + 2) + u"•••"_s + shown.mid(at);
    return displayText(shown, 128);
}

void refuseSecrets(const EndpointSource& endpoint, const QString& place, FileProblems& problems)
{
    if (QUrl(endpoint.url.section(u'?', 0, 0)).userInfo().size() > 0) {
        problems.add(place + u".url"_s, tr("holds a user or password, which a profile does not keep: use a "
                                           "header such as \"Authorization: Basic ${VAR}\"."));
    }
    for (const QString& name : secretQueryNames(endpoint.url)) {
        problems.add(place + u".url"_s, tr("holds the secret query value %1, which a profile does not keep: "
                                           "write %1=${VAR} and set that environment variable.")
                                            .arg(name));
    }
    const auto refuse = [&](const char* list, const QStringList& items, auto&& isSecret, auto&& words) {
        for (qsizetype i = 0; i < items.size(); ++i) {
            if (isSecret(items[i]))
                problems.add(place + u".%1[%2]"_s.arg(QLatin1String(list)).arg(i), words(items[i]));
        }
    };
    refuse("headers", endpoint.headers, holdsSecret, [](const QString& header) {
        return tr("holds a secret, which a profile does not keep: write \"%1: ${VAR}\" and set that "
                  "environment variable.")
            .arg(displayText(header.section(u':', 0, 0), 64));
    });
    refuse("subprotocols", endpoint.subprotocols, isSecretSubprotocol, [](const QString&) {
        return tr("looks like a secret, which a profile does not keep: use token_env or a header with "
                  "${VAR}.");
    });
    refuse("first_messages", endpoint.firstMessages, isSecretMessage, [](const QString&) {
        return tr("looks like it holds a secret, which a profile does not keep: write ${VAR} in its place "
                  "and set that environment variable.");
    });
    for (qsizetype i = 0; i < endpoint.script.size(); ++i) {
        if (isSecretStep(endpoint.script[i])) {
            problems.add(
                place + u".script[%1]"_s.arg(i),
                tr("looks like it holds a secret, which a profile does not keep: write ${VAR} in its "
                   "place and set that environment variable."));
        }
    }
    if (withoutProxyUser(endpoint.proxy) != endpoint.proxy) {
        problems.add(place + u".proxy"_s, tr("holds a user or password, which a profile does not keep: write "
                                             "user:${VAR}@ and set that environment variable."));
    }
}

LookSettings readLook(const QJsonValue& value, const QString& place, FileProblems& problems)
{
    ObjectReader in(value, place, problems);
    LookSettings look;
    const auto text = [&](const char* name) { return in.text(name, kField, {}, true).toStdString(); };
    look.items = word(in, "items", profile_words::kItems, look.items);
    look.array = text("array");
    look.prefix = text("prefix");
    look.key = text("key");
    look.value = text("value");
    look.time = text("time");
    look.sequence = text("sequence");
    in.refuseOthers();
    return look;
}

/** Refuses what is no address of a proxy; what holds a variable is known when that is filled in. */
void checkProxy(const QString& proxy, const QString& place, FileProblems& problems)
{
    if (proxy.contains("${"_L1))
        return;
    if (const auto read = proxyFromText(proxy); !read)
        problems.add(place + u".proxy:"_s, QString::fromStdString(read.error().message));
}

/** Refuses what no connection could use, and takes the name from the address if there is none. */
void checkAddress(EndpointSource& endpoint, const QString& place, FileProblems& problems)
{
    Result<EndpointSettings> settings = endpointFromUrl(endpoint.url);
    if (!settings) {
        problems.add(place + u".url"_s,
                     tr("is \"%1\": %2.")
                         .arg(shownAddress(endpoint.url), QString::fromStdString(settings.error().message)));
    } else if (endpoint.name.isEmpty()) {
        endpoint.name = settings.value().name;
    }
}

EndpointSource readEndpoint(const QJsonValue& value, const QString& place, EndpointLook& look,
                            FileProblems& problems)
{
    ObjectReader in(value, place, problems);
    EndpointSource endpoint;
    endpoint.name = in.text("name", kName);
    const bool isGoodName = displayText(endpoint.name, kName) == endpoint.name;
    if (!isGoodName || (in.has("name") && endpoint.name.trimmed().isEmpty()))
        problems.add(in.placeOf("name"), tr("is empty or holds a character that cannot be shown."));
    endpoint.url = in.text("url", kAddress);
    look.group = in.text("group", kWord);
    look.tags = in.texts("tags", kListItems, kWord);
    look.colorSlot = static_cast<int>(in.whole("color", 0, EndpointLook::kColorSlots - 1, -1));
    endpoint.subprotocols = in.texts("subprotocols", kListItems, kWord * 2);
    endpoint.headers = in.texts("headers", kListItems, kHeader);
    endpoint.tokenVariable = in.text("token_env", kWord);
    endpoint.firstMessages = in.texts("first_messages", kListItems, kMessage, true);
    endpoint.script =
        profile_steps::read(in.list("script", profile_steps::kMost), in.placeOf("script"), problems);
    if (const QJsonValue fields = in.value("look"); !fields.isUndefined())
        endpoint.look = readLook(fields, in.placeOf("look"), problems);
    endpoint.proxy = in.text("proxy", kAddress);
    endpoint.authorities = in.text("ca", kPath);
    endpoint.verifyTls = !in.boolean("insecure", false);
    endpoint.maxMessageBytes =
        in.whole("max_message", 1, EndpointSettings::kLargestMaxMessage, endpoint.maxMessageBytes);
    endpoint.connectTimeout = seconds(in, "connect_timeout", EndpointSource::kShortestTime,
                                      EndpointSource::kLongestTime, endpoint.connectTimeout);
    endpoint.pingInterval = seconds(in, "ping_interval", EndpointSource::kShortestTime,
                                    EndpointSource::kLongestTime, endpoint.pingInterval);
    endpoint.leftOut = in.texts("left_out", kListItems, kWord);
    in.refuseOthers();
    if (!value.isObject())
        return endpoint;
    if (!in.has("url"))
        problems.add(in.placeOf("url"), tr("is missing: each endpoint needs one, such as "
                                           "\"wss://example.org/feed\"."));
    else if (in.value("url").isString())
        checkAddress(endpoint, place, problems);
    refuseSecrets(endpoint, place, problems);
    checkProxy(endpoint.proxy, place, problems);
    look.name = endpoint.name;
    return endpoint;
}

void readEndpoints(ObjectReader& in, Profile& profile, FileProblems& problems)
{
    QHash<QString, qsizetype> places;
    const QJsonArray list = in.list("endpoints", Profile::kMostEndpoints);
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString place = u"endpoints[%1]"_s.arg(i);
        EndpointLook look;
        EndpointSource endpoint = readEndpoint(list[i], place, look, problems);
        if (const auto earlier = places.constFind(endpoint.name);
            earlier != places.constEnd() && !endpoint.name.isEmpty()) {
            problems.add(place + u".name"_s, tr("is \"%1\", as endpoints[%2] is called: give it another.")
                                                 .arg(displayText(endpoint.name, 64))
                                                 .arg(*earlier));
        }
        places.insert(endpoint.name, i);
        profile.endpoints.push_back(std::move(endpoint));
        profile.layout.endpoints.push_back(std::move(look));
    }
}

void readEngine(const QJsonValue& value, MetricsConfig& engine, FileProblems& problems)
{
    ObjectReader in(value, u"engine"_s, problems);
    constexpr double kLowest = MetricsConfig::kLowestRate;
    const std::size_t before = problems.count();
    engine.mode = word(in, "mode", profile_words::kModes, engine.mode);
    engine.sampleRate = in.number("sample_rate", kLowest, 1, engine.sampleRate);
    engine.minSampleRate = in.number("min_sample_rate", kLowest, 1, engine.minSampleRate);
    engine.maxSampleRate = in.number("max_sample_rate", kLowest, 1, engine.maxSampleRate);
    engine.bufferSize = static_cast<std::size_t>(in.whole("buffer_size", MetricsConfig::kSmallestBuffer,
                                                          MetricsConfig::kLargestBuffer,
                                                          static_cast<qint64>(engine.bufferSize)));
    engine.flushInterval = seconds(in, "flush_interval", MetricsConfig::kShortestFlush,
                                   MetricsConfig::kLongestFlush, engine.flushInterval);
    in.refuseOthers();
    if (problems.count() == before) {
        for (const Error& error : engine.validate())
            problems.add(u"engine:"_s, QString::fromStdString(error.message));
    }
}

std::optional<QJsonValue> memberIn(ObjectReader& in, const char* name)
{
    const QJsonValue value = in.value(name);
    return in.has(name) ? std::optional(value) : std::nullopt;
}

NamedSubject readSubject(const QJsonValue& value, const QString& place, FileProblems& problems)
{
    ObjectReader in(value, place, problems);
    NamedSubject subject;
    subject.endpoint = in.text("endpoint", kName);
    if (value.isObject() && !in.has("endpoint"))
        problems.add(in.placeOf("endpoint"), tr("is missing."));
    const QString key = in.text("key", kField, {}, true);
    if (in.has("key"))
        subject.key = key.toStdString();
    subject.measure = word(in, "measure", profile_words::kMeasures, subject.measure);
    in.refuseOthers();
    return subject;
}

QSize readSize(const QJsonValue& value, const QString& place, FileProblems& problems)
{
    ObjectReader size(value, place, problems);
    const auto side = [&](const char* name) {
        if (value.isObject() && !size.has(name))
            problems.add(size.placeOf(name), tr("is missing."));
        return static_cast<int>(size.whole(name, WindowLayout::kSmallestSide, WindowLayout::kLargestSide,
                                           WindowLayout::kSmallestSide));
    };
    const int width = side("width");
    const QSize read(width, side("height"));
    size.refuseOthers();
    return read;
}

void readLayout(const QJsonValue& value, WindowLayout& layout, FileProblems& problems)
{
    ObjectReader in(value, u"layout"_s, problems);
    const QStringList themes{u"dark"_s, u"light"_s, u"system"_s};
    if (const auto theme = in.oneOf("theme", themes))
        layout.theme = themes[static_cast<qsizetype>(*theme)];
    layout.span = word(in, "span", profile_words::kSpans, layout.span);
    layout.isMeasurementFolded = in.boolean("measurement_folded", layout.isMeasurementFolded);
    layout.showsBytes = in.boolean("shows_bytes", layout.showsBytes);
    layout.showsAge = in.boolean("shows_age", layout.showsAge);
    layout.errorTarget = in.number("error_target", WindowLayout::kSmallestErrorTarget,
                                   WindowLayout::kLargestErrorTarget, layout.errorTarget);
    layout.bottomTab = word(in, "bottom_tab", profile_words::kTabs, layout.bottomTab);
    layout.foldedGroups = in.texts("folded_groups", kGroups, kWord);
    const std::optional<QJsonValue> subject = memberIn(in, "subject");
    const std::optional<QJsonValue> size = memberIn(in, "size");
    in.refuseOthers();
    if (subject)
        layout.subject = readSubject(*subject, in.placeOf("subject"), problems);
    if (size)
        layout.size = readSize(*size, in.placeOf("size"), problems);
}

Error syntaxError(const QByteArray& json, const QJsonParseError& error)
{
    const QByteArray before = json.left(error.offset);
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return Error{tr("Line %1, column %2: %3.")
                     .arg(before.count('\n') + 1)
                     .arg(QString::fromUtf8(before.mid(lineStart)).size() + 1)
                     .arg(error.errorString())
                     .toStdString()};
}

bool readVersion(ObjectReader& in, FileProblems& problems)
{
    const QJsonValue version = in.value("version");
    if (version.isUndefined()) {
        problems.add(u"version"_s, tr("is missing: this Weir reads \"version\": %1.").arg(Profile::kVersion));
    } else if (version.toDouble(-1) != Profile::kVersion) {
        problems.add(u"version"_s,
                     tr("is %1: this Weir reads version %2. Open it with the Weir that wrote it.")
                         .arg(shownValue(version))
                         .arg(Profile::kVersion));
    } else {
        return true;
    }
    return false;
}

} // namespace

Result<Profile, std::vector<Error>> profileFromJson(const QByteArray& json)
{
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(json, &syntax);
    if (syntax.error != QJsonParseError::NoError)
        return std::vector<Error>{syntaxError(json, syntax)};
    FileProblems problems(Profile::kMostProblems);
    if (!document.isObject()) {
        problems.add(tr("The whole"), tr("is a list: it must be an object, { … }."));
        return problems.take();
    }
    ObjectReader in(document.object(), QString(), problems);
    if (!readVersion(in, problems)) // what else a stranger's file holds cannot be judged
        return problems.take();
    Profile profile;
    profile.name = in.text("name", kName);
    readEndpoints(in, profile, problems);
    if (const QJsonValue engine = in.value("engine"); !engine.isUndefined())
        readEngine(engine, profile.engine, problems);
    if (const QJsonValue layout = in.value("layout"); !layout.isUndefined())
        readLayout(layout, profile.layout, problems);
    in.refuseOthers();
    if (!problems.isEmpty())
        return problems.take();
    if (profile.layout.subject) {
        if (const auto problem = subjectProblem(*profile.layout.subject, profile.endpoints)) {
            problems.add(u"layout.subject."_s + problem->place, problem->words);
            return problems.take();
        }
    }
    return profile;
}

} // namespace weir
