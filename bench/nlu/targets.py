"""What we hold ourselves to, beside what was measured."""

import math
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.nlu.datasets import HINT3, Labelled
from bench.nlu.measures import Measured
from bench.nlu.whole import measure_parse, measure_refusals

OURS, DIET = "Sahayak", "Rasa DIET"
SCRIPTS = ("hi", "hi-Latn", "en")


class Target(NamedTuple):
    """One line: what, the target in words, the measurement in words, whether it is met."""

    what: str
    target: str
    measured: str
    met: bool


def report(rows: Sequence[Measured], own: Labelled | None) -> str:
    """A line for every target of which something was measured."""
    targets = [*_speed(rows), *_accuracy(rows), *_calibration(rows)]
    if own is not None:
        targets += [*_whole(own), _training_wall_clock()]
    width = max((len(t.what) for t in targets), default=0)
    lines = []
    for target in targets:
        verdict = "met    " if target.met else "NOT MET"
        lines.append(
            f"{verdict}  {target.what:<{width}}  {target.measured}  (target {target.target})\n"
        )
    return "".join(lines)


def _row(rows: Sequence[Measured], system: str, data: str) -> Measured | None:
    return next((r for r in rows if r.system == system and r.data.startswith(data)), None)


def _speed(rows: Sequence[Measured]) -> Iterator[Target]:
    ours, diet = _row(rows, OURS, "hinglish-top"), _row(rows, DIET, "hinglish-top")
    if ours:
        seconds = ours.train_seconds
        yield Target("train 3,000 examples", "<= 3 s", f"{seconds:.1f} s", seconds <= 3)
    if ours and diet:
        ratio = diet.train_seconds / ours.train_seconds
        yield Target("training against DIET", ">= 200x", f"{ratio:.0f}x", ratio >= 200)
        ratio = diet.p50 / ours.p50
        yield Target("parsing against DIET", ">= 5x", f"{ratio:.1f}x", ratio >= 5)


def _accuracy(rows: Sequence[Measured]) -> Iterator[Target]:
    for name in HINT3:
        ours, diet = _row(rows, OURS, f"hint3 {name}"), _row(rows, DIET, f"hint3 {name}")
        if ours and diet:
            points = 100 * (ours.accuracy - diet.accuracy)
            said = f"{ours.accuracy:.1%} against {diet.accuracy:.1%}"
            yield Target(f"HINT3 {name}, five-fold", "3 points above DIET", said, points >= 3)
    ours = _row(rows, OURS, "hinglish-top")
    if ours:
        said = f"{ours.accuracy:.1%}"
        yield Target("Hinglish-TOP, unseen", ">= 87%", said, ours.accuracy >= 0.87)
    ours = _row(rows, OURS, "own")
    if ours:
        shares = [ours.by_group[script] for script in SCRIPTS if script in ours.by_group]
        said = ", ".join(f"{share:.1%}" for share in shares)
        met = min(shares) >= 0.93 and max(shares) - min(shares) <= 0.03
        yield Target("own data, five-fold, by script", ">= 93%, 3 points apart", said, met)


def _calibration(rows: Sequence[Measured]) -> Iterator[Target]:
    errors = [r.calibration_error for r in rows if r.system == OURS]
    errors = [error for error in errors if not math.isnan(error)]
    if errors:
        worst = max(errors)
        yield Target("expected calibration error", "<= 0.05", f"{worst:.3f}", worst <= 0.05)


def _whole(own: Labelled) -> Iterator[Target]:
    p50, p99 = measure_parse(own)
    said = f"p50 {p50:.2f} ms, p99 {p99:.2f} ms"
    yield Target("all components, one message", "2 ms, 6 ms", said, p50 <= 2 and p99 <= 6)
    refused = measure_refusals(own)
    said = f"{refused.foreign:.1%}, {refused.in_scope:.1%} of those in scope"
    met = refused.foreign >= 0.90 and refused.in_scope <= 0.04
    yield Target("foreign messages refused", ">= 90%, <= 4%", said, met)


def _training_wall_clock() -> Target:
    start = time.perf_counter()
    command = [sys.executable, "-m", "bot", "train", "--force"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    return Target("make train, all our data", "<= 45 s", f"{seconds:.0f} s", seconds <= 45)
