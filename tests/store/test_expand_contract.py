"""Migrations expand: the version before must run on the tables of this one."""

import ast
from pathlib import Path

import pytest

from store.migrate import MIGRATIONS

VERSIONS = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
#: A migration that drops what no version in use reads any more says so by this word.
CONTRACT = "Contract:"
TAKES_AWAY = {"drop_table", "drop_column", "drop_constraint", "drop_index", "rename_table"}


def faults(source: str) -> list[str]:
    """What in `upgrade` an older version could not live with."""
    module = ast.parse(source)
    upgrade = next(
        n for n in module.body if isinstance(n, ast.FunctionDef) and n.name == "upgrade"
    )
    if CONTRACT in (ast.get_docstring(upgrade) or ""):
        return []
    calls = [n for n in ast.walk(upgrade) if isinstance(n, ast.Call)]
    named = [(c.func.attr, c) for c in calls if isinstance(c.func, ast.Attribute)]
    found = [name for name, _ in named if name in TAKES_AWAY]
    for name, call in named:
        words = {k.arg for k in call.keywords}
        if name == "alter_column" and not words <= {"type_", "existing_type", "existing_nullable"}:
            found.append("alter_column")
        if name == "add_column":
            column = call.args[-1]
            given = {k.arg: k.value for k in column.keywords}
            must = isinstance(given.get("nullable"), ast.Constant) and not given["nullable"].value
            if must and "server_default" not in given:
                found.append("add_column that older versions do not fill")
    return found


def test_migrations_were_found():
    assert len(VERSIONS) >= 8


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_takes_nothing_away(path: Path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "op.drop_table('x')",
        "op.drop_column('x', 'y')",
        "op.alter_column('x', 'y', nullable=False)",
        "op.alter_column('x', 'y', new_column_name='z')",
        "op.add_column('x', sa.Column('y', sa.Integer(), nullable=False))",
        "op.rename_table('x', 'y')",
    ],
)
def test_what_would_break_the_version_before_is_seen(line):
    assert faults(f"def upgrade():\n    {line}\n")
    contract = f"def upgrade():\n    '''Contract: unused since 2.'''\n    {line}\n"
    assert not faults(contract)


@pytest.mark.parametrize(
    "line",
    [
        "op.create_table('x', sa.Column('y', sa.Integer(), nullable=False))",
        "op.add_column('x', sa.Column('y', sa.Integer(), nullable=True))",
        "op.add_column('x', sa.Column('y', sa.Integer(), nullable=False, server_default='0'))",
        "op.create_index('i', 'x', ['y'])",
    ],
)
def test_what_only_adds_is_allowed(line):
    assert faults(f"def upgrade():\n    {line}\n") == []
