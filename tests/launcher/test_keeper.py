import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.launcher.keeper import Keeper, Patience

IGNORES_TERM = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
HAS_GRANDCHILD = """
import subprocess, sys, time
print("grandchild", subprocess.Popen(["sleep", "60"]).pid, flush=True)
time.sleep(float(sys.argv[1]) and 60)
"""


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)


def keep(keeper: Keeper, act: Callable[[], Awaitable[None]]) -> None:
    """Runs `act` while the child is kept, then stops it."""

    async def scenario() -> None:
        running = asyncio.create_task(keeper.run())
        await act()
        await keeper.stop()
        await asyncio.wait_for(running, 5)

    asyncio.run(scenario())


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def keeper_of(tmp_path, log, quick, make_child):
    def make(code: str, patience: Patience = quick) -> Keeper:
        return Keeper(make_child(code=code), folder=tmp_path, log=log, patience=patience)

    return make


def test_every_line_of_a_child_has_its_name_and_the_time(keeper_of, output):
    keeper = keeper_of("print('one'); print(); print('दो'); import time; time.sleep(60)")
    keep(keeper, lambda: until(lambda: "दो" in output.getvalue()))
    lines = output.getvalue().splitlines()
    assert [line[8:] for line in lines[:2]] == [" fake    | one", " fake    | दो"]
    assert time.strptime(lines[0][:8], "%H:%M:%S")


def test_a_child_that_dies_is_started_again_after_growing_delays(keeper_of, output):
    keeper = keeper_of("import sys; sys.exit(3)")
    keep(keeper, lambda: until(lambda: keeper.started >= 5))
    told = [line.partition("| ")[2] for line in output.getvalue().splitlines()]
    assert told[:4] == [
        f"fake ended with status 3; starting it again in {delay} s"
        for delay in ("0.05", "0.1", "0.2", "0.2")
    ]


def test_a_child_that_was_healthy_starts_again_from_the_shortest_delay(keeper_of):
    patience = Patience(first_delay=0.01, longest_delay=5, healthy_after=0, grace=1)
    keeper = keeper_of("", patience)
    keep(keeper, lambda: until(lambda: keeper.started >= 4))
    assert keeper.deaths == 1


def test_the_signal_that_killed_a_child_is_told(keeper_of, output):
    keeper = keeper_of("import os; os.kill(os.getpid(), 9)")
    keep(keeper, lambda: until(lambda: "signal 9" in output.getvalue()))


def test_a_program_that_does_not_exist_is_told_and_tried_again(tmp_path, log, quick, output):
    from bot.launcher.children import Child

    child = Child("ghost", ("/no/such/program",), "starting", "http://127.0.0.1:1/")
    keeper = Keeper(child, folder=tmp_path, log=log, patience=quick)
    keep(keeper, lambda: until(lambda: keeper.started >= 2))
    assert "ghost ended before it began" in output.getvalue()


def test_a_child_that_ignores_the_request_to_end_is_killed(keeper_of, output):
    keeper = keeper_of(IGNORES_TERM)
    began = time.monotonic()
    keep(keeper, lambda: until(lambda: "deaf" in output.getvalue()))
    assert time.monotonic() - began < 5
    assert keeper.started == 1


def test_grandchildren_end_with_their_parent(keeper_of, output):
    keeper = keeper_of(HAS_GRANDCHILD)
    keep(keeper, lambda: until(lambda: "grandchild" in output.getvalue()))
    pid = int(output.getvalue().split("grandchild ")[1].split()[0])
    asyncio.run(until(lambda: not is_alive(pid)))


def test_grandchildren_of_a_crashed_child_do_not_hold_up_its_restart(keeper_of, output):
    code = HAS_GRANDCHILD.replace("float(sys.argv[1]) and 60", "0")
    keeper = keeper_of(code)
    keep(keeper, lambda: until(lambda: keeper.started >= 3))
    pids = [int(part.split()[0]) for part in output.getvalue().split("grandchild ")[1:]]
    assert len(pids) >= 2
    asyncio.run(until(lambda: not any(is_alive(pid) for pid in pids)))


def test_stopping_does_not_wait_for_the_next_restart(keeper_of):
    patience = Patience(first_delay=30, longest_delay=30)
    keeper = keeper_of("", patience)
    began = time.monotonic()
    keep(keeper, lambda: until(lambda: keeper.deaths == 1))
    assert time.monotonic() - began < 5


def test_a_child_finds_quiet_settings_and_writes_compiled_modules(keeper_of, output, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    keeper = keeper_of(
        "import os; print({k: os.environ.get(k) for k in "
        "('RASA_TELEMETRY_ENABLED', 'PYTHONDONTWRITEBYTECODE')}, os.getpgrp() == os.getpid())"
    )
    keep(keeper, lambda: until(lambda: "True" in output.getvalue()))
    assert "{'RASA_TELEMETRY_ENABLED': 'false', 'PYTHONDONTWRITEBYTECODE': None}" in (
        output.getvalue()
    )
    assert os.environ["PYTHONDONTWRITEBYTECODE"] == "1"
