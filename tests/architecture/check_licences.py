#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every tracked file has a licence: a line of its own, or one from REUSE.toml if it cannot hold a comment.

check_licences.py ROOT [FILE…] checks the named files, or all that git tracks, prints each breach as file: rule, and
exits 1 if there is one.
"""

import pathlib
import re
import subprocess
import sys
import tomllib

# Folder, the only licence in it. The longest one that holds a file decides; elsewhere any licence of LICENSES/ will do.
FOLDERS = {
    "core": "Apache-2.0",
    "tests/core": "Apache-2.0",
    "tests/support": "Apache-2.0",
    "app": "GPL-3.0-or-later",
    "ui": "GPL-3.0-or-later",
    "tests/app": "GPL-3.0-or-later",
    "tests/ui": "GPL-3.0-or-later",
}

# Files that can hold a comment say it themselves, so that a copy of one file keeps its licence.
SPEAKS = re.compile(r"(\.(h|cpp|py|cmake|sh)|(^|/)CMakeLists\.txt|^scripts/[^.]+|^\.ci/[^.]+)$")
TAG = re.compile(rb"SPDX-License-Identifier: ([\w.+-]+(?: (?:OR|AND|WITH) [\w.+-]+)*)")
HEAD_LINES = 5


def own_licence(file):
    head = b"\n".join(file.read_bytes().split(b"\n")[:HEAD_LINES])
    found = TAG.search(head)
    return found.group(1).decode() if found else None


def pattern_of(path):
    """REUSE.toml's globs: ** is anything, * is anything but a slash."""
    parts = re.split(r"(\*\*|\*)", path)
    return re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in parts))


def assigned_licences(root):
    file = root / "REUSE.toml"
    if not file.is_file():
        return []
    assigned = []
    for annotation in tomllib.loads(file.read_text(encoding="utf-8")).get("annotations", []):
        paths = annotation["path"]
        for path in [paths] if isinstance(paths, str) else paths:
            assigned.append((pattern_of(path), annotation.get("SPDX-License-Identifier")))
    return assigned


def required_licence(path):
    folder = path.rpartition("/")[0]
    while folder:
        if folder in FOLDERS:
            return FOLDERS[folder]
        folder = folder.rpartition("/")[0]
    return None


def breaches(root, paths):
    root = pathlib.Path(root)
    assigned = assigned_licences(root)
    for path in paths:
        file = root / path
        if path.startswith("LICENSES/") or not file.is_file():
            continue
        licence = own_licence(file)
        if licence is None and SPEAKS.search(path):
            yield path, "its first lines name no SPDX-License-Identifier"
            continue
        for pattern, given in assigned if licence is None else ():
            if given and pattern.fullmatch(path):
                licence = given  # the last one that fits decides
        if licence is None:
            yield path, "neither the file nor REUSE.toml names its licence"
            continue
        required = required_licence(path)
        if required and licence != required:
            yield path, f"is {licence}, but its folder is {required}"
        for name in re.split(r" (?:OR|AND|WITH) ", licence):
            if not (root / "LICENSES" / f"{name}.txt").is_file():
                yield path, f"is {name}, whose text is not in LICENSES/"


def tracked(root):
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], check=True, capture_output=True)
    return [path for path in listed.stdout.decode().split("\0") if path]


def main(arguments):
    if len(arguments) < 2:
        print("usage: check_licences.py ROOT [FILE…]", file=sys.stderr)
        return 2
    found = list(breaches(arguments[1], arguments[2:] or tracked(arguments[1])))
    for path, rule in found:
        print(f"{path}: {rule}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
