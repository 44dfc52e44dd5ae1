// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QEvent>
#include <QWidget>

#include <cstdio>
#include <ctime>

namespace weir::bench {

/** CPU time of this process since it began, in milliseconds. */
inline double cpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/** Shows the window, prints cpuMs() when the events of its first frame are done, and leaves. */
inline int printFirstFrame(QApplication& app, QWidget& window)
{
    struct FirstPaint : QObject
    {
        bool eventFilter(QObject*, QEvent* event) override
        {
            if (event->type() == QEvent::Paint)
                QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
            return false;
        }
    } firstPaint;
    app.installEventFilter(&firstPaint);
    window.resize(1600, 980);
    window.show();
    const int status = QApplication::exec();
    std::printf("%.3f\n", cpuMs());
    return status;
}

} // namespace weir::bench
