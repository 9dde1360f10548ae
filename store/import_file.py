"""A department's CSV file, read line by line and never held whole."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from itertools import count
from pathlib import Path

from store.applications import normalise_number
from store.import_reasons import RowRejected
from store.import_rows import OPTIONAL, REQUIRED, RULES_VERSION
from store.keys import fingerprint

# A record longer than this is a missing quotation mark, not a record.
_LONGEST_FIELD = 20_000
_LONGEST_HEADER = 65_536
_TELL_EVERY = 500


class FileRefused(Exception):
    """The file as a whole cannot be read; nothing was loaded."""


@dataclass(frozen=True)
class Line:
    """One record: the file's line it began in, and its fields or why it has none."""

    number: int
    fields: dict[str, str]
    problem: RowRejected | None = None

    @property
    def fingerprint(self) -> str:
        """Changes with the fields, and with the rules by which they are read.

        Raises:
            RowRejected: the line is not UTF-8.
        """
        values = [self.fields.get(name, "") for name in (*REQUIRED, *OPTIONAL)]
        try:
            return fingerprint("import", "\x1f".join((RULES_VERSION, *values)))
        except UnicodeEncodeError:
            raise RowRejected("encoding") from None


def read_lines(path: Path, progress: Callable[[int], object]) -> Iterator[Line]:
    """Yields every record. `progress` is told how many bytes were read since it was last told.

    Raises:
        FileRefused: it is not UTF-8 CSV, or its columns are not the documented ones.
    """
    with path.open("rb") as binary:
        _check_start(binary)
        # Undecodable bytes become lone surrogates, so that only their own record is refused.
        text = TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="")
        before = csv.field_size_limit(_LONGEST_FIELD)
        try:
            yield from _records(text, binary, progress)
        finally:
            csv.field_size_limit(before)


def find_repeated(path: Path, progress: Callable[[int], object]) -> dict[str, int]:
    """Application numbers that stand in several lines, with the last of these lines."""
    seen: set[int] = set()
    repeated: dict[str, int] = {}
    for line in read_lines(path, progress):
        number = normalise_number(line.fields.get("application_number", ""))
        if number is None:
            continue
        digits = int(number[2:].replace("-", ""))
        if digits in seen:
            repeated[number] = line.number
        seen.add(digits)
    return repeated


def _check_start(binary: BufferedReader) -> None:
    start = binary.peek(4)[:4]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused("the file is UTF-16; save it as “CSV UTF-8” and import that")
    if start[:2] == b"PK":
        raise FileRefused("the file is a spreadsheet; save it as “CSV UTF-8” and import that")
    if len(binary.readline(_LONGEST_HEADER)) == _LONGEST_HEADER:
        raise FileRefused("the first line is too long to hold the names of the columns")
    binary.seek(0)


def _records(
    text: TextIOWrapper, binary: BufferedReader, progress: Callable[[int], object]
) -> Iterator[Line]:
    reader = csv.reader(text, strict=True)
    columns: list[str] | None = None
    told = 0
    for turn in count(1):
        first = reader.line_num + 1
        try:
            fields = next(reader, None)
        except csv.Error:
            if columns is None:
                raise FileRefused("the first line cannot be read as CSV") from None
            yield Line(first, {}, RowRejected("quotes", to=reader.line_num))
            continue
        if fields is None or turn % _TELL_EVERY == 0:
            progress(binary.tell() - told)
            told = binary.tell()
        if fields is None:
            break
        if columns is None:
            columns = _read_header(fields)
        elif fields:
            yield _line(first, fields, columns)
    if columns is None:
        raise FileRefused("the file is empty")


def _read_header(fields: list[str]) -> list[str]:
    columns = ["_".join(field.lower().split()) for field in fields]
    missing = [name for name in REQUIRED if name not in columns]
    strange = [name for name in columns if name not in REQUIRED + OPTIONAL]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    problems = [
        f"{what}: {', '.join(names)}"
        for what, names in (("missing", missing), ("unknown", strange), ("twice", twice))
        if names
    ]
    if problems:
        expected = ", ".join(REQUIRED)
        raise FileRefused(
            f"wrong columns ({'; '.join(problems)}); expected {expected}, and perhaps state"
        )
    return columns


def _line(number: int, fields: list[str], columns: list[str]) -> Line:
    if len(fields) != len(columns):
        problem = RowRejected("fields", found=len(fields), wanted=len(columns))
        return Line(number, {}, problem)
    return Line(number, dict(zip(columns, fields, strict=True)))
