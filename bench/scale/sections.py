"""The parts of the benchmark: each measures, yields what to print, and judges its targets."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.load import servers
from bench.load.measuring import Load, Result, measure, warm_up
from bench.load.servers import ROOT, Server
from bench.scale import alone, cluster, lookups, report, soak
from store import engine

Said = Iterator[tuple[str, list[report.Target]]]
CONNECTIONS = (1, 8)
PACED_SECONDS = 20.0


def gateway(given: argparse.Namespace) -> Said:
    """The gateway alone, on either database, before a Rasa that answers at once."""
    for where in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            folder = stack.enter_context(_folder())
            url = {}
            if where == "PostgreSQL":
                url = {"DATABASE_URL": stack.enter_context(cluster.database("alone"))}
            running = stack.enter_context(alone.gateway(folder, url))
            rows = list(alone.measure(running, connections=CONNECTIONS, seconds=given.seconds))
        yield report.gateway(rows, where), report.gateway_targets(rows, where)


def replicas(given: argparse.Namespace) -> Said:
    """The cluster with one Rasa and with two, and a stock Rasa bot in the same run."""
    results: list[Result] = []
    for num_rasa in given.replicas:
        with _cluster(num_rasa) as (server, database):
            warm_up(server, "sahayak", ["rest"])
            before = cluster.table_sizes(database)
            loads = [Load(people, given.seconds) for people in given.people]
            for load in (*loads, Load(0, given.seconds, per_second=given.offered)):
                result = measure(server, "sahayak", "rest", load)
                results.append(report.renamed(result, f"{num_rasa} Rasa"))
                yield report.progress(results[-1]), []
            yield report.sizes(before, cluster.table_sizes(database)), []
    if not given.no_stock:
        with servers.stock() as server:
            warm_up(server, "stock", ["rest"])
            for people in given.people:
                results.append(measure(server, "stock", "rest", Load(people, given.seconds)))
                yield report.progress(results[-1]), []
    yield report.replicas(results), report.replica_targets(results)


def look_ups(given: argparse.Namespace) -> Said:
    """Status look-ups among as many applications as the state has people."""
    with cluster.database("lookups") as url:
        try:
            found = lookups.measure(
                url, num_applications=given.applications, num_lookups=given.lookups
            )
        finally:
            engine.dispose(url)
    yield report.look_ups(found), report.lookup_targets(found)


def notices(given: argparse.Namespace) -> Said:
    """A notice to each of 100,000 subscribers."""
    with cluster.database("notices") as url:
        plan = {
            "url": url,
            "count": given.notices,
            "paced_seconds": min(PACED_SECONDS, 2 * given.seconds),
            "drain_seconds": given.drain_seconds,
        }
        run = subprocess.run(
            [sys.executable, "-m", "bench.scale.notices"],
            input=json.dumps(plan),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
        )
    told = json.loads(run.stdout)
    yield report.notices(told), report.notice_targets(told)


def soaking(given: argparse.Namespace) -> Said:
    """A cluster with one Rasa at 30 messages a second for as many minutes as asked for."""
    if not given.soak_minutes:
        return
    with _cluster(1) as (server, _):
        warm_up(server, "sahayak", ["rest"])
        minutes = []
        for result in soak.run(server, minutes=given.soak_minutes):
            minutes.append(result)
            yield report.progress(result), []
    yield report.soak(minutes), report.soak_targets(minutes)


@contextmanager
def _cluster(num_rasa: int) -> Iterator[tuple[Server, str]]:
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        database = stack.enter_context(cluster.database(f"rasa{num_rasa}"))
        redis = stack.enter_context(cluster.redis(folder))
        run = cluster.cluster(folder, database, redis, num_rasa=num_rasa)
        yield stack.enter_context(run), database


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sahayak-scale-") as name:
        yield Path(name)


PARTS: dict[str, Callable[[argparse.Namespace], Said]] = {
    "gateway": gateway,
    "replicas": replicas,
    "lookups": look_ups,
    "notices": notices,
    "soak": soaking,
}
