// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of gestures for docs/guide.md, which scripts/pictures makes with this: drives the whole program
// but its main() as a user would and saves what it shows. Usage: guide_pictures FOLDER NAME…; --names prints
// the names.
#include "app/dashboard/dashboard.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyleFactory>
#include <QTimer>
#include <QtTest/QtTest>

#include <cstdio>
#include <functional>
#include <vector>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/** The program goes on for so long, as it would before a user's eyes. */
void watch(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

/** The window, its parts by name, and what a user does with them. */
class User
{
public:
    User()
    {
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* window = qobject_cast<MainWindow*>(widget))
                m_window = window;
        }
    }

    MainWindow& window() const { return *m_window; }

    template<class T = QWidget>
    T& part(const QString& name) const
    {
        for (QWidget* top : QApplication::topLevelWidgets()) {
            T* found = top->objectName() == name ? qobject_cast<T*>(top) : top->findChild<T*>(name);
            if (found)
                return *found;
        }
        qFatal("The window has no %s", qPrintable(name));
    }

    void key(const QString& name, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        m_window->activateWindow(); // a dialog that was closed took it away
        (void)QTest::qWaitForWindowActive(m_window);
        part(name).setFocus();
        QTest::keyClick(&part(name), key, modifiers);
        settle();
    }

    void move(const QString& name, const QPoint& at, Qt::MouseButtons held = Qt::NoButton) const
    {
        mouse(name, QEvent::MouseMove, at, Qt::NoButton, held);
    }
    void press(const QString& name, const QPoint& at) const
    {
        mouse(name, QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton);
    }
    void release(const QString& name, const QPoint& at) const
    {
        mouse(name, QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton);
    }

    static void settle() { watch(400ms); }

private:
    void mouse(const QString& name, QEvent::Type type, const QPoint& at, Qt::MouseButton button,
               Qt::MouseButtons held) const
    {
        QWidget& widget = part(name);
        QMouseEvent event(type, at, widget.mapToGlobal(at), button, held, Qt::NoModifier);
        QCoreApplication::sendEvent(&widget, &event);
    }

    MainWindow* m_window = nullptr;
};

/** The window with the popups over it, as a screen would show them. */
QPixmap withPopups(MainWindow& window)
{
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (top != &window && top->isVisible() && top->windowType() == Qt::Popup)
            painter.drawPixmap(top->mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), top->grab());
    }
    return picture;
}

/** Of the window, what lies between the corners of two parts, or of one. */
QPixmap across(const User& user, const QString& first, const QString& last)
{
    const QWidget& from = user.part(first);
    const QWidget& to = user.part(last);
    return withPopups(user.window())
        .copy(QRect(from.mapTo(&user.window(), QPoint()), to.mapTo(&user.window(), to.rect().bottomRight())));
}

void closePopups()
{
    while (QWidget* popup = QApplication::activePopupWidget())
        popup->close();
    User::settle();
}

QPixmap crosshair(const User& user)
{
    const QSize card = user.part(u"totalsCard"_s).size();
    user.move(u"totalsCard"_s, {card.width() * 45 / 100, card.height() * 60 / 100});
    QPixmap picture = across(user, u"throughputCard"_s, u"latencyCard"_s);
    user.move(u"totalsCard"_s, {5, 5});
    return picture;
}

QPixmap zoom(const User& user)
{
    const QSize card = user.part(u"throughputCard"_s).size();
    const int y = card.height() * 60 / 100;
    user.press(u"throughputCard"_s, {card.width() * 40 / 100, y});
    user.move(u"throughputCard"_s, {card.width() * 80 / 100, y}, Qt::LeftButton);
    QPixmap picture = across(user, u"throughputCard"_s, u"throughputCard"_s);
    user.release(u"throughputCard"_s, {card.width() * 40 / 100, y});
    user.key(u"throughputCard"_s, Qt::Key_0);
    return picture;
}

QPixmap explanation(const User& user)
{
    user.key(u"totalsCard"_s, Qt::Key_E);
    const QWidget& words = user.part(u"explanation"_s);
    const QWidget& card = user.part(u"totalsCard"_s);
    const QPoint origin = user.window().mapToGlobal(QPoint());
    const QRect place(words.mapToGlobal(QPoint()) - origin, words.size());
    const QRect around(card.mapTo(&user.window(), QPoint()), card.size());
    QPixmap picture = withPopups(user.window()).copy(place | around);
    closePopups();
    return picture;
}

QPixmap messages(const User& user)
{
    static_cast<QAbstractButton&>(user.part(u"sideTab1"_s)).click();
    User::settle();
    for (const QString& name : {u"messageList"_s, u"messageTree"_s}) {
        auto& view = static_cast<QAbstractItemView&>(user.part(name));
        view.setCurrentIndex(view.model()->index(1, 0, view.rootIndex()));
        User::settle();
    }
    QPixmap picture = across(user, u"bottomDock"_s, u"bottomDock"_s);
    static_cast<QAbstractButton&>(user.part(u"dockTab1"_s)).click();
    User::settle();
    return picture;
}

QPixmap table(const User& user)
{
    const QSize before = user.window().size();
    user.window().resize(1900, 980); // all columns beside each other
    user.key(u"totalsCard"_s, Qt::Key_T);
    QPixmap picture = user.part(u"totalsCardTable"_s).grab();
    user.key(u"cardTable"_s, Qt::Key_T);
    user.window().resize(before);
    return picture;
}

QPixmap exportDialog(const User& user)
{
    user.key(u"throughputCard"_s, Qt::Key_E, Qt::ControlModifier);
    QPixmap picture = user.part(u"exportDialog"_s).grab();
    QTest::keyClick(&user.part(u"exportDialog"_s), Qt::Key_Escape);
    return picture;
}

QPixmap shortcuts(const User& user)
{
    user.key(u"endpointList"_s, Qt::Key_F1);
    QPixmap picture = user.part(u"shortcutsDialog"_s).grab();
    QTest::keyClick(&user.part(u"shortcutsDialog"_s), Qt::Key_Escape);
    return picture;
}

/** "prices", where nothing listens: trouble comes first in the list. */
QPixmap details(const User& user)
{
    user.key(u"endpointList"_s, Qt::Key_Home);
    return user.part(u"endpointPanel"_s).grab();
}

QPixmap emphasis(const User& user)
{
    user.key(u"endpointList"_s, Qt::Key_End);
    user.key(u"endpointList"_s, Qt::Key_Up);
    user.key(u"endpointList"_s, Qt::Key_Return);
    QPixmap picture = across(user, u"endpointPanel"_s, u"throughputCard"_s);
    user.key(u"endpointList"_s, Qt::Key_Return);
    return picture;
}

QPixmap filter(const User& user)
{
    auto& field = user.part<QLineEdit>(u"endpointFilter"_s);
    field.setFocus();
    QTest::keyClicks(&field, u"ch"_s);
    User::settle();
    QPixmap picture = across(user, u"endpointPanel"_s, u"throughputCard"_s);
    QTest::keyClick(&field, Qt::Key_Escape);
    User::settle();
    return picture;
}

QPixmap addMany(const User& user)
{
    user.part<QPushButton>(u"addManyLink"_s).click();
    user.part<QPlainTextEdit>(u"addManyText"_s)
        .setPlainText(u"ws://localhost/{eu,us}/orders\ntills ws://localhost/tills/{1,2,3}"_s);
    user.part<QLineEdit>(u"addManyGroup"_s).setText(u"shop"_s);
    User::settle();
    QPixmap picture = user.part(u"endpointPanel"_s).grab();
    user.part<QPushButton>(u"addManyCancel"_s).click();
    return picture;
}

QPixmap sampling(const User& user)
{
    return user.part(u"samplingPanel"_s).grab();
}

QPixmap totals(const User& user)
{
    user.part(u"endpointList"_s).setFocus();
    User::settle();
    return user.part(u"totalsCard"_s).grab();
}

QPixmap samplingStrip(const User& user)
{
    const QSize before = user.window().size();
    user.window().resize(1280, 720);
    User::settle();
    user.part<QPushButton>(u"moreButton"_s).click();
    User::settle();
    QPixmap picture = withPopups(user.window());
    closePopups();
    user.window().resize(before);
    User::settle();
    return picture;
}

struct Scene
{
    QString name;
    std::function<QPixmap(const User&)> take;
};

/** In this order, each leaving the window as it was; one tour for all. */
const std::vector<Scene>& scenes()
{
    static const std::vector<Scene> all{{u"crosshair"_s, crosshair}, {u"sampling_totals"_s, totals},
                                        {u"zoom"_s, zoom},           {u"explanation"_s, explanation},
                                        {u"sampling"_s, sampling},   {u"details"_s, details},
                                        {u"emphasis"_s, emphasis},   {u"filter"_s, filter},
                                        {u"table"_s, table},         {u"messages"_s, messages},
                                        {u"export"_s, exportDialog}, {u"shortcuts"_s, shortcuts},
                                        {u"add_many"_s, addMany},    {u"sampling_strip"_s, samplingStrip}};
    return all;
}

constexpr char kBurst[] = "sampling_buffer";

WindowOptions looks()
{
    WindowOptions options;
    options.size = QSize(1600, 980);
    options.theme = Theme::Dark;
    return options;
}

SessionOptions demo(FeedPattern pattern, double rate)
{
    SessionOptions options;
    options.demo = pattern;
    options.metrics = programMetricsDefaults();
    options.metrics.mode = SamplingMode::Fixed;
    options.metrics.sampleRate = rate;
    return options;
}

/** Where scripts/pictures wants them. */
class Folder
{
public:
    explicit Folder(const QString& path) : m_path(path) {}

    void save(const QString& name, const QPixmap& picture)
    {
        const QString file = m_path.filePath(name + u".png"_s);
        if (picture.toImage().convertToFormat(QImage::Format_RGB32).save(file, "PNG"))
            return;
        std::fprintf(stderr, "guide_pictures: cannot write %s\n", qUtf8Printable(file));
        m_isComplete = false;
    }
    bool isComplete() const { return m_isComplete; }

private:
    QDir m_path;
    bool m_isComplete = true;
};

void takeTour(const QStringList& names, Folder& folder)
{
    SessionOptions options = demo(FeedPattern::Mixed, 0.1);
    EndpointSettings prices;
    prices.name = u"prices"_s;
    prices.url = QUrl(u"ws://127.0.0.1:1/prices"_s);
    options.endpoints.push_back({prices, {}});
    Dashboard dashboard(std::move(options), looks());
    dashboard.start({});
    const User user;
    user.window().showLast(75s);
    watch(50s);
    for (int step = 0; step < 4; ++step) // 10 to 3 %
        QTest::keyClick(&user.part(u"endpointList"_s), Qt::Key_BracketLeft);
    watch(25s);
    for (const Scene& scene : scenes()) {
        if (names.contains(scene.name))
            folder.save(scene.name, scene.take(user));
    }
}

/** A ring far too small for its bursts. */
void takeBurst(Folder& folder)
{
    SessionOptions options = demo(FeedPattern::Burst, 0.5);
    options.metrics.bufferSize = 60;
    Dashboard dashboard(std::move(options), looks());
    dashboard.start({});
    const User user;
    user.window().showLast(60s);
    watch(60s);
    folder.save(QString::fromLatin1(kBurst), across(user, u"sampleRateCard"_s, u"bufferCard"_s));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"weir"_s);
    QApplication::setApplicationDisplayName(u"Weir"_s);
    QApplication::setApplicationVersion(QStringLiteral(WEIR_VERSION));
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setFont(windowFont());

    QStringList known{QString::fromLatin1(kBurst)};
    for (const Scene& scene : scenes())
        known.append(scene.name);
    QStringList names = QApplication::arguments().mid(1);
    if (names == QStringList{u"--names"_s}) {
        std::puts(qUtf8Printable(known.join(u'\n')));
        return 0;
    }
    if (names.size() < 2) {
        std::fputs("Usage: guide_pictures FOLDER NAME…\n       guide_pictures --names\n", stderr);
        return 2;
    }
    Folder folder(names.takeFirst());
    const bool isBurst = names.removeAll(QString::fromLatin1(kBurst)) > 0;
    for (const QString& name : names) {
        if (!known.contains(name)) {
            std::fprintf(stderr, "guide_pictures: no picture is called %s\n", qUtf8Printable(name));
            return 2;
        }
    }
    if (!names.isEmpty())
        takeTour(names, folder);
    if (isBurst)
        takeBurst(folder);
    return folder.isComplete() ? 0 : 1;
}
