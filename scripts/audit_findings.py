"""Reads what the audits found and what was decided, and compares the two; asks nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

# After so many days somebody has to look at a decision again.
GOOD_FOR_DAYS = 180


@dataclass(frozen=True)
class Fault:
    """A known fault of one package; `names` are its id and what else it is called."""

    ecosystem: str
    package: str
    version: str
    names: frozenset[str]

    def __str__(self) -> str:
        return f"{self.ecosystem} {self.package} {self.version}: {', '.join(sorted(self.names))}"


@dataclass(frozen=True)
class Decision:
    """Why a package stays as it is, in the version and with the faults that were looked at."""

    ecosystem: str
    package: str
    version: str
    advisories: frozenset[str]
    decided_on: date
    held_by: str
    reach: str

    def covers(self, fault: Fault) -> bool:
        """Whether this very fault was decided."""
        same = (self.ecosystem, self.package, self.version)
        return same == (fault.ecosystem, fault.package, fault.version or self.version) and bool(
            self.advisories & fault.names
        )


class NotAsked(Exception):
    """An advisory service gave no answer about the packages; the text says which and why."""


def read_decisions(text: str) -> list[Decision]:
    """The decisions of the file; KeyError and TypeError name what is missing in one."""
    return [
        Decision(
            **{**entry, "advisories": frozenset(entry["advisories"]), "reach": entry["reach"]}
        )
        for entry in yaml.safe_load(text)["decisions"]
    ]


def read_pip_audit(text: str) -> list[Fault]:
    """The faults in pip-audit's JSON.

    Raises:
        NotAsked: it is none, or packages were skipped: pip-audit calls that "no known faults".
    """
    try:
        packages: list[dict[str, Any]] = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        raise NotAsked("pip-audit gave no result") from None
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if skipped or not packages:
        raise NotAsked(f"nothing is known of {len(skipped)} of {len(packages)} Python packages")
    return [
        Fault("pypi", one["name"], one["version"], frozenset([fault["id"], *fault["aliases"]]))
        for one in packages
        for fault in one["vulns"]
    ]


def read_npm_audit(text: str) -> list[Fault]:
    """The faults in npm's JSON; its advisories carry no version of ours.

    Raises:
        NotAsked: the registry has no audit service, or there was no answer.
    """
    try:
        packages: dict[str, Any] = json.loads(text)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        raise NotAsked("npm's registry answered no audit") from None
    return [
        Fault("npm", name, "", frozenset([str(cause["url"]).rpartition("/")[2]]))
        for name, one in packages.items()
        for cause in one["via"]
        if isinstance(cause, dict)
    ]


def judge(
    faults: Sequence[Fault], decisions: Sequence[Decision], *, asked: set[str], today: date
) -> list[str]:
    """What has to be decided, renewed or removed; nothing when all fits.

    Args:
        faults: what was found.
        decisions: of the file.
        asked: ecosystems whose service answered; decisions about others cannot be stale.
        today: the day.
    """
    found = [
        f"undecided: {fault}"
        for fault in faults
        if not any(decision.covers(fault) for decision in decisions)
    ]
    for one in decisions:
        mine = {name for fault in faults if one.covers(fault) for name in fault.names}
        for gone in sorted(one.advisories - mine) if one.ecosystem in asked else []:
            found.append(f"stale: {one.package} {one.version} no longer has {gone}")
    return found + overdue(decisions, today)


def overdue(decisions: Sequence[Decision], today: date) -> list[str]:
    """Decisions that nobody looked at for half a year."""
    return [
        f"overdue: {one.package} was decided on {one.decided_on}; look again"
        for one in decisions
        if (today - one.decided_on).days > GOOD_FOR_DAYS
    ]


def moved(decisions: Sequence[Decision], locked: dict[str, str]) -> list[str]:
    """Decisions about versions that we no longer use; needs no service."""
    return [
        f"stale: {one.package} is {locked.get(one.package, 'gone')} now, decided was {one.version}"
        for one in decisions
        if one.ecosystem == "pypi" and locked.get(one.package) != one.version
    ]


def read_lock(text: str) -> dict[str, str]:
    """Package → version of an exported lock file."""
    pinned = [line.partition(";")[0].strip() for line in text.splitlines() if "==" in line]
    return dict(line.split("==", 1) for line in pinned if not line.startswith(("#", "-")))
