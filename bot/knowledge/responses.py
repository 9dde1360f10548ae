"""Turns answers into Rasa responses: text with its source line, buttons, and facts about it."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.knowledge import validity
from bot.knowledge.entries import Entry, Knowledge, Source, Topic
from bot.knowledge.examples import opening
from bot.knowledge.menu import Group

SOURCE_WORD = {"hi": "स्रोत", "en": "Source"}
CHECKED_WORDS = {"hi": "हमने {} को जाँचा।", "en": "Checked by us on {}."}
OWN_WORDS = {
    "hi": "यह सहायक के अपने बारे में है, किसी आदेश पर नहीं टिका।",
    "en": "This is about Sahayak itself and rests on no order.",
}
COMPUTE_WORDS = {"hi": "मेरा हिसाब करें", "en": "Work out mine"}
WHOLE_WORDS = {"hi": "पूरा जवाब", "en": "The whole answer"}
GROUP_WORDS = {"hi": "किस विषय में पूछना है?", "en": "Which topic is it about?"}
MOST_RELATED = 3
MOST_RELATED_IN_DETAIL = 8


def response_name(entry: Entry) -> str:
    """The name of the response in the domain, e.g. `utter_faq/opd_not_cashless`."""
    return f"utter_{entry.label}"


def responses(knowledge: Knowledge) -> dict[str, list[dict[str, Any]]]:
    """Domain responses: every answer, its source alone, and the page of every topic and group.

    An answer is there thrice: as it is, in brief, and in detail.

    The English variation is chosen when the slot `language` is `en`; the Hindi one has no
    condition, so it also serves Hinglish and conversations whose language is not known yet.
    """
    made: dict[str, list[dict[str, Any]]] = {}
    for entry in knowledge.entries.values():
        made[response_name(entry)] = _both(partial(_answer, entry, knowledge))
        made[f"utter_brief/{entry.id}"] = _both(partial(_brief, entry))
        made[f"utter_detail/{entry.id}"] = _both(partial(_detail, entry, knowledge))
        made[f"utter_source/{entry.id}"] = _both(partial(_source, entry))
    for topic in knowledge.topics.values():
        made[f"utter_topic/{topic.id}"] = _both(partial(_page, topic, knowledge))
    for group in knowledge.menu.groups:
        made[f"utter_topic/{group.page}"] = _both(partial(_group_page, group, knowledge))
    return made


def _both(variation: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
    english = {"condition": [{"type": "slot", "name": "language", "value": "en"}]}
    return [variation("hi"), {**variation("en"), **english}]


def _answer(entry: Entry, knowledge: Knowledge, language: str) -> dict[str, Any]:
    return {
        "text": _lines(entry.answer[language], source_line(entry, language)),
        "buttons": _buttons(entry, language, knowledge, MOST_RELATED),
        "custom": _facts(entry, language),
    }


def _brief(entry: Entry, language: str) -> dict[str, Any]:
    whole = {"title": WHOLE_WORDS[language], "payload": _payload("faq", answer=entry.id)}
    return {
        "text": _lines(opening(entry, language), source_line(entry, language)),
        "buttons": [whole],
        "custom": _facts(entry, language),
    }


def _detail(entry: Entry, knowledge: Knowledge, language: str) -> dict[str, Any]:
    """The answer with its sources written out, and all that belongs to it as buttons."""
    named = [_place(source, language) for source in entry.sources]
    return {
        "text": _lines(
            entry.answer[language],
            f"{SOURCE_WORD[language]}: {'; '.join(named)}" if named else "",
        ),
        "buttons": _buttons(entry, language, knowledge, MOST_RELATED_IN_DETAIL),
        "custom": _facts(entry, language),
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
    """What "source?" is answered with: where it stands, under which order, and our last look."""
    lines = [_place(source, language) for source in entry.sources]
    checked = CHECKED_WORDS[language].format(entry.checked_on.strftime("%d-%m-%Y"))
    return {
        "text": _lines(*(lines or [OWN_WORDS[language]]), checked),
        "custom": _facts(entry, language),
    }


def _place(source: Source, language: str) -> str:
    """Document and section, the order that the section quotes, and the document's own."""
    document = source.document
    day = document.date.strftime("%d-%m-%Y") if document.date else ""
    own = ", ".join(filter(None, (document.order, day)))
    place = ", ".join(filter(None, (document.title[language], source.section.get(language))))
    orders = "; ".join(filter(None, (source.order.get(language), own)))
    return f"{place} ({orders})" if orders else place


def _page(topic: Topic, knowledge: Knowledge, language: str) -> dict[str, Any]:
    return {
        "text": topic.overview[language],
        "buttons": [_button(knowledge.entries[key], language) for key in topic.featured],
        "custom": {"topic": topic.id, "language": language},
    }


def _group_page(group: Group, knowledge: Knowledge, language: str) -> dict[str, Any]:
    topics = [knowledge.topics[key] for key in group.topics]
    return {
        "text": GROUP_WORDS[language],
        "buttons": [
            {"title": topic.title[language], "payload": _payload("topic", topic=topic.id)}
            for topic in topics
        ],
        "custom": {"language": language},
    }


def _button(entry: Entry, language: str) -> dict[str, str]:
    return {
        "title": entry.title[language],
        "payload": _payload("faq", answer=entry.id),
    }


def _buttons(
    entry: Entry, language: str, knowledge: Knowledge, most_related: int
) -> list[dict[str, str]]:
    buttons = [
        {
            "title": COMPUTE_WORDS[language],
            "payload": _payload("calculate", calculator=name),
        }
        for name in entry.calculators[:1]
    ]
    related = [knowledge.entries[key] for key in entry.related if key in knowledge.entries]
    return buttons + [_button(other, language) for other in related[:most_related]]


def _facts(entry: Entry, language: str) -> dict[str, Any]:
    """What travels with an answer; the gateway adds what depends on the day."""
    named = {"answer": entry.id, "topic": entry.topic, "language": language}
    return {**named, **validity.facts(entry)}


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def _payload(intent: str, **entities: str) -> str:
    """What a button sends; the braces are doubled because Rasa fills slots into single ones."""
    return f"/{intent}{{{json.dumps(entities)}}}"
