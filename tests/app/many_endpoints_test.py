# SPDX-License-Identifier: GPL-3.0-or-later
"""Many endpoints of one weir-collect through the death and return of their server:
many_endpoints_test.py WEIR_COLLECT WEIR_FEED [--endpoints N] [--seconds S].

Each endpoint receives 10 messages a second. When all are open and S seconds have passed, the feed is killed; when all
have noticed, another feed on the same port sends each of them a known number of messages. Held: both identities on
every line; at most 20 attempts a second; every endpoint lost once, back once, with exactly what the second feed sent.
Prints the figures. With --endpoints 2000 it takes some six minutes.
"""
import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile

RATE = 10
CONNECTS_PER_SECOND = 20


def adds_up(line):
    a = line["accounting"]
    return (a["seen"] == a["critical"] + a["sampled_out"] + a["chosen"] and
            a["chosen"] == a["kept"] + a["in_ring"] + a["thinned"] + a["dropped"])


def sum_of(line, member):
    return sum(endpoint[member] for endpoint in line["endpoints"])


def count_of(line, kind):
    return line["totals"][kind]["count"]


def few_descriptors():
    """Fewer than there are endpoints: programs raise this limit to what they may have."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


class Feed:
    def __init__(self, program, *options):
        self.process = subprocess.Popen([program, "--rate", str(RATE), *options], stdout=subprocess.PIPE, text=True,
                                        preexec_fn=few_descriptors)
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("ws://"), "the feed listens"


class Collector:
    """Reads line after line and holds what must hold of each."""

    def __init__(self, program, profile):
        self.process = subprocess.Popen(
            [program, "--profile", profile, "--until-closed", "--wait", "--format", "ndjson", "--flush-interval", "1"],
            stdout=subprocess.PIPE, text=True, preexec_fn=few_descriptors)
        self.last = None
        self.began = None  # since when attempts are held to their rate
        self.most_attempts = 0.0

    def next(self):
        text = self.process.stdout.readline()
        assert text, f"weir-collect ended early with {self.process.wait()}"
        line = json.loads(text)
        assert adds_up(line), line["accounting"]
        assert sum_of(line, "messages") >= count_of(line, "message_received")
        if self.last:
            passed = line["uptime_s"] - self.last["uptime_s"]
            attempts = count_of(line, "retry_attempt") - count_of(self.last, "retry_attempt")
            if passed > 0.5:
                self.most_attempts = max(self.most_attempts, attempts / passed)
            for old, new in zip(self.last["endpoints"], line["endpoints"]):
                assert new["messages"] >= old["messages"] and new["connects"] >= old["connects"]
        self.began = self.began or line
        # Each turn has its time; a stall lets turns that were due come together, but no more of them.
        tried = max(count_of(line, kind) - count_of(self.began, kind) for kind in ("connection", "retry_attempt"))
        assert tried <= CONNECTS_PER_SECOND * (line["uptime_s"] - self.began["uptime_s"]) + 2, tried
        self.last = line
        return line

    def until(self, what):
        while not what(self.next()):
            pass
        return self.last

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(row.split()[1]) for row in status if row.startswith("VmRSS")) / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("collect")
    parser.add_argument("feed")
    parser.add_argument("--endpoints", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=2)
    arguments = parser.parse_args()
    number = arguments.endpoints

    first = Feed(arguments.feed)
    with tempfile.TemporaryDirectory() as folder:
        profile = os.path.join(folder, "profile.json")
        with open(profile, "w", encoding="utf-8") as file:
            # No pings behind the first: a server of Qt's hangs up right behind its close frame, and a ping into that
            # makes the kernel forget a frame that was not read yet.
            json.dump({"version": 1, "endpoints": [{"url": f"{first.url}/{i}", "ping_interval": 3600}
                                                   for i in range(number)]}, file)
        collector = Collector(arguments.collect, profile)

        began = collector.until(lambda line: sum_of(line, "connects") == number)
        print(f"{number} open after {began['uptime_s']:.1f} s")
        cpu = collector.cpu_seconds()
        streamed = collector.until(lambda line: line["uptime_s"] >= began["uptime_s"] + arguments.seconds)
        passed = streamed["uptime_s"] - began["uptime_s"]
        messages = count_of(streamed, "message_received") - count_of(began, "message_received")
        print(f"{messages / passed:.0f} messages/s, {100 * (collector.cpu_seconds() - cpu) / passed:.0f} % of a core, "
              f"{collector.resident_mib():.0f} MiB")

        collector.began = streamed  # a baseline behind the loss would miss turns that were due before it
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        collector.until(lambda line: sum_of(line, "disconnects") == number)
        at_loss = collector.next()  # what was read before the loss is in the engine's interval too
        assert count_of(at_loss, "message_received") == sum_of(at_loss, "messages")
        for endpoint in at_loss["endpoints"]:
            assert endpoint["last_close"]["code"] == 1006, endpoint
            assert endpoint["error"], endpoint
        each = RATE * (arguments.seconds + 5 + number // CONNECTS_PER_SECOND)  # until all are back, and a while
        port = first.url.rsplit(":", 1)[1]
        second = Feed(arguments.feed, "--port", port, "--count", str(each), "--clients", str(number))
        assert second.url == first.url
        back = collector.until(lambda line: sum_of(line, "connects") == 2 * number)
        print(f"all back {back['uptime_s'] - at_loss['uptime_s']:.1f} s after the loss, "
              f"at most {collector.most_attempts:.1f} attempts/s")

        end = collector.until(lambda line: line["final"])
        assert collector.process.wait() == 0
        said = json.loads(second.process.communicate()[0])
        assert second.process.returncode == 0
        assert said == {"clients": number, "messages": number * each, "bytes": said["bytes"]}, said
        assert count_of(end, "message_received") == sum_of(end, "messages")
        assert sum_of(end, "messages") - sum_of(at_loss, "messages") == said["messages"]
        assert sum_of(end, "bytes") - sum_of(at_loss, "bytes") == said["bytes"]
        assert end["accounting"]["dropped"] == 0
        for before, after in zip(at_loss["endpoints"], end["endpoints"]):
            assert after["messages"] - before["messages"] == each, after
            assert (after["connects"], after["disconnects"], after["state"]) == (2, 2, "closed"), after
            assert after["last_close"]["code"] == 1000, after
        print(f"{sum_of(end, 'messages')} messages counted, {said['messages']} of them known of the second feed: equal; "
              f"{count_of(end, 'retry_attempt')} tries after the loss")
    return 0


sys.exit(main())
