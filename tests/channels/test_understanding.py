"""What the helpdesk is told of a text, with the project's real answers."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels import understanding
from bot.knowledge.entries import load_knowledge
from bot.knowledge.responses import responses
from bot.nlu.about import About
from bot.nlu.components import SparseIntentClassifier

KNOWLEDGE = load_knowledge(Path("data"))
RESPONSES = responses(KNOWLEDGE)
ABOUT = {
    entry.label: About(
        dict(entry.title), entry.topic, tuple(entry.calculators), related=tuple(entry.related)
    )
    for entry in KNOWLEDGE.entries.values()
}
NAMES = list(KNOWLEDGE.entries)


class FakeAgent:
    """An agent whose model has given its verdict; its answers are the real ones."""

    def __init__(self, **parsed: Any) -> None:
        classifier = SparseIntentClassifier.__new__(SparseIntentClassifier)
        classifier._about = ABOUT
        nodes = {"one": SimpleNamespace(_component=classifier)}
        runner = SimpleNamespace(_instantiated_nodes=nodes)
        self.processor = SimpleNamespace(graph_runner=runner)
        self.domain = SimpleNamespace(responses=RESPONSES)
        self.asked: list[str] = []
        self._parsed = parsed

    async def parse_message(self, text: str) -> dict[str, Any]:
        self.asked.append(text)
        return {"language": "hi", **self._parsed}


def understand(agent: FakeAgent, text: str = "x") -> dict[str, Any]:
    return asyncio.run(understanding.understand(agent, text))


def ranking(*labels: str) -> list[dict[str, Any]]:
    return [{"name": label, "confidence": 0.5} for label in labels]


def test_answers_were_found() -> None:
    assert len(NAMES) > 500


@pytest.mark.parametrize("name", NAMES[::25])
def test_an_answer_is_its_text_and_its_source_in_both_languages(name: str) -> None:
    one = understanding.answer(FakeAgent(), name)
    entry = KNOWLEDGE.entries[name]
    assert one is not None
    for language in ("hi", "en"):
        assert one["title"][language] == entry.title[language]
        assert one["text"][language] == entry.answer[language].strip()
        assert bool(one["source"][language]) == bool(entry.sources)
    assert [other["id"] for other in one["related"]] == [
        key for key in entry.related if key in KNOWLEDGE.entries
    ]
    assert one["calculators"] == list(entry.calculators)


def test_there_is_no_answer_of_an_unknown_name() -> None:
    assert understanding.answer(FakeAgent(), "nosuch") is None


def test_likely_answers_come_first_then_what_search_found_then_the_rest() -> None:
    labels = [f"faq/{name}" for name in NAMES[:9]]
    found = understand(
        FakeAgent(
            intent_ranking=ranking(*labels[:8]),
            candidates=[{}, {}],
            found_answers=[{"label": labels[8]}, {"label": labels[0]}],
            outcome="disambiguate",
        )
    )
    assert [one["id"] for one in found["candidates"]] == [NAMES[n] for n in (0, 1, 8, 2, 3, 4)]
    assert found["outcome"] == "disambiguate"


def test_a_calculation_names_its_calculator() -> None:
    found = understand(
        FakeAgent(
            intent_ranking=ranking("calculate/pension", "check_status"),
            candidates=[{}],
            outcome="answer",
        )
    )
    first, second = found["candidates"]
    assert (first["kind"], first["calculators"]) == ("calculate", ["pension"])
    assert (second["kind"], second["id"]) == ("check_status", "check_status")
    assert found["outcome"] == "calculate"


def test_what_looks_like_a_command_is_read_as_words() -> None:
    agent = FakeAgent(intent_ranking=[], outcome="refuse")
    assert understand(agent, "/restart")["candidates"] == []
    assert agent.asked == ["restart"]


def test_what_has_nothing_to_do_with_the_text_is_left_out() -> None:
    rows = ranking(*(f"faq/{name}" for name in NAMES[:3]))
    rows[2]["confidence"] = 0.0001
    found = understand(FakeAgent(intent_ranking=rows, candidates=[{}], outcome="answer"))
    assert [one["id"] for one in found["candidates"]] == NAMES[:2]
