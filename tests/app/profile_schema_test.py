# SPDX-License-Identifier: GPL-3.0-or-later
"""What weir writes is what docs/profile.schema.json says, and what that refuses, --profile refuses, naming the place:
profile_schema_test.py WEIR WEIR_COLLECT DOCS."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import jsonschema

URL = "ws://127.0.0.1:1/feed"


def endpoint(**members):
    return {"version": 1, "endpoints": [{"url": URL, **members}]}


# What is broken, and the place that must be named.
BROKEN = [
    ({}, "version"),
    ({"version": 2}, "version"),
    ({"version": "1"}, "version"),
    ({"version": 1, "endpoint": []}, "endpoint"),
    ({"version": 1, "name": 7}, "name"),
    ({"version": 1, "name": "a\nb"}, "name"),
    ({"version": 1, "name": "x" * 141}, "name"),
    ({"version": 1, "endpoints": {}}, "endpoints"),
    ({"version": 1, "endpoints": [{"url": f"{URL}/{i}"} for i in range(2001)]}, "endpoints"),
    ({"version": 1, "endpoints": ["ws://h"]}, "endpoints[0]"),
    ({"version": 1, "endpoints": [{"name": "no address"}]}, "endpoints[0].url"),
    (endpoint(url="http://h/p"), "endpoints[0].url"),
    (endpoint(url="ws://"), "endpoints[0].url"),
    (endpoint(url="wss://user:password@h/p"), "endpoints[0].url"),
    (endpoint(name=""), "endpoints[0].name"),
    (endpoint(colour=1), "endpoints[0].colour"),
    (endpoint(color=8), "endpoints[0].color"),
    (endpoint(color=1.5), "endpoints[0].color"),
    (endpoint(tags="eu"), "endpoints[0].tags"),
    (endpoint(tags=["eu", None]), "endpoints[0].tags[1]"),
    (endpoint(headers=["no colon"]), "endpoints[0].headers[0]"),
    (endpoint(headers=["bad name: x"]), "endpoints[0].headers[0]"),
    (endpoint(headers=["A: b\r\nC: d"]), "endpoints[0].headers[0]"),
    (endpoint(subprotocols=["two words"]), "endpoints[0].subprotocols[0]"),
    (endpoint(first_messages=["x" * 65537]), "endpoints[0].first_messages[0]"),
    (endpoint(script=[{"send": "x"}, {}]), "endpoints[0].script[1]"),
    (endpoint(script=[{"send": "x", "wait_for": "y"}]), "endpoints[0].script[0].send"),
    (endpoint(script=[{"when": "x"}]), "endpoints[0].script[0]"),
    (endpoint(script=[{"send_base64": "?"}]), "endpoints[0].script[0].send_base64"),
    (endpoint(look={"items": "all"}), "endpoints[0].look.items"),
    (endpoint(look={"key": 1}), "endpoints[0].look.key"),
    (endpoint(look=[]), "endpoints[0].look"),
    (endpoint(proxy="ftp://h:1"), "endpoints[0].proxy"),
    (endpoint(proxy="http://user:password@h:1"), "endpoints[0].proxy"),
    (endpoint(insecure="yes"), "endpoints[0].insecure"),
    (endpoint(max_message=0), "endpoints[0].max_message"),
    (endpoint(connect_timeout=3601), "endpoints[0].connect_timeout"),
    (endpoint(ping_interval=-1), "endpoints[0].ping_interval"),
    ({"version": 1, "engine": []}, "engine"),
    ({"version": 1, "engine": {"mode": "some"}}, "engine.mode"),
    ({"version": 1, "engine": {"sample_rate": 0}}, "engine.sample_rate"),
    ({"version": 1, "engine": {"buffer_size": 15}}, "engine.buffer_size"),
    ({"version": 1, "engine": {"flush_interval": "2s"}}, "engine.flush_interval"),
    ({"version": 1, "layout": {"theme": "blue"}}, "layout.theme"),
    ({"version": 1, "layout": {"span": 60}}, "layout.span"),
    ({"version": 1, "layout": {"error_target": 0}}, "layout.error_target"),
    ({"version": 1, "layout": {"bottom_tab": 0}}, "layout.bottom_tab"),
    ({"version": 1, "layout": {"size": {"width": 1600}}}, "layout.size.height"),
    ({"version": 1, "layout": {"size": {"width": 100, "height": 900}}}, "layout.size.width"),
]


def check_broken(program, validator, folder):
    file = folder / "broken.json"
    for profile, place in BROKEN:
        words = json.dumps(profile)[:200]
        assert not validator.is_valid(profile), f"the schema takes {words}"
        file.write_text(json.dumps(profile))
        result = subprocess.run([program, "--profile", file], capture_output=True, text=True, timeout=120)
        assert result.returncode == 6, f"exit code {result.returncode} for {words}: {result.stderr}"
        found = [line for line in result.stderr.splitlines() if f"broken.json: {place}" in line]
        assert found, f"{place} is not named for {words}: {result.stderr}"
        assert "password" not in result.stderr.replace("user or password", ""), result.stderr


def run_weir(program, profile, *arguments):
    """Starts weir, ends it once it wrote the profile, and returns what it wrote."""
    before = profile.read_bytes() if profile.exists() else None
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FEED_TOKEN": "S3CRET"}
    window = subprocess.Popen([program, "--profile", profile, *arguments], env=environment,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120  # for a machine that hangs
    while (profile.read_bytes() if profile.exists() else None) == before and time.monotonic() < deadline:
        assert window.poll() is None, window.stderr.read()
        time.sleep(0.05)
    window.send_signal(signal.SIGTERM)
    _, errors = window.communicate(timeout=120)
    assert window.returncode == 0, (window.returncode, errors)
    return profile.read_text()


def check_written(program, validator, folder):
    profile = folder / "written.json"
    text = run_weir(program, profile, "--token-env", "FEED_TOKEN", "--header", "X-Api-Key: S3CRET", "--send", "hello",
                    "--sample-rate", "3%", "--insecure", f"{URL}?depth=5&token=S3CRET")
    written = json.loads(text)
    validator.validate(written)
    assert "S3CRET" not in text
    kept = written["endpoints"][0]
    assert kept["url"] == f"{URL}?depth=5" and kept["token_env"] == "FEED_TOKEN" and kept["insecure"], kept
    assert kept["left_out"] == ["query value token", "X-Api-Key"], kept
    assert written["engine"]["mode"] == "fixed" and written["engine"]["sample_rate"] == 0.03, written["engine"]
    assert profile.stat().st_mode & 0o777 == 0o600

    again = json.loads(run_weir(program, profile, "ws://127.0.0.1:1/other"))
    validator.validate(again)
    assert again["endpoints"][0] == kept and len(again["endpoints"]) == 2, again["endpoints"]


def main():
    weir, collect, docs = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    schema = json.loads((docs / "profile.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads((docs / "profile.example.json").read_text()))
    with tempfile.TemporaryDirectory() as name:
        check_broken(collect, validator, pathlib.Path(name))
        check_written(weir, validator, pathlib.Path(name))
    print(f"{len(BROKEN)} broken profiles are refused; what is written holds")


main()
