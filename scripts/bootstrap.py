"""Brings uv, Python 3.10 and every locked package: all that a fresh clone lacks.

Runs with any Python from 3.8 on, so it uses the standard library only. A step whose inputs have
not changed since it last succeeded is skipped.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.launcher.progress import Step  # noqa: E402 - the line above finds it

TOOLS = ROOT / ".tools" / "uv"
UV = TOOLS / "bin" / "uv"
UV_PIN = ROOT / "scripts" / "uv-requirements.txt"
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
LOCKED = ("uv.lock", "pyproject.toml", ".python-version")
PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]

NO_UV = """\
uv, which fetches everything else, could not be fetched; pip's own words are above. Usual reasons:
  - no network: try again when there is one, nothing is lost;
  - this Python ({python}) has neither pip nor venv: install either and run again;
    on Debian or Ubuntu: sudo apt-get install python3-venv
uv नहीं लाया जा सका; कारण ऊपर है। नेटवर्क न हो तो बाद में फिर चलाएँ; इस Python में न pip हो न venv,
तो इनमें से एक लगाकर फिर चलाएँ। Debian या Ubuntu पर: sudo apt-get install python3-venv
"""
NO_PACKAGES = """\
uv could not install the packages; its own words are above. Two usual reasons:
  - no network: try again when there is one, nothing is lost;
  - Python 3.10 is neither installed nor downloadable: install it (pyenv install 3.10, or your
    system's package) and run again.
पैकेज नहीं लग सके; कारण ऊपर है। नेटवर्क न हो तो बाद में फिर चलाएँ;
Python 3.10 न मिला हो तो उसे लगाकर फिर चलाएँ।
"""


class SetUpError(Exception):
    """The set-up cannot go on; the message says what the person can do."""


def main() -> int:
    """Returns the exit status: 0 when `.venv` holds exactly what `uv.lock` says."""
    if sys.version_info < (3, 8):  # noqa: UP036 - any Python may run this
        sys.stderr.write("Python 3.8 or newer is needed to set this up.\n")
        return 1
    locked = [ROOT / name for name in LOCKED]
    try:
        if not is_done("uv", [UV_PIN], UV):
            with Step("Fetching uv, which fetches the rest"):
                fetch_uv()
            mark_done("uv", [UV_PIN])
        if not is_done("packages", locked, VENV_PYTHON):
            with Step("Installing Python 3.10 and the packages of uv.lock") as step:
                install_packages(step)
            mark_done("packages", locked)
    except SetUpError as error:
        sys.stderr.write(str(error))
        return 1
    return 0


def fetch_uv() -> None:
    """Installs the pinned uv with whatever this Python offers: pip, venv, or apt's venv."""
    if install_beside() or make_venv():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        apt_install("python3-venv")
    if not make_venv(aloud=True):
        raise SetUpError(NO_UV.format(python=sys.executable))


def install_beside() -> bool:
    """Puts uv into a plain folder with this Python's pip; False where it has none."""
    shutil.rmtree(str(TOOLS), ignore_errors=True)
    pin = ["--target", str(TOOLS), "--require-hashes", "-r", str(UV_PIN)]
    return run([sys.executable, *PIP, *pin]) and UV.exists()


def make_venv(*, aloud: bool = False) -> bool:
    """Puts uv into a virtual environment; False where venv or its pip is missing."""
    made = run([sys.executable, "-m", "venv", "--clear", str(TOOLS)], aloud=aloud)
    pin = ["--require-hashes", "-r", str(UV_PIN)]
    inner = str(TOOLS / "bin" / "python")
    return made and run([inner, *PIP, *pin], aloud=aloud) and UV.exists()


def apt_install(*packages: str) -> bool:
    """Installs Debian packages; needs root."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return run(["apt-get", "update", "-qq"]) and run(install)


def install_packages(step: Step) -> None:
    """Runs `uv sync`: what is locked is installed, with hashes checked, and nothing else."""
    os.environ.pop("VIRTUAL_ENV", None)
    os.environ.setdefault("UV_HTTP_TIMEOUT", "120")  # TensorFlow alone is 586 MB
    command = [str(UV), "sync", "--frozen", "--no-progress", "--project", str(ROOT)]
    if not run(command):
        step.tell("trying once more")
        if not run(command, aloud=True):
            raise SetUpError(NO_PACKAGES)


def run(command: list[str], *, aloud: bool = False) -> bool:
    """Whether a command succeeds; says nothing unless asked to."""
    try:
        done = subprocess.run(  # noqa: S603 - commands of this file
            command,
            cwd=str(ROOT),
            stdin=subprocess.DEVNULL,
            stdout=None if aloud else subprocess.DEVNULL,
            stderr=None if aloud else subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def is_done(step: str, inputs: list[Path], result: Path) -> bool:
    """Whether `step` succeeded with these very inputs, and its result is still there."""
    stamp = stamp_of(step)
    return result.exists() and stamp.exists() and stamp.read_text() == digest(inputs)


def mark_done(step: str, inputs: list[Path]) -> None:
    """Remembers the inputs with which `step` succeeded."""
    stamp_of(step).parent.mkdir(parents=True, exist_ok=True)
    stamp_of(step).write_text(digest(inputs))


def stamp_of(step: str) -> Path:
    """Where the inputs of a finished step are remembered."""
    return ROOT / ".cache" / "bootstrap" / step


def digest(inputs: list[Path]) -> str:
    """One name for the contents of all inputs, and for where this clone lies."""
    found = hashlib.sha256(str(ROOT).encode())
    for path in inputs:
        found.update(path.read_bytes())
    return found.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
