"""Whole sentences in three scripts: every value reaches the input it belongs to."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.rules import calculators, check, compute, missing

HERE = Path(__file__).parent
CONVERSATIONS = HERE.parents[1] / "conversations" / "one_sentence.yaml"
SENTENCES: list[dict[str, Any]] = yaml.safe_load((HERE / "sentences.yaml").read_text("utf-8"))
REQUESTS: list[dict[str, Any]] = yaml.safe_load(CONVERSATIONS.read_text("utf-8"))["computed"]
TODAY = date(2026, 11, 22)


def checked(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    return {field: check(name, field, value) for field, value in raw.items()}


def test_every_calculator_without_a_list_has_a_request_in_each_script() -> None:
    wanted = {name for name, c in calculators().items() if not c.needs_table}
    assert len(wanted) >= 39
    assert {request["calculator"] for request in REQUESTS} == wanted
    assert len(REQUESTS) >= 3 * len(wanted)


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["text"])
def test_a_sentence_gives_its_values_and_the_rest_is_asked(read: Any, row: dict[str, Any]) -> None:
    values = checked(row["calculator"], read(row["calculator"], row["text"]))
    assert {field: values.get(field, "-") for field in row["gives"]} == row["gives"]
    wanted = missing(row["calculator"], values)
    assert (wanted[0].name if wanted else None) == row.get("asks")


@pytest.mark.parametrize("row", REQUESTS, ids=lambda row: row["user"])
def test_a_request_with_all_values_is_computed(read: Any, row: dict[str, Any]) -> None:
    values = checked(row["calculator"], read(row["calculator"], row["user"]))
    assert missing(row["calculator"], values) == []
    outcome = compute(row["calculator"], values, today=TODAY)
    steps = [text for step in outcome.steps for text in step["text"].values()]
    said = "\n".join([*outcome.summary.values(), *steps])
    for pattern in row["says"]:
        assert re.search(pattern, said), said
