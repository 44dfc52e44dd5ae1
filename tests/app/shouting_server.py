# SPDX-License-Identifier: GPL-3.0-or-later
"""A server whose words would write to a terminal and forge lines: shouting_server.py close|handshake. Prints its
address."""
import base64
import hashlib
import re
import socket
import sys

ESCAPES = "\x1b]0;owned\x07\x1b[31m\r\nFORGED line\n\x08\x7f\u009b32m\u202etxt\u2066\ufeff"


def upgrade(request):
    key = re.search(rb"Sec-WebSocket-Key: *(\S+)", request, re.IGNORECASE).group(1)
    digest = hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()
    return (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n")


def close_frame():
    payload = (4000).to_bytes(2, "big") + ESCAPES.encode()
    return bytes([0x88, len(payload)]) + payload


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"ws://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    while True:
        connection, _ = listener.accept()
        with connection:
            request = connection.recv(65536)
            if sys.argv[1] == "close":
                connection.sendall(upgrade(request) + b"\x81\x01x" + close_frame())
            else:
                words = ESCAPES.replace("\r\n", "").replace("\n", "").encode()
                connection.sendall(b"HTTP/1.1 101 " + words + b"\r\nUpgrade: " + words + b"\r\n\r\n")
            try:
                connection.recv(65536)
            except OSError:
                pass


main()
