from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.knowledge.lint import squash

HERE = Path(__file__).parent

TRAINING = Path("data/nlu/out_of_scope.yml")
FOREIGN, NEAR = "out_of_scope_test.tsv", "out_of_scope_near_test.tsv"


def read_rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def read_trained() -> list[str]:
    blocks = yaml.safe_load(TRAINING.read_text(encoding="utf-8"))["nlu"]
    assert {block["intent"] for block in blocks} == {"out_of_scope"}
    lines = [line for block in blocks for line in block["examples"].splitlines()]
    assert all(line.startswith("- ") for line in lines)
    return [squash(line.removeprefix("- ")) for line in lines]


def test_there_are_enough_messages_in_three_scripts():
    rows = read_rows(FOREIGN)
    assert len(rows) >= 120
    assert {script for script, _ in rows} == {"hi", "hinglish", "en"}


def test_near_messages_are_as_many_in_each_script():
    assert Counter(script for script, _ in read_rows(NEAR)) == {"hi": 50, "hinglish": 50, "en": 50}


def test_no_example_stands_twice():
    # Signs alone, as "😀😀😀", have no words to compare.
    trained = Counter(filter(None, read_trained()))
    assert len(trained) >= 1100
    assert [text for text, times in trained.items() if times > 1] == []


@pytest.mark.parametrize("name", [FOREIGN, NEAR])
def test_messages_for_testing_are_not_trained_on(name):
    tested = {squash(text) for _, text in read_rows(name)}
    assert set(read_trained()) & (tested - {""}) == set()
