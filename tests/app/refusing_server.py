# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that refuses in one way: refusing_server.py silent|401|html|tls [CERTIFICATE KEY]. Prints its address."""
import socket
import ssl
import sys
import threading

ANSWERS = {
    "silent": None,
    "401": b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n",
    "html": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>hi</html>",
}


def serve(connection, answer):
    with connection:
        try:
            if answer is not None:
                connection.recv(65536)
                connection.sendall(answer)
            while connection.recv(65536):
                pass
        except OSError:
            pass


def main():
    mode = sys.argv[1]
    context = None
    if mode == "tls":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"{'wss' if context else 'ws'}://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    while True:
        connection, _ = listener.accept()
        if context:
            try:
                connection = context.wrap_socket(connection, server_side=True)
            except OSError:
                continue
        threading.Thread(target=serve, args=(connection, ANSWERS.get(mode)), daemon=True).start()


main()
