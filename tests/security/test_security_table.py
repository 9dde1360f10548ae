"""Every test that the security and privacy tables name exists; nothing stands there unproved."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"(tests/[\w/]+\.py)(?:::(test_\w+))?")
EXCUSES = ("Not met: ", "Not applicable: ")


def rows(name, columns):
    """The rows of all tables of a page that have so many columns, without their heads."""
    found = []
    for line in (ROOT / "docs" / name).read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == columns and not set(cells[0]) <= {"-"}:
            found.append(cells)
    return [cells for cells in found if cells[-1] not in {"shown by", "now"}]


def functions_of(path):
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


ASVS = rows("security.md", 4)
PRIVACY = rows("privacy.md", 4)


def test_the_tables_were_found():
    assert len(ASVS) >= 90
    assert len(PRIVACY) >= 25
    assert {int(row[0]) for row in PRIVACY} == set(range(1, 11))
    chapters = {row[0].partition(".")[0] for row in ASVS}
    assert chapters == {"2", "3", "4", "5", "6", "7", "8", "9", "11", "12", "13", "14"}


@pytest.mark.parametrize("row", ASVS, ids=lambda row: f"{row[0]} {row[1][:40]}")
def test_a_requirement_has_a_number_and_a_test_or_a_reason(row):
    number, asked, met, shown = row
    assert re.fullmatch(r"\d+\.\d+\.\d+", number)
    assert asked
    assert met
    assert NAMED.fullmatch(shown) or (shown.startswith(EXCUSES) and len(shown) > 25)


def test_what_is_not_met_is_said_and_is_little():
    excused = [row for row in ASVS if row[3].startswith("Not met")]
    assert 1 <= len(excused) <= 10


NAMES = sorted(
    {
        found
        for page in ("security.md", "privacy.md", "threat-model.md")
        for found in NAMED.findall((ROOT / "docs" / page).read_text("utf-8"))
    }
)


def test_many_tests_are_named():
    assert len(NAMES) > 80


@pytest.mark.parametrize(("path", "name"), NAMES, ids=lambda part: part)
def test_a_test_that_is_named_exists(path, name):
    assert (ROOT / path).is_file(), path
    functions = functions_of(ROOT / path)
    assert name in functions if name else any(one.startswith("test_") for one in functions)


def test_every_weakness_that_was_found_stands_there_with_its_remedy():
    found = rows("security.md", 3)
    assert len(found) >= 6
    for _, _, now in found:
        for path in re.findall(r"`([\w/]+\.(?:py|yaml))`", now):
            assert (ROOT / path).is_file(), path
