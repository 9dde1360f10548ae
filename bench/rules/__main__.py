"""`python -m bench.rules [--quick] [--only NAME...] [--employees N] [--processes N]`."""

import argparse
import sys

from actions.rules import calculators
from actions.rules.figures import grouped
from bench.rules import speed, state

QUICK_EMPLOYEES = 20_000
TARGET_MINUTES = 20
HEADER = f"{'calculator':<26}{'cases':>6}{'per second':>12}{'a process each':>16}{'ratio':>8}"


def main() -> None:
    """Measures each calculator, then the whole state, and says which targets are met."""
    arguments = _arguments()
    say = sys.stdout.write
    load = speed.load_seconds()
    say(
        f"Reading all calculators in a fresh process: {load:.3f} s "
        f"{_mark(load <= speed.TARGET_LOAD_SECONDS)} (target {speed.TARGET_LOAD_SECONDS} s)\n\n"
    )
    _show_speeds(arguments)
    if arguments.employees:
        say(f"\nPension, gratuity and commutation of {grouped(arguments.employees)} employees\n")
        _show_state(state.run(arguments.employees, num_processes=arguments.processes))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.rules", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_EMPLOYEES} employees")
    parser.add_argument("--only", nargs="+", choices=list(calculators()), metavar="NAME")
    parser.add_argument("--employees", type=int, help="0 leaves the whole-state run out")
    parser.add_argument("--processes", type=int, help="one for each core by default")
    arguments = parser.parse_args()
    if arguments.employees is None:
        arguments.employees = QUICK_EMPLOYEES if arguments.quick else state.WHOLE_STATE
    return arguments


def _show_speeds(arguments: argparse.Namespace) -> None:
    say = sys.stdout.write
    say(HEADER + "\n")
    met, names = 0, arguments.only or list(calculators())
    for name in names:
        seconds, commands = (0.1, 1) if arguments.quick else (0.5, 5)
        row = speed.measure(name, seconds=seconds, num_commands=commands)
        good = row.per_second >= speed.TARGET_PER_SECOND
        met += good
        say(
            f"{row.name:<26}{row.num_cases:>6}{row.per_second:>12,.0f}"
            f"{row.command_per_second:>16.1f}{row.ratio:>7,.0f}x {_mark(good)}\n"
        )
        sys.stdout.flush()
    say(f"{met} of {len(names)} reach {speed.TARGET_PER_SECOND:,} a second in one process\n")


def _show_state(run: state.Run) -> None:
    say = sys.stdout.write
    people = run.totals["employees"]
    say(f"{'':<18}{'people':>12}{'rupees':>26}{'on average':>14}\n")
    for name in ("pension a month", "gratuity", "commutation"):
        count, rupees = run.totals[f"{name}: people"], run.totals[f"{name}: rupees"]
        say(
            f"{name:<18}{grouped(count):>12}{grouped(rupees):>26}"
            f"{grouped(rupees // max(count, 1)):>14}\n"
        )
    say(f"{grouped(people)} employees in {run.seconds:.1f} s on {run.num_processes} processes: ")
    say(f"{run.per_second:,.0f} a second\n")
    minutes = run.whole_state_minutes
    good = minutes <= TARGET_MINUTES
    say(
        f"Whole state ({grouped(state.WHOLE_STATE)}): {minutes:.1f} minutes "
        f"{_mark(good)} (target {TARGET_MINUTES}); "
        f"{run.undisturbed_minutes:.1f} by processor time, had it the machine to itself\n"
    )
    for worker, (first, last) in run.memory.items():
        say(f"Process {worker}: {first:.0f} MiB after a chunk, {last:.0f} after the last\n")


def _mark(is_met: bool) -> str:
    return "✓" if is_met else "✗"


if __name__ == "__main__":
    main()
