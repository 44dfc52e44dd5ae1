#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks each rule of check_includes.py in a small tree of its own and expects to be told where."""

import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # the tree under test is not written to
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check_includes  # noqa: E402

CLEAN = {
    "core/base/clock.h": "#pragma once\n#include <chrono>\n",
    "core/base/CMakeLists.txt": "weir_add_library(base SOURCES clock.h LINK Threads::Threads)\n",
    "core/engine/engine_snapshot.h": '#include "core/base/clock.h"\n#include <unistd.h>\n',
    "core/engine/slot_pool.h": "#include <vector>\n",
    "core/engine/CMakeLists.txt": "weir_add_library(engine SOURCES slot_pool.h LINK weir::base)\n",
    "core/history/time_ring.h": '#include "core/base/clock.h"\n',
    "core/link/endpoint_hub.cpp": '#include "core/engine/production_metrics.h"\n#include <QWebSocket>\n',
    "core/link/CMakeLists.txt": "weir_add_library(link QT\n  SOURCES endpoint_hub.cpp\n"
                                "  LINK weir::base weir::engine Qt6::Core\n  PRECOMPILE <QtCore>)\n",
    "core/feed/feed_server.h": '#include "core/base/clock.h"\n',
    "core/agent/agent.h": '#include "core/engine/production_metrics.h"\n',
    "ui/models/cards.h": '#include "core/engine/engine_snapshot.h"\n#include "core/history/time_ring.h"\n',
    "ui/charts/chart_card.h": '#include "ui/models/cards.h"\n#include <QtCharts/QChart>\n',
    "ui/label.cpp": "auto* label = new QLabel(parent);\n",
    "ui/panel.h": '#include "ui/charts/chart_card.h"\n#include "core/link/endpoint_status.h"\nclass QLabel;\nQLabel* m_count;\n',
    "ui/panel.cpp": '// new QLabel, qgetenv("X")\nconst char* text = "new QThread";\nint n = 1\'000;\n#include "panel.moc"\n',
    "app/session/session.cpp": '#include "app/support/signals.h"\n#include "core/link/endpoint_hub.h"\n#include <QFile>\n',
    "app/support/signals.h": "#include <QObject>\n",
    "app/dashboard/main.cpp": '#include "app/session/session.h"\n#include "ui/panel.h"\n',
    "examples/embed.cpp": '#include "core/engine/production_metrics.h"\n',
    "tests/ui/panel_test.cpp": '#include "ui/panel.h"\n#include "app/session/session.h"\n#include "tests/support/manual_time.h"\n'
                               "bool ok = QTest::qWaitFor(done);\n",
    "tests/CMakeLists.txt": "target_link_libraries(panel_test PRIVATE weir::ui Qt6::Test)\n",
}

# name, path, content (the breach is in its last line), a part of what must be said.
BREAKS = [
    ("base includes engine", "core/base/x.h", '#include "core/engine/engine_snapshot.h"', "core/base may not include"),
    ("base includes Qt", "core/base/x.h", "#include <vector>\n#include <QString>", "core/base knows no Qt"),
    ("base links Qt", "core/base/CMakeLists.txt", "weir_add_library(base\n  SOURCES x.cpp\n  LINK Qt6::Core)",
     "Qt6::Core: core/base may not link it"),
    ("engine includes Qt by module", "core/engine/x.h", "#include <QtCore/qglobal.h>", "knows no Qt"),
    ("engine includes Qt in lower case", "core/engine/x.h", "#include <qobject.h>", "knows no Qt"),
    ("look includes another library", "core/look/x.h", "#include <boost/asio.hpp>", "standard library only"),
    ("engine includes the libraries of look", "core/engine/x.h", "#include <re2/re2.h>", "standard library only"),
    ("engine includes a library", "core/engine/x.h", "#include <boost/asio.hpp>", "standard library only"),
    ("engine includes history", "core/engine/x.h", '#include "core/history/time_ring.h"', "may not include"),
    ("engine includes link", "core/engine/x.h", '#include "core/link/endpoint_status.h"', "may not include"),
    ("engine says QT", "core/engine/CMakeLists.txt", "weir_add_library(engine QT SOURCES x.cpp LINK weir::base)", "QT:"),
    ("engine turns AUTOMOC on", "core/engine/CMakeLists.txt", "set_target_properties(weir_engine PROPERTIES AUTOMOC ON)",
     "AUTOMOC"),
    ("engine sets AUTOMOC for its folder", "core/engine/CMakeLists.txt", "set(CMAKE_AUTOMOC ON)", "AUTOMOC"),
    ("engine links later", "core/engine/CMakeLists.txt", "target_link_libraries(weir_engine PRIVATE Qt6::Core)", "link"),
    ("history includes engine", "core/history/x.h", '#include "core/engine/engine_snapshot.h"', "may not include"),
    ("history links engine by its other name", "core/history/CMakeLists.txt",
     "target_link_libraries(weir_history PUBLIC weir_engine)", "weir_engine: core/history may not link it"),
    ("link includes the inside of engine", "core/link/x.h", '#include "core/engine/slot_pool.h"', "may not include"),
    ("link includes feed", "core/link/x.h", '#include "core/feed/feed_server.h"', "may not include"),
    ("link includes ui", "core/link/x.h", '#include "ui/models/cards.h"', "may not include"),
    ("link links Widgets", "core/link/CMakeLists.txt", "weir_add_library(link QT SOURCES x.cpp LINK Qt6::Widgets)", "link it"),
    ("feed includes link", "core/feed/x.h", '#include "core/link/qt_timer.h"', "may not include"),
    ("feed links link", "core/feed/CMakeLists.txt", "weir_add_library(feed QT SOURCES x.cpp LINK weir::link)", "link it"),
    ("agent includes link", "core/agent/x.h", '#include "core/link/transport.h"', "may not include"),
    ("core includes app", "core/link/x.h", '#include "app/session/session.h"', "app is never included"),
    ("core includes tests", "core/link/x.h", '#include "tests/support/manual_time.h"', "only tests include tests"),
    ("models include widgets", "ui/models/x.h", '#include "ui/panel.h"', "may not include"),
    ("models include charts", "ui/models/x.h", '#include "ui/charts/chart_card.h"', "may not include"),
    ("models include the engine itself", "ui/models/x.h", '#include "core/engine/production_metrics.h"', "may not include"),
    ("models link Widgets", "ui/models/CMakeLists.txt", "weir_add_library(ui_models QT SOURCES x.cpp LINK Qt6::Widgets)",
     "link it"),
    ("models include a thread", "ui/models/x.h", "#include <QThread>", "threads belong to"),
    ("charts include panels", "ui/charts/x.h", '#include "ui/panel.h"', "may not include"),
    ("ui includes the hub", "ui/x.h", '#include "core/link/endpoint_hub.h"', "may not include"),
    ("ui includes the transport", "ui/x.h", '#include "core/link/transport.h"', "may not include"),
    ("ui includes the feed", "ui/x.h", '#include "core/feed/feed_server.h"', "may not include"),
    ("ui includes app", "ui/x.h", '#include "app/session/session.h"', "app is never included"),
    ("ui links Charts", "ui/CMakeLists.txt", "weir_add_library(ui QT SOURCES x.cpp LINK Qt6::Charts)", "link it"),
    ("ui includes a socket", "ui/x.cpp", "#include <QTcpSocket>", "sockets"),
    ("ui includes a socket by module", "ui/x.cpp", "#include <QtWebSockets/QWebSocket>", "sockets"),
    ("ui includes a file", "ui/x.cpp", "#include <QFile>", "files"),
    ("ui includes a save file", "ui/x.cpp", "#include <QSaveFile>", "files"),
    ("ui includes a stream", "ui/charts/x.cpp", "#include <fstream>", "files"),
    ("ui includes the environment", "ui/x.cpp", "#include <QProcessEnvironment>", "environment"),
    ("ui reads the environment", "ui/x.cpp", 'auto home = qgetenv("HOME");', "environment"),
    ("ui starts a thread", "ui/x.cpp", "// a thread\nauto* thread = new QThread;", "threads"),
    ("ui makes a label", "ui/x.cpp", "auto* label = new QLabel;", "makeLabel"),
    ("ui holds a label", "ui/x.h", "class QLabel;\nQLabel m_name;", "makeLabel"),
    ("ui derives a label", "ui/x.h", "class Chip : public QLabel {};", "makeLabel"),
    ("app includes tests", "app/session/x.h", '#include "tests/support/manual_time.h"', "only tests include tests"),
    ("an example includes ui", "examples/x.cpp", '#include "ui/panel.h"', "may not include"),
    ("a path not rooted", "core/link/x.cpp", '#include "transport.h"', "rooted"),
    ("a path with dots", "core/link/x.cpp", '#include "../base/clock.h"', "rooted"),
    ("an unknown room", "core/cellar/x.h", "#include <vector>", "no rule"),
    ("an unknown room's build", "core/cellar/CMakeLists.txt", "weir_add_library(cellar SOURCES x.cpp)", "no rule"),
    ("a test sleeps", "tests/ui/x_test.cpp", "std::this_thread::sleep_for(1s);", "sleep"),
    ("a test waits a while", "tests/ui/x_test.cpp", "QTest::qWait(100);", "sleep"),
    ("a test sleeps by Qt", "tests/ui/x_test.cpp", "QTest::qSleep(100);", "sleep"),
    ("a test is skipped", "tests/ui/x_test.cpp", 'QSKIP("no network");', "skipped"),
]


class CheckIncludesTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)

    def write(self, path, content):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")

    def run_main(self):
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = check_includes.main(["check_includes.py", str(self.root)])
        return code, out.getvalue()

    def test_a_clean_tree_passes(self):
        for path, content in CLEAN.items():
            self.write(path, content)
        self.assertEqual(self.run_main(), (0, ""))

    def test_each_breach_is_found_and_named(self):
        for name, path, content, said in BREAKS:
            with self.subTest(name):
                self.setUp()
                for clean_path, clean in CLEAN.items():
                    self.write(clean_path, clean)
                self.write(path, content + "\n")
                found = list(check_includes.breaches(self.root))
                self.assertEqual(len(found), 1, found)
                self.assertEqual(found[0][0], path)
                last_line = 1 if "no rule" in said else content.count("\n") + 1
                self.assertEqual(found[0][1], last_line)
                self.assertIn(said, found[0][2])

    def test_every_rule_about_words_is_broken_once(self):
        for folder, _, _, rule in check_includes.WORDS:
            covered = any(path.startswith(folder) and said in rule for _, path, _, said in BREAKS)
            self.assertTrue(covered, rule)

    def test_a_breach_is_printed_with_its_place(self):
        self.write("core/base/clock.h", "#pragma once\n\n#include <QString>\n")
        code, text = self.run_main()
        self.assertEqual(code, 1)
        self.assertEqual(text, "core/base/clock.h:3: <QString>: core/base knows no Qt\n")

    def test_several_breaches_are_all_printed(self):
        self.write("core/base/clock.h", '#include <QString>\n#include "ui/panel.h"\n')
        self.write("ui/panel.cpp", "#include <QFile>\n")
        self.assertEqual(len(list(check_includes.breaches(self.root))), 3)

    def test_an_include_in_a_comment_does_not_count(self):
        self.write("core/base/clock.h", "/*\n#include <QString>\n*/\n// #include <QString>\n")
        self.assertEqual(self.run_main(), (0, ""))

    def test_a_folder_that_is_no_tree_is_refused(self):
        self.assertEqual(self.run_main()[0], 2)


if __name__ == "__main__":
    unittest.main()
