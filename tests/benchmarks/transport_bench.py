#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What receiving a message costs, held to its bars, beside its peers and the limit.

transport_bench.py BUILD [--check] [--json FILE] runs weir-collect as it comes (BUILD/bin) and the peers of
BUILD/benchmarks against one sender. All of them are connected at once and get their messages in turn, some
hundredths of a second at a time, the sender on a core of its own; the CPU time is user + system of the whole process, read around its turn. A
turn ends when every connection has answered a ping sent behind its messages. Ratios are medians over rounds of
the ratio within a round. --check exits 1 when a bar is missed.
"""

import argparse
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from bench_report import Row, machine, machine_text, print_table, report_missed, write_json

SIZES = [16, 128, 1024, 16384]
LARGE = 1 << 20
CONNECTIONS = [1, 10, 100]
ROUNDS = 9
TURN = 0.05  # CPU seconds of one turn, about
CONNECT_DEADLINE = 120
BOOKKEEPING_BAR = 25
IDLE = {"ws": (100, 1000, 40), "wss": (30, 330, 150)}  # connections, connections, KB each
PACE = (10, 5)  # messages a second to each connection, seconds
MESSAGE_CAP = 16 << 20  # weir-collect's --max-message as it comes
HOSTILE_SECONDS = 5
HOSTILE = {
    "header": "a header that does not end",
    "line": "a first line that does not end",
    "frame": "a frame that claims 1.9 GB",
    "fragments": "fragments without end",
    "pings": "pings, and nothing is read",
}

WEIR, AGAIN, QWEBSOCKET, BEAST = "Weir", "Weir again", "bare QWebSocket", "Beast"
TUNED, NODE, LIMIT = "tuned Beast", "Node ws", "recv and parse"


def size_text(size):
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size >> 10} KB" if size >= 1 << 10 else f"{size} B"


def connections_text(count):
    return f"{count} connection{'s' if count > 1 else ''}"


class Sender:
    def __init__(self, program, certificate, key):
        self.process = subprocess.Popen([program, certificate, key], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        # Whoever runs the kernel's half of loopback pays for it: on two cores that is always the same one.
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) > 1:
            os.sched_setaffinity(self.process.pid, {cores[-1]})
            os.sched_setaffinity(0, set(cores[:-1]))  # the clients, which inherit it
        tcp, tls, self.compiler = self.process.stdout.readline().strip().split(" ", 2)
        self.ports = {"ws": tcp, "wss": tls}
        self.sent = {}  # group: messages and bytes

    def ask(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            sys.exit(f"the sender ended at \"{command}\"")
        return answer

    def flood(self, client, size, count):
        """CPU seconds that `client` needed for `count` texts on each of its connections."""
        before = client.cpu()
        self.ask(f"flood {client.group} {size} {count}")
        self.add_sent(client, size, count)
        return client.cpu() - before

    def pace(self, client, size, rate, seconds):
        """CPU seconds a second of time."""
        before, began = client.cpu(), time.monotonic()
        self.ask(f"pace {client.group} {size} {rate} {rate * seconds}")
        self.add_sent(client, size, rate * seconds)
        return (client.cpu() - before) / (time.monotonic() - began)

    def add_sent(self, client, size, count):
        messages, octets = self.sent.get(client.group, (0, 0))
        count *= client.connections
        self.sent[client.group] = messages + count, octets + count * size


class Client:
    """A program with so many connections to the sender, each for the path of a group of its own."""

    made = 0

    def __init__(self, setup, name, connections, scheme="ws"):
        Client.made += 1
        self.name, self.connections, self.sender = name, connections, setup.sender
        self.group = f"g{Client.made}"
        url = f"{scheme}://127.0.0.1:{setup.sender.ports[scheme]}/{self.group}"
        self.output = open(os.path.join(setup.folder, self.group), "w+", encoding="utf-8")
        self.process = subprocess.Popen(setup.command(name, url, connections), stdout=self.output,
                                        env=setup.environment)
        setup.processes.append(self.process)
        # Of another process; clock_getcpuclockid(3) makes the same number.
        self.clock = ~self.process.pid << 3 | 2

    def await_open(self):
        deadline = time.monotonic() + CONNECT_DEADLINE
        while int(self.sender.ask(f"open {self.group}")) < self.connections:
            if self.process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{self.name} did not open {connections_text(self.connections)}")
            time.sleep(0.05)

    def cpu(self):
        return time.clock_gettime_ns(self.clock) * 1e-9

    def memory(self, field):
        """KB, of /proc/PID/status or, for Pss, smaps_rollup."""
        name = "smaps_rollup" if field == "Pss" else "status"
        with open(f"/proc/{self.process.pid}/{name}", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith(field + ":"))

    def end(self, is_exact=True):
        """Ends it; Weir must have counted what was sent, to the byte, unless connections may have been lost."""
        if self.name not in (WEIR, AGAIN):
            self.process.terminate()
            self.process.wait()
            return
        status, deadline = None, time.monotonic() + 60
        while status is None and time.monotonic() < deadline:
            self.sender.ask(f"close {self.group}")  # again, for what was on its way back
            try:
                status = self.process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                pass
        if status is None:
            sys.exit(f"weir-collect with {connections_text(self.connections)} does not end when all are closed")
        if not is_exact:
            return
        self.output.seek(0)
        received = json.loads(self.output.readlines()[-1])["totals"]["message_received"]
        counted = received["count"], received["sum"]
        if status != 0 or counted != self.sender.sent.get(self.group, (0, 0)):
            sys.exit(f"weir-collect counted {counted} of {self.sender.sent.get(self.group)}, status {status}")


class Setup:
    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.processes = []
        self.environment = dict(os.environ, NODE_PATH="/usr/share/nodejs")
        for name in list(self.environment):
            if name.startswith("METRICS_") or name == "QT_NO_GLIB":
                del self.environment[name]  # as it comes
        certificate, key = os.path.join(folder, "certificate"), os.path.join(folder, "key")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=127.0.0.1", "-keyout", key, "-out", certificate], check=True, stderr=subprocess.DEVNULL)
        self.sender = Sender(self.program("transport_sender"), certificate, key)
        here = os.path.dirname(os.path.abspath(__file__))
        self.node = os.path.join(here, "transport_node.js")
        self.has_node = subprocess.run(["node", "-e", "require('ws')"], env=self.environment,
                                       stderr=subprocess.DEVNULL).returncode == 0 if self.finds("node") else False
        if not self.has_node:
            print("Node or its ws is not installed (nodejs, node-ws): its rows are left out.", file=sys.stderr)

    @staticmethod
    def finds(name):
        return any(os.access(os.path.join(folder, name), os.X_OK) for folder in os.get_exec_path())

    def program(self, name):
        return os.path.join(self.build, "benchmarks", name)

    def collect(self, *arguments):
        return [os.path.join(self.build, "bin", "weir-collect"), "--format", "ndjson", *arguments]

    def command(self, name, url, connections):
        peer = [url, str(connections)]
        return {
            WEIR: self.collect("--until-closed", "--insecure", *[url] * connections),
            AGAIN: self.collect("--until-closed", "--insecure", *[url] * connections),
            QWEBSOCKET: [self.program("transport_qwebsocket"), *peer],
            BEAST: [self.program("transport_beast"), *peer],
            TUNED: [self.program("transport_beast"), *peer, "tuned"],
            NODE: ["node", self.node, *peer],
            LIMIT: [self.program("transport_limit"), *peer],
        }[name]

    def stop(self):
        self.sender.process.stdin.close()
        for process in self.processes:
            process.kill()
            process.wait()
        self.sender.process.wait()

    def clients(self, names, connections, scheme="ws"):
        clients = [Client(self, name, connections, scheme) for name in names if name != NODE or self.has_node]
        for client in clients:
            client.await_open()
        time.sleep(0.2)  # what follows an opening: subscriptions, first pings
        return clients


# --- Floods -----------------------------------------------------------------------------------------------------------

def rounds_of(setup, clients, size):
    """{name: [CPU us a message, by round]}."""
    counts = {}
    for client in clients:
        trial = max(1, min(20_000, (8 << 20) // size) // client.connections)
        setup.sender.flood(client, size, trial)
        each = setup.sender.flood(client, size, trial) / trial
        counts[client] = max(1, round(TURN / each))
    times = {client.name: [] for client in clients}
    for turn in range(ROUNDS):
        for client in clients[turn % len(clients):] + clients[:turn % len(clients)]:
            seconds = setup.sender.flood(client, size, counts[client])
            times[client.name].append(1e6 * seconds / (counts[client] * client.connections))
    return times


def ratio(times, name, other):
    return statistics.median(a / b for a, b in zip(times[name], times[other]))


def microseconds(times, name):
    return f"{statistics.median(times[name]):.3g} us"


def beside(times, names):
    return ", ".join(f"{name} {ratio(times, name, WEIR):.2g}x" for name in names if name in times)


def flood_rows(setup):
    rows = []
    peers = [WEIR, AGAIN, QWEBSOCKET, BEAST, TUNED, NODE, LIMIT]
    for connections in CONNECTIONS:
        clients = setup.clients(peers, connections)
        for size in SIZES:
            times = rounds_of(setup, clients, size)
            what = f"{size_text(size)} text, {connections_text(connections)}"
            against_beast = ratio(times, BEAST, WEIR)
            rows.append(Row(what, microseconds(times, WEIR), against_beast, 2 if size < 16384 else 1.5, "x",
                            at_least=True, peer=f"Beast {microseconds(times, BEAST)}", ratio=f"{against_beast:.2f}x",
                            note=beside(times, [TUNED, NODE, LIMIT]), figures={"us": times}))
            added = 100 * (ratio(times, WEIR, QWEBSOCKET) - 1)
            again = 100 * (ratio(times, AGAIN, WEIR) - 1)
            rows.append(Row(f"{what}, what counting adds", f"{added:+.1f}%", added, BOOKKEEPING_BAR, "%",
                            peer=f"bare QWebSocket {microseconds(times, QWEBSOCKET)}", note=f"A/A {again:+.1f}%"))
        for client in clients:
            client.end()
    return rows


def large_rows(setup):
    clients = setup.clients([WEIR, AGAIN, QWEBSOCKET, BEAST, TUNED, NODE, LIMIT], 1)
    times = rounds_of(setup, clients, LARGE)
    for client in clients:
        client.end()
    against_beast = ratio(times, BEAST, WEIR)
    again = 100 * (ratio(times, AGAIN, WEIR) - 1)
    return [Row(f"{size_text(LARGE)} text, 1 connection", microseconds(times, WEIR), against_beast, 0.5, "x",
                at_least=True, peer=f"Beast {microseconds(times, BEAST)}", ratio=f"{against_beast:.2f}x",
                note=f"{beside(times, [TUNED, QWEBSOCKET, NODE, LIMIT])}, A/A {again:+.1f}%",
                figures={"us": times})]


def tls_rows(setup):
    rows = []
    clients = setup.clients([WEIR, QWEBSOCKET, BEAST, NODE], 10, "wss")
    for size in (128, 16384):
        times = rounds_of(setup, clients, size)
        rows.append(Row(f"TLS: {size_text(size)} text, 10 connections", microseconds(times, WEIR), 0,
                        peer=f"Beast {microseconds(times, BEAST)}", ratio=f"{ratio(times, BEAST, WEIR):.2f}x",
                        note=beside(times, [QWEBSOCKET, NODE]), figures={"us": times}))
    for client in clients:
        client.end()
    return rows


# --- Many connections -------------------------------------------------------------------------------------------------

def idle_rows(setup):
    rows = []
    few = {scheme: Client(setup, WEIR, low, scheme) for scheme, (low, _, _) in IDLE.items()}
    many = {scheme: Client(setup, WEIR, high, scheme) for scheme, (_, high, _) in IDLE.items()}
    bare = {scheme: [Client(setup, QWEBSOCKET, count, scheme) for count in IDLE[scheme][:2]] for scheme in IDLE}
    everyone = [*few.values(), *many.values(), *bare["ws"], *bare["wss"]]
    for client in everyone:
        client.await_open()
    for client in everyone:
        setup.sender.flood(client, 128, 1)  # each has something to show
    time.sleep(5)  # two flushes

    def slope(low, high, field):
        return (high.memory(field) - low.memory(field)) / (high.connections - low.connections)

    for scheme, (low, high, bar) in IDLE.items():
        resident, own = slope(few[scheme], many[scheme], "VmRSS"), slope(few[scheme], many[scheme], "Pss")
        peer = slope(*bare[scheme], "VmRSS")
        rows.append(Row(f"memory of an idle connection, {scheme}", f"{resident:.1f} KB", resident, bar, " KB",
                        peer=f"bare QWebSocket {peer:.1f} KB", ratio=f"{peer / resident:.2f}x",
                        note=f"RSS, {low} to {high} connections; PSS {own:.1f} KB",
                        figures={"rss_kb": resident, "pss_kb": own, "bare_kb": peer}))
    rows.append(paced_row(setup, [many["ws"], bare["ws"][1]]))
    for client in everyone:
        client.end(is_exact=False)  # hundreds of handshakes at once may have met their deadline
    return rows


def paced_row(setup, clients):
    """Of clients that are connected already; printed only."""
    others = setup.clients([BEAST, NODE, LIMIT], clients[0].connections)
    rate, seconds = PACE
    shares = {client.name: 100 * setup.sender.pace(client, 128, rate, seconds) for client in clients + others}
    for client in others:
        client.end()
    weir = shares.pop(WEIR)
    return Row(f"128 B, {clients[0].connections} connections x {rate} a second", f"{weir:.0f}% of a core", 0,
               peer=f"Beast {shares[BEAST]:.0f}%", ratio=f"{shares[BEAST] / weir:.2f}x",
               note=", ".join(f"{name} {share:.0f}%" for name, share in shares.items() if name != BEAST),
               figures={"weir": weir, **shares})


# --- A hostile server -------------------------------------------------------------------------------------------------

def hostile_rows(setup):
    quiet = Client(setup, WEIR, 1)
    quiet.await_open()
    time.sleep(1)
    before = quiet.memory("VmHWM")
    quiet.end()
    rows = []
    for case, words in HOSTILE.items():
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            url = f"ws://127.0.0.1:{setup.sender.ports['ws']}/hostile/{case}"
            process = subprocess.Popen(setup.collect("--flush-interval", "0.5", url), stdout=output,
                                       env=setup.environment)
            time.sleep(HOSTILE_SECONDS)
            with open(f"/proc/{process.pid}/status", encoding="ascii") as lines:
                peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
            process.send_signal(signal.SIGTERM)
            status = process.wait(timeout=30)
            output.seek(0)
            error = json.loads(output.readlines()[-1])["endpoints"][0]["error"]
        if status != 0:
            sys.exit(f"{words}: weir-collect ended with status {status}")
        growth = (peak - before) / 1024
        rows.append(Row(words, f"{growth:+.1f} MB", growth, 2 * MESSAGE_CAP / (1 << 20), " MB", note=f"{error}",
                        figures={"growth_mb": growth, "error": error}))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--check", action="store_true", help="exit 1 when a bar is missed, naming it")
    parser.add_argument("--json", metavar="FILE", help="write every row and the machine")
    parser.add_argument("--only", choices=["flood", "large", "tls", "idle", "hostile"], help="this part alone")
    arguments = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # the sender has both ends of thousands

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        setup = Setup(arguments.build, folder)
        try:
            for part, measure in (("flood", flood_rows), ("large", large_rows), ("tls", tls_rows),
                                  ("idle", idle_rows), ("hostile", hostile_rows)):
                if arguments.only in (None, part):
                    print(f"Measuring {part} …", file=sys.stderr, flush=True)
                    rows += measure(setup)
            facts = machine(setup.sender.compiler)
        finally:
            setup.stop()

    print(machine_text(facts))
    print_table(rows)
    print(f"Times are CPU of the whole client, median of {ROUNDS} rounds; a ratio is a median within rounds, above 1 where"
          " Weir needs less.\nCompare rows of one run only.")
    if arguments.json:
        write_json(arguments.json, facts, rows)
    if report_missed(rows) and arguments.check:
        sys.exit(1)


if __name__ == "__main__":
    main()
