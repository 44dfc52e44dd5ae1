// SPDX-License-Identifier: GPL-3.0-or-later
// The program behind the window with a profile: what comes back, what is kept and what never is.
#include "app/dashboard/dashboard.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <functional>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

MainWindow* window()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (auto* main = qobject_cast<MainWindow*>(widget))
            return main;
    }
    return nullptr;
}

QStringList names()
{
    QStringList all;
    for (const EndpointId id : window()->data().order())
        all += window()->data().find(id)->status.name;
    return all;
}

bool isSaid(const QString& words)
{
    const QAbstractItemModel* model = window()->findChild<QAbstractItemView*>(u"eventList"_s)->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        for (const int role : model->roleNames().keys()) {
            if (model->index(row, 0).data(role).toString().contains(words))
                return true;
        }
    }
    return false;
}

/** Chooses `path` in the file dialog that is about to open; `then` comes before anything is done with it. */
void chooseInDialog(
    const QString& path, const std::function<void()>& then = [] {})
{
    QTimer::singleShot(10, qApp, [path, then] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (!dialog) {
            chooseInDialog(path, then);
            return;
        }
        dialog->selectFile(path);
        // Where the field has the focus already, it is left as it was.
        dialog->findChild<QLineEdit*>(u"fileNameEdit"_s)->setText(path);
        then();
        // Not accept(): that asks a model which may not have read the folder yet, and stays open until it
        // has.
        static_cast<QDialog*>(dialog)->done(QDialog::Accepted);
    });
}

Environment withToken()
{
    return Environment(std::map<std::string, std::string, std::less<>>{{"TOKEN", "t"}});
}

Profile oneEndpoint()
{
    Profile profile;
    profile.endpoints.push_back({});
    profile.endpoints[0].name = u"checkout"_s;
    profile.endpoints[0].url = u"ws://127.0.0.1:1/checkout"_s; // nothing listens there
    profile.endpoints[0].leftOut = QStringList{u"Authorization"_s};
    profile.engine.mode = SamplingMode::Fixed;
    profile.engine.sampleRate = 0.2;
    profile.layout.theme = u"light"_s;
    profile.layout.span = 5min;
    profile.layout.isMeasurementFolded = true;
    profile.layout.showsBytes = true;
    profile.layout.errorTarget = 0.05;
    profile.layout.bottomTab = 2;
    profile.layout.foldedGroups = QStringList{u"shop"_s};
    profile.layout.subject = NamedSubject{u"checkout"_s, {}, Measure::Bytes};
    profile.layout.endpoints.push_back({u"checkout"_s, u"shop"_s, {u"eu"_s}, 3});
    return profile;
}

EndpointSource typed(const QString& address, const QString& token = {}, const QString& message = {})
{
    EndpointSource source;
    source.url = address;
    if (!token.isEmpty())
        source.headers = QStringList{u"Authorization: Bearer "_s + token};
    if (!message.isEmpty())
        source.firstMessages = QStringList{message};
    return source;
}

} // namespace

class DashboardProfileTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;

    QString path(const QString& name = u"profile.json"_s) const { return m_directory->filePath(name); }

    void put(const QString& name, const Profile& profile) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(toJson(profile));
    }

    QByteArray text(const QString& name = u"profile.json"_s) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    Profile kept(const QString& name = u"profile.json"_s) const
    {
        return profileFromJson(text(name)).value();
    }

    /** As the command line would make them. */
    SessionOptions options() const
    {
        SessionOptions made;
        made.profile = ProfileFile::read(path(), ProfileFile::IfMissing::BeginNew).value();
        made.endpoints = made.profile->entries({}).value();
        made.metrics = made.profile->profile().engine;
        return made;
    }

private Q_SLOTS:
    /** A dialog begins where the last one of this user was: not for a test. */
    void initTestCase()
    {
        QVERIFY(m_settings.isValid());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void whatWasKeptComesBack()
    {
        put(u"profile.json"_s, oneEndpoint());
        Dashboard dashboard(options(), WindowOptions{});
        dashboard.start({});
        QCOMPARE(names(), QStringList{u"checkout"_s});
        const WindowLayout layout = window()->windowLayout();
        QCOMPARE(layout.theme, u"light"_s);
        QVERIFY(layout.span == 5min);
        QVERIFY(layout.isMeasurementFolded && layout.showsBytes);
        QCOMPARE(layout.errorTarget, 0.05);
        QCOMPARE(layout.bottomTab, 2);
        QCOMPARE(layout.foldedGroups, QStringList{u"shop"_s});
        QCOMPARE(layout.endpoints[0].group, u"shop"_s);
        QCOMPARE(layout.subject, oneEndpoint().layout.subject);
        QVERIFY(isSaid(u"its Authorization was not kept"_s));
        dashboard.stop();
        QCOMPARE(kept().layout.endpoints[0], oneEndpoint().layout.endpoints[0]);
        QCOMPARE(kept().layout.subject, oneEndpoint().layout.subject);
        QVERIFY(kept().engine == oneEndpoint().engine);
        QVERIFY(kept().endpoints == oneEndpoint().endpoints);
    }

    void whatIsAddedIsKeptWithoutItsSecrets()
    {
        Dashboard dashboard(options(), WindowOptions{}, withToken());
        dashboard.start({});
        Q_EMIT window()->connectRequested(
            typed(u"ws://127.0.0.1:1/a?token=S3CRET"_s, u"S3CRET"_s, u"hello"_s));
        Q_EMIT window()->connectRequested(typed(u"ws://127.0.0.1:1/b"_s, u"${TOKEN}"_s));
        Q_EMIT window()->connectRequested(typed(u"ws://127.0.0.1:1/c"_s, u"${NOT_SET}"_s));
        QCOMPARE(names().size(), 2);
        dashboard.stop();
        QVERIFY(!text().contains("S3CRET"));
        const std::vector<EndpointSource> endpoints = kept().endpoints;
        QCOMPARE(endpoints.size(), std::size_t(2));
        QCOMPARE(endpoints[0].leftOut, (QStringList{u"query value token"_s, u"Authorization"_s}));
        QCOMPARE(endpoints[0].firstMessages, QStringList{u"hello"_s});
        QCOMPARE(endpoints[1].headers, QStringList{u"Authorization: Bearer ${TOKEN}"_s});
    }

    void anEndpointIsEditedWithoutItsSecretsBeingShownOrLost()
    {
        Dashboard dashboard(options(), WindowOptions{}, withToken());
        dashboard.start({});
        Q_EMIT window()->connectRequested(
            typed(u"ws://127.0.0.1:1/a?token=S3CRET"_s, u"S3CRET"_s, u"hello"_s));
        const EndpointId id = window()->data().order().back();
        Q_EMIT window()->editRequested(id);
        const auto field = [](const char* name) {
            return window()->findChild<QLineEdit*>(QString::fromLatin1(name));
        };
        QVERIFY(field("panelAddress")->isVisible());
        for (const QLineEdit* each : window()->findChildren<QLineEdit*>())
            QVERIFY2(!each->text().contains(u"S3CRET"_s), qPrintable(each->objectName()));
        QCOMPARE(field("panelAddress")->text(), u"ws://127.0.0.1:1/a?token=•••1"_s);
        QCOMPARE(field("panelFirstMessage")->text(), u"hello"_s);
        field("panelFirstMessage")->setText(u"good day"_s);
        field("panelName")->setText(u"renamed"_s);
        QTest::keyClick(field("panelName"), Qt::Key_Return);
        QVERIFY(!field("panelAddress")->isVisible());
        QTRY_COMPARE(names().back(), u"renamed"_s);
        QCOMPARE(window()->data().order().back(), id);

        Q_EMIT window()->editRequested(id); // what is refused stays to be mended
        field("panelToken")->setText(u"$NOT_SET"_s);
        QTest::keyClick(field("panelToken"), Qt::Key_Return);
        QVERIFY(field("panelToken")->isVisible());
        QVERIFY(field("panelToken")->property("wrong").toBool());
        field("panelToken")->setText(u"$TOKEN"_s);
        QTest::keyClick(field("panelToken"), Qt::Key_Return);
        QVERIFY(!field("panelToken")->isVisible());
        dashboard.stop();
        QVERIFY(!text().contains("S3CRET"));
        const EndpointSource kept = this->kept().endpoints.back();
        QCOMPARE(kept.name, u"renamed"_s);
        QCOMPARE(kept.firstMessages, QStringList{u"good day"_s});
        QCOMPARE(kept.tokenVariable, u"TOKEN"_s);
        QCOMPARE(kept.leftOut, QStringList{u"query value token"_s});
    }

    void aKeptSecretStaysThroughAnotherPathAndGoesToNoOtherServer()
    {
        Dashboard dashboard(options(), WindowOptions{}, withToken());
        dashboard.start({});
        EndpointSource one = typed(u"ws://127.0.0.1:1/a"_s, u"S3CRET"_s);
        Q_EMIT window()->connectRequested(one);
        const EndpointId id = window()->data().order().back();
        Q_EMIT window()->editRequested(id);
        auto* address = window()->findChild<QLineEdit*>(u"panelAddress"_s);
        address->setText(u"ws://127.0.0.1:1/b"_s);
        QTest::keyClick(address, Qt::Key_Return);
        QVERIFY(!address->isVisible());
        Q_EMIT window()->editRequested(id);
        auto* token = window()->findChild<QLineEdit*>(u"panelToken"_s);
        QVERIFY2(token->placeholderText().contains(u"Kept for this run"_s),
                 qPrintable(token->placeholderText()));

        address->setText(u"ws://localhost:1/b"_s);
        QTest::keyClick(address, Qt::Key_Return);
        QVERIFY2(address->isVisible(), "it stays to be mended");
        token->setText(u"$TOKEN"_s);
        QTest::keyClick(token, Qt::Key_Return);
        QVERIFY(!address->isVisible());
        dashboard.stop();
        const EndpointSource kept = this->kept().endpoints.back();
        QCOMPARE(kept.url, u"ws://localhost:1/b"_s);
        QCOMPARE(kept.tokenVariable, u"TOKEN"_s);
    }

    void manyTakeTheSettingsOfOneButItsSecretsStayWithItsHost()
    {
        Dashboard dashboard(options(), WindowOptions{}, withToken());
        dashboard.start({});
        EndpointSource one = typed(u"ws://127.0.0.1:1/a"_s, u"${TOKEN}"_s, u"hello"_s);
        one.headers += u"X-Client: weir"_s;
        one.maxMessageBytes = 1000;
        Q_EMIT window()->connectRequested(one);
        const EndpointId like = window()->data().order().back();
        Q_EMIT window()->connectManyRequested(
            {{QString(), u"ws://127.0.0.1:1/b"_s}, {QString(), u"ws://localhost:1/c"_s}}, u"both"_s, like);
        dashboard.stop();
        const std::vector<EndpointSource> all = kept().endpoints;
        QCOMPARE(all.size(), std::size_t(3));
        QCOMPARE(all[1].headers, one.headers);
        QCOMPARE(all[2].headers, QStringList{u"X-Client: weir"_s});
        for (const EndpointSource& each : all) {
            QCOMPARE(each.firstMessages, QStringList{u"hello"_s});
            QCOMPARE(each.maxMessageBytes, qint64(1000));
        }
        QCOMPARE(all[2].leftOut, QStringList());
    }

    void connectingAgainWithWhatWasMissingReplacesTheEndpoint()
    {
        put(u"profile.json"_s, oneEndpoint());
        Dashboard dashboard(options(), WindowOptions{}, withToken());
        dashboard.start({});
        Q_EMIT window()->connectRequested(typed(u"ws://127.0.0.1:1/checkout"_s, u"${TOKEN}"_s));
        QCOMPARE(names(), QStringList{u"checkout"_s});
        dashboard.stop();
        QCOMPARE(kept().endpoints.size(), std::size_t(1));
        QVERIFY(kept().endpoints[0].leftOut.isEmpty());
    }

    void connectingAgainWithNothingNewMissesTheSameAsBefore()
    {
        put(u"profile.json"_s, oneEndpoint());
        Dashboard dashboard(options(), WindowOptions{});
        dashboard.start({});
        Q_EMIT window()->connectRequested(typed(u"ws://127.0.0.1:1/checkout"_s));
        QCOMPARE(names(), QStringList{u"checkout"_s});
        dashboard.stop();
        QCOMPARE(kept().endpoints, oneEndpoint().endpoints);
    }

    void theSameFileOpenedAgainLosesNothing()
    {
        put(u"profile.json"_s, oneEndpoint());
        Dashboard dashboard(options(), WindowOptions{});
        dashboard.start({});
        Q_EMIT window()->connectRequested(typed(u"ws://127.0.0.1:1/new"_s));
        chooseInDialog(path());
        Q_EMIT window()->profileOpenRequested();
        QCOMPARE(names().size(), 2);
        QCOMPARE(window()->windowLayout().endpoints[0], oneEndpoint().layout.endpoints[0]);
        dashboard.stop();
        QCOMPARE(kept().endpoints.size(), std::size_t(2));
        QVERIFY(!QFile::exists(path(u"profile.mine.json"_s)));
    }

    void whatTheLineSetIsNotKeptWithAnotherSetting()
    {
        put(u"profile.json"_s, oneEndpoint());
        SessionOptions line = options();
        line.metrics.bufferSize = 555;
        line.metrics.enableMeta = false;
        Dashboard dashboard(line, WindowOptions{});
        dashboard.start({});
        MetricsConfig next = line.metrics;
        next.sampleRate = 0.4;
        Q_EMIT window()->configRequested(next);
        next.sampleRate = 0.2;
        Q_EMIT window()->configRequested(next);
        next.flushInterval = 7s;
        Q_EMIT window()->configRequested(next);
        dashboard.stop();
        QCOMPARE(kept().engine.bufferSize, oneEndpoint().engine.bufferSize);
        QCOMPARE(kept().engine.sampleRate, 0.2);
        QVERIFY(kept().engine.flushInterval == 7s);
    }

    void theProfileIsCalledAsTheFileThatItIsKeptIn()
    {
        put(u"profile.json"_s, oneEndpoint());
        Dashboard dashboard(options(), WindowOptions{});
        dashboard.start({});
        Profile theirs = oneEndpoint();
        theirs.engine.sampleRate = 0.3;
        put(u"profile.json"_s, theirs);
        Q_EMIT window()->connectRequested(typed(u"ws://127.0.0.1:1/new"_s));
        chooseInDialog(path(u"broken.json"_s)); // which saves
        QFile broken(path(u"broken.json"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        Q_EMIT window()->profileOpenRequested();
        QVERIFY(QFile::exists(path(u"profile.mine.json"_s)));
        const QString chip = window()->findChild<QWidget*>(u"profileButton"_s)->accessibleName();
        QVERIFY2(chip.contains(u"profile.mine"_s), qPrintable(chip));
    }

    void whatAProfileHasToSayIsTrouble()
    {
        QVERIFY(noteRow({}, Glyph::Triangle, ColorRole::Warn, {}).kind == EventKind::Trouble);
        QVERIFY(noteRow({}, Glyph::Triangle, ColorRole::Warn, {}, EventKind::Sampling).kind ==
                EventKind::Sampling);
    }

    void theDemoIsNeverKept()
    {
        SessionOptions demo = options();
        demo.demo = FeedPattern::Steady;
        Dashboard dashboard(std::move(demo), WindowOptions{});
        dashboard.start({});
        QVERIFY(names().size() > 1);
        dashboard.stop();
        QVERIFY(!QFile::exists(path()));
    }

    void aPictureKeepsNothing()
    {
        put(u"profile.json"_s, oneEndpoint());
        WindowOptions picture;
        picture.screenshot = path(u"picture.png"_s);
        Dashboard dashboard(options(), picture);
        dashboard.start({});
        Q_EMIT window()->removeRequested(window()->data().order().front());
        dashboard.stop();
        QCOMPARE(text(), toJson(oneEndpoint()));
    }

    void whatAnOptionSaidIsNotKept()
    {
        put(u"profile.json"_s, oneEndpoint());
        WindowOptions once;
        once.theme = Theme::Dark;
        once.size = QSize(1500, 900);
        Dashboard dashboard(options(), once);
        dashboard.start({});
        QCOMPARE(window()->windowLayout().theme, u"dark"_s);
        dashboard.stop();
        QCOMPARE(kept().layout.theme, u"light"_s);
        QVERIFY(!kept().layout.size);
    }

    void anotherProfileIsOpenedAndABrokenOneIsNot()
    {
        put(u"profile.json"_s, oneEndpoint());
        Profile other = oneEndpoint();
        other.endpoints[0].name = other.layout.endpoints[0].name = u"other"_s;
        other.layout.theme = u"dark"_s;
        put(u"other.json"_s, other);
        QFile broken(path(u"broken.json"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{");
        broken.close();
        Dashboard dashboard(options(), WindowOptions{});
        dashboard.start({});

        chooseInDialog(path(u"broken.json"_s));
        Q_EMIT window()->profileOpenRequested();
        QVERIFY(isSaid(u"Line 1, column"_s));
        QCOMPARE(names(), QStringList{u"checkout"_s});

        chooseInDialog(path(u"other.json"_s));
        Q_EMIT window()->profileOpenRequested();
        QCOMPARE(names(), QStringList{u"other"_s});
        QCOMPARE(window()->windowLayout().theme, u"dark"_s);
        QCOMPARE(window()->windowLayout().endpoints[0].group, u"shop"_s);

        chooseInDialog(path(u"third"_s));
        Q_EMIT window()->profileSaveAsRequested();
        QCOMPARE(kept(u"third.json"_s).endpoints, other.endpoints);
        dashboard.stop();
        QCOMPARE(kept().endpoints, oneEndpoint().endpoints);
        QCOMPARE(text(u"broken.json"_s), QByteArray("{"));
    }

    void anExportIsWrittenAndItsFailureSaid()
    {
        Dashboard dashboard(options(), WindowOptions{});
        dashboard.start({});
        chooseInDialog(path(u"card"_s));
        Q_EMIT window()->exportRequested("a,b"_ba, u"../card.csv"_s, u"CSV (*.csv)"_s);
        QCOMPARE(text(u"card.csv"_s), QByteArray("a,b"));
        QVERIFY(isSaid(u"card.csv"_s));

        QVERIFY(QDir().mkpath(path(u"gone"_s)));
        chooseInDialog(path(u"gone/card.csv"_s), [this] { QVERIFY(QDir().rmdir(path(u"gone"_s))); });
        Q_EMIT window()->exportRequested("a,b"_ba, u"card.csv"_s, u"CSV (*.csv)"_s);
        QVERIFY(isSaid(u"cannot be written"_s));
    }

    void theCostOfTheWindowIsAShareOfItsTime()
    {
        WindowCost cost;
        const TimePoint start{10s};
        QVERIFY(!cost.read(start, 1s));
        QVERIFY(!cost.read(start + 1s, 1500ms));
        QCOMPARE(cost.read(start + 2s, 2s), 0.5);
        QVERIFY(!cost.read(start + 3s, 3s));
        QCOMPARE(cost.read(start + 6s, 3s), 0.25);
        QVERIFY(threadCpuTime() > Duration::zero());
    }
};

QTEST_MAIN(DashboardProfileTest)
#include "dashboard_profile_test.moc"
