"""Command line of the calculators: `python -m actions.rules --help`."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime

from actions.rules import describe, registry
from actions.rules.errors import InputError
from actions.rules.exchange import answer, answer_line, read_json, write_json

BAD_INPUT = 2


def write(content: object, *, indent: int | None = None) -> None:
    """Writes JSON and a line end, at once."""
    sys.stdout.buffer.write(write_json(content, indent=indent) + b"\n")
    sys.stdout.flush()


def run_batch(today: date) -> int:
    """Answers each line of standard input with one line."""
    for text in sys.stdin:
        if text.strip():
            write(answer_line(text, today=today))
    return 0


def run_single(name: str, today: date) -> int:
    """Answers the JSON object on standard input; exit status 2 when it is refused."""
    try:
        values = read_json(sys.stdin.read())
    except InputError as error:
        content = error.to_json()
    else:
        content = answer(name, values, today=today)
    write(content, indent=2)
    return BAD_INPUT if "error" in content else 0


def run_explain(name: str, today: date) -> int:
    """Shows inputs, rule and sources of one calculator."""
    try:
        calculator = registry.fetch(name)
    except InputError as error:
        write(error.to_json(), indent=2)
        return BAD_INPUT
    sys.stdout.write(describe.explain(calculator, today))
    return 0


def run_document() -> int:
    """Writes the reference of all calculators."""
    from actions.rules import document  # only this command needs it

    sys.stdout.write(document.document())
    return 0


def run_lint() -> int:
    """Lists what is wrong with the package's files; exit status 1 when anything is."""
    from actions.rules import lint  # only this command needs it

    found = lint.problems()
    sys.stdout.write("".join(f"{line}\n" for line in found) or "no problems\n")
    return 1 if found else 0


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m actions.rules", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="names and titles of the calculators")
    single = commands.add_parser("compute", help="compute from JSON on standard input")
    which = single.add_mutually_exclusive_group(required=True)
    which.add_argument("name", nargs="?", help="one calculator; its input is one JSON object")
    which.add_argument("--batch", action="store_true", help='lines {"calculator", "input"}')
    explain = commands.add_parser("explain", help="inputs, rule and sources of a calculator")
    explain.add_argument("name")
    figures = commands.add_parser("parameters", help="the dated figures")
    figures.add_argument("--as-of", type=date.fromisoformat, help="yyyy-mm-dd, default today")
    figures.add_argument("--search", default="", metavar="WORD", help="part of a name or title")
    commands.add_parser("document", help="the reference of all calculators, as Markdown")
    commands.add_parser("lint", help="check formulas, figures and texts")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the clock is read here and nowhere else."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    options = read_arguments(arguments)
    today = datetime.now().astimezone().date()
    if options.command == "compute":
        return run_batch(today) if options.batch else run_single(options.name, today)
    if options.command == "explain":
        return run_explain(options.name, today)
    if options.command == "lint":
        return run_lint()
    if options.command == "document":
        return run_document()
    if options.command == "parameters":
        sys.stdout.write(describe.figures(options.as_of or today, options.search))
    else:
        sys.stdout.write(describe.catalogue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
