# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent in JavaScript keeps weir.v1, is read and controlled: node_agent_test.py NODE AGENT CONFORMANCE COLLECT."""
import os
import secrets
import subprocess
import sys


def main(node, agent, conformance, collect):
    environment = {**os.environ, "NODE_PATH": "/usr/share/nodejs", "WEIR_AGENT_TOKEN": secrets.token_hex(16)}
    server = subprocess.Popen([node, agent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def run(*arguments):
        return subprocess.run(arguments, env=environment, timeout=60, check=True, capture_output=True, text=True).stdout

    try:
        url = server.stdout.readline().strip()
        subprocess.run([sys.executable, conformance, url, "--token-env", "WEIR_AGENT_TOKEN"], env=environment, timeout=60,
                       check=True)
        said = run(collect, "--set", "sample_rate=0.1", "--token-env", "WEIR_AGENT_TOKEN", url)
        assert "In force as revision" in said, said
        said = run(collect, "--subprotocol", "weir.v1", "--duration", "2", url)
        assert "adds up: yes" in said, said
    finally:
        server.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
