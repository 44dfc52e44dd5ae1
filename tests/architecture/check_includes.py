#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the rooms of the house to who may include and link whom (ARCHITECTURE.md).

check_includes.py ROOT prints every breach as file:line: rule, and exits 1 if there is one.
"""

import dataclasses
import pathlib
import re
import sys

# --- The rules -------------------------------------------------------------------------------------------------------

# What the rooms around the engine may know of it.
ENGINE_PUBLIC = (
    "core/engine/compact_metric.h",
    "core/engine/engine_parts.h",
    "core/engine/engine_snapshot.h",
    "core/engine/estimators.h",
    "core/engine/metric_slot.h",
    "core/engine/metric_type.h",
    "core/engine/metrics_config.h",
    "core/engine/rate_outlook.h",
    "core/engine/production_metrics.h",
    "core/engine/slot_index.h",
    "core/engine/value_histogram.h",
)

# Values without behaviour of their own: what the user interface may know of the core.
CORE_VALUES = (
    "core/base/clock.h",
    "core/base/endpoint_id.h",
    "core/base/result.h",
    "core/base/strong_id.h",
    "core/engine/engine_snapshot.h",
    "core/engine/metric_type.h",
    "core/engine/metrics_config.h",
    "core/engine/rate_outlook.h",
    "core/feed/feed_options.h",
    "core/history/",
    "core/link/endpoint_settings.h",
    "core/link/endpoint_source.h",
    "core/link/kept_secrets.h",
    "core/link/endpoint_status.h",
    "core/look/kept_message.h",
    "core/look/look_report.h",
    "core/look/look_settings.h",
)

QT_LINK = ("Qt6::Core", "Qt6::Network", "Qt6::WebSockets")
VALUE_ROOMS = ("weir::base", "weir::engine", "weir::history", "weir::look", "weir::link", "weir::feed")


@dataclasses.dataclass(frozen=True)
class Room:
    """What one folder may include from the tree (folders end in '/') and link; None: anything."""

    includes: tuple | None
    links: tuple | None
    qt: bool = True
    headers: tuple = ()  # of libraries, where there is no Qt


# The longest folder that holds a file decides. A room may always include itself.
ROOMS = {
    "core/base": Room((), ("Threads::Threads",), qt=False),
    "core/engine": Room(("core/base/",), ("weir::base", "Threads::Threads"), qt=False),
    "core/websocket_metrics": Room(("core/base/",) + ENGINE_PUBLIC, ("weir::base", "weir::engine"), qt=False),
    "core/history": Room(("core/base/",), ("weir::base",), qt=False),
    "core/look": Room(("core/base/",) + ENGINE_PUBLIC,
                      ("weir::base", "weir::engine", "simdjson::simdjson", "PkgConfig::RE2"), qt=False,
                      headers=("simdjson.h", "re2/re2.h")),
    "core/net": Room(("core/base/",), ("weir::base", "Qt6::Core", "Qt6::Network")),
    "core/protocol": Room(("core/base/",) + ENGINE_PUBLIC, ("weir::base", "weir::engine", "Qt6::Core")),
    "core/link": Room(("core/base/", "core/look/") + ENGINE_PUBLIC,
                      ("weir::base", "weir::engine", "weir::look", "PkgConfig::RE2") + QT_LINK),
    "core/feed": Room(("core/base/", "core/net/") + ENGINE_PUBLIC, ("weir::base", "weir::engine", "weir::net") + QT_LINK),
    "core/agent": Room(("core/base/", "core/net/", "core/protocol/") + ENGINE_PUBLIC,
                       ("weir::base", "weir::engine", "weir::net", "weir::protocol") + QT_LINK),
    "core/watch": Room(("core/base/", "core/look/", "core/protocol/", "core/link/") + ENGINE_PUBLIC,
                       ("weir::base", "weir::engine", "weir::protocol", "weir::link", "Qt6::Core")),
    "ui/models": Room(CORE_VALUES, VALUE_ROOMS + ("Qt6::Core", "Qt6::Gui")),
    "ui/charts": Room(("ui/models/",) + CORE_VALUES,
                      VALUE_ROOMS + ("weir::ui_models", "Qt6::Core", "Qt6::Gui", "Qt6::Widgets", "Qt6::Charts")),
    "ui": Room(("ui/models/", "ui/charts/") + CORE_VALUES,
               VALUE_ROOMS + ("weir::ui_models", "weir::charts", "weir::resources", "Qt6::Core", "Qt6::Gui",
                              "Qt6::Widgets", "Qt6::Svg", "Qt6::SvgWidgets")),
    "app": Room(("core/", "ui/", "app/"), None),
    "examples": Room(("core/",), None),
    "tests": Room(None, None),
}
CHECKED = ("core", "ui", "app", "examples", "tests")

# Rooms without Qt use the standard library and the system's own headers.
SYSTEM_HEADER = re.compile(r"^([a-z_0-9]+|(unistd|pthread|sched|time|sys/\w+|linux/\w+|x86intrin|immintrin)\.h)$")
QT_HEADER = re.compile(r"^(Qt?[A-Z]|Qt\w*/|q[a-z]\w*\.h$)")

# Headers by which ui would reach for what app hands it.
UI_FORBIDDEN_HEADERS = {
    "sockets belong to core/link": re.compile(
        r"(^|/)(Q(Tcp|Udp|Ssl|Local|Abstract)(Socket|Server)|QWebSocket(Server)?|QNetwork\w+|QHostInfo|QtNetwork|"
        r"QtWebSockets)$|^sys/socket\.h$"),
    "ui makes bytes, app reads and writes files": re.compile(
        r"(^|/)(QFile|QSaveFile|QTemporaryFile|QTemporaryDir|QDir|QDirIterator|QFileInfo|QSettings|QLockFile|"
        r"QFileSystemWatcher)$|^(fstream|filesystem)$"),
    "the environment is read by app": re.compile(r"(^|/)QProcessEnvironment$"),
    "threads belong to app and the engine": re.compile(r"(^|/)(QThread|QThreadPool|QtConcurrent\w*)$|^thread$"),
}

# Words in code (comments and string literals do not count): folder, files exempt, pattern, rule.
WORDS = (
    ("ui", (), r"\b(qgetenv|qputenv|qEnvironmentVariable\w*|getenv|setenv)\s*\(", "the environment is read by app"),
    ("ui", (), r"\bnew\s+QThread\b|\bstd::j?thread\b|\bQtConcurrent::", "threads belong to app and the engine"),
    ("ui", ("ui/label.h", "ui/label.cpp"),
     r"\bnew\s+QLabel\b|\bQLabel\s*[({]|\bQLabel\s+\w+\s*[;({=]|<\s*QLabel\s*>\s*\(|\b(public|protected|private)\s+QLabel\b",
     "labels are made by makeLabel() of ui/label.h, which shows plain text only"),
    ("tests", (), r"\bsleep_(for|until)\b|\bQTest::q(Wait|Sleep)\s*\(|\bQThread::\w*sleep\s*\(|\b(u|nano)?sleep\s*\(",
     "a test waits for a condition or moves time by hand, it does not sleep"),
    ("tests", (), r"\bQSKIP\b", "a test is not skipped silently"),
)

# --- The check -------------------------------------------------------------------------------------------------------

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
# A raw string, a string, a character, a line comment, a block comment: whichever begins first.
NOT_CODE = re.compile(r'R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*(?:.|\n)*?\*/')
CMAKE_CALL = re.compile(r"\b(weir_add_library|weir_add_program|target_link_libraries|set_target_properties|set)\s*\(([^()]*)\)")
CMAKE_SECTIONS = {"QT", "SOURCES", "LINK", "PRECOMPILE"}
LINK_SCOPES = {"PUBLIC", "PRIVATE", "INTERFACE"}


def blank(match):
    """As many lines and digits apart as before, but nothing to find. 1'000 is a number, not a character."""
    return re.sub(r"[^\n]", " ", match.group())


def code_of(text):
    return NOT_CODE.sub(blank, re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", " ", text))


def room_of(path):
    folder = path.rpartition("/")[0]
    while folder:
        if folder in ROOMS:
            return folder
        folder = folder.rpartition("/")[0]
    return None


def within(path, folder):
    return path.startswith(folder + "/")


def allowed(target, entries):
    return any(target.startswith(entry) if entry.endswith("/") else target == entry for entry in entries)


def quoted_breach(path, room, target):
    if target.endswith(".moc") or re.fullmatch(r"moc_\w+\.cpp", target):
        return None
    owner = room_of(target)
    if owner is None:
        return f'"{target}": includes are rooted at the repository and lie in a room'
    if room == "tests":
        return None
    if owner == "tests":
        return f'"{target}": only tests include tests'
    if owner.split("/")[0] == "app" and room.split("/")[0] != "app":
        return f'"{target}": app is never included'
    if owner == room or ROOMS[room].includes is None or allowed(target, ROOMS[room].includes):
        return None
    return f'"{target}": {room} may not include it'


def angle_breach(path, room, target):
    if not ROOMS[room].qt:
        if QT_HEADER.match(target):
            return f"<{target}>: {room} knows no Qt"
        if not SYSTEM_HEADER.match(target) and target not in ROOMS[room].headers:
            return f"<{target}>: {room} uses the standard library only"
    if within(path, "ui"):
        for rule, pattern in UI_FORBIDDEN_HEADERS.items():
            if pattern.search(target):
                return f"<{target}>: {rule}"
    return None


def source_breaches(path, text):
    room = room_of(path)
    if room is None:
        yield 1, "this folder has no rule: add it to ROOMS"
        return
    lines = text.splitlines()
    code = code_of(text)
    code_lines = code.splitlines()
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if not found or not code_lines[number - 1].strip():
            continue  # the second: an include inside a comment
        quoted, angle = found.groups()
        breach = quoted_breach(path, room, quoted) if quoted else angle_breach(path, room, angle)
        if breach:
            yield number, breach
    for folder, exempt, pattern, rule in WORDS:
        if not within(path, folder) or path in exempt:
            continue
        for found in re.finditer(pattern, code):
            word = " ".join(found.group().split())
            yield code.count("\n", 0, found.start()) + 1, f"{word}: {rule}"


def cmake_tokens(arguments, first_line):
    for found in re.finditer(r"\S+", arguments):
        yield first_line + arguments.count("\n", 0, found.start()), found.group().strip('"')


def cmake_breaches(path, text):
    room = room_of(path)
    if room is None:
        if path.count("/") > 1:
            yield 1, "this folder has no rule: add it to ROOMS"
        return
    rules = ROOMS[room]
    code = re.sub(r"#[^\n]*", blank, text)
    for call in CMAKE_CALL.finditer(code):
        line = code.count("\n", 0, call.start(2)) + 1
        tokens = list(cmake_tokens(call.group(2), line))
        words = [word for _, word in tokens]
        links = []
        if call.group(1).startswith("weir_add_"):
            section = None
            for number, word in tokens[1:]:
                if word in CMAKE_SECTIONS:
                    section = word
                    if word == "QT" and not rules.qt:
                        yield number, f"QT: {room} knows no Qt"
                elif section == "LINK":
                    links.append((number, word))
        elif call.group(1) == "target_link_libraries":
            links = [(number, word) for number, word in tokens[1:] if word not in LINK_SCOPES]
        elif not rules.qt and re.search(r"\b(CMAKE_)?AUTOMOC (ON|TRUE|1)\b", " ".join(words)):
            yield line, f"AUTOMOC: {room} knows no Qt"
        for number, word in links:
            # Both names of a room count as one; what all targets share is free.
            name = re.sub(r"^weir_(?!options$)", "weir::", word)
            if name != "weir_options" and rules.links is not None and name not in rules.links:
                yield number, f"{word}: {room} may not link it"


def breaches(root):
    """Every breach under `root` as (path, line, rule), ordered by path and line."""
    root = pathlib.Path(root)
    for top in CHECKED:
        for file in sorted((root / top).rglob("*")):
            path = file.relative_to(root).as_posix()
            if file.suffix in (".h", ".hpp", ".cpp", ".cc"):
                found = source_breaches(path, file.read_text(encoding="utf-8"))
            elif file.name == "CMakeLists.txt":
                found = cmake_breaches(path, file.read_text(encoding="utf-8"))
            else:
                continue
            for line, rule in sorted(found):
                yield path, line, rule


def main(arguments):
    if len(arguments) != 2 or not (pathlib.Path(arguments[1]) / "core").is_dir():
        print("usage: check_includes.py ROOT, the folder that holds core/", file=sys.stderr)
        return 2
    count = 0
    for path, line, rule in breaches(arguments[1]):
        print(f"{path}:{line}: {rule}")
        count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
