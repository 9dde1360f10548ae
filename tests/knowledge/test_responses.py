"""What an answer becomes in the domain: whole, brief, in detail, its source, and the pages."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.entries import Document, Entry, Knowledge, Source, Topic, load_knowledge
from bot.knowledge.menu import Group, Menu
from bot.knowledge.responses import responses

ROOT = Path(__file__).resolve().parent.parent.parent / "data"
GUIDELINES = Document(
    id="guidelines",
    short={"hi": "निर्देश", "en": "Guidelines"},
    title={"hi": "पंजीकरण के निर्देश", "en": "Registration guidelines"},
    order="SECTS/444",
    date=date(2023, 7, 7),
    superseded=False,
    review_months=12,
)
SOURCE = Source(
    GUIDELINES,
    section={"hi": "पैरा 3", "en": "para 3"},
    order={"hi": "शासनादेश 12/2020", "en": "GO 12/2020"},
    paragraphs=(),
)


def entry(name: str, **changes: object) -> Entry:
    fields = {
        "id": name,
        "topic": "sects",
        "title": {"hi": f"{name}?", "en": f"{name}?"},
        "examples": {},
        "answer": {
            "hi": "सीमा साल में ₹5,000 है। दूसरी बात। तीसरी बात।",
            "en": "The limit is ₹5,000 a year. A second thing. A third.",
        },
        "sources": (SOURCE,),
        "checked_on": date(2026, 11, 22),
        "related": tuple(f"other_{i}" for i in range(5)),
        "calculators": (),
        "valid_from": None,
        "valid_until": None,
        "path": Path("x.yml"),
    }
    some = next(iter(load_knowledge(ROOT).entries.values()))
    return replace(some, **{**fields, **changes})


def made(one: Entry) -> dict:
    others = {f"other_{i}": entry(f"other_{i}", related=()) for i in range(5)}
    topic = Topic("sects", {"hi": "कार्ड", "en": "Card"}, {"hi": "…", "en": "…"}, ("sample",))
    menu = Menu((Group("health", ("sects",)),), ())
    return responses(
        Knowledge({"sample": one, **others}, {"sects": topic}, {"guidelines": GUIDELINES}, menu)
    )


def english(responses_of: dict, name: str) -> dict:
    hindi, variation = responses_of[name]
    assert "condition" not in hindi
    return variation


def test_the_source_names_section_order_and_date() -> None:
    text = english(made(entry("sample")), "utter_source/sample")["text"]
    assert text.splitlines()[0] == (
        "Registration guidelines, para 3 (GO 12/2020; SECTS/444, 07-07-2023)"
    )
    assert "22-11-2026" in text


def test_in_brief_is_the_first_sentence_with_its_source_and_a_way_to_the_whole() -> None:
    brief = english(made(entry("sample")), "utter_brief/sample")
    assert brief["text"] == "The limit is ₹5,000 a year.\nSource: Guidelines, para 3"
    assert [button["payload"] for button in brief["buttons"]] == ['/faq{{"answer": "sample"}}']


def test_a_list_that_is_announced_is_not_cut_off() -> None:
    answer = {"hi": "तीन कागज:\n1. एक\n2. दो", "en": "Three papers:\n1. one\n2. two"}
    brief = english(made(entry("sample", answer=answer)), "utter_brief/sample")
    assert brief["text"].startswith(answer["en"])


@pytest.mark.parametrize(
    ("answer", "brief"),
    [
        (
            "It depends. Up to ₹1,000 the head decides.",
            "It depends. Up to ₹1,000 the head decides.",
        ),
        ("The order is GO no. 12 of 2020. It holds.", "The order is GO no. 12 of 2020."),
        (
            "One applies online (GO no. 5. Part A) only. Ever.",
            "One applies online (GO no. 5. Part A) only.",
        ),
        ("Loyalty to the service: S.R. Biswas. More.", "Loyalty to the service: S.R. Biswas."),
    ],
)
def test_the_first_sentence_ends_where_it_says_something(answer: str, brief: str) -> None:
    both = {"hi": answer, "en": answer}
    text = english(made(entry("sample", answer=both)), "utter_brief/sample")["text"]
    assert text.splitlines()[0] == brief


def test_in_detail_is_the_answer_with_its_orders_and_all_related_questions() -> None:
    all_made = made(entry("sample", calculators=("gpf_interest",)))
    detail, answer = (english(all_made, f"utter_{kind}/sample") for kind in ("detail", "faq"))
    assert "A third." in detail["text"]
    assert "GO 12/2020" in detail["text"]
    assert len(detail["buttons"]) == 6
    assert len(answer["buttons"]) == 4


def test_every_form_of_an_answer_carries_its_id_and_its_dates() -> None:
    until = date(2027, 3, 31)
    all_made = made(entry("sample", valid_until=until))
    for kind in ("faq", "brief", "detail", "source"):
        facts = english(all_made, f"utter_{kind}/sample")["custom"]
        assert facts["answer"] == "sample"
        assert facts["review_on"] == "2027-11-22"
        assert facts["valid_until"] == "2027-03-31"
        assert facts["language"] == "en"


def test_what_rests_on_no_document_is_never_due_for_review() -> None:
    all_made = made(entry("sample", sources=()))
    assert "review_on" not in english(all_made, "utter_faq/sample")["custom"]
    assert "no order" in english(all_made, "utter_source/sample")["text"]


@pytest.mark.parametrize("language", [0, 1])
def test_every_topic_we_ship_is_two_taps_from_the_main_menu(language: int) -> None:
    knowledge = load_knowledge(ROOT)
    all_made = responses(knowledge)
    reached = {f'/topic{{{{"topic": "{key}"}}}}' for key in knowledge.menu.single}
    for group in knowledge.menu.groups:
        buttons = all_made[f"utter_topic/{group.page}"][language]["buttons"]
        assert 2 <= len(buttons) <= 10
        reached |= {button["payload"] for button in buttons}
    assert reached == {f'/topic{{{{"topic": "{key}"}}}}' for key in knowledge.topics}
