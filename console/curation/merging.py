"""Puts a curator's change together with what became of the file meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

Entry = Mapping[str, Any]


def merge(base: Entry | None, mine: Entry, current: Entry | None) -> dict[str, Any]:
    """What the answer shall say now: each field that only one side changed is as that side has it.

    Where both changed a field the curator's words stand; examples are added and taken out one by
    one.

    Args:
        base: the file as the curator found it, None if there was none.
        mine: the curator's fields.
        current: the file as it is now, None if there is none.

    >>> merge({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3})
    {'a': 2, 'b': 3}
    """
    if base is None or current is None:
        return dict(mine)
    merged = {}
    for key in (*current, *(key for key in mine if key not in current)):
        value = _field(key, base.get(key), mine.get(key), current.get(key))
        if value is not None:
            merged[key] = value
    return merged


def is_contained(base: Entry | None, mine: Entry, current: Entry | None) -> bool:
    """Whether the file says all that the curator wanted; who looked last does not matter."""
    if current is None:
        return False
    if base is None:
        wanted = {**mine, "examples": _with_added(mine.get("examples"), current.get("examples"))}
    else:
        wanted = merge(base, mine, current)
    return _meaning(wanted) == _meaning(current)


def _field(key: str, base: Any, mine: Any, current: Any) -> Any:
    if mine == base:
        return current
    if key == "examples" and isinstance(current, Mapping):
        return _examples(base or {}, mine or {}, current)
    return mine


def _examples(
    base: Mapping[str, Sequence[str]],
    mine: Mapping[str, Sequence[str]],
    current: Mapping[str, Sequence[str]],
) -> dict[str, list[str]]:
    merged = {}
    for script in (*current, *(script for script in mine if script not in current)):
        old, new = base.get(script) or [], mine.get(script) or []
        gone = set(old) - set(new)
        kept = [text for text in current.get(script) or [] if text not in gone]
        merged[script] = kept + [text for text in new if text not in old and text not in kept]
    return merged


def _with_added(mine: Any, current: Any) -> Any:
    """The file's examples if they hold all of the curator's, else the curator's."""
    if not isinstance(mine, Mapping) or not isinstance(current, Mapping):
        return mine
    held = all(set(texts or []) <= set(current.get(name) or []) for name, texts in mine.items())
    return current if held else mine


def _meaning(entry: Entry) -> dict[str, Any]:
    return {
        key: _set(value) if key == "examples" else value
        for key, value in entry.items()
        if key != "checked_on" and value not in (None, "", [], {})
    }


def _set(examples: Any) -> Any:
    if not isinstance(examples, Mapping):
        return examples
    return {script: set(texts) for script, texts in examples.items() if texts}
