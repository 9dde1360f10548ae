"""`POST /webhooks/gateway/understand`: how a text is read, without a conversation or an answer.

The helpdesk shows it while an operator types. The text of an answer is the domain's response, so
that what is read aloud is what the bot would say.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.knowledge.responses import SOURCE_WORD
from bot.nlu.about import About
from bot.nlu.components import SparseIntentClassifier

MOST_CANDIDATES = 6
# Below this a label has nothing to do with what was typed; the ranking always has ten.
LEAST_LIKELY = 0.005
LANGUAGES = ("hi", "en")


async def understand(agent: Any, text: str) -> dict[str, Any]:
    """How the assistant reads a text.

    Args:
        agent: Rasa's, with a model.
        text: with tokens in place of identifiers.

    Returns:
        `language`, `outcome`, `candidates` (best first, at most six) and `passages`.
    """
    parsed = await agent.parse_message(text.lstrip("/ "))
    about = _about(agent)
    labels = list(_labels(parsed))[:MOST_CANDIDATES]
    return {
        "language": parsed.get("language"),
        "outcome": _outcome(parsed),
        "candidates": [
            describe(label, confidence, about, agent.domain.responses)
            for label, confidence in labels
        ],
        "passages": parsed.get("passages") or [],
    }


def answer(agent: Any, name: str) -> dict[str, Any] | None:
    """One answer by its id, as a candidate; None when there is none."""
    label = f"faq/{name}"
    responses = agent.domain.responses
    return (
        describe(label, 1.0, _about(agent), responses) if f"utter_{label}" in responses else None
    )


def describe(
    label: str,
    confidence: float,
    about: Mapping[str, About],
    responses: Mapping[str, list[dict[str, Any]]],
) -> dict[str, Any]:
    """One candidate: its title, text and source, and what goes with it."""
    known = about.get(label, About())
    kind, _, name = label.partition("/")
    texts = _texts(responses.get(f"utter_{label}") or [])
    split = {language: _split(texts.get(language, ""), language) for language in LANGUAGES}
    related = [(other, about.get(f"faq/{other}", About()).title) for other in known.related]
    return {
        "id": name or label,
        "kind": kind,
        "confidence": round(confidence, 4),
        "title": dict(known.title),
        "text": {language: parts[0] for language, parts in split.items()},
        "source": {language: parts[1] for language, parts in split.items()},
        "topic": known.topic,
        "related": [{"id": other, "title": dict(title)} for other, title in related if title],
        "calculators": [name] if kind == "calculate" else list(known.calculators),
    }


def _labels(parsed: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Likely labels, then what search found where nothing is sure, then the rest in order."""
    ranking = [(row["name"], row["confidence"]) for row in parsed.get("intent_ranking") or []]
    likely = len(parsed.get("candidates") or [])
    found = [(row["label"], 0.0) for row in parsed.get("found_answers") or []]
    rest = [(label, share) for label, share in ranking[likely:] if share >= LEAST_LIKELY]
    seen = set()
    for label, confidence in (*ranking[:likely], *found, *rest):
        if label and label not in seen:
            seen.add(label)
            yield label, confidence


def _outcome(parsed: Mapping[str, Any]) -> str:
    outcome = str(parsed.get("outcome") or "refuse")
    first = (parsed.get("intent_ranking") or [{}])[0].get("name") or ""
    return "calculate" if outcome == "answer" and first.startswith("calculate") else outcome


def _texts(variations: list[dict[str, Any]]) -> dict[str, str]:
    """Language → text; the variation with a condition is the English one."""
    return {
        "en" if variation.get("condition") else "hi": variation.get("text", "")
        for variation in variations
    }


def _split(text: str, language: str) -> tuple[str, str]:
    """An answer and the source in its last line."""
    mark = f"{SOURCE_WORD[language]}: "
    body, _, last = text.rpartition("\n")
    return (body, last.removeprefix(mark)) if last.startswith(mark) else (text, "")


def _about(agent: Any) -> Mapping[str, About]:
    """What the loaded model knows of its labels.

    Rasa hands out no component of a loaded model, and its parse result names three labels only.
    """
    for node in agent.processor.graph_runner._instantiated_nodes.values():
        if isinstance(node._component, SparseIntentClassifier):
            return node._component._about
    return {}
