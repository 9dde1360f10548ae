"""What is printed, and the targets beside what was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bench.load import report as load_report
from bench.load.measuring import Result
from bench.load.report import Target, verdicts as verdicts
from bench.scale.alone import Row
from bench.scale.lookups import Lookups
from bench.scale.soak import growth

OVERHEAD_MS, RATE_ALONE = 2.0, 1500.0
OFFERED_P95_MS, TIMES_ONE, TIMES_STOCK = 80.0, 1.7, 6.0
LOOKUP_P99_MS, LEGAL_RATE, GROWTH_PERCENT = 10.0, 30.0, 5.0
#: Of two cores: with less, something else than the processor was the limit.
BUSY_CORES = 1.6


def gateway(rows: Sequence[Row], where: str) -> str:
    """A line for each measurement of the gateway alone."""
    heads = f"{'':<22}{'connections':>12}{'req/s':>9}{'p50':>9}{'p95':>9}{'p99':>9}"
    lines = [f"The gateway alone, {where}", f"{heads}{'errors':>8}{'CPU ms':>9}{'MB':>7}"]
    lines += [
        f"{row.what:<22}{row.connections:>12}{row.rate:>9.0f}{row.p50:>9.2f}{row.p95:>9.2f}"
        f"{row.p99:>9.2f}{row.num_errors:>8}{row.gateway_ms:>9.2f}{row.megabytes:>7.0f}"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def gateway_targets(rows: Sequence[Row], where: str) -> list[Target]:
    """Overhead of a whole message over its Rasa, one at a time; requests a second at best."""
    by = {(row.what, row.connections): row for row in rows}
    one = min(row.connections for row in rows)
    over = by["a whole message", one].p50 - by["fake Rasa by itself", one].p50
    best = {what: max(row.rate for row in rows if row.what == what) for what, _ in by}
    door, whole = best["GET /healthz"], best["a whole message"]
    return [
        Target(f"overhead p50, {where}", "<= 2 ms", f"{over:.1f} ms", over <= OVERHEAD_MS),
        Target(f"the door alone, {where}", ">= 1500/s", f"{door:.0f}/s", door >= RATE_ALONE),
        Target(f"whole messages, {where}", ">= 1500/s", f"{whole:.0f}/s", whole >= RATE_ALONE),
    ]


def renamed(result: Result, server: str) -> Result:
    """The same measurement under the name that the table gives its server."""
    return replace(result, server=server)


def progress(result: Result) -> str:
    """One line, as soon as it is measured."""
    parts = load_report.details([result]).rstrip()
    return f"{load_report.table([result]).splitlines()[1]}\n    {parts}"


def cores(result: Result) -> float:
    """Cores that were busy, the client's too: processor time a message times messages a second."""
    return (sum(result.cpu_ms.values()) + result.client_cpu_ms) * result.rate / 1000


Sizes = tuple[int, Mapping[str, int]]


def sizes(before: Sizes, after: Sizes) -> str:
    """What the database has grown by for each message between two looks, table by table."""
    count = max(1, after[0] - before[0])
    grown = {name: (size - before[1].get(name, 0)) / count for name, size in after[1].items()}
    parts = ", ".join(
        f"{name} {size:,.0f}"
        for name, size in sorted(grown.items(), key=lambda one: -one[1])
        if size >= 1
    )
    return (
        f"bytes a message in PostgreSQL, indexes and dead rows too ({count:,} messages): {parts}"
    )


def replicas(results: Sequence[Result]) -> str:
    """The table, and how many cores each measurement took."""
    busy = "".join(
        f"{one.server}, {one.load}: {sum(one.cpu_ms.values()) + one.client_cpu_ms:.1f} ms x "
        f"{one.rate:.1f}/s = {cores(one):.2f} cores\n"
        for one in results
    )
    return f"\nReplicas\n{load_report.table(results)}{load_report.details(results)}{busy}"


def replica_targets(results: Sequence[Result]) -> list[Target]:
    """Against the stock bot, two replicas against one, and 50 messages a second offered."""
    full = [one for one in results if not one.load.per_second]
    best = {
        name: max((one for one in full if one.server == name), key=lambda one: one.rate)
        for name in {one.server for one in full}
    }
    held = []
    if {"stock", "1 Rasa"} <= set(best):
        ratio = best["1 Rasa"].rate / max(0.1, best["stock"].rate)
        held.append(Target("1 Rasa to stock bot", ">= 6x", f"{ratio:.1f}x", ratio >= TIMES_STOCK))
    if {"1 Rasa", "2 Rasa"} <= set(best):
        ratio, busy = best["2 Rasa"].rate / best["1 Rasa"].rate, cores(best["2 Rasa"])
        words = f"{ratio:.2f}x, {busy:.2f} cores busy"
        is_met = ratio >= TIMES_ONE or busy >= BUSY_CORES
        held.append(Target("2 Rasa to 1", ">= 1.7x, or CPU-bound shown", words, is_met))
    for one in results:
        if one.load.per_second and one.server != "stock":
            p95, words = (
                one.percentile(95),
                f"{one.percentile(95):.0f} ms, {one.num_errors} errors",
            )
            what = f"p95 at {one.load.per_second:g} msg/s offered, {one.server}"
            held.append(Target(what, "<= 80 ms", words, p95 <= OFFERED_P95_MS))
    return held


def look_ups(found: Lookups) -> str:
    """Times, sizes and plans."""
    times = ", ".join(f"p{p} {found.percentile(p):.2f} ms" for p in (50, 95, 99))
    server = ", ".join(f"p{p} {found.percentile(p, in_server=True):.2f} ms" for p in (50, 95, 99))
    plans = "\n\n".join(found.plans)
    return (
        f"\nStatus look-ups among {found.num_applications:,} applications on PostgreSQL "
        f"(filled in {found.fill_seconds:.0f} s, {found.bytes_an_application:,.0f} bytes each "
        f"with events, dependants and indexes)\n{len(found.milliseconds):,} look-ups: {times}; "
        f"in PostgreSQL alone: {server}\n"
        f"\n{plans}\n"
    )


def lookup_targets(found: Lookups) -> list[Target]:
    """Quick, and through indexes."""
    p99, what = found.percentile(99), f"look-up among {found.num_applications:,}"
    return [
        Target(f"{what}, p99", "<= 10 ms", f"{p99:.2f} ms", p99 <= LOOKUP_P99_MS),
        Target(f"{what}, indexes only", "yes", str(found.uses_indexes), found.uses_indexes),
    ]


def notices(told: dict[str, Any]) -> str:
    """Pace, processor time, memory."""
    return (
        f"\n{told['num_notices']:,} notices in line for Telegram (put there in "
        f"{told['fill_seconds']:.0f} s)\n"
        f"by the clock, at the legal rate: {told['paced_rate']:.1f}/s, {told['paced_cores']:.2f} "
        f"cores; a look into the line p50 {told['claim_p50_ms']:.1f} ms, p99 "
        f"{told['claim_p99_ms']:.1f} ms\n"
        f"as fast as it goes: {told['drain_rate']:.0f}/s, {told['drain_cpu_ms']:.1f} CPU ms a "
        f"notice, look p50 {told['later_claim_p50_ms']:.1f} ms; {told['num_sent']:,} sent to "
        f"{told['num_chats']:,} chats, {told['simulated_minutes']:.1f} simulated minutes\n"
        f"all of them take {told['legal_minutes']:.1f} minutes at the legal rate; "
        f"{told['megabytes']:.0f} MB\n"
    )


def notice_targets(told: dict[str, Any]) -> list[Target]:
    """The dispatcher is quicker than Telegram allows, and sends nothing twice."""
    rate, twice = told["paced_rate"], told["num_sent"] - told["num_chats"]
    return [
        Target("notices by the clock", ">= 30/s", f"{rate:.1f}/s", rate >= LEGAL_RATE),
        Target("notices sent twice", "0", str(twice), twice == 0),
    ]


def soak(minutes: Sequence[Result]) -> str:
    """Memory of each part at the beginning of counting and at the end."""
    parts = "".join(
        f"  {part}: {growth(minutes, part).before:,.0f} -> {growth(minutes, part).after:,.0f} MB\n"
        for part in minutes[-1].megabytes
    )
    return f"\nSoak, {len(minutes)} minutes, from minute {growth(minutes).from_minute} on\n{parts}"


def soak_targets(minutes: Sequence[Result]) -> list[Target]:
    """No errors; memory flat."""
    wrong, grown = sum(one.num_errors for one in minutes), growth(minutes)
    words = f"{grown.percent:+.1f}% ({grown.before:,.0f} -> {grown.after:,.0f} MB)"
    what = f"memory from minute {grown.from_minute} to {len(minutes)}"
    return [
        Target(f"errors in {len(minutes)} minutes at 30 msg/s", "0", str(wrong), wrong == 0),
        Target(what, "<= +5%", words, grown.percent <= GROWTH_PERCENT),
    ]
