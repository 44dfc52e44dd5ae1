// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/builders.h"
#include "ui/main_window.h"

#include <QAbstractScrollArea>
#include <QCoreApplication>
#include <QMouseEvent>

namespace weir::test {

/** The run goes on for a while, and the window is told as the program would tell it. */
inline void play(MainWindow& window, ScriptedRun& run, int seconds)
{
    for (int i = 0; i < seconds * 10; ++i) {
        const ScriptedRun::Step step = run.advance();
        window.tick(run.now(), run.wall(), step.statuses);
        window.addEvents(step.events);
        if (step.interval)
            window.applyInterval(*step.interval);
    }
}

/** Two that send and, from the eighth second on, one that is lost. */
inline std::vector<ScriptedEndpoint> threeEndpoints()
{
    using namespace Qt::Literals::StringLiterals;
    return {{u"checkout"_s, [](double) { return 4000.0; }},
            {u"search"_s, [](double t) { return t > 8 ? -1.0 : 900.0; }},
            {u"payments"_s, [](double) { return 300.0; }}};
}

inline MetricsConfig fixedRate(double rate = 0.1)
{
    MetricsConfig config;
    config.mode = SamplingMode::Fixed;
    config.sampleRate = rate;
    return config;
}

/** The part of that name; the test ends where there is none. */
template<class T>
T* child(const QWidget& window, const char* name)
{
    T* found = window.findChild<T*>(QString::fromLatin1(name));
    if (!found)
        qFatal("no child %s", name);
    return found;
}

/** Gives layouts their turns: what one hides is laid out again in the next. */
inline void settle()
{
    for (int pass = 0; pass < 4; ++pass)
        QCoreApplication::processEvents();
}

/** For messages: class, name, and of what. */
inline QString describe(const QWidget& widget)
{
    const QWidget* parent = widget.parentWidget();
    return QStringLiteral("%1 “%2” in %3 “%4” at %5,%6 %7×%8")
        .arg(QString::fromLatin1(widget.metaObject()->className()), widget.objectName(),
             QString::fromLatin1(parent ? parent->metaObject()->className() : ""),
             parent ? parent->objectName() : QString())
        .arg(widget.x())
        .arg(widget.y())
        .arg(widget.width())
        .arg(widget.height());
}

/** The first visible widget that sticks out of its parent; "" when there is none. */
inline QString clippedChild(const QWidget& parent)
{
    for (const QObject* object : parent.children()) {
        const auto* widget = qobject_cast<const QWidget*>(object);
        if (!widget || !widget->isVisible() || widget->isWindow())
            continue;
        const bool isScrolled = parent.objectName() == QLatin1StringView("qt_scrollarea_viewport");
        if (!isScrolled && !parent.rect().contains(widget->geometry()))
            return describe(*widget);
        if (const QString inner = clippedChild(*widget); !inner.isEmpty())
            return inner;
    }
    return {};
}

/** A mouse event as it is: QTest's moves go where the cursor of the machine is. */
inline void mouse(QWidget& widget, QEvent::Type type, QPointF at, Qt::MouseButton button = Qt::NoButton,
                  Qt::MouseButtons buttons = {}, Qt::KeyboardModifiers modifiers = {})
{
    QMouseEvent event(type, at, widget.mapToGlobal(at), button, buttons, modifiers);
    QCoreApplication::sendEvent(&widget, &event);
}

inline void drag(QWidget& widget, QPointF from, QPointF to)
{
    mouse(widget, QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
    mouse(widget, QEvent::MouseMove, to, Qt::NoButton, Qt::LeftButton);
    mouse(widget, QEvent::MouseButtonRelease, to, Qt::LeftButton);
}

} // namespace weir::test
