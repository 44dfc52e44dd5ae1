# SPDX-License-Identifier: GPL-3.0-or-later
"""weir_echo_client gives each message back unchanged and in its kind, and leaves when the server closes:
echo_client_test.py WEIR_ECHO_CLIENT."""
import asyncio
import subprocess
import sys

import websockets

MESSAGES = ["", b"", "a", b"\x00\xff", "Füße 水 🚰", "\x00 and \u2028", "x" * 65535, bytes(range(256)) * 257,
            "y" * (1 << 20), bytes(1 << 24)]


async def main(program):
    echoed = asyncio.get_running_loop().create_future()

    async def serve(client):
        got = []
        for message in MESSAGES:
            await client.send(message)
            got.append(await client.recv())
        # A message in fragments comes back whole.
        await client.send(part for part in ("one, ", "zwölf, ", "三"))
        got.append(await client.recv())
        await client.close(1000)
        echoed.set_result(got)

    async with websockets.serve(serve, "127.0.0.1", 0, max_size=None) as server:
        port = server.sockets[0].getsockname()[1]
        client = await asyncio.create_subprocess_exec(program, f"ws://127.0.0.1:{port}", stdout=subprocess.PIPE)
        got = await asyncio.wait_for(echoed, 60)
        out, _ = await asyncio.wait_for(client.communicate(), 60)
    for sent, back in zip(MESSAGES + ["one, zwölf, 三"], got, strict=True):
        assert type(sent) is type(back) and sent == back, (sent[:40], back[:40])
    assert client.returncode == 0 and out == b"closed: 1000\n", (client.returncode, out)
    assert subprocess.run([program, "http://127.0.0.1/"], stderr=subprocess.DEVNULL, check=False).returncode == 2
    refused = subprocess.run([program, f"ws://127.0.0.1:{port}"], stderr=subprocess.PIPE, check=False)
    assert refused.returncode == 1 and b"Nothing listens on this port" in refused.stderr, refused


asyncio.run(main(sys.argv[1]))
