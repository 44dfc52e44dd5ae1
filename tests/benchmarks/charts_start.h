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

/** Shows the window, prints the cpuMs() at which the events of its first frame were done, and leaves. */
inline int printFirstFrame(QApplication& app, QWidget& window)
{
    struct FirstPaint : QObject
    {
        double cost = 0;

        bool eventFilter(QObject*, QEvent* event) override
        {
            if (event->type() == QEvent::Paint && !m_isPainted) {
                m_isPainted = true;
                // Not quit(), which closes the windows first: that is no part of a start.
                QMetaObject::invokeMethod(
                    this,
                    [this] {
                        cost = cpuMs();
                        QCoreApplication::exit();
                    },
                    Qt::QueuedConnection);
            }
            return false;
        }

    private:
        bool m_isPainted = false;
    } firstPaint;
    app.installEventFilter(&firstPaint);
    window.resize(1600, 980);
    window.show();
    const int status = QApplication::exec();
    std::printf("%.3f\n", firstPaint.cost);
    return status;
}

} // namespace weir::bench
