# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/configuration.md names every environment variable, option and profile field that there is, and no other, with the
ranges and defaults that the programs and the schema state: configuration_document_test.py SOURCE WEIR WEIR_COLLECT WEIR_FEED."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

NOBODY = "ws://127.0.0.1:1"
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
WORD = re.compile(r"`([^`]+)`")
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("METRICS_")}

problems = []


def expect(holds, problem):
    if not holds:
        problems.append(problem)


def expect_same(documented, real, what):
    for name in sorted(set(real) - set(documented)):
        problems.append(f"{what} {name} is not in docs/configuration.md")
    for name in sorted(set(documented) - set(real)):
        problems.append(f"{what} {name} is in docs/configuration.md, and nowhere else")


def read_tables(document):
    """For each heading its rows by name: {heading: {name: {column: text}}}."""
    tables, columns = {}, None
    for line in document.splitlines():
        if line.startswith("#"):
            heading, columns = line.lstrip("# "), None
            tables[heading] = {}
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if columns is None:
                columns = cells
            elif not cells[0].startswith("---"):
                for name in WORD.findall(cells[0]):
                    expect(len(cells) == len(columns), f"{heading}: the row of {name} has {len(cells)} cells")
                    tables[heading][name] = dict(zip(columns, cells))
        else:
            columns = None
    return tables


def run(program, *arguments, folder, **variables):
    return subprocess.run([program, *arguments], env={**PLAIN, "QT_QPA_PLATFORM": "offscreen", "HOME": folder, **variables}, cwd=folder,
                          capture_output=True, text=True, encoding="utf-8", timeout=60)


def numbers(text):
    return {float(number) for number in NUMBER.findall(text)}


def check_complaint(name, said, row):
    """`said` about a value that cannot be states the range that the row states."""
    found = re.search(r"must be (.*)", said)
    if not found:
        expect(not numbers(row["range"]), f"{name}: a range is documented, but \"!\" is taken: {said!r}")
        return
    # "such as 0.03" and "(0: any free one)" are examples and asides.
    stated = re.sub(r", such as .*|\(.*?\)", "", found.group(1))
    expect(numbers(row["range"]) == numbers(stated), f"{name}: the program says \"{stated}\", the document \"{row['range']}\"")
    words = set(WORD.findall(row["range"]))
    listed = {item for item in re.split(r", | or |\|", stated.removeprefix("one of ").strip(" .")) if " " not in item}
    expect(not words or words == listed, f"{name}: the program says \"{stated}\", the document \"{row['range']}\"")


def check_variables(tables, source, collect, folder):
    rows = tables["Environment variables"]
    text = "".join(file.read_text(encoding="utf-8") for room in ("core", "app", "ui")
                   for file in sorted((source / room).rglob("*")) if file.suffix in (".cpp", ".h"))
    # How variables are called, and nothing else in these sources; DISPLAY has no underscore.
    real = set(re.findall(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"', text)) | set(re.findall(r'"(DISPLAY)"', text))
    expect("METRICS_SAMPLE_RATE" in real, "the variables are not found in the sources")
    expect_same(rows, real, "variable")
    for name, row in rows.items():
        if name.startswith("METRICS_"):
            row = {"range": "1 0" if row["range"] == "a switch" else row["range"]}
            check_complaint(name, run(collect, "--demo", "--duration", "0.1", folder=folder, **{name: "!"}).stderr, row)


def options_of(program, folder):
    """{option: (takes a value, default or None)} as --help says; None where it says nothing."""
    said = run(program, "--help", folder=folder).stdout
    part = said[said.index("Options:"):].split("\n\n")[0]
    options = {}
    for entry in re.split(r"\n  (?=-)", part)[1:]:
        names, _, words = re.sub(r" *\n *", " ", entry).partition("  ")
        default = re.search(r"\(([^()]+)\)\.$", words.strip())
        value = default and re.split("[:,]", default.group(1))[0]
        for name in re.findall(r"(?:^|(?<= ))--?[\w-]+", names):
            options[name] = ("<" in names, None if not value or value.startswith("--") else value)
    return options


def check_options(tables, program, headings, arguments, folder, but=()):
    """All options of `program`, by name; their ranges and defaults except of those in `but`."""
    rows = {name: row for heading in headings for name, row in tables[heading].items()}
    name_of_program = pathlib.Path(program).name
    real = options_of(program, folder)
    expect_same(rows, real, f"{name_of_program}'s option")
    for name in (real.keys() & rows.keys()) - set(but):
        takes_value, default = real[name]
        row, what = rows[name], f"{name_of_program} {name}"
        if default:
            expect(row["default"].strip("`") == default,
                   f"{what}: --help says that the default is {default}, the document {row['default']}")
        if takes_value and name != "--screenshot": # which would take it for a file's name
            line = [*arguments, f"{name}=!"] if name != "--duration" else [f"{name}=!"]
            check_complaint(what, run(program, *line, folder=folder).stderr, row)


# Where the fields of the schema's objects are.
FIELDS = {
    "Profile": (),
    "An endpoint": ("$defs", "endpoint"),
    "A step": ("$defs", "step"),
    "Look": ("$defs", "look"),
    "Engine": ("$defs", "engine"),
    "Layout": ("$defs", "layout"),
    "Size": ("$defs", "layout", "properties", "size"),
}


def fields_of(part):
    fields = dict(part.get("properties", {}))
    for choice in part.get("oneOf", []):
        fields.update(fields_of(choice))
    return fields


def check_field(what, field, row, schema):
    while "$ref" in field:
        found = schema
        for step in field["$ref"].lstrip("#/").split("/"):
            found = found[step]
        field = {**found, **{key: value for key, value in field.items() if key != "$ref"}}
    limits = [field[key] for key in ("const", "minimum", "maximum", "minLength", "maxLength", "maxItems") if key in field]
    for limit in limits:
        expect(float(limit) in numbers(row["range"]), f"{what}: the schema says {limit}, the document \"{row['range']}\"")
    expect(set(field.get("enum", [])) == set(WORD.findall(row["range"])) or "enum" not in field,
           f"{what}: the schema takes {field.get('enum')}, the document \"{row['range']}\"")
    default = re.search(r"\((\d+)\)$", field.get("description", ""))
    expect(not default or row["default"] == default.group(1), f"{what}: the schema has another default: {row['default']}")
    if field.get("type") == "array" and "maxLength" in field["items"]:
        check_field(what + "[]", field["items"], row, schema)


def check_profile(tables, schema):
    known = set()
    for heading, place in FIELDS.items():
        part = schema
        for step in place:
            part = part[step]
        known.add(json.dumps(part))
        fields = fields_of(part)
        expect_same(tables[heading], fields, f"the field (under \"{heading}\")")
        for name in fields.keys() & tables[heading].keys():
            check_field(f"{heading}: {name}", fields[name], tables[heading][name], schema)
    # An object of the schema that is not under FIELDS would be in no table.
    for name, part in schema["$defs"].items():
        expect(not fields_of(part) or json.dumps(part) in known, f"the fields of {name} are in no table")


def check_build(tables, source):
    text = "".join(file.read_text(encoding="utf-8") for file in [source / "CMakeLists.txt", *(source / "cmake").glob("*.cmake")])
    real = dict(re.findall(r"(?:^|\n)(?:option|cmake_dependent_option)\((WEIR_\w+) \"[^\"]*\" (ON|OFF)", text))
    real.update((name, "none") for name in re.findall(r"\nset\((WEIR_\w+) [^)]* CACHE ", text))
    rows = tables["Options of the build"]
    expect_same(rows, real, "build option")
    for name in real.keys() & rows.keys():
        expect(rows[name]["default"] == real[name], f"{name}: the default is {real[name]}")


def main(source, weir, collect, feed):
    source = pathlib.Path(source)
    tables = read_tables((source / "docs/configuration.md").read_text(encoding="utf-8"))
    both = "Options of weir and weir-collect"
    with tempfile.TemporaryDirectory() as folder:
        check_variables(tables, source, collect, folder)
        check_options(tables, collect, [both, "Options of weir-collect"], ["--duration=0.1", NOBODY], folder)
        check_options(tables, feed, ["Options of weir-feed"], ["--duration=0.1"], folder)
        # What the two share is checked already; a window takes longer to refuse.
        check_options(tables, weir, [both, "Options of weir"], ["--demo"], folder, but=tables[both])
    check_profile(tables, json.loads((source / "docs/profile.schema.json").read_text(encoding="utf-8")))
    check_build(tables, source)
    print("\n".join(problems) or "docs/configuration.md says what there is")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
