"""Who may import whom, as the architecture says."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("bot", "actions", "store", "console")
ALLOWED = {
    "actions/rules": {"actions.rules"},
    "actions": {"actions", "store"},
    "bot": {"bot", "store"},
    "console": {"console", "store", "actions.rules"},
    "store": {"store"},
}
RULES_LIBRARIES = {"yaml"}
CLOCKS = {"time", "datetime.now", "date.today", "datetime.today"}


def area(path: Path) -> str:
    relative = path.relative_to(ROOT).as_posix()
    return "actions/rules" if relative.startswith("actions/rules/") else relative.split("/")[0]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


MODULES = [
    p for top in ("bot", "actions", "store", "console") for p in sorted((ROOT / top).rglob("*.py"))
]


def test_the_modules_were_found() -> None:
    assert len(MODULES) > 40
    assert {area(path) for path in MODULES} == set(ALLOWED)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_its_area_may(path: Path) -> None:
    allowed = ALLOWED[area(path)]
    ours = {name for name in imports(path) if name.split(".")[0] in OURS}
    for name in ours:
        assert any(name == root or name.startswith(root + ".") for root in allowed) or (
            name == "actions" and "actions.rules" in allowed
        ), f"{path} imports {name}"


RULES = [path for path in MODULES if area(path) == "actions/rules"]


@pytest.mark.parametrize("path", RULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_rules_use_the_standard_library_and_yaml_only(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        assert top in sys.stdlib_module_names | RULES_LIBRARIES | {"actions"}, f"{path}: {name}"


FORMULAS = [path for path in RULES if path.name == "formula.py"]


def test_formulas_were_found() -> None:
    assert len(FORMULAS) >= 6


@pytest.mark.parametrize("path", FORMULAS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_formula_has_no_clock(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not any(clock + "(" in text for clock in CLOCKS)


def test_the_project_reads_nothing_beside_itself() -> None:
    beside = "../" + "shared"
    for path in MODULES:
        assert beside not in path.read_text(encoding="utf-8")
