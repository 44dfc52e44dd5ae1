// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/profile_steps.h"

#include "app/session/json_reader.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <optional>

namespace weir::profile_steps {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ProfileReader", text);
}

QByteArray quoted(const QString& text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

QByteArray payloadOf(const ScriptStep& step, bool isText, const QByteArray& name)
{
    return '"' + name + (isText ? "\": " : "_base64\": ") +
           quoted(isText ? QString::fromUtf8(step.payload) : QString::fromLatin1(step.payload.toBase64()));
}

QByteArray written(const ScriptStep& step)
{
    switch (step.kind) {
    case ScriptStep::Kind::SendText:
    case ScriptStep::Kind::SendBinary:
        return '{' + payloadOf(step, step.kind == ScriptStep::Kind::SendText, "send") + '}';
    case ScriptStep::Kind::WaitFor:
        return "{\"wait_for\": " + quoted(step.match) + '}';
    case ScriptStep::Kind::ReplyText:
    case ScriptStep::Kind::ReplyBinary:
        break;
    }
    return "{\"when\": " + quoted(step.match) + ", " +
           payloadOf(step, step.kind == ScriptStep::Kind::ReplyText, "reply") + '}';
}

std::optional<QByteArray> bytesIn(ObjectReader& in, const char* name, FileProblems& problems)
{
    const std::size_t before = problems.count();
    const QString text = in.text(name, kLongestPayload);
    if (problems.count() > before)
        return std::nullopt;
    const auto bytes =
        QByteArray::fromBase64Encoding(text.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (bytes)
        return bytes.decoded;
    problems.add(in.placeOf(name), tr("is not base64."));
    return std::nullopt;
}

std::optional<ScriptStep> readStep(const QJsonValue& value, const QString& place, FileProblems& problems)
{
    using Kind = ScriptStep::Kind;
    const std::size_t before = problems.count();
    ObjectReader in(value, place, problems);
    ScriptStep step;
    bool isKnown = true;
    const auto text = [&](const char* name, Kind kind) {
        step.kind = kind;
        step.payload = in.text(name, kLongestPayload, {}, true).toUtf8();
    };
    const auto bytes = [&](const char* name, Kind kind) {
        step.kind = kind;
        step.payload = bytesIn(in, name, problems).value_or(QByteArray());
    };
    if (in.has("when")) {
        step.match = in.text("when", kLongestMatch);
        if (in.has("reply"))
            text("reply", Kind::ReplyText);
        else if (in.has("reply_base64"))
            bytes("reply_base64", Kind::ReplyBinary);
        else
            isKnown = false;
    } else if (in.has("wait_for")) {
        step.kind = Kind::WaitFor;
        step.match = in.text("wait_for", kLongestMatch);
    } else if (in.has("send")) {
        text("send", Kind::SendText);
    } else if (in.has("send_base64")) {
        bytes("send_base64", Kind::SendBinary);
    } else {
        isKnown = false;
    }
    if (!isKnown && value.isObject()) {
        problems.add(place, tr("is no step: it must have one of send, send_base64, wait_for, or when with "
                               "reply or reply_base64."));
    } else {
        in.refuseOthers();
    }
    return problems.count() == before ? std::optional(step) : std::nullopt;
}

} // namespace

QByteArrayList written(const QList<ScriptStep>& script)
{
    QByteArrayList texts;
    for (const ScriptStep& step : script)
        texts += written(step);
    return texts;
}

QList<ScriptStep> read(const QJsonArray& steps, const QString& place, FileProblems& problems)
{
    QList<ScriptStep> script;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        if (const auto step = readStep(steps[i], place + u"[%1]"_s.arg(i), problems))
            script += *step;
    }
    return script;
}

} // namespace weir::profile_steps
