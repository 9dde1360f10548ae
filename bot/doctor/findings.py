"""What a check finds: fine, to be looked at, or broken, and what to do about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Grade = Literal["fine", "look", "broken"]


@dataclass(frozen=True)
class Finding:
    """One line of the report. `remedy` says what to do; it is empty when all is fine."""

    subject: str
    grade: Grade
    said: str
    remedy: str = ""


#: A check looks at one thing; it never raises for what it looks at.
Check = Callable[[], Finding]


def fine(subject: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(subject, "fine", said)


def look(subject: str, said: str, remedy: str) -> Finding:
    """It works, but somebody should look at it."""
    return Finding(subject, "look", said, remedy)


def broken(subject: str, said: str, remedy: str) -> Finding:
    """Questions are not answered, or not safely, until this is put right."""
    return Finding(subject, "broken", said, remedy)


def worst(findings: Iterable[Finding]) -> Grade:
    """The worst grade among the findings."""
    grades = {finding.grade for finding in findings}
    return "broken" if "broken" in grades else "look" if "look" in grades else "fine"
