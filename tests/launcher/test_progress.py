import ast
import io
import re
import time
from pathlib import Path

import pytest

from bot.launcher import progress
from bot.launcher.environment import QUIET

ROOT = Path(__file__).parents[2]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_seconds_pass_and_then_one_line(monkeypatch):
    monkeypatch.setattr(progress, "TICK_SECONDS", 0.01)
    screen = Terminal()
    with progress.Step("Fetching", stream=screen) as step:
        step.note = "half"
        time.sleep(0.1)
    assert "… Fetching: half 0 s" in screen.getvalue()
    assert re.search(r"\r\x1b\[K✓ Fetching: half \(0\.\d s\)\n$", screen.getvalue())


def test_a_step_that_fails_says_so_and_lets_the_error_through():
    screen = io.StringIO()
    with pytest.raises(ValueError, match="no"), progress.Step("Fetching", stream=screen):
        raise ValueError("no")
    assert re.search(r"^✗ Fetching: failed \(0\.\d s\)$", screen.getvalue(), re.MULTILINE)


def test_what_runs_before_the_set_up_can_be_read_by_an_old_python():
    names = ["scripts/bootstrap.py", "bot/__init__.py", "bot/launcher/__init__.py"]
    for name in [*names, "bot/launcher/progress.py"]:
        source = (ROOT / name).read_text(encoding="utf-8")
        ast.parse(source, name, feature_version=(3, 8))


def test_the_makefile_exports_the_same_quiet_settings():
    exported = re.findall(r"^export (\w+) := (.+)$", (ROOT / "Makefile").read_text(), re.M)
    assert dict(exported) == dict(QUIET)
