"""Turns answers into Rasa responses: text with its source line, buttons, and facts about it."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.knowledge.entries import Entry, Knowledge, Topic

SOURCE_WORD = {"hi": "स्रोत", "en": "Source"}
CHECKED_WORDS = {"hi": "हमने {} को जाँचा।", "en": "Checked by us on {}."}
OWN_WORDS = {
    "hi": "यह सहायक के अपने बारे में है, किसी आदेश पर नहीं टिका।",
    "en": "This is about Sahayak itself and rests on no order.",
}
COMPUTE_WORDS = {"hi": "मेरा हिसाब करें", "en": "Work out mine"}


def response_name(entry: Entry) -> str:
    """The name of the response in the domain, e.g. `utter_faq/opd_not_cashless`."""
    return f"utter_{entry.label}"


def responses(knowledge: Knowledge) -> dict[str, list[dict[str, Any]]]:
    """Domain responses: every answer, its source alone, and the page of every topic.

    The English variation is chosen when the slot `language` is `en`; the Hindi one has no
    condition, so it also serves Hinglish and conversations whose language is not known yet.
    """
    made: dict[str, list[dict[str, Any]]] = {}
    for entry in knowledge.entries.values():
        made[response_name(entry)] = _both(partial(_answer, entry, knowledge))
        made[f"utter_source/{entry.id}"] = _both(partial(_source, entry))
    for topic in knowledge.topics.values():
        made[f"utter_topic/{topic.id}"] = _both(partial(_page, topic, knowledge))
    return made


def _both(variation: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
    english = {"condition": [{"type": "slot", "name": "language", "value": "en"}]}
    return [variation("hi"), {**variation("en"), **english}]


def _answer(entry: Entry, knowledge: Knowledge, language: str) -> dict[str, Any]:
    return {
        "text": "\n".join(filter(None, (entry.answer[language], source_line(entry, language)))),
        "buttons": _buttons(entry, language, knowledge),
        "custom": {
            "answer": entry.id,
            "topic": entry.topic,
            "language": language,
            "checked_on": entry.checked_on.isoformat(),
        },
    }


def source_line(entry: Entry, language: str) -> str:
    """The line at the end of an answer; empty where an answer rests on no document."""
    sections: dict[str, list[str]] = {}
    for source in entry.sources:
        places = sections.setdefault(source.document.short[language], [])
        places.append(source.section.get(language, ""))
    named = [", ".join(filter(None, (short, *places))) for short, places in sections.items()]
    return f"{SOURCE_WORD[language]}: {'; '.join(named)}" if named else ""


def _source(entry: Entry, language: str) -> dict[str, Any]:
    """What "source?" is answered with: document, section, order and date, and our last look."""
    lines = []
    for source in entry.sources:
        document = source.document
        order = document.order or ""
        day = document.date.strftime("%d-%m-%Y") if document.date else ""
        parts = (document.title[language], source.section.get(language, ""), order, day)
        lines.append(", ".join(filter(None, parts)))
    checked = CHECKED_WORDS[language].format(entry.checked_on.strftime("%d-%m-%Y"))
    return {"text": "\n".join([*(lines or [OWN_WORDS[language]]), checked])}


def _page(topic: Topic, knowledge: Knowledge, language: str) -> dict[str, Any]:
    return {
        "text": topic.overview[language],
        "buttons": [_button(knowledge.entries[key], language) for key in topic.featured],
        "custom": {"topic": topic.id, "language": language},
    }


def _button(entry: Entry, language: str) -> dict[str, str]:
    return {
        "title": entry.title[language],
        "payload": _payload("faq", answer=entry.id),
    }


def _buttons(entry: Entry, language: str, knowledge: Knowledge) -> list[dict[str, str]]:
    buttons = [
        {
            "title": COMPUTE_WORDS[language],
            "payload": _payload("calculate", calculator=name),
        }
        for name in entry.calculators[:1]
    ]
    related = [knowledge.entries[key] for key in entry.related if key in knowledge.entries]
    return buttons + [_button(other, language) for other in related[:3]]


def _payload(intent: str, **entities: str) -> str:
    """What a button sends; the braces are doubled because Rasa fills slots into single ones."""
    return f"/{intent}{{{json.dumps(entities)}}}"
