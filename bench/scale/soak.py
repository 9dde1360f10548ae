"""A long time under the same load: errors, and whether memory stays where it is."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.load.measuring import Load, Result, measure
from bench.load.servers import Server

RATE = 30.0
SETTLING_MINUTES = 10


class Growth(NamedTuple):
    """Memory before and after, in megabytes; `from_minute` is where counting began."""

    from_minute: int
    before: float
    after: float

    @property
    def percent(self) -> float:
        """How much more there is at the end."""
        return 100 * (self.after / self.before - 1) if self.before else 0.0


def run(server: Server, *, minutes: int) -> Iterator[Result]:
    """A measurement for each minute."""
    for _ in range(minutes):
        yield measure(server, "sahayak", "rest", Load(0, 60.0, per_second=RATE))


def growth(minutes: Sequence[Result], part: str | None = None) -> Growth:
    """From the tenth minute to the last; of a shorter soak from the middle.

    Args:
        minutes: at least one measurement, in order.
        part: such as `rasa`; all of the assistant's own processes by default.
    """
    held = [_megabytes(one, part) for one in minutes]
    first = min(SETTLING_MINUTES, max(1, len(held) // 2))
    return Growth(first, held[first - 1], held[-1])


def _megabytes(result: Result, part: str | None) -> float:
    if part is not None:
        return result.megabytes.get(part, 0.0)
    # PostgreSQL's cache fills and is its own affair.
    return sum(mb for name, mb in result.megabytes.items() if name != "postgres")
