# SPDX-License-Identifier: GPL-3.0-or-later
"""Every line of weir-collect --format ndjson is what docs/ndjson.schema.json says: ndjson_schema_test.py PROGRAM SCHEMA."""
import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time

import jsonschema
import websockets


def lines_of(program, *arguments):
    result = subprocess.run([program, "--format", "ndjson", *arguments], capture_output=True, text=True, timeout=120)
    return [json.loads(line) for line in result.stdout.splitlines()]


def looked_into(program):
    """Lines about a server whose messages are looked into."""
    port = []
    ready = threading.Event()

    async def send(socket, _path=None):
        number = 0
        try:
            while True:
                number += 1
                item = {"s": "ab"[number % 2], "v": -1.5, "t": time.time()}
                await socket.send(json.dumps({"n": number, "d": [item, item]}) if number % 10 else "{")
                await asyncio.sleep(0.005)
        except websockets.ConnectionClosed:
            pass

    async def serve():
        async with websockets.serve(send, "127.0.0.1", 0) as server:
            port.append(server.sockets[0].getsockname()[1])
            ready.set()
            await asyncio.Future()

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    ready.wait(10)
    look = {"items": "array", "array": "/d", "key": "/s", "value": "/v", "time": "/t", "sequence": "/n"}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as profile:
        endpoint = {"url": f"ws://127.0.0.1:{port[0]}", "name": "inside", "look": look}
        json.dump({"version": 1, "endpoints": [endpoint]}, profile)
        profile.flush()
        table = [program, "--duration", "1", "--profile", profile.name]
        said = subprocess.run(table, capture_output=True, text=True, timeout=120).stdout
        assert "looked into" in said and "most: " in said, said
        return lines_of(program, "--duration", "2", "--flush-interval", "0.2", "--profile", profile.name)


def check_looks(line):
    looks = line["looks"]
    (endpoint,) = looks["endpoints"]
    keys = [key for key in line["keys"] if key.get("endpoint") == "inside"]
    assert endpoint["endpoint"] == "inside" and endpoint["messages"] > 50 and looks["budget_per_s"] > 0, endpoint
    assert endpoint["failed"] > 5 and "not JSON" in endpoint["last_failure"], endpoint
    assert {key["key"] for key in keys} == {"a", "b"} and endpoint["keys"] == 2, keys
    # A machine that looks slowly does not open every message: then the counts are estimates of more than it opened.
    assert sum(key["count"] for key in keys) >= endpoint["items"] * (1 - 1e-9), keys
    assert endpoint["sequence"]["numbers"] > 50, endpoint
    assert all(abs(key["sum"] / key["count"] + 1.5) < 1e-9 for key in keys), keys
    assert all(key["low"] <= key["count"] <= key["high"] for key in keys), keys


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
    inside = looked_into(program)
    check_looks(inside[-1])
    for line in demo + refused + inside:
        validator.validate(line)

    # The check can fail: a line without a field, or with a word that is no state, is refused.
    for damage in (lambda line: line.pop("accounting"), lambda line: line["endpoints"][0].update(state="fine")):
        broken = json.loads(json.dumps(demo[-1]))
        damage(broken)
        assert not validator.is_valid(broken), "a damaged line passes"
    print(f"{len(demo) + len(refused) + len(inside)} lines hold")


main()
