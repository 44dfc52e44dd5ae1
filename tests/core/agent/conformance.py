#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether a server speaks weir.v1 as docs/protocol.md says: conformance.py URL [--token-env VARIABLE].

The server must be counting events: some each second. With --token-env, the variable holds its token, and control is
checked too; the setting is put back at the end. Prints a line for each rule, and exits 1 if one is broken.
"""
import argparse
import asyncio
import json
import math
import os
import pathlib
import sys

import jsonschema
import websockets

SCHEMA = pathlib.Path(__file__).resolve().parents[3] / "docs" / "weir.v1.schema.json"
PATIENCE = 10  # seconds
KNOWN_TYPES = range(1, 13)


def whole(value):
    return int(value)


class Broken(Exception):
    """A rule of the protocol is not kept."""


def require(condition, words):
    if not condition:
        raise Broken(words)


class Client:
    """A connection that checks each message it gets against the schema."""

    def __init__(self, url, token=None, subprotocols=("weir.v1",), headers=None):
        self._url = url
        self._headers = dict(headers or {})
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._subprotocols = list(subprotocols) or None
        self._schema = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
        self._number = 0

    async def __aenter__(self):
        self.socket = await asyncio.wait_for(
            websockets.connect(self._url, subprotocols=self._subprotocols, extra_headers=self._headers,
                               max_size=1 << 20, compression=None), PATIENCE)
        return self

    async def __aexit__(self, *_):
        await self.socket.close()

    async def message(self):
        text = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        require(isinstance(text, str), "messages are text")
        message = json.loads(text)
        definition = self._schema.evolve(schema={"$ref": f"#/$defs/{message.get('op')}",
                                                 "$defs": self._schema.schema["$defs"]})
        problem = next(definition.iter_errors(message), None)
        require(problem is None, problem and f"{message.get('op')}: {problem.json_path}: {problem.message}")
        return message

    async def next(self, op, wanted=lambda message: True):
        for _ in range(1000):
            message = await self.message()
            if message["op"] == op and wanted(message):
                return message
        raise Broken(f"no {op} among a thousand messages")

    async def say(self, op, **fields):
        self._number += 1
        await self.socket.send(json.dumps({"op": op, "id": str(self._number), **fields}))
        return str(self._number)

    async def ask(self, op, **fields):
        """The answer to a command, whether it is done or refused."""
        number = await self.say(op, **fields)
        for _ in range(1000):
            message = await self.message()
            if message["op"] in ("ack", "err") and message.get("id") == number:
                return message
        raise Broken(f"no answer to {op}")


async def the_subprotocol_is_agreed_on_and_hello_comes_first(url, _token):
    async with Client(url) as client:
        require(client.socket.subprotocol == "weir.v1", "the server chooses weir.v1")
        hello = await client.message()
        require(hello["op"] == "hello", "hello comes first")
        ids = [row["id"] for row in hello["types"]]
        require(len(ids) == len(set(ids)), "a type has one id")


async def every_connection_of_a_process_has_the_same_session(url, _token):
    sessions = set()
    for _ in range(2):
        async with Client(url) as client:
            sessions.add((await client.message())["session_id"])
    require(len(sessions) == 1, "session_id is of the process")


async def commands_are_acknowledged_with_the_setting(url, _token):
    async with Client(url) as client:
        hello = await client.next("hello")
        for op in ("get", "ping", "subscribe"):
            answer = await client.ask(op)
            require(answer["op"] == "ack", f"{op} is acknowledged")
            require(answer["config"] == hello["config"], "ack has the setting in force")


async def data_follows_its_rules(url, _token):
    async with Client(url) as client:
        await client.next("hello")
        require((await client.ask("subscribe", period_ms=100))["op"] == "ack", "subscribe is acknowledged")
        totals, now, sequence = {}, {}, None
        grew, intervals = False, 0
        while intervals < 3 or not grew:
            data = await client.next("data")
            accounting = {name: whole(value) for name, value in data["accounting"].items()}
            require(accounting["seen"] == accounting["critical"] + accounting["sampled_out"] + accounting["chosen"],
                    "seen = critical + sampled_out + chosen")
            require(accounting["chosen"] == accounting["kept"] + accounting["in_ring"] + accounting["thinned"]
                    + accounting["dropped"], "chosen = kept + in_ring + thinned + dropped")
            for row in data["now"]:
                require(whole(row["n"]) >= now.get(row["id"], 0), "exact totals never step back")
                grew |= whole(row["n"]) > now.get(row["id"], math.inf)
                now[row["id"]] = whole(row["n"])
            ended = whole(data["intervals"])
            require(sequence is None or whole(data["seq"]) == sequence + ended, "seq counts the intervals")
            sequence = whole(data["seq"])
            intervals += ended
            for row in data.get("rows", []) if ended else []:
                total = row["total"]
                before = totals.get(row["id"])
                for field in ("n", "k", "W"):
                    require(float(total[field]) >= float(row[field]) * (1 - 1e-9),
                            f"a total is no less than its interval: {field}")
                    require(before is None or math.isclose(
                        float(before[field]) + float(row[field]), float(total[field]), rel_tol=1e-6, abs_tol=1e-6),
                        f"a total grows by what its intervals add: {field}")
                require(float(row["W"]) >= float(row["k"]) * (1 - 1e-9), "weights are 1 or more")
                if "w" in row:
                    require(row["w"][0] <= row["w"][1], "w is the smallest and the largest weight")
                totals[row["id"]] = total
            for histogram in data.get("histograms", []):
                weight = sum(row["W"] for row in data["rows"] if row["id"] == histogram["id"])
                require(math.isclose(sum(bin[1] for bin in histogram["bins"]), weight, rel_tol=1e-3),
                        "a histogram's weights add up to W")
        require(all(whole(total["n"]) <= now[type_] for type_, total in totals.items() if type_ in now),
                "exact totals are ahead of those of the intervals")


async def unknown_fields_are_ignored(url, _token):
    async with Client(url) as client:
        await client.next("hello")
        answer = await client.ask("get", period_ms="never", nested={"deep": [1, {}]})
        require(answer["op"] == "ack", "fields that a command does not have are ignored")


async def what_is_no_command_is_refused_and_the_connection_goes_on(url, _token):
    async with Client(url) as client:
        await client.next("hello")
        cases = [("reboot", {}, "unknown_op"), ("subscribe", {"period_ms": 49}, "bad_value"),
                 ("subscribe", {"period_ms": "often"}, "bad_value"), ("set", {}, "bad_value"),
                 ("set", {"values": []}, "bad_value"), ("set", {"values": {"sample_rate": 2}}, "bad_value"),
                 ("set", {"values": {"mode": "wild"}}, "bad_value")]
        for op, fields, code in cases:
            answer = await client.ask(op, **fields)
            require(answer["op"] == "err" and answer["code"] in (code, "no_control"), f"{op} {fields} is {code}")
        for text in ("nonsense", "[]", "{"):
            await client.socket.send(text)
            require((await client.next("err"))["code"] == "bad_message", f"{text} is a bad_message")
        await client.socket.send(b"\x00\x01")
        require((await client.next("err"))["code"] == "bad_message", "a binary message is a bad_message")
        require((await client.ask("ping"))["op"] == "ack", "the connection goes on")


async def a_message_too_long_ends_the_connection(url, _token):
    async with Client(url) as client:
        await client.next("hello")
        try:
            await client.socket.send(" " * 20_000)
            while True:
                await client.message()
        except websockets.ConnectionClosed as closed:
            require(closed.code in (1009, 1008, 1006), "a message above 16 KiB ends the connection, with 1009")


async def foreign_pages_and_names_are_not_let_in(url, _token):
    for header in ({"Origin": "https://evil.example"}, {"Authorization": "Bearer wrong-token-0123456789"}):
        try:
            async with Client(url, headers=header):
                raise Broken(f"{header} is let in")
        except websockets.InvalidStatusCode as refused:
            require(refused.status_code in (401, 403), f"{header} is refused with 401 or 403")


async def without_the_token_nothing_is_set(url, _token):
    async with Client(url) as client:
        hello = await client.next("hello")
        require("control" not in hello["capabilities"], "control needs the token")
        answer = await client.ask("set", values={"sample_rate": hello["config"]["sample_rate"]})
        require(answer["op"] == "err" and answer["code"] == "no_control", "set is refused as no_control")


async def with_the_token_a_change_is_made_told_and_taken_back(url, token):
    if not token:
        return "not checked: no --token-env"
    async with Client(url, token) as client, Client(url) as watcher:
        hello = await client.next("hello")
        await watcher.next("hello")
        require("control" in hello["capabilities"], "the token gives control")
        before = hello["config"]
        values = {"mode": "fixed", "sample_rate": 0.25 if before["sample_rate"] != 0.25 else 0.5}
        answer = await client.ask("set", values=values, for_s=1, if_revision=hello["revision"])
        require(answer["op"] == "ack", f"set is done: {answer.get('message')}")
        require({**before, **values} == answer["config"], "what is named changes, the rest stays")
        require(whole(answer["revision"]) > whole(hello["revision"]), "a change has a revision of its own")
        require(answer.get("expires_in_s") in (0, 1), "a change for a while says how long it stays")
        told = await watcher.next("event", lambda event: event["kind"] == "set")
        require(told["revision"] == answer["revision"] and told.get("client") == hello.get("client"),
                "everybody is told what was set, and by whom")
        conflict = await client.ask("set", values={}, if_revision=hello["revision"])
        require(conflict["op"] == "err" and conflict["code"] == "conflict", "an old revision is a conflict")
        await watcher.next("event", lambda event: event["kind"] == "expired")
        require((await watcher.ask("get"))["config"] == before, "the former setting returns")
    return None


async def without_a_subprotocol_it_is_ndjson(url, _token):
    async with Client(url, subprotocols=()) as client:
        line = json.loads(await asyncio.wait_for(client.socket.recv(), PATIENCE))
        require("op" not in line and {"t", "accounting", "sampling", "totals"} <= line.keys(),
                "who asks for no subprotocol gets NDJSON, one line a message")


RULES = (
    the_subprotocol_is_agreed_on_and_hello_comes_first,
    every_connection_of_a_process_has_the_same_session,
    commands_are_acknowledged_with_the_setting,
    data_follows_its_rules,
    unknown_fields_are_ignored,
    what_is_no_command_is_refused_and_the_connection_goes_on,
    a_message_too_long_ends_the_connection,
    foreign_pages_and_names_are_not_let_in,
    without_the_token_nothing_is_set,
    with_the_token_a_change_is_made_told_and_taken_back,
    without_a_subprotocol_it_is_ndjson,
)


async def check(url, token):
    broken = 0
    for rule in RULES:
        name = rule.__name__.replace("_", " ")
        try:
            remark = await asyncio.wait_for(rule(url, token), 60)
            print(f"ok      {name}" + (f" ({remark})" if remark else ""))
        except (Broken, asyncio.TimeoutError, websockets.WebSocketException, OSError, ValueError, KeyError) as problem:
            broken += 1
            print(f"BROKEN  {name}: {problem or type(problem).__name__}")
    return broken


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("url")
    parser.add_argument("--token-env", metavar="VARIABLE", help="the variable that holds the token")
    options = parser.parse_args()
    token = os.environ[options.token_env] if options.token_env else None
    return 1 if asyncio.run(check(options.url, token)) else 0


if __name__ == "__main__":
    sys.exit(main())
