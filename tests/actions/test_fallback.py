"""Where no answer is sure: a question back, or a refusal, with what search has found."""

import importlib.util
import re
from pathlib import Path

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.fallback import ActionFallback

_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(talk)

HELPLINE = "1800-1800-4444"


def passage(n, page=None):
    return {
        "document": {"hi": "अवकाश पुस्तिका", "en": "Leave manual"},
        "section": f"प्रस्तर {n}",
        "page": page,
        "text": f"संगरोध अवकाश {n} दिन तक {{मिलता}} है।",
        "score": 5.0,
    }


def answer(n):
    titles = {"hi": f"सवाल {n}", "en": f"Question {n}"}
    return {"label": f"faq/a{n}", "title": titles, "score": 4.0}


async def fallback(language="en", outcome="refuse", **found):
    """The one reply to a message of which search has found something."""
    latest = {
        "text": "quarantine leave",
        "intent": {"name": "nlu_fallback"},
        "outcome": outcome,
        "candidates": found.pop("candidates", []),
        "entities": [],
        **found,
    }
    slots = {"language": language, "task": None, "last": None}
    event = {"event": "user", "text": latest["text"], "metadata": {}}
    dispatcher = CollectingDispatcher()
    tracker = Tracker("c" * 32, slots, latest, [event], False, None, {}, "")
    await ActionFallback().run(dispatcher, tracker, {})
    (reply,) = dispatcher.messages
    return reply


def reply_to(*args, **found):
    import asyncio

    return asyncio.run(fallback(*args, **found))


def test_a_refusal_without_anything_found_is_as_plain_as_before():
    reply = reply_to(passages=[], found_answers=[])
    assert HELPLINE in reply["text"]
    assert "«" not in reply["text"]
    assert "extracts" not in reply["custom"]
    assert {button["payload"] for button in reply["buttons"]} & {"/check_status", "/human"}


def test_extracts_follow_the_refusal_in_quotes_with_document_section_and_page():
    reply = reply_to(passages=[passage(n, page=7 if n == 1 else None) for n in (1, 2, 3)])
    refusal, extracts = reply["text"].split("\n\n")
    assert HELPLINE in refusal
    assert "not my answer" in extracts
    lines = extracts.splitlines()[1:]
    assert lines[0] == "«संगरोध अवकाश 1 दिन तक {मिलता} है।» – Leave manual, प्रस्तर 1, page 7"
    assert lines[1] == "«संगरोध अवकाश 2 दिन तक {मिलता} है।» – Leave manual, प्रस्तर 2"
    assert len(lines) == 3
    assert [one["text"] for one in reply["custom"]["extracts"]] == [
        passage(n)["text"] for n in (1, 2, 3)
    ]


def test_our_own_words_around_an_extract_are_in_the_askers_language():
    hindi = reply_to("hi", passages=[passage(1, page=2)])["text"]
    assert "उद्धरण" in hindi
    assert "अवकाश पुस्तिका, प्रस्तर 1, पृष्ठ 2" in hindi
    assert not re.search("[A-Za-z]{4}", hindi.replace("SECTS", ""))
    english = reply_to("en", passages=[passage(1)])["text"]
    english = english.replace(passage(1)["text"], "").replace("प्रस्तर", "")
    assert not re.search("[\u0900-\u097f]", english)


@pytest.mark.parametrize(("language", "title"), [("hi", "सवाल 1"), ("en", "Question 1")])
def test_answers_that_were_found_are_buttons_and_not_text(language, title):
    reply = reply_to(language, found_answers=[answer(1), answer(2)])
    assert reply["buttons"][0] == {"title": title, "payload": '/faq{"answer": "a1"}'}
    assert len(reply["buttons"]) == 2
    assert title not in reply["text"]


CANDIDATES = [{"label": "faq/a1", "title": answer(1)["title"]}]


def test_a_question_back_offers_further_titles_that_were_found():
    reply = reply_to(
        outcome="disambiguate",
        candidates=CANDIDATES,
        passages=[passage(1)],
        found_answers=[answer(1), answer(2)],
    )
    assert [button["title"] for button in reply["buttons"]] == ["Question 1", "Question 2"]
    assert "«" not in reply["text"]
    assert HELPLINE in reply["text"]


def test_where_only_a_document_is_near_a_question_back_quotes_it():
    reply = reply_to(
        outcome="disambiguate",
        candidates=CANDIDATES,
        passages=[passage(1), passage(2)],
        found_answers=[],
    )
    assert [button["title"] for button in reply["buttons"]] == ["Question 1"]
    assert reply["text"].count("«") == 1
    assert len(reply["custom"]["extracts"]) == 1
