// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "tests/ui/messages_parts.h"
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QKeyEvent>
#include <QListView>
#include <QStyleFactory>
#include <QtDebug>

#include <algorithm>
#include <cmath>

using namespace weir;
using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

double wave(double t, double level, double swing, double period, double phase)
{
    return std::max(0.0, level + swing * std::sin(6.2832 * (t / period) + phase) +
                             swing * 0.4 * std::sin(6.2832 * t / (period * 0.31) + 2 * phase));
}

std::vector<ScriptedEndpoint> shop(bool isDownAtEnd)
{
    const auto down = [isDownAtEnd](double t, double rate) { return isDownAtEnd && t > 240 ? -1.0 : rate; };
    return {
        {u"search"_s,
         [down](double t) {
             return (t > 70 && t < 86) || t > 264 ? -1.0 : down(t, wave(t, 4400, 500, 170, 0.4));
         }},
        {u"checkout"_s, [down](double t) { return down(t, wave(t, 5000, 700, 240, 5.6)); }},
        {u"catalog"_s, [down](double t) { return down(t, wave(t, 3200, 400, 150, 2.0)); }},
        {u"login"_s, [down](double t) { return down(t, wave(t, 1900, 200, 110, 1.0)); }},
        {u"billing"_s, [down](double t) { return down(t, wave(t, 1250, 100, 130, 3.0)); }},
    };
}

void play(MainWindow& window, ScriptedRun& run, double seconds, bool changesRate)
{
    for (int i = 0; i < static_cast<int>(seconds * 10); ++i) {
        if (changesRate && i == 1500) {
            QObject::connect(
                &window, &MainWindow::configRequested, &window,
                [&](const MetricsConfig& asked) {
                    run.configure(asked);
                    window.samplingAccepted(run.revision(), std::chrono::microseconds(180));
                },
                Qt::SingleShotConnection);
            QMetaObject::invokeMethod(window.findChild<QObject*>(u"rateSlider"_s), "chosen",
                                      Q_ARG(double, 0.03));
        }
        ScriptedRun::Step step = run.advance();
        window.tick(run.now(), run.wall(), step.statuses);
        window.addEvents(step.events);
        if (step.interval)
            window.applyInterval(*step.interval);
    }
    QCoreApplication::processEvents();
}

void chooseFiveMinutes(MainWindow& window)
{
    window.findChild<QAbstractButton*>(u"span2"_s)->click();
}

/** The third, the second and the first key become the subject, and latency is message age. */
void followSomeKeys(MainWindow& window)
{
    auto* keys = window.findChild<QListView*>(u"topKeysList"_s);
    for (const int row : {2, 1, 0}) {
        keys->setCurrentIndex(keys->model()->index(row, 0));
        QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier);
        QCoreApplication::sendEvent(keys, &enter);
    }
    auto* latency = window.findChild<QComboBox*>(u"latencyPicker"_s);
    latency->setCurrentIndex(1);
    Q_EMIT latency->activated(1);
}

void save(MainWindow& window, const QString& path, QSize size)
{
    window.resize(size);
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents();
    if (!window.grab().save(path))
        qFatal("cannot write %s", qPrintable(path));
}

void saveMessages(MainWindow& window, const QDir& target, const QString& suffix)
{
    window.resize(1600, 980);
    window.findChild<QAbstractButton*>(u"sideTab1"_s)->click();
    save(window, target.filePath(u"messages_none_%1.png"_s.arg(suffix)), {1600, 980});
    LookSettings look;
    look.key = "/data/symbol";
    look.value = "/data/price";
    window.setLook(EndpointId{1}, look);
    window.setLook(EndpointId{2}, look);
    for (KeptMessage& each : orders())
        window.addMessages({std::move(each)});
    auto* list = window.findChild<QAbstractItemView*>(u"messageList"_s);
    list->setCurrentIndex(list->model()->index(2, 0));
    auto* tree = window.findChild<QAbstractItemView*>(u"messageTree"_s);
    const QModelIndex data = tree->model()->index(3, 0, tree->model()->index(0, 0));
    tree->setCurrentIndex(tree->model()->index(1, 0, data));
    save(window, target.filePath(u"messages_%1.png"_s.arg(suffix)), {1600, 980});
    save(window, target.filePath(u"messages_small_%1.png"_s.arg(suffix)), {1280, 720});
    window.findChild<QAbstractButton*>(u"dockTab2"_s)->click();
    save(window, target.filePath(u"messages_small_open_%1.png"_s.arg(suffix)), {1280, 720});
    window.findChild<QAbstractButton*>(u"messageAs2"_s)->click();
    save(window, target.filePath(u"messages_hex_%1.png"_s.arg(suffix)), {1600, 980});
    window.findChild<QAbstractButton*>(u"messageAs1"_s)->click();
    save(window, target.filePath(u"messages_text_%1.png"_s.arg(suffix)), {1600, 980});
    window.findChild<QAbstractButton*>(u"messageAs0"_s)->click();
    window.findChild<QAbstractButton*>(u"dockTab0"_s)->click();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    const QDir target(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"."_s);
    const QSize usual(1600, 980);
    for (const Theme theme : {Theme::Dark, Theme::Light}) {
        const QString suffix = theme == Theme::Dark ? u"dark"_s : u"light"_s;
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = 0.1;
        config.bufferSize = 4000;
        {
            MainWindow window;
            window.setTheme(theme);
            window.setConfig(config, 14);
            window.resize(usual);
            window.show();
            save(window, target.filePath(u"empty_%1.png"_s.arg(suffix)), usual);
            save(window, target.filePath(u"empty_small_%1.png"_s.arg(suffix)), {1280, 720});
        }
        {
            MainWindow window;
            window.setTheme(theme);
            window.setConfig(config, 14);
            ScriptedRun run(shop(false), config);
            window.resize(usual);
            window.show();
            play(window, run, 300, true);
            chooseFiveMinutes(window);
            save(window, target.filePath(u"window_%1.png"_s.arg(suffix)), usual);
            save(window, target.filePath(u"small_%1.png"_s.arg(suffix)), {1280, 720});
            save(window, target.filePath(u"tiny_%1.png"_s.arg(suffix)), {960, 600});
            save(window, target.filePath(u"large_%1.png"_s.arg(suffix)), {2560, 1440});
            saveMessages(window, target, suffix);
            window.findChild<QAbstractButton*>(u"connectButton"_s)->click();
            save(window, target.filePath(u"connect_%1.png"_s.arg(suffix)), {1280, 720});
            window.findChild<QAbstractButton*>(u"moreButton"_s)->click();
            window.findChild<QAbstractButton*>(u"eventToggle"_s)->click();
            save(window, target.filePath(u"more_%1.png"_s.arg(suffix)), {960, 600});
        }
        {
            MainWindow window;
            window.setTheme(theme);
            window.setConfig(config, 14);
            ScriptedRun run(shop(false), config);
            LookSettings look;
            look.key = "/key";
            look.value = "/value";
            look.time = "/ts";
            look.sequence = "/seq";
            run.look(look);
            window.resize(usual);
            window.show();
            play(window, run, 200, false);
            followSomeKeys(window);
            play(window, run, 100, false);
            chooseFiveMinutes(window);
            save(window, target.filePath(u"keys_%1.png"_s.arg(suffix)), usual);
            window.findChild<QAbstractButton*>(u"dockTab1"_s)->click();
            save(window, target.filePath(u"keys_small_%1.png"_s.arg(suffix)), {1280, 720});
        }
        {
            MainWindow window;
            window.setTheme(theme);
            window.setConfig(config, 14);
            ScriptedRun run(shop(true), config);
            window.resize(usual);
            window.show();
            play(window, run, 300, false);
            chooseFiveMinutes(window);
            save(window, target.filePath(u"down_%1.png"_s.arg(suffix)), usual);
        }
    }
    return 0;
}
