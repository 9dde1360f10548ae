"""The load bench counts right, tells wrong answers from right ones, and judges honestly."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import yaml

from bench.load import report, usage
from bench.load.measuring import SCRIPTS, Load, Result, measure
from bench.load.servers import Server

Replier = Callable[[dict[str, Any]], Any]


def good(asked: dict[str, Any]) -> Any:
    """Answers, and knows half of any figure."""
    figures = [int(word) for word in asked["message"].split() if word.isdigit()]
    told = "".join(f" {figure:,} {figure // 2:,}" for figure in figures)
    return [{"recipient_id": asked["sender"], "text": f"answer{told} 56,200"}]


def another_conversations(asked: dict[str, Any]) -> Any:
    return [{**good(asked)[0], "recipient_id": "somebody else"}]


def nothing(_: dict[str, Any]) -> Any:
    return []


def too_late(asked: dict[str, Any]) -> Any:
    return [{**good(asked)[0], "custom": {"code": "unavailable"}}]


@pytest.fixture
def serve() -> Iterator[Callable[[Replier], str]]:
    """Starts a server with the REST contract that answers as it is told to."""
    servers: list[ThreadingHTTPServer] = []

    def start(replier: Replier) -> str:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                body = json.dumps(replier(asked)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_answers_are_counted_and_timed(serve: Callable[[Replier], str]) -> None:
    server = Server(serve(good), os.getpid())
    result = measure(server, "stock", "rest", Load(3, 1.0, 0.05))
    assert result.errors == {}
    assert len(result.milliseconds) > 3
    assert result.milliseconds == sorted(result.milliseconds)
    assert 0 < result.percentile(50) <= result.percentile(99)
    assert result.rate == pytest.approx(len(result.milliseconds) / result.seconds)
    assert result.client_cpu_ms > 0
    assert sum(result.megabytes.values()) > 10


@pytest.mark.parametrize(
    ("replier", "error"),
    [
        (another_conversations, "another conversation's"),
        (nothing, "empty answer"),
        (too_late, "no answer in time"),
        (lambda asked: good({**asked, "message": "hello"}), "another figure"),
    ],
)
def test_what_is_no_answer_is_an_error(
    serve: Callable[[Replier], str], replier: Replier, error: str
) -> None:
    server = Server(serve(replier), os.getpid())
    result = measure(server, "sahayak", "rest", Load(4, 1.0, 0.05))
    assert result.errors[error] > 0
    assert result.num_errors == sum(result.errors.values())


def test_a_server_that_is_gone_is_an_error(serve: Callable[[Replier], str]) -> None:
    result = measure(Server("http://127.0.0.1:9", os.getpid()), "stock", "rest", Load(1, 0.5, 0.1))
    assert list(result.errors) == ["ClientConnectorError"]
    assert result.percentile(95) == 0.0


def test_processor_time_is_that_of_the_processes_looked_at() -> None:
    burn = "import time\nwhile time.process_time() < 0.5: pass\ntime.sleep(30)"
    with subprocess.Popen([sys.executable, "-c", burn]) as child:
        before = usage.measure(child.pid)
        for _ in range(200):
            used = sum(usage.measure(child.pid).since(before).values())
            if used >= 0.4:
                break
            threading.Event().wait(0.05)
        child.kill()
    assert 0.4 <= used < 2


def result(server: str, rate: float, load: Load, *, p95: float = 10.0, errors: int = 0) -> Result:
    times = [p95] * int(rate * load.seconds)
    wrong = {"empty answer": errors} if errors else {}
    return Result(
        server, "rest", load, times, wrong, load.seconds, {"rasa": 5.0}, 1.0, {"rasa": 1}
    )


def test_targets_are_judged_by_the_best_rates_without_pauses() -> None:
    busy = Load(50, 10.0)
    slow = [result("sahayak", 99, busy), result("stock", 20, busy)]
    quick = [result("sahayak", 100, busy), result("stock", 20, busy), *slow]
    assert [one.is_met for one in report.targets(slow)] == [False, False]
    assert [one.is_met for one in report.targets(quick)] == [True, False]
    assert "5.0x (100 against 20 msg/s)" in report.verdicts(report.targets(quick))


def test_latency_and_soak_are_judged_by_their_own_measurements() -> None:
    ten, soak = Load(10, 10.0, 0.25), Load(200, 300.0)
    (late,) = report.targets([result("sahayak", 40, ten, p95=61)])
    (in_time,) = report.targets([result("sahayak", 40, ten, p95=60)])
    assert (late.is_met, in_time.is_met) == (False, True)
    (clean,) = report.targets([result("sahayak", 40, soak)])
    (wrong,) = report.targets([result("sahayak", 40, soak, errors=1)])
    assert (clean.is_met, wrong.is_met) == (True, False)
    assert report.targets([result("sahayak", 40, Load(200, 20.0), errors=1)]) == []


def test_the_table_has_a_line_for_each_measurement() -> None:
    rows = [result("sahayak", 100, Load(50, 10.0)), result("stock", 20, Load(1, 10.0))]
    lines = report.table(rows).splitlines()
    assert len(lines) == 3
    assert lines[1].split()[:2] == ["sahayak", "rest"]
    assert "client 1.0" in report.details(rows)


def test_the_scripts_ask_in_three_scripts_and_every_talk_has_a_figure_of_its_own() -> None:
    scripts = yaml.safe_load(SCRIPTS.read_text(encoding="utf-8"))["sahayak"]
    assert len(scripts) >= 4
    assert all(any("{half}" in turn.get("holds", "") for turn in talk) for talk in scripts)
    said = " ".join(turn["say"] for talk in scripts for turn in talk)
    assert any("\u0900" <= character <= "\u097f" for character in said)
