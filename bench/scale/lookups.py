"""Status look-ups among two million applications on PostgreSQL: times, and their plans."""

import random
import re
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg2
from sqlalchemy import event

from store import applications, status
from store.engine import engine, session
from store.migrate import migrate

#: What a department reports of an application, on the average: 4 events, 2 dependants.
_ROWS = """
INSERT INTO applications SELECT 'UP2026-' || lpad(n::text, 8, '0'),
  CASE n % 3 WHEN 0 THEN 'pensioner' ELSE 'employee' END, 'Person ' || n,
  md5(n::text) || md5('x' || n), lpad((n % 100)::text, 2, '0'), 'Junior Assistant',
  'Public Works Department, Division ' || n % 900, CASE n % 3 WHEN 0 THEN 'TO' ELSE 'DDO' END,
  'Treasury ' || n % 75, 'Lucknow', 'ekyc_pending', date '2026-01-01' + (n % 300)::int,
  md5('f' || n), now(), now()
FROM generate_series(1, {count}) AS n;
INSERT INTO application_events SELECT 'UP2026-' || lpad(n::text, 8, '0'), e,
  (ARRAY['submitted', 'approved', 'sms_sent', 'ekyc_pending'])[e],
  date '2026-01-01' + (n % 300)::int + e, NULL, NULL
FROM generate_series(1, {count}) AS n, generate_series(1, 4) AS e;
INSERT INTO application_dependants SELECT 'UP2026-' || lpad(n::text, 8, '0'), d,
  (ARRAY['spouse', 'child'])[d], 'Dependant ' || d || ' of ' || n, 1980 + 20 * (d - 1)
FROM generate_series(1, {count}) AS n, generate_series(1, 2) AS d;
"""
_TABLES = ("application_dependants", "application_events", "applications")
_TOOK = re.compile(r"(?:Planning|Execution) Time: ([0-9.]+) ms")
NUM_EXPLAINED = 200
_AS_OF = date(2026, 11, 22)


@dataclass(frozen=True)
class Lookups:
    """Milliseconds, sorted; plans as PostgreSQL explains them; sizes in bytes."""

    num_applications: int
    fill_seconds: float
    milliseconds: list[float]
    server_milliseconds: list[float]
    plans: list[str]
    bytes_an_application: float

    @property
    def uses_indexes(self) -> bool:
        """Whether every statement finds its rows through an index and reads no whole table."""
        scans = "\n".join(self.plans)
        return bool(self.plans) and "Index" in scans and "Seq Scan" not in scans

    def percentile(self, percent: float, *, in_server: bool = False) -> float:
        """Milliseconds within which so many percent of the look-ups were done.

        `in_server` is PostgreSQL's own time for them, without our side and the way there.
        """
        times = self.server_milliseconds if in_server else self.milliseconds
        return times[min(int(len(times) * percent / 100), len(times) - 1)]


def measure(url: str, *, num_applications: int, num_lookups: int) -> Lookups:
    """Fills an empty database, and looks applications up as the assistant does.

    Args:
        url: of an empty PostgreSQL database.
        num_applications: how many to invent.
        num_lookups: of numbers drawn at random; one in ten is nobody's.
    """
    started = time.perf_counter()
    migrate(url)
    size = fill(url, num_applications)
    filled = time.perf_counter() - started
    draw = random.Random(11)
    numbers = [draw.randrange(1, round(num_applications / 0.9)) for _ in range(num_lookups)]
    plans = explain(url, num_applications // 2)
    for number in numbers[:50]:
        look_up(url, number)
    times = []
    for number in numbers:
        began = time.perf_counter()
        found = look_up(url, number)
        times.append(1000 * (time.perf_counter() - began))
        if found is not (number <= num_applications):
            raise AssertionError(f"look-up of number {number} found {found}")
    known = [min(number, num_applications) for number in numbers[:NUM_EXPLAINED]]
    in_server = sorted(sum(map(_milliseconds, explain(url, number))) for number in known)
    each = size / num_applications
    return Lookups(num_applications, filled, sorted(times), in_server, plans, each)


def look_up(url: str, number: int) -> bool:
    """One look-up, from a number to what the status reply is made of; whether there is one."""
    with session(url, read_only=True) as db:
        found = applications.fetch_application(db, f"UP2026-{number:08}")
        if found is None:
            return False
        return status.describe(found, as_of=_AS_OF).state == "ekyc_pending"


def fill(url: str, count: int) -> int:
    """Invents applications without writing each index row by row; returns their bytes."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype "
            "FROM pg_constraint WHERE contype IN ('p', 'f') "
            "AND (conrelid::regclass::text = ANY(%s) OR confrelid::regclass::text = ANY(%s))",
            (list(_TABLES), list(_TABLES)),
        )
        # Foreign keys go first and come last: they rest on the primary ones.
        found = sorted(cursor.fetchall(), key=lambda one: one[3])
        for table, name, _, _ in found:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(_ROWS.format(count=int(count)))
        for table, name, definition, _ in reversed(found):
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        sizes = " + ".join(f"pg_total_relation_size('{table}')" for table in _TABLES)
        cursor.execute(f"SELECT {sizes}")
        size = int(cursor.fetchone()[0])
    connection.close()
    _vacuum(url)
    return size


def explain(url: str, number: int) -> list[str]:
    """The plans of the statements of one look-up."""
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cu: object, statement: str, given: Any, _x: object, _m: object) -> None:
        seen.append((statement, given))

    event.listen(engine(url), "before_cursor_execute", note)
    try:
        look_up(url, number)
    finally:
        event.remove(engine(url), "before_cursor_execute", note)
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        plans = []
        for statement, given in seen:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", given)
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    connection.close()
    return plans


def _milliseconds(plan: str) -> float:
    return sum(float(told) for told in _TOOK.findall(plan))


def _vacuum(url: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
    connection.close()
