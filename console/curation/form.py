"""The form of an answer: fields of the page to fields of the file, and back."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from console.curation.answer_files import ID, Answers
from console.curation.yaml_text import SCRIPTS
from console.words import say

LANGUAGES = ("hi", "en")
MOST_SOURCES = 6
Fields = dict[str, str]
Errors = dict[str, str]


def fields_of(entry: Mapping[str, Any]) -> Fields:
    """What stands in the form for an answer."""
    fields = {"id": str(entry.get("id", "")), "topic": str(entry.get("topic", ""))}
    for language in LANGUAGES:
        fields[f"title_{language}"] = (entry.get("title") or {}).get(language, "")
        fields[f"answer_{language}"] = (entry.get("answer") or {}).get(language, "")
    for script in SCRIPTS:
        fields[f"examples_{script}"] = "\n".join((entry.get("examples") or {}).get(script) or ())
    for name in ("related", "calculators"):
        fields[name] = ", ".join(entry.get(name) or ())
    for name in ("valid_from", "valid_until"):
        fields[name] = str(entry.get(name) or "")
    for place, source in enumerate(entry.get("source") or ()):
        fields |= _source_fields(place, source)
    return fields


def num_sources(fields: Mapping[str, str]) -> int:
    """How many sources the form shows: those given and one more."""
    given = [n for n in range(MOST_SOURCES) if fields.get(f"source_{n}_document")]
    return min(MOST_SOURCES, max(given, default=-1) + 2)


def read(
    form: Mapping[str, str], original: Mapping[str, Any] | None, today: date, language: str
) -> tuple[dict[str, Any], Errors]:
    """The answer that a form describes, and what is wrong with it by itself.

    Args:
        form: of the page.
        original: the answer it was made from, whose other fields stay; None for a new one.
        today: of the look that a curator has taken.
        language: of the sentences.
    """
    entry: dict[str, Any] = dict(original or {})
    if original is None:
        entry |= {"id": form.get("id", "").strip(), "topic": form.get("topic", "")}
    entry["title"] = {one: form.get(f"title_{one}", "").strip() for one in LANGUAGES}
    entry["examples"] = {script: _lines(form.get(f"examples_{script}", "")) for script in SCRIPTS}
    entry["answer"] = {one: _text(form.get(f"answer_{one}", "")) for one in LANGUAGES}
    entry["source"] = _sources(form, (original or {}).get("source") or [])
    entry["checked_on"] = today.isoformat()
    for name in ("related", "calculators"):
        entry[name] = [part for part in re.split(r"[\s,]+", form.get(name, "")) if part]
    errors = _mistakes(form, entry, language)
    for name in ("valid_from", "valid_until"):
        entry.pop(name, None)
        if form.get(name):
            entry[name] = form[name]
    return entry, errors


def place_of(fault: Mapping[str, Any]) -> str:
    """The field of the form that a fault of the lint belongs to, empty for the whole."""
    code, values = str(fault["code"]), fault.get("values") or {}
    language, script = values.get("language", ""), values.get("script", "")
    if code in ("few_examples", "wrong_script"):
        return f"examples_{script}"
    if code in ("too_long", "brace", "verdict"):
        return f"answer_{language}"
    return {
        "missing": f"answer_{language}",
        "title_long": f"title_{language}",
        "english_devanagari": "answer_en",
        "hindi_latin": "answer_hi",
        "figures_differ": "answer_hi",
        "official_word": "answer_hi",
        "no_source": "source_0_document",
        "paragraph_unknown": "source_0_paragraphs",
        "related_unknown": "related",
        "dates_reversed": "valid_until",
        "topic_unknown": "topic",
    }.get(code, "")


def id_mistake(answers: Answers, answer_id: str, is_draft: bool, language: str) -> Errors:
    """What is wrong with the id of a new answer."""
    if not ID.fullmatch(answer_id):
        return {"id": say("curation.form.id_wrong", language)}
    if is_draft or answers.find(answer_id):
        return {"id": say("curation.form.id_taken", language)}
    return {}


def _mistakes(form: Mapping[str, str], entry: Mapping[str, Any], language: str) -> Errors:
    needed = ["topic", *(f"{kind}_{one}" for kind in ("title", "answer") for one in LANGUAGES)]
    if "topic" in entry and not form.get("topic"):
        needed.remove("topic")  # not in the form of an answer that is there
    errors = {
        name: say("core.form.required", language)
        for name in needed
        if not form.get(name, "").strip()
    }
    if not entry.get("topic"):
        errors["topic"] = say("core.form.required", language)
    for name in ("valid_from", "valid_until"):
        if form.get(name) and not _is_day(form[name]):
            errors[name] = say("curation.form.day_wrong", language)
    return errors


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _source_fields(place: int, source: Mapping[str, Any]) -> Fields:
    head = f"source_{place}"
    fields = {
        f"{head}_document": str(source.get("document", "")),
        f"{head}_paragraphs": ", ".join(map(str, source.get("paragraphs") or ())),
    }
    for name in ("section", "order"):
        value = source.get(name)
        for language in LANGUAGES:
            words = value.get(language, "") if isinstance(value, Mapping) else value or ""
            fields[f"{head}_{name}_{language}"] = str(words)
    return fields


def _sources(form: Mapping[str, str], original: list[Any]) -> list[dict[str, Any]]:
    sources = []
    for place in range(MOST_SOURCES):
        head = f"source_{place}"
        if not form.get(f"{head}_document"):
            continue
        old = original[place] if place < len(original) else None
        given = {key: form.get(key, "") for key in _source_fields(place, {})}
        if old is not None and _source_fields(place, old) == given:
            sources.append(old)  # as the file writes it
            continue
        source: dict[str, Any] = {"document": form[f"{head}_document"]}
        for name in ("section", "order"):
            words = {one: form.get(f"{head}_{name}_{one}", "") for one in LANGUAGES}
            if any(words.values()):
                source[name] = {
                    one: text or words["en"] or words["hi"] for one, text in words.items()
                }
        named = [part for part in re.split(r"[\s,]+", form.get(f"{head}_paragraphs", "")) if part]
        if named:
            source["paragraphs"] = named
        sources.append(source)
    return sources


def _lines(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return list(dict.fromkeys(line for line in lines if line))


def _text(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
