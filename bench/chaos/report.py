"""The outcome as a table for `docs/chaos.md`, and what went wrong in words."""

from dataclasses import dataclass, field

from bench.chaos.judging import MOST_SECONDS, Verdict

#: A restart with a trained model, until a question would be answered.
MOST_START_SECONDS = 15
_MOST_TOLD = 8
_HEAD = (
    *("fault", "messages", "lost", "doubled", "out of order", "OTP twice"),
    *("recovered in s", "target met"),
)


@dataclass
class Outcome:
    """All verdicts of a run; `door` tells what nginx did not let through."""

    conversations: int
    start_seconds: int
    verdicts: list[Verdict] = field(default_factory=list)
    door: list[str] = field(default_factory=list)

    @property
    def is_met(self) -> bool:
        """Whether every fault met its target; the time to start is told beside."""
        are_met = bool(self.verdicts) and all(verdict.is_met for verdict in self.verdicts)
        return are_met and not self.door


def line(verdict: Verdict) -> str:
    """One row."""
    recovered = verdict.recovered_seconds
    cells = (
        verdict.fault,
        verdict.messages,
        len(verdict.lost),
        len(verdict.doubled),
        len(verdict.out_of_order),
        len(verdict.otp_twice),
        "nobody waited" if recovered is None else f"{recovered:.1f}",
        "yes" if verdict.is_met else "NO",
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(outcome: Outcome) -> str:
    """The whole run."""
    rows = [f"| {' | '.join(_HEAD)} |", "|---" * len(_HEAD) + "|", *map(line, outcome.verdicts)]
    notes = [f"{one.fault}: {one.note}" for one in outcome.verdicts if one.note]
    wrong = [
        f"{verdict.fault}: {fault}"
        for verdict in outcome.verdicts
        for fault in [
            *verdict.lost,
            *verdict.doubled,
            *verdict.out_of_order,
            *verdict.otp_twice,
        ][:_MOST_TOLD]
    ]
    about = (
        f"{outcome.conversations} conversations; targets: 0, recovered in {MOST_SECONDS:.0f} s. "
        f"The whole cluster was ready in {outcome.start_seconds} s "
        f"(target for a restart: {MOST_START_SECONDS} s)."
    )
    door = [f"through nginx: {fault}" for fault in outcome.door]
    return "\n".join(["", *rows, "", about, *notes, *door, *wrong])
