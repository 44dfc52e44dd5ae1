// SPDX-License-Identifier: GPL-3.0-or-later
// Weir's window without a session behind it, in a program that links nothing else.
#include "tests/benchmarks/charts_start.h"

#include "ui/main_window.h"
#include "ui/theme.h"

#include <QStyleFactory>

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(weir::windowFont());
    weir::MainWindow window;
    return weir::bench::printFirstFrame(app, window);
}
