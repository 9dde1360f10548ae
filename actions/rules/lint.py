"""Health of the package: figures stay out of the code, every figure has its order, texts agree.

Run by `python -m actions.rules lint` and by the tests. Each check yields lines `path: problem`.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from actions.rules import parameters
from actions.rules.lint_links import link_problems
from actions.rules.texts import PLACEHOLDER
from actions.rules.yaml_files import RULES, read_yaml

ARITHMETIC = {0, 1, 2, 12, 100}
FIGURE_IN_WORDS = re.compile(r"\d{2,}|₹\s*\d")
UNITS = {"rupees", "percent", "years", "months", "days", "hours", "km", "table", "names", "text"}
PERIODS = {"once", "day", "month", "year"}
SAID = ("steps", "reasons", "summaries", "warnings")
REPEATED_KEY = "found duplicate key"


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key written twice, which plain YAML silently lets win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        written = [key for key, _ in node.value if key.value != "<<"]
        keys = [self.construct_object(key, deep=True) for key in written]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{REPEATED_KEY} {key!r}")
        return super().construct_mapping(node, deep=deep)


def problems(root: Path = RULES) -> list[str]:
    """Everything wrong under a package folder, as lines to print; empty when healthy."""
    found: list[str] = []
    for path in sorted(root.glob("*/*/*.py")):
        found += [_at(root, path, text) for text in check_formula(path.read_text("utf-8"))]
    for path in sorted(root.rglob("*.yaml")):
        found += [_at(root, path, text) for text in _check_yaml(path)]
    if not found:
        found += [f"{name}: no formula and no text uses it" for name in _unused(root)]
    if not found and root == RULES:
        found += link_problems()
    return found


def _at(root: Path, path: Path, text: str) -> str:
    return f"{path.relative_to(root)}: {text}"


def check_formula(source: str) -> Iterator[str]:
    """Bare figures in a formula, as numbers or inside sentences."""
    tree = ast.parse(source)
    described = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, described) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        value = node.value
        if type(value) in (int, float) and value not in ARITHMETIC:
            yield f"line {node.lineno}: bare number {value!r}; make it a parameter"
        if isinstance(value, str) and " " in value and FIGURE_IN_WORDS.search(value):
            yield f"line {node.lineno}: figure inside a sentence; make it a parameter"


def _check_yaml(path: Path) -> Iterator[str]:
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=_StrictLoader)  # noqa: S506
    except yaml.YAMLError as error:
        yield str(error).replace("\n", " ")
        return
    if path.parent.name == "parameters":
        yield from check_parameter(content)
    elif path.name == "texts.yaml":
        beside = [*path.parent.glob("*.py"), path.with_name("calculator.yaml")]
        yield from check_texts(content, "\n".join(p.read_text("utf-8") for p in beside))
    elif path.name == "calculator.yaml" and not (path.parent / "cases.yaml").is_file():
        yield "no cases.yaml beside it"


def check_parameter(content: Mapping[str, Any]) -> Iterator[str]:
    """A parameter file: description, unit, reference, day of checking, rows in date order."""
    for key in ("description", "unit", "period", "reference", "checked_on", "values"):
        if not content.get(key):
            yield f"no {key}"
    if content.get("unit") not in UNITS or content.get("period") not in PERIODS:
        yield f"unit must be one of {sorted(UNITS)}, period one of {sorted(PERIODS)}"
    yield from _check_reference(content.get("reference") or {}, content.get("description") or {})
    yield from _check_rows(content.get("values") or {})


def _check_reference(
    reference: Mapping[str, Any], description: Mapping[str, str]
) -> Iterator[str]:
    known = read_yaml(RULES / "documents.yaml")
    if reference.get("document") not in known:
        yield f"reference.document must be one of {sorted(known)}"
    if set(description) != {"hi", "en"} or set(reference.get("section") or {}) != {"hi", "en"}:
        yield "description and reference.section need hi and en"


def _check_rows(rows: Mapping[object, Any]) -> Iterator[str]:
    days = [day for day in rows if type(day) is date]
    if len(days) < len(rows):
        yield "values must be keyed by dates"
    if days != sorted(set(days)):
        yield "dates must rise from row to row"
    if not all(isinstance(row, dict) and "value" in row for row in rows.values()):
        yield "every dated row needs a value (null for a repeal)"


def check_texts(content: Mapping[str, Any], used_in: str) -> Iterator[str]:
    """Sentences of a calculator: both languages, the same placeholders, no rupees typed in.

    Args:
        content: the texts file.
        used_in: code and inputs table; every key must be said there, or be a choice's code.
    """
    for section in SAID:
        for key, entry in content.get(section, {}).items():
            for said in (entry, entry.get("advice", {"hi": "", "en": ""})):
                yield from (f"{section}.{key}: {text}" for text in _check_sentence(said))
            if not re.search(rf'"{key}"|\b{key}:', used_in):
                yield f"{section}.{key}: formula.py never says it"
            for source in entry.get("sources", ()):
                if source not in content["sources"]:
                    yield f"{section}.{key}: no source {source}"


def _check_sentence(said: Mapping[str, str]) -> Iterator[str]:
    if not {"hi", "en"} <= set(said):
        yield "needs hi and en"
        return
    names = {language: set(PLACEHOLDER.findall(said[language])) for language in ("hi", "en")}
    if names["hi"] != names["en"]:
        yield f"placeholders differ: {sorted(names['hi'] ^ names['en'])}"
    if any(re.search(r"₹\s*\d", said[language]) for language in ("hi", "en")):
        yield "rupees typed in; name the parameter instead"


def _unused(root: Path) -> list[str]:
    """Parameters named by no formula, no text and no inputs table."""
    files = [p for p in root.glob("*/*/*") if p.suffix in (".py", ".yaml")]
    written = "\n".join(p.read_text("utf-8") for p in files if p.parent.name != "parameters")
    named = set(re.findall(r"[a-z]+\.[a-z0-9_]+", written))
    return [name for name in parameters.names() if name not in named]
