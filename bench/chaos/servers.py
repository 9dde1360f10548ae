"""PostgreSQL, Redis and an SMS provider of our own, which may be stopped at any moment."""

import asyncio
import os
import re
import shutil
import subprocess
import time
from collections import defaultdict
from pathlib import Path

from aiohttp import web

from bot.launcher.ports import choose_ports

PATIENCE_SECONDS = 60.0
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


class NotThere(Exception):
    """A program that is needed is not installed, or does not start."""


class Postgres:
    """A server over a folder of its own; as root it runs as the user `postgres`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "postgres"
        self._port = choose_ports(1)[0]
        self._bin = postgres_programs()
        self.url = f"postgresql://sahayak@127.0.0.1:{self._port}/sahayak"

    def create(self) -> None:
        """Makes the server's folder and starts it with an empty database.

        Raises:
            NotThere: it does not start.
        """
        self._folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        self._call("initdb", "-U", "sahayak", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        self._call(
            "createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", "sahayak", "sahayak"
        )

    def start(self) -> None:
        """Starts it and waits until it answers."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        log = str(self._folder / "server.log")
        self._call("pg_ctl", "start", "-w", "-l", log, "-o", options)

    def stop(self) -> None:
        """Ends it as if its machine had failed: it has to recover when it starts again."""
        self._call("pg_ctl", "stop", "-m", "immediate")

    def _call(self, program: str, *words: str) -> None:
        command = [str(self._bin / program), *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command,
            cwd="/",
            env={**os.environ, "PGDATA": str(self._folder), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        if done.returncode:
            raise NotThere(f"{program} failed: {done.stderr.decode(errors='replace')[-500:]}")


class Redis:
    """A server that keeps nothing: it comes back empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = choose_ports(1)[0]
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Starts it and waits until it answers.

        Raises:
            NotThere: it is not installed, or does not start.
        """
        if shutil.which("redis-server") is None:
            raise NotThere("redis-server is not installed")
        command = ["redis-server", "--port", str(self._port), "--save", "", "--dir", self._folder]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE_SECONDS
        ping = ["redis-cli", "-p", str(self._port), "ping"]
        while b"PONG" not in subprocess.run(ping, capture_output=True, check=False).stdout:
            if time.monotonic() > deadline:
                raise NotThere("redis-server did not start")
            time.sleep(0.05)

    def stop(self) -> None:
        """Kills it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class SmsProvider:
    """Takes SMS over HTTP and keeps the codes in them; while it `hangs` it answers nobody."""

    def __init__(self) -> None:
        self.hangs = False
        self.codes: dict[str, list[str]] = defaultdict(list)
        self._port = choose_ports(1)[0]
        self._runner: web.AppRunner | None = None
        self.settings = {
            "SMS_SENDER": "http",
            "SMS_HTTP_URL": f"http://127.0.0.1:{self._port}/send",
            "SMS_HTTP_BODY": "mobile={mobile}&text={text}",
        }

    async def start(self) -> None:
        """Listens on the loopback address."""
        app = web.Application()
        app.router.add_post("/send", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()

    async def close(self) -> None:
        """Stops listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        form = await request.post()
        while self.hangs:
            await asyncio.sleep(0.2)
        if request.transport is None:
            return web.Response(status=504)  # nobody waits any more
        code = _CODE.search(str(form["text"]))
        if code is not None:
            self.codes[str(form["mobile"])].append(code[0])
        return web.Response(text="ok")


def postgres_programs() -> Path:
    """The folder of PostgreSQL's own programs.

    Raises:
        NotThere: it is not installed.
    """
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb") or (str(known[-1]) if known else None)
    if found is None:
        raise NotThere("PostgreSQL's initdb is not installed")
    return Path(found).resolve().parent
