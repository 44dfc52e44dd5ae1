// SPDX-License-Identifier: GPL-3.0-or-later
// A profile on disk: what may be read, when it is written, and what is never overwritten.
#include "app/session/options.h"

#include <QCommandLineParser>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/stat.h>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;
using IfMissing = ProfileFile::IfMissing;
using Outcome = ProfileFile::Saved::Outcome;

namespace {

void put(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray get(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Profile withEndpoint(const QString& name)
{
    Profile profile;
    profile.endpoints.push_back({});
    profile.endpoints.back().name = name;
    profile.endpoints.back().url = u"ws://"_s + name;
    profile.layout.endpoints.push_back({name, {}, {}, -1});
    return profile;
}

ParsedSessionOptions read(const QStringList& arguments, const ProfilePolicy& policy = {},
                          std::map<std::string, std::string, std::less<>> environment = {})
{
    QCommandLineParser parser;
    addSessionOptions(parser);
    if (!parser.parse(withOptionalValues(QStringList{u"program"_s} + arguments)))
        return {{}, {{parser.errorText(), ExitCode::Usage}}};
    return readSessionOptions(parser, Environment(std::move(environment)), policy);
}

QString wordsOf(const std::vector<OptionProblem>& problems)
{
    QStringList words;
    for (const OptionProblem& each : problems)
        words += each.message;
    return words.join(u'\n');
}

} // namespace

class ProfileFileTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;

    QString path(const QString& name = u"profile.json"_s) const { return m_directory->filePath(name); }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void whatWasSavedIsReadAgainByItsOwnerOnly()
    {
        auto file = ProfileFile::read(path(), IfMissing::BeginNew);
        QVERIFY(file.ok() && file.value().isNew());
        QCOMPARE(file.value().name(), u"profile"_s);
        QVERIFY(file.value().save(withEndpoint(u"a"_s)).outcome == Outcome::Written);
        QVERIFY(!file.value().isNew());
        struct stat status = {};
        QCOMPARE(::stat(qPrintable(path()), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        const auto again = ProfileFile::read(path(), IfMissing::Refuse);
        QVERIFY(again.ok());
        QVERIFY(again.value().profile() == withEndpoint(u"a"_s));
        QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files).size(), 1); // nothing is left beside it
    }

    void whatDidNotChangeIsNotWritten()
    {
        const QByteArray byHand = "{ \"version\": 1,   \"name\": \"mine\" }";
        put(path(), byHand);
        auto file = ProfileFile::read(path(), IfMissing::Refuse);
        QVERIFY(file.value().save(file.value().profile()).outcome == Outcome::Unchanged);
        QCOMPARE(get(path()), byHand);
        QCOMPARE(file.value().name(), u"mine"_s);
    }

    void whatSomeoneElseChangedIsLeftAlone()
    {
        auto file = ProfileFile::read(path(), IfMissing::BeginNew);
        QVERIFY(file.value().save(withEndpoint(u"a"_s)).outcome == Outcome::Written);
        put(path(), "theirs");
        const auto saved = file.value().save(withEndpoint(u"b"_s));
        QVERIFY(saved.outcome == Outcome::WrittenBeside);
        QVERIFY2(saved.words.contains(u"profile.mine.json"_s), qPrintable(saved.words));
        QCOMPARE(get(path()), QByteArray("theirs"));
        const QString mine = path(u"profile.mine.json"_s);
        QVERIFY(ProfileFile::read(mine, IfMissing::Refuse).value().profile() == withEndpoint(u"b"_s));
        // From now on the one beside is the file, as long as nobody else changes that too.
        QVERIFY(file.value().save(withEndpoint(u"c"_s)).outcome == Outcome::Written);
        QVERIFY(ProfileFile::read(mine, IfMissing::Refuse).value().profile() == withEndpoint(u"c"_s));
        put(mine, "theirs too");
        QVERIFY(file.value().save(withEndpoint(u"d"_s)).outcome == Outcome::WrittenBeside);
        QCOMPARE(get(mine), QByteArray("theirs too"));
    }

    void aFileThatAppearedMeanwhileIsSomeoneElses()
    {
        auto file = ProfileFile::read(path(), IfMissing::BeginNew);
        put(path(), "theirs");
        QVERIFY(file.value().save(withEndpoint(u"a"_s)).outcome == Outcome::WrittenBeside);
        QCOMPARE(get(path()), QByteArray("theirs"));
    }

    void aFileThatWasRemovedIsWrittenAgain()
    {
        auto file = ProfileFile::read(path(), IfMissing::BeginNew);
        QVERIFY(file.value().save(withEndpoint(u"a"_s)).outcome == Outcome::Written);
        QVERIFY(QFile::remove(path()));
        QVERIFY(file.value().save(withEndpoint(u"b"_s)).outcome == Outcome::Written);
        QVERIFY(QFile::exists(path()));
    }

    void aFolderThatCannotBeWrittenIsSaidAndTheNextTryWorks()
    {
        put(path(u"wall"_s), "a file where the folder should be");
        auto file = ProfileFile::read(path(u"wall/profile.json"_s), IfMissing::BeginNew);
        const auto saved = file.value().save(withEndpoint(u"a"_s));
        QVERIFY(saved.outcome == Outcome::Failed);
        QVERIFY2(saved.words.contains(u"wall/profile.json"_s), qPrintable(saved.words));
        QVERIFY(QFile::remove(path(u"wall"_s)));
        QVERIFY(file.value().save(withEndpoint(u"a"_s)).outcome == Outcome::Written);
    }

    void whatCouldNotBeReadAgainIsNotWritten()
    {
        auto file = ProfileFile::read(path(), IfMissing::BeginNew);
        QVERIFY(file.value().save(withEndpoint(u"a"_s)).outcome == Outcome::Written);
        Profile broken = withEndpoint(u"a"_s);
        broken.layout.errorTarget = 7;
        const auto saved = file.value().save(broken);
        QVERIFY(saved.outcome == Outcome::Failed);
        QVERIFY(saved.words.contains(u"layout.error_target"_s));
        QVERIFY(ProfileFile::read(path(), IfMissing::Refuse).ok());
    }

    void savingAsFollowsTheNewFile()
    {
        auto file = ProfileFile::read(path(), IfMissing::BeginNew);
        put(path(u"other.json"_s), "confirmed to be replaced");
        QVERIFY(file.value().saveAs(path(u"other.json"_s), withEndpoint(u"a"_s)).outcome == Outcome::Written);
        QCOMPARE(file.value().path(), path(u"other.json"_s));
        QVERIFY(file.value().save(withEndpoint(u"b"_s)).outcome == Outcome::Written);
        QVERIFY(!QFile::exists(path()));
    }

    void whatIsNoProfileIsRefusedByName()
    {
        put(path(u"broken.json"_s), "{\"version\":1,\"endpoints\":[{\"url\":\"http://h\"}]}");
        put(path(u"large.json"_s), QByteArray(Profile::kLargestFile + 1, ' '));
        QCOMPARE(::mkfifo(qPrintable(path(u"pipe"_s)), 0600), 0);
        const auto problem = [this](const QString& name) {
            const auto file = ProfileFile::read(path(name), IfMissing::Refuse);
            return file ? QString() : QString::fromStdString(file.error().front().message);
        };
        QVERIFY(problem(u"broken.json"_s).contains(u"broken.json: endpoints[0].url"_s));
        QVERIFY(problem(u"large.json"_s).contains(u"16 MiB"_s));
        QVERIFY(problem(u"pipe"_s).contains(u"not a file"_s));
        QVERIFY(problem(u"."_s).contains(u"not a file"_s));
        QVERIFY(problem(u"missing.json"_s).contains(u"missing.json"_s));
    }

    void certificatesLieBesideTheProfile()
    {
        Profile profile = withEndpoint(u"a"_s);
        profile.endpoints[0].authorities = u"ca.pem"_s;
        put(path(u"ca.pem"_s), "no certificate");
        put(path(), toJson(profile));
        const auto file = ProfileFile::read(path(), IfMissing::Refuse);
        const auto entries = file.value().entries({});
        QVERIFY(!entries.ok());
        const QString words = QString::fromStdString(entries.error().front().message);
        QVERIFY2(words.contains(u"endpoints[0].ca: ca.pem holds no PEM certificate"_s), qPrintable(words));
    }

    void optionsWinOverVariablesAndTheseOverTheProfile()
    {
        Profile profile = withEndpoint(u"a"_s);
        profile.engine.mode = SamplingMode::Fixed;
        profile.engine.sampleRate = 0.2;
        profile.engine.bufferSize = 300;
        profile.engine.flushInterval = 5s;
        put(path(), toJson(profile));
        const ParsedSessionOptions parsed =
            read({u"--profile"_s, path(), u"--buffer-size"_s, u"400"_s}, {},
                 {{"METRICS_BUFFER_SIZE", "500"}, {"METRICS_FLUSH_INTERVAL", "3"}});
        QVERIFY2(parsed.problems.empty(), qPrintable(wordsOf(parsed.problems)));
        QCOMPARE(parsed.options.metrics.bufferSize, std::size_t(400));
        QVERIFY(parsed.options.metrics.flushInterval == 3s);
        QCOMPARE(parsed.options.metrics.sampleRate, 0.2);
        QVERIFY(parsed.options.metrics.mode == SamplingMode::Fixed);
    }

    void aRateInTheEnvironmentWinsOverAProfileThatLooksIntoEverything()
    {
        Profile profile;
        profile.engine.mode = SamplingMode::Everything;
        put(path(), toJson(profile));
        QVERIFY(read({u"--profile"_s, path()}).options.metrics.mode == SamplingMode::Everything);
        const auto parsed = read({u"--profile"_s, path()}, {}, {{"METRICS_SAMPLE_RATE", "0.1"}});
        QVERIFY(parsed.options.metrics.mode == SamplingMode::Adaptive);
        QCOMPARE(parsed.options.metrics.sampleRate, 0.1);
    }

    void addressesOfTheLineJoinTheProfilesOrRenewThem()
    {
        put(path(), toJson(withEndpoint(u"a"_s)));
        const ParsedSessionOptions parsed =
            read({u"--profile"_s, path(), u"--send"_s, u"hello"_s, u"ws://a"_s, u"ws://b"_s});
        QVERIFY2(parsed.problems.empty(), qPrintable(wordsOf(parsed.problems)));
        QCOMPARE(parsed.options.endpoints.size(), std::size_t(2));
        QCOMPARE(parsed.options.endpoints[0].source.firstMessages, QStringList{u"hello"_s});
        QCOMPARE(parsed.options.endpoints[1].settings.name, u"b"_s);
    }

    void anAddressOfTheProfileKeepsWhatTheLineDoesNotSet()
    {
        Profile profile = withEndpoint(u"a"_s);
        EndpointSource& known = profile.endpoints[0];
        known.name = profile.layout.endpoints[0].name = u"mine"_s;
        known.headers = QStringList{u"X-Client: weir"_s};
        known.tokenVariable = u"TOKEN"_s;
        known.firstMessages = QStringList{u"hello"_s};
        known.connectTimeout = 3s;
        known.leftOut = QStringList{u"Cookie"_s, u"first message"_s};
        put(path(), toJson(profile));
        const auto readKnown = [&](const QStringList& options) {
            return read(QStringList{u"--profile"_s, path()} + options + QStringList{u"ws://a"_s}, {},
                        {{"TOKEN", "t"}})
                .options.endpoints;
        };
        QCOMPARE(readKnown({}).size(), std::size_t(1));
        QVERIFY(readKnown({})[0].source == known);
        QCOMPARE(readKnown({})[0].settings.headers.size(), 2);

        const EndpointEntry other = readKnown({u"--send"_s, u"again"_s, u"--ping-interval"_s, u"4"_s})[0];
        known.firstMessages = QStringList{u"again"_s};
        known.pingInterval = 4s;
        known.leftOut = QStringList{u"Cookie"_s};
        QVERIFY(other.source == known);
        QCOMPARE(other.settings.headers.size(), 2);
        QCOMPARE(other.settings.firstMessages, known.firstMessages);
        QVERIFY(other.settings.connectTimeout == 3s && other.settings.pingInterval == 4s);
        QCOMPARE(other.settings.name, u"mine"_s);
    }

    void aProfileThatCannotBeUsedIsABadFile()
    {
        put(path(), "{\"version\":1,\"endpoints\":[{\"url\":\"ws://h\",\"token_env\":\"WEIR_NO\"}]}");
        for (const QString& name : {u"profile.json"_s, u"missing.json"_s, u"no/folder/p.json"_s}) {
            const ParsedSessionOptions parsed = read({u"--profile"_s, path(name)});
            QCOMPARE(parsed.problems.size(), std::size_t(1));
            QVERIFY(parsed.problems[0].code == ExitCode::BadFile && !parsed.problems[0].fromDefaultProfile);
            QVERIFY(!parsed.options.profile);
        }
        QVERIFY(wordsOf(read({u"--profile"_s, path()}).problems).contains(u"WEIR_NO"_s));
        const ParsedSessionOptions inNoFolder =
            read({u"--profile"_s, path(u"no/folder/p.json"_s)}, {IfMissing::BeginNew, {}});
        QVERIFY(wordsOf(inNoFolder.problems).contains(u"folder"_s));
        QVERIFY(read({u"--profile"_s, path(u"new.json"_s)}, {IfMissing::BeginNew, {}}).problems.empty());
        QVERIFY(read({u"--profile"_s, QString()}).problems[0].code == ExitCode::Usage);
    }

    void theFallbackIsForABareLine()
    {
        put(path(), toJson(withEndpoint(u"a"_s)));
        const ProfilePolicy policy{IfMissing::BeginNew, path()};
        QCOMPARE(read({}, policy).options.endpoints.size(), std::size_t(1));
        QVERIFY(!read({u"--demo"_s}, policy).options.profile);
        QVERIFY(!read({u"ws://b"_s}, policy).options.profile);
        QVERIFY(read({}, {IfMissing::BeginNew, path(u"no/folder/p.json"_s)}).options.profile->isNew());

        put(path(), "broken");
        const ParsedSessionOptions parsed = read({}, policy);
        QVERIFY(!parsed.options.profile);
        QVERIFY(parsed.problems[0].fromDefaultProfile);
        QVERIFY(parsed.problems[0].message.contains(u"Line 1, column"_s));
    }
};

QTEST_GUILESS_MAIN(ProfileFileTest)
#include "profile_file_test.moc"
