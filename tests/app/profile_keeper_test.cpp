// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dashboard/profile_keeper.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

class ProfileKeeperTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;

    QString path() const { return m_directory->filePath(u"profile.json"_s); }

    void begin(ProfileKeeper& keeper) const
    {
        keeper.follow(ProfileFile::read(path(), ProfileFile::IfMissing::BeginNew).value());
    }

    static EndpointSource source(const QString& name)
    {
        EndpointSource made;
        made.name = name;
        made.url = u"ws://"_s + name;
        return made;
    }

    Profile onDisk() const
    {
        return ProfileFile::read(path(), ProfileFile::IfMissing::Refuse).value().profile();
    }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void aNewFileIsWrittenWhenThereIsAnEndpoint()
    {
        ProfileKeeper keeper;
        begin(keeper);
        WindowLayout layout;
        layout.theme = u"light"_s;
        keeper.setLayout(layout);
        keeper.save();
        QVERIFY(!QFile::exists(path()));
        keeper.add(EndpointId(1), source(u"a"_s));
        keeper.save();
        QCOMPARE(onDisk().endpoints.size(), std::size_t(1));
        QCOMPARE(onDisk().layout.theme, u"light"_s);
    }

    void changesAreSavedTogetherAfterAWhile()
    {
        ProfileKeeper keeper;
        begin(keeper);
        keeper.add(EndpointId(1), source(u"a"_s));
        keeper.add(EndpointId(2), source(u"b"_s));
        MetricsConfig engine = programMetricsDefaults();
        engine.mode = SamplingMode::Everything;
        keeper.setEngine(engine);
        QVERIFY(!QFile::exists(path()));
        QTRY_VERIFY2(QFile::exists(path()), "the timer saves");
        QCOMPARE(onDisk().endpoints.size(), std::size_t(2));
        QVERIFY(onDisk().engine.mode == SamplingMode::Everything);
    }

    void removingTheLastEndpointIsKeptToo()
    {
        ProfileKeeper keeper;
        begin(keeper);
        keeper.add(EndpointId(1), source(u"a"_s));
        keeper.save();
        keeper.remove(EndpointId(1));
        keeper.remove(EndpointId(7)); // of the demo, say
        keeper.save();
        QVERIFY(onDisk().endpoints.empty());
    }

    void whatGoesWrongIsSaidOnceAndTriedAgain()
    {
        ProfileKeeper keeper;
        begin(keeper);
        QSignalSpy said(&keeper, &ProfileKeeper::said);
        QVERIFY(QDir().mkpath(path() + u"/in the way"_s));
        QVERIFY(QDir().mkpath(m_directory->filePath(u"profile.mine.json/in the way"_s)));
        WindowLayout layout;
        keeper.add(EndpointId(1), source(u"a"_s));
        layout.errorTarget = 7; // cannot be read again
        keeper.setLayout(layout);
        keeper.save();
        keeper.save();
        QCOMPARE(said.count(), 1);
        layout.errorTarget = 0.5;
        keeper.setLayout(layout);
        keeper.save();
        QCOMPARE(said.count(), 2);
        QVERIFY(said[1][0].toString().contains(u"profile.mine-2.json"_s));
        QVERIFY(QFile::exists(m_directory->filePath(u"profile.mine-2.json"_s)));
    }

    void anEndpointThatLacksASecretIsFoundByItsAddress()
    {
        ProfileKeeper keeper;
        keeper.add(EndpointId(1), source(u"a"_s));
        EndpointSource lacking = source(u"b"_s);
        lacking.leftOut = QStringList{u"Authorization"_s};
        keeper.add(EndpointId(2), lacking);
        QVERIFY(!keeper.incomplete(u"ws://a"_s));
        QVERIFY(keeper.incomplete(u"ws://b"_s)->first == EndpointId(2));
    }

    void withoutAFileAllIsRememberedForSavingAs()
    {
        ProfileKeeper keeper;
        keeper.add(EndpointId(1), source(u"a"_s));
        keeper.save();
        QVERIFY(!keeper.file());
        keeper.saveAs(path());
        QCOMPARE(onDisk().endpoints[0].name, u"a"_s);
        keeper.add(EndpointId(2), source(u"b"_s));
        keeper.save();
        QCOMPARE(onDisk().endpoints.size(), std::size_t(2));
    }

    void aFirstSavingThatFailsLeavesNoFile()
    {
        ProfileKeeper keeper;
        keeper.add(EndpointId(1), source(u"a"_s));
        QSignalSpy said(&keeper, &ProfileKeeper::said);
        keeper.saveAs(m_directory->path()); // a folder
        QCOMPARE(said.count(), 1);
        QVERIFY(!keeper.file());
        QVERIFY(keeper.save());
    }

    void aSavingThatFailsIsToldToTheCaller()
    {
        ProfileKeeper keeper;
        begin(keeper);
        keeper.add(EndpointId(1), source(u"a"_s));
        WindowLayout layout;
        layout.errorTarget = 7; // cannot be read again
        keeper.setLayout(layout);
        QVERIFY(!keeper.save());
        layout.errorTarget = 0.5;
        keeper.setLayout(layout);
        QVERIFY(keeper.save());
    }

    void certificatesAreFoundFromAnotherFolder()
    {
        ProfileKeeper keeper;
        begin(keeper);
        EndpointSource beside = source(u"a"_s);
        beside.authorities = u"certs/ca.pem"_s;
        keeper.add(EndpointId(1), beside);
        keeper.saveAs(m_directory->filePath(u"same.json"_s));
        QCOMPARE(keeper.file()->profile().endpoints[0].authorities, u"certs/ca.pem"_s);
        keeper.saveAs(m_directory->filePath(u"other/folder.json"_s));
        const QString absolute = m_directory->filePath(u"certs/ca.pem"_s);
        QCOMPARE(keeper.file()->profile().endpoints[0].authorities, absolute);
        keeper.add(EndpointId(2), source(u"b"_s));
        QVERIFY(keeper.save());
        QCOMPARE(keeper.file()->profile().endpoints[0].authorities, absolute);
    }
};

QTEST_GUILESS_MAIN(ProfileKeeperTest)
#include "profile_keeper_test.moc"
