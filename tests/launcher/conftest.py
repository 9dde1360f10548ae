"""Small children that stand in for gateway, Rasa and action server."""

import io
import sys
from collections.abc import Callable

import pytest

from bot.launcher.children import Child
from bot.launcher.keeper import Patience
from bot.launcher.log import Log
from bot.launcher.ports import choose_ports

SERVER = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
print("listening", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""

Make = Callable[..., Child]


@pytest.fixture
def quick() -> Patience:
    return Patience(first_delay=0.05, longest_delay=0.2, healthy_after=60, grace=0.5)


@pytest.fixture
def output() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(output: io.StringIO) -> Log:
    return Log(output)


@pytest.fixture
def make_child() -> Make:
    """Makes a child that runs `code`, which finds the port it should listen on in `argv[1]`."""

    def make(name: str = "fake", code: str = SERVER) -> Child:
        (port,) = choose_ports(1)
        command = (sys.executable, "-u", "-c", code, str(port))
        return Child(name, command, f"{name} is starting", f"http://127.0.0.1:{port}/")

    return make
