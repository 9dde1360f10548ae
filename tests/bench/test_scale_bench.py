"""The scale bench runs in small, counts right, and judges honestly."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.load.measuring import Load, Result, measure
from bench.load.servers import Server
from bench.scale import alone, report, soak
from bench.scale.lookups import Lookups

ROOT = Path(__file__).parents[2]


def result(server: str, rate: float, load: Load, *, cpu: float = 10.0, mb: float = 100) -> Result:
    times = [cpu] * int(rate * load.seconds)
    return Result(server, "rest", load, times, {}, load.seconds, {"rasa": cpu}, 2.0, {"rasa": mb})


def met(targets: list[report.Target]) -> dict[str, bool]:
    return {one.what: one.is_met for one in targets}


def test_a_short_run_measures_the_gateway_lookups_and_notices() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench.scale", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    for words in (
        "The gateway alone, SQLite",
        "The gateway alone, PostgreSQL",
        "Status look-ups among 5,000 applications",
        "300 notices in line",
        "300 sent to 300 chats",
    ):
        assert words in run.stdout
    assert "met      look-up among 5,000, indexes only" in run.stdout
    assert "met      notices sent twice" in run.stdout
    rows = [line for line in run.stdout.splitlines() if line.startswith("a whole message")]
    assert len(rows) == 4
    assert all(line.split()[-3] == "0" for line in rows), "errors"


def test_messages_come_at_the_rate_that_is_offered(tmp_path: Path) -> None:
    from bench.load.servers import free_port, running

    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bench.scale.fake_rasa", str(port)]
    with running(command, {}, ROOT, tmp_path / "fake.log", url) as root:
        offered = Load(0, 2.0, per_second=20.0)
        found = measure(Server(url, root), "stock", "rest", offered)
    assert len(found.milliseconds) + found.num_errors == 40
    assert found.num_errors == 0
    assert 15 < found.rate < 21
    assert str(offered) == "20 msg/s offered, 2 s"


def test_replicas_are_judged_by_rates_or_by_busy_cores() -> None:
    load = Load(50, 10.0)
    stock = result("stock", 10, load)
    one, slow, quick = (
        result("1 Rasa", 60, load),
        *(result("2 Rasa", rate, load, cpu=5.0) for rate in (80, 110)),
    )
    assert met(report.replica_targets([one, slow, stock])) == {
        "1 Rasa to stock bot": True,
        "2 Rasa to 1": False,
    }
    assert met(report.replica_targets([one, quick]))["2 Rasa to 1"]
    bound = result("2 Rasa", 80, load, cpu=20.0)
    assert report.cores(bound) == pytest.approx(1.76)
    assert met(report.replica_targets([one, bound]))["2 Rasa to 1"]


def test_the_gateway_is_judged_by_what_it_adds_to_its_rasa() -> None:
    def row(what: str, rate: float, p50: float) -> alone.Row:
        return alone.Row(what, 1, rate, p50, 9, 9, 0, 1.0, 90)

    rows = [row("GET /healthz", 2000, 0.4), row("fake Rasa by itself", 3000, 0.5)]
    close = [*rows, row("a whole message", 300, 2.4)]
    far = [*rows, row("a whole message", 300, 2.6)]
    assert list(met(report.gateway_targets(close, "SQLite")).values()) == [True, True, False]
    assert list(met(report.gateway_targets(far, "SQLite")).values()) == [False, True, False]


def test_a_lookup_without_an_index_is_seen() -> None:
    good = Lookups(10, 1.0, [1.0, 2.0, 30.0], [1.0], ["Index Scan using pk_applications"], 900)
    assert met(report.lookup_targets(good)) == {
        "look-up among 10, p99": False,
        "look-up among 10, indexes only": True,
    }
    bad = Lookups(10, 1.0, [1.0], [1.0], [*good.plans, "Seq Scan on application_events"], 900)
    assert list(met(report.lookup_targets(bad)).values()) == [True, False]


def test_memory_is_compared_from_the_tenth_minute_or_the_middle() -> None:
    load = Load(0, 60.0, per_second=30.0)
    minutes = [result("sahayak", 30, load, mb=100 + n) for n in range(1, 21)]
    assert soak.growth(minutes) == (10, 110, 120)
    assert soak.growth(minutes[:4]) == (2, 102, 104)
    assert list(met(report.soak_targets(minutes)).values()) == [True, False]
    assert list(met(report.soak_targets(minutes[:4])).values()) == [True, True]
