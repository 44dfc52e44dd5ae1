# SPDX-License-Identifier: GPL-3.0-or-later
"""A WebSocket server on python3-websockets that counts what it sends.

Prints its address, serves --clients clients --messages messages each (text, non-ASCII text and binary, of growing
size), closes each with 1000, and prints {"messages": n, "bytes": n} at the end. Without --clients it serves for ever.
With --user NAME:PASSWORD it serves nobody else; with --subprotocol it chooses that one.
"""
import argparse
import asyncio
import json

import websockets


def message(number):
    if number % 3 == 0:
        return bytes(number % 251 for _ in range(number % 5000))
    if number % 3 == 1:
        return json.dumps({"seq": number, "pad": "x" * (number % 300)})
    return "Füße, 水, 🚰 " * (number % 40)


def size(payload):
    return len(payload) if isinstance(payload, bytes) else len(payload.encode())


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=0)
    parser.add_argument("--user")
    parser.add_argument("--subprotocol")
    arguments = parser.parse_args()
    options = {}
    if arguments.user:
        options["create_protocol"] = websockets.basic_auth_protocol_factory(
            realm="feed", credentials=tuple(arguments.user.split(":", 1)))
    if arguments.subprotocol:
        options["subprotocols"] = [arguments.subprotocol]
    sent = {"messages": 0, "bytes": 0}
    served = 0
    done = asyncio.get_running_loop().create_future()

    async def serve(socket):
        nonlocal served
        for number in range(arguments.messages):
            payload = message(number)
            await socket.send(payload)
            sent["messages"] += 1
            sent["bytes"] += size(payload)
        if not arguments.clients:
            await socket.wait_closed()
            return
        await socket.close(1000)
        served += 1
        if served == arguments.clients:
            done.set_result(None)

    async with websockets.serve(serve, "127.0.0.1", 0, **options) as server:
        print(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await done
    print(json.dumps(sent), flush=True)


asyncio.run(main())
