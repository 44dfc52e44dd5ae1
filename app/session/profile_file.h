// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "app/session/profile.h"

#include <optional>
#include <vector>

namespace weir {

/**
 * A profile on disk. Reads it once, and writes it whole or not at all, for its owner's eyes only (0600). What
 * it could not read it never overwrites; what someone else changed meanwhile it leaves alone and saves beside
 * it, as NAME.mine.json. Main thread; a value.
 */
class ProfileFile
{
public:
    enum class IfMissing { Refuse, BeginNew };

    struct Saved
    {
        enum class Outcome { Unchanged, Written, WrittenBeside, Failed };
        Outcome outcome = Outcome::Unchanged;
        QString words; ///< why it failed, or where it went; "" when there is nothing to say
    };

    /** Each problem names the file and the place in it. */
    static Result<ProfileFile, std::vector<Error>> read(const QString& path, IfMissing ifMissing);

    const QString& path() const { return m_path; }
    /** As the profile says, else the file's. */
    QString name() const;
    bool isNew() const { return m_isNew; }
    const Profile& profile() const { return m_profile; }
    /** Its endpoints with variables and certificates of now; problems as from read(). */
    Result<std::vector<EndpointEntry>, std::vector<Error>> entries(const Environment& environment) const;

    /** Writes `profile` unless that is what was last read or written. Makes the folder if need be. */
    Saved save(const Profile& profile);
    /**
     * Writes `profile` to `path`, whatever is there; on success that is the file from then on. In another
     * folder its certificate files are named by absolute paths.
     */
    Saved saveAs(const QString& path, Profile profile);

private:
    Saved write(const QString& path, const Profile& profile, const QByteArray& json);

    QString m_path;  ///< absolute; "" for none yet
    QString m_shown; ///< as the user named it
    bool m_isNew = false;
    Profile m_profile;                ///< as last read or written
    std::optional<QByteArray> m_seen; ///< digest of the file when last read or written; nothing: no file
};

/** Where weir keeps what it was last connected to, when no --profile says otherwise. */
QString defaultProfilePath();

} // namespace weir
