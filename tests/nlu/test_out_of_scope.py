from pathlib import Path

import yaml

HERE = Path(__file__).parent

TRAINING = Path("data/nlu/out_of_scope.yml")


def read_rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def test_there_are_enough_messages_in_three_scripts():
    rows = read_rows("out_of_scope_test.tsv")
    assert len(rows) >= 120
    assert {script for script, _ in rows} == {"hi", "hinglish", "en"}


def test_messages_for_testing_are_not_trained_on():
    examples = yaml.safe_load(TRAINING.read_text(encoding="utf-8"))["nlu"][0]["examples"]
    trained = {line.removeprefix("- ").strip().lower() for line in examples.splitlines()}
    assert len(trained) >= 220
    tested = {text.lower() for _, text in read_rows("out_of_scope_test.tsv")}
    assert trained & tested == set()
