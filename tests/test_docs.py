"""What README and docs name is there: files, commands, options, targets, settings, buttons."""

import dataclasses
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

from store.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDES = sorted((ROOT / "docs" / "desk").glob("*.md"))
OURS = "actions|bench|bot|console|scripts|store"

_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(rf"python -m ((?:{OURS})[\w.]*)((?: [a-z][a-z-]*(?![\w./=]))*)([^\n|;]*)")
_TARGET = re.compile(r"(?:^|[\s;&])make ([a-z][a-z-]*)(?!\w)", re.MULTILINE)
_SETTING = re.compile(r"^([A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Z]{4,}(?==)|HOST|PORT)(?:=\S*)?$")
_SET_BEFORE = re.compile(r"\b([A-Z][A-Z0-9_]{3,})=")
_PATH = re.compile(rf"^((?:{OURS}|data|deploy|docs|tests|widget)/[\w./-]*)$")
_HINDI = re.compile(r"\(([^()]*[\u0900-\u097f][^()]*)\)")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def code_of(page: Path) -> tuple[str, ...]:
    """What stands between backticks: lines of blocks, and spans, also over a line's end."""
    text = text_of(page)
    lines = [line for block in _FENCE.findall(text) for line in block.splitlines()]
    paragraphs = re.sub(r"(?<!\n)\n(?!\n)", " ", _FENCE.sub("\n\n", text))
    return (*lines, *_SPAN.findall(paragraphs))


def found_in(pattern: re.Pattern[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Page and groups of each match in the code of all pages, each once."""
    found = {
        (page.relative_to(ROOT).as_posix(), match.groups())
        for page in PAGES
        for code in code_of(page)
        for match in pattern.finditer(code)
    }
    assert found, f"{pattern.pattern} finds nothing"
    return sorted(found)


def anchors_of(page: Path) -> set[str]:
    """As GitHub makes them of headings; explicit ones too."""
    text = _FENCE.sub("", text_of(page))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", one.strip().lower()) for one in headings)
    return {one.replace(" ", "-") for one in plain} | set(
        re.findall(r'(?:id|name)="([^"]+)"', text)
    )


def links() -> list[tuple[Path, str]]:
    found = [(page, link) for page in PAGES for link in _LINK.findall(text_of(page))]
    inside = [(page, link) for page, link in found if not re.match(r"[a-z]+:", link)]
    assert len(inside) > 20
    return inside


def test_every_link_leads_somewhere():
    dead = []
    for page, link in links():
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            dead.append(f"{page.relative_to(ROOT)}: {link}")
    assert not dead, "\n".join(dead)


def test_every_path_that_is_named_exists():
    named = found_in(_PATH)
    assert len(named) > 40
    missing = [f"{page}: {path}" for page, (path,) in named if not (ROOT / path).exists()]
    assert not missing, "\n".join(missing)


@cache
def help_of(module: str, words: str) -> subprocess.CompletedProcess[str]:
    """What the command says to --help; its parsers refuse commands that they do not know."""
    command = [sys.executable, "-m", module, *words.split(), "--help"]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


COMMANDS = found_in(_COMMAND)


def pages_by_command() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for page, (module, words, _) in COMMANDS:
        found.setdefault((module, words.strip()), []).append(page)
    return found


@pytest.mark.parametrize(("command", "pages"), sorted(pages_by_command().items()))
def test_every_command_is_known(command, pages):
    given = help_of(*command)
    assert given.returncode == 0, f"{pages}: {given.stderr}"
    assert "usage:" in given.stdout


def test_every_option_is_known():
    rows = [
        (page, module, words, option)
        for page, (module, words, rest) in COMMANDS
        for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", rest)
    ]
    assert len(rows) >= 5
    unknown = [row for row in rows if row[3] not in help_of(row[1], row[2].strip()).stdout]
    assert unknown == []


def test_every_make_target_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    named = found_in(_TARGET)
    assert len({target for _, (target,) in named}) > 10
    missing = [f"{page}: make {target}" for page, (target,) in named if target not in targets]
    assert not missing, "\n".join(missing)


def known_variables() -> set[str]:
    """Settings, and what other programs of ours read from the environment."""
    names = {one.name.upper() for one in dataclasses.fields(Settings)}
    folders = [ROOT / top for top in (*OURS.split("|"), "tests")]
    for path in (ROOT / "Makefile", *(p for folder in folders for p in folder.rglob("*.py"))):
        text = text_of(path)
        names |= set(re.findall(r'environ(?:\.get\(|\[|\.pop\()\s*"([A-Z][A-Z0-9_]+)"', text))
        names |= set(re.findall(r"\$\(([A-Z][A-Z0-9_]+)\)", text))
        names |= set(re.findall(r'^_?[A-Z_]+ = "([A-Z][A-Z0-9_]+)"$', text, re.MULTILINE))
    return names


def test_every_setting_is_read_by_something():
    known = known_variables()
    named = [
        (page, name) for pattern in (_SETTING, _SET_BEFORE) for page, (name,) in found_in(pattern)
    ]
    assert len({name for _, name in named}) > 30
    unknown = sorted({f"{page}: {name}" for page, name in named if name not in known})
    assert not unknown, "\n".join(unknown)


def test_the_guides_name_buttons_as_the_hindi_pages_do():
    strings = " ".join(
        " ".join(_leaves(yaml.safe_load(path.read_text(encoding="utf-8"))))
        for path in sorted((ROOT / "console" / "strings").glob("*.yml"))
    )
    named = [
        (guide.name, words)
        for guide in GUIDES
        for words in _HINDI.findall(re.sub(r"(?<!\n)\n(?!\n)", " ", text_of(guide)))
    ]
    assert len(GUIDES) == 3
    assert len(named) > 40
    unknown = [f"{guide}: {words}" for guide, words in named if words not in strings]
    assert not unknown, "\n".join(unknown)


def _leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    return [str(value)]
