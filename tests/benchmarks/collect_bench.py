#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Messages a second that weir-collect takes from weir-feed on loopback, with the CPU time of both."""
import argparse
import json
import os
import subprocess
import sys

CASES = [  # clients, messages to each, rate to each
    (1, 1_000_000, 1_000_000),
    (8, 250_000, 1_000_000),
    (8, 200_000, 50_000),
]


def run(bin_dir, clients, count, rate):
    feed = subprocess.Popen(
        [os.path.join(bin_dir, "weir-feed"), "--count", str(count), "--rate", str(rate), "--clients", str(clients)],
        stdout=subprocess.PIPE, text=True)
    url = feed.stdout.readline().strip()
    collect = subprocess.Popen(
        [os.path.join(bin_dir, "weir-collect"), "--until-closed", "--format", "ndjson"] + [url] * clients,
        stdout=subprocess.PIPE, text=True)
    final = json.loads(collect.stdout.read().splitlines()[-1])
    _, status, usage = os.wait4(collect.pid, 0)
    if status != 0:
        sys.exit(f"weir-collect failed with status {status}")
    sent = json.loads(feed.stdout.read().splitlines()[-1])
    _, _, feed_usage = os.wait4(feed.pid, 0)
    received = final["totals"]["message_received"]
    if received["count"] != sent["messages"] or received["sum"] != sent["bytes"]:
        sys.exit(f"counts differ: sent {sent}, received {received}")
    messages = received["count"]
    cpu = usage.ru_utime + usage.ru_stime
    return {
        "clients": clients,
        "rate_asked": rate * clients,
        "messages": messages,
        "per_second": messages / final["uptime_s"],
        "collect_cpu_s": cpu,
        "collect_cpu_share": cpu / final["uptime_s"],
        "messages_per_cpu_second": messages / cpu,
        "feed_cpu_s": feed_usage.ru_utime + feed_usage.ru_stime,
        "collect_rss_mb": usage.ru_maxrss / 1024,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bin_dir")
    parser.add_argument("--json")
    arguments = parser.parse_args()
    rows = [run(arguments.bin_dir, *case) for case in CASES]
    print(f"{'clients':>7} {'messages':>10} {'messages/s':>11} {'collect CPU':>12} {'msg/CPU-s':>10} {'feed CPU':>9} {'RSS':>8}")
    for row in rows:
        print(f"{row['clients']:>7} {row['messages']:>10} {row['per_second']:>11.0f} {row['collect_cpu_share']:>11.0%} "
              f"{row['messages_per_cpu_second']:>10.0f} {row['feed_cpu_s']:>7.2f} s {row['collect_rss_mb']:>5.0f} MB")
    if arguments.json:
        with open(arguments.json, "w") as out:
            json.dump(rows, out, indent=2)


if __name__ == "__main__":
    main()
