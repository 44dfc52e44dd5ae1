#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The hot path's machine code: hot_path_test.py OBJDUMP BREACHES PROBES..., all but the first being object files."""

import pathlib
import sys
import unittest

sys.dont_write_bytecode = True  # the tree under test is not written to
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import hot_path_check  # noqa: E402

OBJDUMP, BREACHES, *PROBES = sys.argv[1:]

# Probe, instructions it may take before its ret: usually, and at most (a new maximum is stored as well).
BOUNDS = {
    "probeCount": (11, 11),
    "probeCountOfKey": (11, 11),
    "probeObserve": (26, 27),
    "probeObserveOfKey": (26, 27),
}

# Function of hot_path_breaches.cpp, a part of what must be said of it.
FOUND_OUT = {
    "lockPrefix": "locks the bus",
    "exchangeWithMemory": "exchanges with memory",
    "memoryFence": "fences",
    "callOfAFunction": "calls weir::anyFunction",
    "callThroughAPointer": "calls call   *",
    "clockRead": "reads a clock",
    "systemCall": "enters the kernel",
    "writeToTheEngine": "not the thread's own",
    "writeThroughTheEngine": "not the thread's own",
    "writeToAGlobal": "not the thread's own",
    "loop": "loops",
    "tooLong": "instructions, more than",
    "alwaysCold": "every event takes the cold path",
    "nothingStored": "leaves without a store",
}


class HotPathTest(unittest.TestCase):
    def test_the_engine_keeps_the_rules(self):
        self.assertTrue(PROBES)
        for probe in PROBES:
            functions = hot_path_check.disassemble(probe, OBJDUMP)
            for name, (usual, most) in BOUNDS.items():
                with self.subTest(name, probe=probe):
                    self.assertEqual(hot_path_check.breaches(functions[name], usual, most), [])


class HotPathCheckTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.functions = hot_path_check.disassemble(BREACHES, OBJDUMP)

    def said_of(self, name):
        return hot_path_check.breaches(self.functions[name], 12, 12)

    def test_a_path_that_keeps_the_rules_is_let_pass(self):
        self.assertEqual(self.said_of("nothingWrong"), [])

    def test_each_breach_is_found_out(self):
        for name, part in FOUND_OUT.items():
            with self.subTest(name):
                self.assertTrue(any(part in said for said in self.said_of(name)), self.said_of(name))

    def test_a_call_is_seen_behind_padding_prefixes(self):
        step = hot_path_check.instruction(0, "data16 data16 rex.W call 14 <probeCount+0x14>")
        self.assertEqual((step.name, step.operands), ("call", ["14"]))

    def test_a_pointer_from_elsewhere_is_not_the_threads_own(self):
        for code in ("mov (%rdi),%rax", "lea 0x8(%rdi),%rax", "mov %fs:0x28,%rax", "mov %rdi,%rax", "mov %fs:0x0,%eax"):
            with self.subTest(code):
                origins = hot_path_check.Origins().after(hot_path_check.instruction(0, code))
                self.assertIsNone(origins.of_memory("0x8(%rax)"))

    def test_a_pointer_from_thread_local_memory_is(self):
        for code in ("mov %fs:0xfffffffffffffff8,%rax", "mov %fs:0x8(%r13),%rax"):
            with self.subTest(code):
                step = hot_path_check.instruction(0, code)
                step.symbol = "weir::t_slotBinding"
                origins = hot_path_check.Origins().after(step)
                self.assertEqual(origins.of_memory("0x8(%rax)"), "own")
                self.assertIsNone(origins.of_memory("0x8(%rax,%rcx,8)"))
                overwritten = origins.after(hot_path_check.instruction(0, "add %rdi,%rax"))
                self.assertIsNone(overwritten.of_memory("0x8(%rax)"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
