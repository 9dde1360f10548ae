"""Loads a department's export of applications: `python -m store import FILE.csv`.

The file's layout is in `docs/how-to/import-applications.md`.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import NoReturn, Protocol

from sqlalchemy.orm import Session
from tqdm import tqdm

from store.applications import (
    Change,
    fetch_fingerprints,
    normalise_number,
    upsert_applications,
)
from store.engine import session
from store.import_file import Line, find_repeated, read_lines
from store.import_reasons import RowRejected
from store.import_rows import read_row
from store.records import ApplicationRecord

# Small enough that a chat waiting for the lock does not notice.
BATCH = 4_000


@dataclass(frozen=True)
class ImportReport:
    """Counts of lines. `repeated` lines lost to a later line with the same number."""

    inserted: int
    updated: int
    unchanged: int
    rejected: int
    repeated: int
    rejects: Path | None


class _Writer(Protocol):
    def writerow(self, row: list[object]) -> object: ...


def import_file(
    path: Path, *, now: datetime, today: date, url: str | None = None, show_progress: bool = True
) -> ImportReport:
    """Loads and updates applications; each line wholly or not at all.

    Lines that were not loaded stand in `FILE.rejects.csv`, with the reason. Loading the same
    file again changes nothing.

    Raises:
        FileRefused: nothing was loaded, the message says why.
        StoreBusy: the lines so far are loaded; import the file again.
    """
    rejects = path.with_name(path.name.removesuffix(".csv") + ".rejects.csv")
    counts: Counter[str] = Counter()
    with _progress(path, "checking", show_progress) as bar:
        repeated = find_repeated(path, bar.update)
    with _progress(path, "loading", show_progress) as bar, _rejects_file(rejects) as writer:
        lines = read_lines(path, bar.update)
        while batch := list(islice(lines, BATCH)):
            with session(url) as opened:
                outcome, problems = _store(opened, batch, repeated, now=now, today=today)
            counts.update(outcome)
            for line, problem in problems:
                counts["repeated" if problem.code == "repeated" else "rejected"] += 1
                _report(writer, line, problem)
    if not counts["rejected"] + counts["repeated"]:
        rejects.unlink()
    return ImportReport(
        inserted=counts["inserted"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        rejected=counts["rejected"],
        repeated=counts["repeated"],
        rejects=rejects if rejects.exists() else None,
    )


_Problems = list[tuple[Line, RowRejected]]


def _store(
    session: Session, batch: list[Line], repeated: dict[str, int], *, now: datetime, today: date
) -> tuple[Counter[Change], _Problems]:
    lines, prints, problems = _sift(batch, repeated)
    known = fetch_fingerprints(session, list(prints))
    records: list[ApplicationRecord] = []
    for number, line in lines.items():
        # What is stored already was read before: reading it again is most of the work.
        if known.get(number) != prints[number]:
            try:
                records.append(read_row(line.fields, today=today))
            except RowRejected as problem:
                problems.append((line, problem))
    outcome = upsert_applications(session, records, now=now, fingerprints=prints)
    outcome["unchanged"] += sum(known.get(number) == prints[number] for number in lines)
    problems.sort(key=lambda found: found[0].number)
    return outcome, problems


def _sift(
    batch: list[Line], repeated: dict[str, int]
) -> tuple[dict[str, Line], dict[str, str], _Problems]:
    lines: dict[str, Line] = {}
    prints: dict[str, str] = {}
    problems: _Problems = []
    for line in batch:
        try:
            number = _number(line, repeated)
            prints[number] = line.fingerprint
            lines[number] = line
        except RowRejected as problem:
            problems.append((line, problem))
    return lines, prints, problems


def _number(line: Line, repeated: dict[str, int]) -> str:
    if line.problem is not None:
        raise line.problem
    number = normalise_number(line.fields["application_number"])
    if number is None:
        raise RowRejected("number")
    last = repeated.get(number, line.number)
    if last != line.number:
        raise RowRejected("repeated", to=last)
    return number


def _report(writer: _Writer, line: Line, problem: RowRejected) -> None:
    # Of the line itself only the application number, when it is one: the rest is personal.
    number = normalise_number(line.fields.get("application_number", ""))
    writer.writerow([line.number, number or "", *problem.words()])


@contextmanager
def _rejects_file(path: Path) -> Iterator[_Writer]:
    # With a byte order mark, for spreadsheets would garble the Hindi.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "application_number", "reason_en", "reason_hi"])
        yield writer


def _progress(path: Path, what: str, is_shown: bool) -> "tqdm[NoReturn]":
    return tqdm(
        total=path.stat().st_size,
        desc=what,
        unit="B",
        unit_scale=True,
        disable=None if is_shown else True,
        mininterval=0.5,
    )
