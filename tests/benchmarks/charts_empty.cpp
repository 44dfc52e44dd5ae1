// SPDX-License-Identifier: GPL-3.0-or-later
// The least a window costs: an empty one, in a program that links nothing else.
#include "tests/benchmarks/charts_start.h"

#include <QMainWindow>

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QMainWindow window;
    return weir::bench::printFirstFrame(app, window);
}
