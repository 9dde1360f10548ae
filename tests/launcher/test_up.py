import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from bot.launcher.readiness import answers
from bot.launcher.up import run_children

ROOT = Path(__file__).parents[2]

LAUNCH = """
import asyncio, sys
from pathlib import Path
from bot.launcher.children import Child
from bot.launcher.log import Log
from bot.launcher.up import run_children
code, *ports = sys.argv[1:]
children = [
    Child(f"fake{n}", (sys.executable, "-c", code, port), "starting", f"http://127.0.0.1:{port}/")
    for n, port in enumerate(ports)
]
log = Log()
sys.exit(asyncio.run(run_children(children, folder=Path("."), ready_url=children[0].probe,
                                  log=log, greet=lambda seconds: log.tell("READY"))))
"""
PROMPTLY_ENDING = """
import os
print("pid", os.getpid(), flush=True)
"""


@pytest.fixture
def launch(make_child):
    """Starts the launcher with two fake children in a process of its own, waits for READY."""
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], list[int], list[str]]:
        children = [make_child(), make_child()]
        ports = [child.command[-1] for child in children]
        code = PROMPTLY_ENDING + children[0].command[3]
        process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, code, *ports],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        pids = []
        for line in process.stdout or ():
            if "| pid" in line:
                pids.append(int(line.split()[-1]))
            if "READY" in line:
                break
        return process, pids, [child.probe for child in children]

    yield start
    for process in started:
        process.kill()
        process.wait()


def all_gone(pids: list[int], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_children_and_the_status_is_0(launch, number):
    process, pids, _ = launch()
    assert len(pids) == 2
    process.send_signal(number)
    said, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert said.splitlines()[-1].endswith("| stopped")
    assert all_gone(pids)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child to its parent")
def test_no_child_outlives_a_launcher_that_is_killed(launch):
    process, pids, _ = launch()
    process.kill()
    process.wait()
    assert len(pids) == 2
    assert all_gone(pids)


def test_two_launchers_run_side_by_side_and_stop_alone(launch):
    first, first_pids, _ = launch()
    _, second_pids, probes = launch()
    first.terminate()
    first.wait(10)
    assert all_gone(first_pids)
    assert len(second_pids) == 2
    assert all(answers(probe) for probe in probes)


def test_a_child_killed_from_outside_is_started_again(launch):
    process, pids, probes = launch()
    os.kill(pids[1], signal.SIGKILL)
    assert all_gone(pids[1:])
    deadline = time.monotonic() + 10
    while not answers(probes[1]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert process.poll() is None


def test_a_child_that_never_comes_up_ends_the_start_with_status_1(
    tmp_path, log, quick, output, make_child
):
    sound, broken = make_child("sound"), make_child("broken", "raise SystemExit('no such table')")
    status = asyncio.run(
        run_children(
            [sound, broken],
            folder=tmp_path,
            ready_url=sound.probe,
            log=log,
            greet=lambda _: None,
            patience=quick,
        )
    )
    said = output.getvalue()
    assert status == 1
    assert "broken  | no such table" in said
    assert "broken ended 5 times while starting" in said
    assert "broken शुरू होते समय 5 बार बंद हुआ" in said
    assert not answers(sound.probe)


def test_a_second_signal_kills_at_once(tmp_path):
    deaf = textwrap.dedent("""
        import signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("deaf", flush=True)
        while True: signal.pause()
    """)
    process = subprocess.Popen(
        [sys.executable, "-c", LAUNCH, deaf, "1"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    lines = iter(process.stdout or ())
    assert any("deaf" in line for line in lines)
    process.terminate()
    assert any("stopping" in line for line in lines)
    process.terminate()
    began = time.monotonic()
    assert process.wait(8) == 0
    assert time.monotonic() - began < 5
