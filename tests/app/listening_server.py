# SPDX-License-Identifier: GPL-3.0-or-later
"""A WebSocket server on python3-websockets that says what it was told: a line of JSON for each message and each
handshake, behind its address. Sends ten messages a second."""
import asyncio
import json

import websockets


async def serve(socket, path=None):
    print(json.dumps({"path": socket.path, "headers": dict(socket.request_headers.raw_items())}), flush=True)

    async def send():
        while True:
            await socket.send("tick")
            await asyncio.sleep(0.1)

    sender = asyncio.ensure_future(send())
    try:
        async for message in socket:
            print(json.dumps({"message": message}), flush=True)
    finally:
        sender.cancel()


async def main():
    async with websockets.serve(serve, "127.0.0.1", 0) as server:
        print(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await asyncio.Future()


asyncio.run(main())
