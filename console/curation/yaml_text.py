"""Writes an answer as its file, touching only the lines that say something new.

A curator's change is read as a diff before it is taken into git, so what did not change keeps its
quotes, its breaks and its place.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

ORDER = (
    "id",
    "topic",
    "title",
    "examples",
    "answer",
    "source",
    "checked_on",
    "valid_from",
    "valid_until",
    "related",
    "calculators",
    "worked",
)
SCRIPTS = ("hi", "hi-Latn", "en")
DAYS = ("checked_on", "valid_from", "valid_until")
Entry = Mapping[str, Any]

_KEY = re.compile(r"^([A-Za-z_][\w-]*):")
_PLAIN = re.compile(r"[A-Za-z\u0900-\u097F][\w\u0900-\u097F ()./?₹%-]*")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str) -> dict[str, Any]:
    """The fields of a file; days as yyyy-mm-dd.

    Raises:
        ValueError: it is no YAML, or no list of fields.
    """
    try:
        raw = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise ValueError(f"not YAML: {error}") from error
    if not isinstance(raw, dict):
        raise ValueError("not a list of fields")
    return {
        key: value.isoformat() if key in DAYS and value else value for key, value in raw.items()
    }


def write(entry: Entry, original: str = "") -> str:
    """The file of an answer.

    Args:
        entry: its fields; empty ones are left out, but for lists that the file had.
        original: the file as it is.

    Raises:
        ValueError: the fields cannot be written so that they are read back the same.

    >>> print(write({"id": "x", "related": ["a"]}, "id: x\\n# why\\nrelated: []\\n"), end="")
    id: x
    # why
    related: [a]
    """
    known = parse(original) if original else {}
    blocks = dict(_blocks(original))
    keys = [key for key in blocks if key] or list(ORDER)
    keys += [key for key in ORDER if key not in keys]
    text = blocks.get("", "")
    for key in keys:
        value = entry.get(key)
        if key in known and known[key] == value:
            text += blocks[key]
        elif value not in (None, "", [], {}) or (key in known and value == []):
            text += _block(key, value, blocks.get(key, ""))
    if _meaning(parse(text)) != _meaning(entry):
        raise ValueError("the answer cannot be written as YAML")
    return text


def _meaning(entry: Entry) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value not in (None, "", [], {})}


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Each top-level key with its lines; a remark belongs to what stands before it."""
    key, lines = "", ""
    for line in text.splitlines(keepends=True):
        if found := _KEY.match(line):
            yield key, lines
            key, lines = found[1], ""
        lines += line
    yield key, lines


def _block(key: str, value: Any, original: str) -> str:
    if key == "examples":
        return _examples(value, original)
    if key == "answer":
        return "answer:\n" + "".join(_literal(name, value[name]) for name in value)
    if key == "title":
        return "title:\n" + "".join(f"  {name}: {_quoted(value[name])}\n" for name in value)
    if key == "source":
        return "source:\n" + "".join(_source(one) for one in value)
    if key in ("related", "calculators"):
        return _head(original, key) + f"{key}: [{', '.join(_flow(one) for one in value)}]\n"
    if isinstance(value, str):
        return f"{key}: {value if key in DAYS else _scalar(value)}\n"
    return yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False)


def _head(original: str, key: str) -> str:
    """Remarks that stand before the key in its own lines: there are none, by how they are cut."""
    return original[: original.index(f"{key}:")] if f"{key}:" in original else ""


def _examples(value: Mapping[str, Sequence[str]], original: str) -> str:
    written = {_value(raw): raw for raw in _items(original)}
    indent = next((raw[: raw.index("-")] for raw in written.values()), "  ")
    text = "examples:\n"
    for script in (*SCRIPTS, *(name for name in value if name not in SCRIPTS)):
        if value.get(script):
            text += f"  {script}:\n"
            text += "".join(
                written.get(one, f"{indent}- {_scalar(one)}\n") for one in value[script]
            )
    return text


def _items(text: str) -> Iterator[str]:
    """The raw lines of each list item."""
    item = ""
    for line in text.splitlines(keepends=True):
        stripped = line.lstrip()
        if stripped.startswith("- "):
            if item:
                yield item
            item = line
        elif item and re.match(r"\s*[\w-]+:\s*$", line):
            yield item
            item = ""
        elif item:
            item += line
    if item:
        yield item


def _value(raw: str) -> str:
    found = yaml.load(raw, Loader=_LOADER)  # noqa: S506 - a safe loader
    return " ".join(str(found[0]).split()) if isinstance(found, list) else raw


def _literal(name: str, text: str) -> str:
    lines = text.split("\n")
    if not text.strip() or text != text.strip() or any(line != line.rstrip() for line in lines):
        return f"  {name}: {_quoted(text)}\n"
    return f"  {name}: |-\n" + "".join(f"    {line}\n" if line else "\n" for line in lines)


def _source(one: Mapping[str, Any]) -> str:
    lines = []
    for key, value in one.items():
        if isinstance(value, Mapping):
            shown = "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
        elif isinstance(value, list):
            shown = "[" + ", ".join(_flow(part) for part in value) + "]"
        else:
            shown = _scalar(value) if isinstance(value, str) else json.dumps(value)
        lines.append(f"{key}: {shown}\n")
    return "- " + "  ".join(lines)


def _scalar(text: str) -> str:
    """A text as a plain word where YAML reads it back the same, else in quotes."""
    if _PLAIN.fullmatch(text) and text == text.strip():
        read = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
        if read == text:
            return text
    return _quoted(text)


def _flow(value: Any) -> str:
    return _scalar(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
