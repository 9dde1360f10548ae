"""The table, and what we hold ourselves to beside what was measured."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.load.measuring import Result
from bot.channels.telegram.options import TelegramOptions

OURS, STOCK = "sahayak", "stock"
TIMES_STOCK, STRETCH = 5.0, 6.0
P95_MS, P95_PEOPLE = 60.0, 10
SOAK_PEOPLE, SOAK_SECONDS = 200, 300
# Of what a limit allows, so much must be used before the limit is called the cause.
NEARLY_ALL = 0.9


class Target(NamedTuple):
    """What, the target in words, the measurement in words, whether it is met."""

    what: str
    target: str
    measured: str
    is_met: bool


def table(results: Sequence[Result]) -> str:
    """A line for each measurement."""
    heads = ("server", "door", "load", "msg/s", "p50", "p95", "p99", "errors", "CPU ms/msg", "MB")
    rows = [heads, *map(_row, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(f"{cell:<{w}}" for cell, w in zip(r, widths, strict=True)) for r in rows]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def details(results: Sequence[Result]) -> str:
    """Where the processor time went, and what went wrong."""
    lines = []
    for result in results:
        parts = ", ".join(f"{part} {ms:.1f}" for part, ms in result.cpu_ms.items())
        emulator = f", Telegram's server {result.telegram_cpu_ms:.1f}"
        beside = emulator if result.door == "telegram" else ""
        wrong = "".join(f"; {kind}: {count}" for kind, count in result.errors.items())
        lines.append(
            f"{result.server} {result.door}, {result.load}: CPU ms a message: {parts}, "
            f"client {result.client_cpu_ms:.1f}{beside}{wrong}\n"
        )
    return "".join(lines)


def bounds(results: Sequence[Result]) -> str:
    """A line for each measurement through Telegram: which of the limits was met."""
    return "".join(map(_bound, (one for one in results if one.door == "telegram")))


def targets(results: Sequence[Result]) -> list[Target]:
    """Every target of which something was measured."""
    return [*_throughput(results), *_latency(results), *_soak(results)]


def verdicts(held: Sequence[Target]) -> str:
    """A line for each target."""
    width = max((len(one.what) for one in held), default=0)
    return "".join(
        f"{'met    ' if one.is_met else 'MISSED '}  {one.what:<{width}}  {one.measured}"
        f"  (target {one.target})\n"
        for one in held
    )


def _row(result: Result) -> tuple[str, ...]:
    latency = (f"{result.percentile(p):.0f} ms" for p in (50, 95, 99))
    return (
        *(result.server, result.door, str(result.load), f"{result.rate:.1f}"),
        *(*latency, str(result.num_errors)),
        *(f"{sum(result.cpu_ms.values()):.1f}", f"{sum(result.megabytes.values()):,.0f}"),
    )


def _bound(result: Result) -> str:
    telegram, load = TelegramOptions(), result.load
    allowed = telegram.messages_per_second
    offered = load.people / max(load.pause_seconds, telegram.chat_pause_seconds)
    if result.rate < NEARLY_ALL * min(offered, allowed):
        cause = "the assistant or this machine"
    elif offered > allowed:
        cause = "Telegram's limit, not the assistant"
    else:
        cause = "the people's rests, not the assistant"
    return (
        f"telegram, {load}: {result.rate:.1f} msg/s = {result.rate / allowed:.0%} of the "
        f"{allowed:g} that Telegram allows a bot; these people could send {offered:.1f}; "
        f"bound by {cause}\n"
    )


def _throughput(results: Sequence[Result]) -> Iterator[Target]:
    """Each at its best, without pauses, through the contract that both have."""
    best = {
        name: max(
            (r.rate for r in results if r.server == name and r.door == "rest" and _is_full(r)),
            default=0.0,
        )
        for name in (OURS, STOCK)
    }
    if all(best.values()):
        ratio = best[OURS] / best[STOCK]
        words = f"{ratio:.1f}x ({best[OURS]:.0f} against {best[STOCK]:.0f} msg/s)"
        yield Target("throughput against the stock bot", ">= 5x", words, ratio >= TIMES_STOCK)
        yield Target("the same, stretch", ">= 6x", words, ratio >= STRETCH)


def _latency(results: Sequence[Result]) -> Iterator[Target]:
    for result in results:
        if result.server == OURS and result.load.people == P95_PEOPLE:
            p95 = result.percentile(95)
            what = f"p95, {result.door}, {result.load}"
            yield Target(what, "<= 60 ms", f"{p95:.0f} ms", p95 <= P95_MS)


def _soak(results: Sequence[Result]) -> Iterator[Target]:
    for result in results:
        load = result.load
        if result.server == OURS and load.people >= SOAK_PEOPLE and load.seconds >= SOAK_SECONDS:
            words = f"{result.num_errors} of {len(result.milliseconds) + result.num_errors:,}"
            what = f"errors, {result.door}, {load}"
            yield Target(what, "0", words, result.num_errors == 0)


def _is_full(result: Result) -> bool:
    return not (result.load.pause_seconds or result.load.per_second)
