"""Real parts that tests need besides Python packages: servers, a browser, npm packages.

As root on Debian a missing part is installed and started; elsewhere its tests skip, which is said
loudly. In CI (`CI=true`) nothing may be missing. To add a part, add a row to `PARTS`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.launcher.progress import Step

ROOT = Path(__file__).resolve().parent.parent
REDIS = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/9"
# nginx is where only root usually looks.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])


@dataclass(frozen=True)
class Part:
    """Something a test needs on the machine.

    Attributes:
        is_there: whether tests can use it now.
        packages: Debian packages that bring it.
        start: starts and prepares it once its packages are there.
    """

    name: str
    is_there: Callable[[], bool]
    packages: tuple[str, ...]
    start: Callable[[], None]


def postgres_url() -> str:
    """Where tests find a PostgreSQL server in which they may create databases."""
    return os.environ.get("TEST_POSTGRES_URL") or "postgresql://root@127.0.0.1:5432/postgres"


def _postgres_answers() -> bool:
    query = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
    return _output(["psql", postgres_url(), "-tAc", query]).strip() == "t"


def _start_postgres() -> None:
    """Starts Debian's own clusters and adds the role of `TEST_POSTGRES_URL`."""
    for line in _output(["pg_lsclusters", "--no-header"]).splitlines():
        version, cluster, _, status, *_ = line.split()
        if status == "down":
            _output(["pg_ctlcluster", "--skip-systemctl-redirect", version, cluster, "start"])
    role = urlsplit(postgres_url())
    words = f"CREATE ROLE {role.username} LOGIN CREATEDB PASSWORD '{role.password}'"
    if role.password and not _postgres_answers():
        _output(["runuser", "-u", "postgres", "--", "psql", "-c", words])


def _chromium_shows_hindi() -> bool:
    fonts = _output(["fc-list", ":lang=hi", "family"])
    return Path("/usr/bin/chromium").exists() and "Noto Sans Devanagari" in fonts


def _redis_answers() -> bool:
    return _output(["redis-cli", "-u", REDIS, "ping"]).strip() == "PONG"


def _start_redis() -> None:
    port = str(urlsplit(REDIS).port)
    _output(["redis-server", "--daemonize", "yes", "--port", port, "--save", ""])


def _nginx_is_there() -> bool:
    return shutil.which("nginx", path=PATH) is not None


def _npm_packages_are_there() -> bool:
    """Whether `node_modules` holds what `package-lock.json` says."""
    installed = ROOT / "node_modules" / ".package-lock.json"
    lock = ROOT / "package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


def _install_npm_packages() -> None:
    _output(["npm", "ci", "--prefix", str(ROOT), "--no-audit", "--no-fund"])


def _nothing_to_start() -> None:
    """The test that uses it starts it."""


PARTS = (
    Part("PostgreSQL", _postgres_answers, ("postgresql",), _start_postgres),
    Part(
        "Chromium with Noto fonts",
        _chromium_shows_hindi,
        ("chromium", "fontconfig", "fonts-noto-core"),
        _nothing_to_start,
    ),
    Part("Redis", _redis_answers, ("redis-server",), _start_redis),
    Part("nginx", _nginx_is_there, ("nginx-light",), _nothing_to_start),
    Part("npm packages", _npm_packages_are_there, ("nodejs", "npm"), _install_npm_packages),
)


def provide(parts: tuple[Part, ...] = PARTS) -> list[str]:
    """Installs and starts what is missing, if it may; returns the names of what still is."""
    missing = [part for part in parts if not part.is_there()]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        with Step(f"Installing and starting {', '.join(part.name for part in missing)}"):
            for part in missing:
                part.start() if _has(part.packages) else _install(part)
    return [part.name for part in missing if not part.is_there()]


def _install(part: Part) -> None:
    _output(["apt-get", "update", "-qq"])
    _output(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *part.packages])
    part.start()


def _has(packages: tuple[str, ...]) -> bool:
    return all("ok installed" in _output(["dpkg", "-s", name]) for name in packages)


def _output(command: list[str]) -> str:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PGCONNECT_TIMEOUT": "5"}
    try:
        done = subprocess.run(  # noqa: S603 - commands of this file
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


def main() -> int:
    """Returns the exit status: 1 only where a part is missing and CI forbids that."""
    missing = provide()
    for name in missing:
        sys.stderr.write(f"!!! {name} is missing: the tests that need it will be SKIPPED\n")
    return 1 if missing and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
