"""Keeps pytest's search for doctests out of what only Alembic may run."""

collect_ignore = ["migrations/env.py"]
