# SPDX-License-Identifier: GPL-3.0-or-later
"""A WebSocket server on python3-websockets that does what its standard input says, so that a test knows what was sent.

Prints its address, and after each line of input what came of it, as JSON:
  send COUNT [RATE [SIZE]]  COUNT messages to each client, RATE a second (0: at once), of SIZE bytes or a little more
  close CODE                closes each client with CODE
--greet COUNT: sends COUNT messages to each client that connects. --log: prints {"messages": n, "bytes": n} after each
message too, so that one knows what a server had sent that was killed: what the kernel took. --log-received: prints
{"received": text} of each message that arrives. It ends with its standard input.
"""
import argparse
import asyncio
import json
import sys

import websockets

clients = set()
sent = {"messages": 0, "bytes": 0}


def say(**what):
    print(json.dumps(what), flush=True)


async def send(client, arguments, size=0):
    payload = json.dumps({"seq": sent["messages"]}).ljust(size)
    await client.send(payload)
    sent["messages"] += 1
    sent["bytes"] += len(payload)
    if arguments.log:
        say(**sent)


async def serve(client, arguments):
    clients.add(client)
    try:
        for _ in range(arguments.greet):
            await send(client, arguments)
        async for message in client:
            if arguments.log_received:
                say(received=message)
    except websockets.ConnectionClosed:
        pass
    finally:
        clients.discard(client)


async def obey(line, arguments):
    words = line.split()
    if words[0] == "close":
        for client in list(clients):
            await client.close(int(words[1]))
        say(closed=int(words[1]))
        return
    count, rate, size = (int(word) for word in (words[1:] + ["0", "0"])[:3])
    for _ in range(count):
        for client in list(clients):
            try:
                await send(client, arguments, size)
            except websockets.ConnectionClosed:
                pass
        if rate:
            await asyncio.sleep(1 / rate)
    say(**sent)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--greet", type=int, default=0)
    parser.add_argument("--log", action="store_true")
    parser.add_argument("--log-received", action="store_true")
    arguments = parser.parse_args()
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    # No pings of its own: the faults are the client's to find.
    async with websockets.serve(lambda client: serve(client, arguments), arguments.host, arguments.port,
                                ping_interval=None) as server:
        print(f"ws://{arguments.host}:{server.sockets[0].getsockname()[1]}", flush=True)
        while line := await lines.readline():
            await obey(line.decode(), arguments)


asyncio.run(main())
