// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/profile_file.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ProfileFile", text);
}

Error problem(const QString& words)
{
    return Error{words.toStdString()};
}

QByteArray digestOf(const QByteArray& bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

/** The bytes of a regular file of at most Profile::kLargestFile. `shown` names it in errors. */
Result<QByteArray> contentsOf(const QString& path, const QString& shown)
{
    if (!QFileInfo(path).isFile()) // reading a pipe or a device might never end
        return problem(tr("%1: it is not a file.").arg(shown));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return problem(tr("%1: it cannot be read: %2.").arg(shown, file.errorString()));
    QByteArray bytes = file.read(Profile::kLargestFile + 1);
    if (file.error() != QFileDevice::NoError)
        return problem(tr("%1: it cannot be read: %2.").arg(shown, file.errorString()));
    if (bytes.size() > Profile::kLargestFile)
        return problem(tr("%1: it is larger than 16 MiB, the most a profile may be.").arg(shown));
    return bytes;
}

std::vector<Error> named(const QString& shown, std::vector<Error> problems)
{
    for (Error& each : problems)
        each.message = shown.toStdString() + ": " + each.message;
    return problems;
}

/** NAME.mine.json beside NAME.json, or the first NAME.mine-2.json … that is free. */
QString pathBeside(const QString& path)
{
    const QFileInfo info(path);
    QString beside = info.dir().filePath(info.completeBaseName() + u".mine.json"_s);
    for (int number = 2; QFileInfo::exists(beside); ++number)
        beside = info.dir().filePath(info.completeBaseName() + u".mine-%1.json"_s.arg(number));
    return beside;
}

} // namespace

Result<ProfileFile, std::vector<Error>> ProfileFile::read(const QString& path, IfMissing ifMissing)
{
    ProfileFile file;
    const QFileInfo info(path);
    file.m_path = info.absoluteFilePath();
    file.m_shown = displayText(QDir::toNativeSeparators(path));
    file.m_isNew = ifMissing == IfMissing::BeginNew && !info.exists() && !info.isSymLink();
    if (file.m_isNew)
        return file;
    const Result<QByteArray> bytes = contentsOf(file.m_path, file.m_shown);
    if (!bytes)
        return std::vector{bytes.error()};
    Result<Profile, std::vector<Error>> profile = profileFromJson(bytes.value());
    if (!profile)
        return named(file.m_shown, profile.error());
    file.m_profile = std::move(profile).value();
    file.m_seen = digestOf(bytes.value());
    return file;
}

QString ProfileFile::name() const
{
    return m_profile.name.isEmpty() ? QFileInfo(m_path).completeBaseName() : m_profile.name;
}

Result<std::vector<EndpointEntry>, std::vector<Error>>
ProfileFile::entries(const Environment& environment) const
{
    SourceReader reader(environment, QFileInfo(m_path).dir());
    std::vector<EndpointEntry> entries;
    std::vector<Error> problems;
    for (std::size_t i = 0; i < m_profile.endpoints.size(); ++i) {
        const EndpointSource& source = m_profile.endpoints[i];
        Result<EndpointSettings, std::vector<SourceProblem>> settings = reader.read(source);
        if (settings) {
            entries.push_back({std::move(settings).value(), source, source});
            continue;
        }
        for (const SourceProblem& each : settings.error()) {
            if (problems.size() < Profile::kMostProblems)
                problems.push_back(problem(u"endpoints[%1].%2: "_s.arg(i).arg(each.place) + each.words));
        }
    }
    if (!problems.empty())
        return named(m_shown, std::move(problems));
    return entries;
}

ProfileFile::Saved ProfileFile::save(const Profile& profile)
{
    const QByteArray json = toJson(profile);
    if (json == toJson(m_profile))
        return {};
    std::optional<QByteArray> onDisk;
    if (QFileInfo::exists(m_path)) {
        const Result<QByteArray> bytes = contentsOf(m_path, m_shown);
        onDisk = bytes ? digestOf(bytes.value()) : QByteArray();
    }
    if (!onDisk || onDisk == m_seen)
        return write(m_path, profile, json);
    const QString theirs = m_shown;
    Saved saved = write(pathBeside(m_path), profile, json);
    if (saved.outcome == Saved::Outcome::Written) {
        saved = {Saved::Outcome::WrittenBeside,
                 tr("%1 was changed by someone else and is left as it is. Yours is kept in %2 from now on")
                     .arg(theirs, m_shown)};
    }
    return saved;
}

ProfileFile::Saved ProfileFile::saveAs(const QString& path, Profile profile)
{
    const QFileInfo from(m_path);
    const QFileInfo to(path);
    if (!m_path.isEmpty() && from.absolutePath() != to.absolutePath()) {
        for (EndpointSource& endpoint : profile.endpoints) {
            if (!endpoint.authorities.isEmpty())
                endpoint.authorities = from.dir().absoluteFilePath(endpoint.authorities);
        }
    }
    return write(to.absoluteFilePath(), profile, toJson(profile));
}

ProfileFile::Saved ProfileFile::write(const QString& path, const Profile& profile, const QByteArray& json)
{
    const QString shown = path == m_path ? m_shown : displayText(QDir::toNativeSeparators(path));
    // What is written must be readable at the next start: better to keep what is there.
    if (const auto readBack = profileFromJson(json); !readBack)
        return {Saved::Outcome::Failed, tr("The profile was not saved, as it could not be read again: %1")
                                            .arg(QString::fromStdString(readBack.error().front().message))};
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) ||
        !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
        file.write(json) != json.size() || !file.commit())
        return {Saved::Outcome::Failed,
                tr("The profile cannot be written to %1: %2").arg(shown, file.errorString())};
    m_path = path;
    m_shown = shown;
    m_profile = profile;
    m_seen = digestOf(json);
    m_isNew = false;
    return {Saved::Outcome::Written, QString()};
}

QString defaultProfilePath()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + u"/profile.json"_s;
}

} // namespace weir
