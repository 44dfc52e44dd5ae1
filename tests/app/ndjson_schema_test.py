# SPDX-License-Identifier: GPL-3.0-or-later
"""Every line of weir-collect --format ndjson is what docs/ndjson.schema.json says: ndjson_schema_test.py PROGRAM SCHEMA."""
import json
import subprocess
import sys

import jsonschema


def lines_of(program, *arguments):
    result = subprocess.run([program, "--format", "ndjson", *arguments], capture_output=True, text=True, timeout=120)
    return [json.loads(line) for line in result.stdout.splitlines()]


def main():
    program, schema_file = sys.argv[1:]
    with open(schema_file) as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    demo = lines_of(program, "--demo=burst", "--duration", "2", "--flush-interval", "0.2", "--sample-rate", "0.1")
    refused = lines_of(program, "--connect-timeout", "0.2", "ws://127.0.0.1:1/?token=secret")
    assert len(demo) > 3 and demo[-1]["final"] and not demo[0]["final"], "several lines and a final one"
    assert refused and "secret" not in json.dumps(refused), "a line without the secret"
    for line in demo + refused:
        validator.validate(line)

    # The check can fail: a line without a field, or with a word that is no state, is refused.
    for damage in (lambda line: line.pop("accounting"), lambda line: line["endpoints"][0].update(state="fine")):
        broken = json.loads(json.dumps(demo[-1]))
        damage(broken)
        assert not validator.is_valid(broken), "a damaged line passes"
    print(f"{len(demo) + len(refused)} lines hold")


main()
