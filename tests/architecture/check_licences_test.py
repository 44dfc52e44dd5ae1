#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks each rule of check_licences.py in a small tree of its own."""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # the tree under test is not written to
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check_licences  # noqa: E402

# In two parts, so that this file names one licence only.
TAG = "SPDX-License-" + "Identifier: "
TOML = f'''version = 1
[[annotations]]
path = "**"
SPDX-FileCopyrightText = "Somebody"
[[annotations]]
path = ["**.json", ".gitignore"]
SPDX-License-{"Identifier"} = "GPL-3.0-or-later"
[[annotations]]
path = "core/*.json"
SPDX-License-{"Identifier"} = "Apache-2.0"
'''


class CheckLicencesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("REUSE.toml", TOML)
        self.write("LICENSES/Apache-2.0.txt", "text")
        self.write("LICENSES/GPL-3.0-or-later.txt", "text")

    def write(self, path, content):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")

    def said_of(self, path, content):
        self.write(path, content)
        return [rule for _, rule in check_licences.breaches(self.root, [path])]

    def test_a_line_in_the_file_is_enough(self):
        self.assertEqual(self.said_of("core/base/x.h", f"// {TAG}Apache-2.0\n"), [])
        self.assertEqual(self.said_of("scripts/x", f"#!/bin/sh\n# {TAG}GPL-3.0-or-later\n"), [])

    def test_a_source_without_a_line_is_named(self):
        for path in ("core/base/x.h", "ui/x.cpp", "ui/CMakeLists.txt", "cmake/x.cmake", "tests/x.py", "scripts/x", ".ci/run"):
            with self.subTest(path):
                self.assertIn("SPDX", self.said_of(path, "text\n")[0])

    def test_a_line_further_down_does_not_count(self):
        self.assertIn("SPDX", self.said_of("core/base/x.h", "\n" * 20 + f"// {TAG}Apache-2.0\n")[0])

    def test_a_file_without_comments_is_assigned_one(self):
        self.assertEqual(self.said_of("CMakePresets.json", "{}"), [])
        self.assertEqual(self.said_of("ui/deep/x.json", "{}"), [])
        self.assertEqual(self.said_of(".gitignore", "x"), [])

    def test_the_last_assignment_that_fits_decides(self):
        self.assertEqual(self.said_of("core/x.json", "{}"), [])
        self.assertIn("folder", self.said_of("core/deep/x.json", "{}")[0])  # one star stops at a slash

    def test_a_file_nobody_assigned_is_named(self):
        self.assertIn("REUSE.toml", self.said_of("resources/x.png", "png")[0])

    def test_the_wrong_licence_for_a_folder_is_named(self):
        self.assertIn("folder", self.said_of("core/base/x.h", f"// {TAG}GPL-3.0-or-later\n")[0])
        self.assertIn("folder", self.said_of("tests/core/x.cpp", f"// {TAG}GPL-3.0-or-later\n")[0])
        self.assertIn("folder", self.said_of("app/x.h", f"// {TAG}Apache-2.0\n")[0])

    def test_a_licence_without_its_text_is_named(self):
        self.assertIn("LICENSES", self.said_of("examples/x.cpp", f"// {TAG}MIT\n")[0])


if __name__ == "__main__":
    unittest.main()
