# SPDX-License-Identifier: Apache-2.0
"""Rows of a benchmark with their bars: as a table, as JSON, and which of them were missed."""

import dataclasses
import json
import os
import platform
import sys


@dataclasses.dataclass
class Row:
    """One line of the table. `bar`, in `unit`, is what `value` is held to; None: printed only."""

    what: str
    measured: str
    value: float
    bar: float | None = None
    unit: str = ""
    at_least: bool = False
    strict: bool = False
    peer: str = ""
    ratio: str = ""
    note: str = ""
    figures: dict = dataclasses.field(default_factory=dict)

    def ok(self):
        if self.bar is None:
            return None
        if self.at_least:
            return self.value >= self.bar
        return self.value < self.bar if self.strict else self.value <= self.bar

    def verdict(self):
        return {None: "", True: "ok", False: "MISSED"}[self.ok()]


def machine(compiler):
    cpu = platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            cpu = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), cpu)
    except OSError:
        pass
    return {"cpu": cpu, "cores": os.cpu_count(), "compiler": compiler, "kernel": platform.release()}


def bar_text(row):
    if row.bar is None:
        return ""
    sign = ">=" if row.at_least else "<" if row.strict else "<="
    return f"{sign} {row.bar:g}{row.unit}"


def print_table(rows):
    table = [("what", "measured", "peer", "ratio", "bar", "", "")]
    table += [(row.what, row.measured, row.peer, row.ratio, bar_text(row), row.verdict(), row.note) for row in rows]
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def machine_text(facts):
    return f"{facts['cpu']}, {facts['cores']} cores, {facts['compiler']}, Linux {facts['kernel']}"


def write_json(path, facts, rows):
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"machine": facts, "rows": [{**dataclasses.asdict(row), "ok": row.ok()} for row in rows]}, out,
                  indent=2)
        out.write("\n")


def report_missed(rows):
    """Names each row that missed its bar on stderr; whether there was one."""
    missed = [row for row in rows if row.ok() is False]
    for row in missed:
        print(f"missed: {row.what}: {row.measured}{', ' + row.ratio if row.ratio else ''}, bar {bar_text(row)}",
              file=sys.stderr)
    return bool(missed)
