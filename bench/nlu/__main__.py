"""`python -m bench.nlu [--quick] [--data FOLDER] [--pair train.csv test.csv] [--only NAME...]`."""

import argparse
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from bench.nlu import datasets, growth, targets
from bench.nlu.measures import Measured, measure_cross_validation, measure_pair
from bench.nlu.report import HEADER, plot, table
from bench.nlu.systems import System, systems

PLOT = Path("docs/bench/nlu-growth.png")
FOREIGN = 150


def main() -> None:
    """Measure, print each row as it is ready, then the whole table and the plot."""
    arguments = _arguments()
    # Set before Rasa is imported: DIET's bars and its warnings would drown the table.
    os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "TQDM_DISABLE": "1"}
    warnings.simplefilter("ignore")
    found = systems(quick=arguments.quick)
    sys.stdout.write(HEADER + "\n")
    rows: list[Measured] = []
    for system in found:
        for row in _measure(system, arguments):
            rows.append(row)
            sys.stdout.write(table([row]).split("\n", 1)[1])
            sys.stdout.flush()
    grown = [row for row in rows if row.data == "growth"]
    if grown:
        plot(grown, PLOT)
    sys.stdout.write("\n" + table(sorted(rows, key=lambda r: (r.data, r.examples))) + "\n")
    own = datasets.read_own() if "own" in arguments.only and not arguments.pair else None
    sys.stdout.write(targets.report(rows, own))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.nlu", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without Rasa's own classifiers")
    parser.add_argument("--data", help=f"folder of benchmarks, else ${datasets.DATA_VARIABLE}")
    parser.add_argument("--pair", nargs=2, type=Path, metavar=("TRAIN", "TEST"))
    parser.add_argument("--only", nargs="+", default=["hint3", "top", "own", "growth"])
    return parser.parse_args()


def _measure(system: System, arguments: argparse.Namespace) -> Iterator[Measured]:
    own = datasets.read_own()
    if arguments.pair:
        training, test = map(datasets.read_csv, arguments.pair)
        foreign = [t for t, g in zip(own.texts, own.groups, strict=True) if g == "en"]
        name = arguments.pair[0].stem
        yield measure_pair(system, name, training, test, foreign[:FOREIGN])
        return
    folder = datasets.bench_folder(arguments.data)
    if folder:
        yield from _public(system, folder, arguments.only)
    slow = system.name.endswith("DIET")
    if "own" in arguments.only and not slow:
        yield measure_cross_validation(system, "own", own)
    if "growth" in arguments.only:
        sizes = growth.SLOW_SIZES if slow else growth.SIZES
        yield from growth.measure_growth(system, own, sizes)


def _public(system: System, folder: Path, only: list[str]) -> Iterator[Measured]:
    if "hint3" in only:
        for name in datasets.HINT3:
            data = datasets.read_csv(folder / "hint3" / f"{name}_train.csv")
            yield measure_cross_validation(system, f"hint3 {name}", data)
    if "top" in only:
        training = datasets.read_csv(folder / "hinglish-top" / "train.csv")
        test = datasets.read_csv(folder / "hinglish-top" / "validation.csv")
        yield measure_pair(system, "hinglish-top validation", training, test, [])


if __name__ == "__main__":
    main()
