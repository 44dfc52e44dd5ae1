# SPDX-License-Identifier: Apache-2.0
"""Our agent keeps the rules it states, on the wire and in docs/protocol.md: conformance_test.py PROGRAM DOCS."""
import json
import os
import pathlib
import re
import secrets
import subprocess
import sys

import jsonschema


def check_examples(docs):
    """Each JSON line of the document is a message of the schema."""
    schema = json.loads((docs / "weir.v1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    blocks = re.findall(r"```json\n(.*?)```", (docs / "protocol.md").read_text(encoding="utf-8"), re.DOTALL)
    seen = set()
    for block in blocks:
        message = json.loads(block)
        jsonschema.validate(message, {"$ref": f"#/$defs/{message['op']}", "$defs": schema["$defs"]})
        seen.add(message["op"])
    assert seen == {"hello", "data", "event", "ack", "err", "subscribe", "set", "get", "ping"}, seen


def main(program, docs):
    check_examples(pathlib.Path(docs))
    environment = {**os.environ, "WEIR_AGENT_TOKEN": secrets.token_hex(16)}
    server = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        url = server.stdout.readline().strip()
        conformance = pathlib.Path(__file__).with_name("conformance.py")
        arguments = [sys.executable, str(conformance), url, "--token-env", "WEIR_AGENT_TOKEN"]
        result = subprocess.run(arguments, env=environment, timeout=100, check=False)
        server.stdin.close()  # it stops when nobody wants anything of it
        said = server.stdout.read()
        assert server.wait(10) == 0, server.returncode
        assert environment["WEIR_AGENT_TOKEN"] not in said
        return result.returncode
    finally:
        server.kill()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
