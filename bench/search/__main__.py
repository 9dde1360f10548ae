"""`python -m bench.search [--passages N] [--questions N]`."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.search import corpus, like
from bench.search.corpus import Question
from bot.knowledge.search.component import MOST
from bot.knowledge.search.extract import extract
from bot.knowledge.search.shelf import Shelf
from bot.knowledge.search.tokens import tokens
from store.engine import session
from store.migrate import migrate

DATA = Path("data")
INDEX_SECONDS, QUERY_P99 = 30.0, 20.0
SCRIPTS = ("hi", "hi-Latn", "en")


def main() -> None:
    """Measures both ways on the same passages and questions."""
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__)
    parser.add_argument("--passages", type=int, default=5_000)
    parser.add_argument("--questions", type=int, default=300)
    given = parser.parse_args()
    questions = corpus.read_questions(DATA, given.questions)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrate(url)
        reading, storing = _load(url, corpus.read_texts(DATA, given.passages))
        shelf = Shelf(url)
        indexing = _seconds(shelf.look)
        sys.stdout.write(
            f"{given.passages:,} passages: reading their words {reading:.2f} s, storing "
            f"{storing:.2f} s, indexing {indexing:.2f} s\n\n"
        )
        ours = _measure(questions, lambda text: _search(shelf, text))
        with session(url, read_only=True) as db:
            usual = _measure(questions, lambda text: like.find(db, text, MOST))
    _report(ours, usual, reading + storing + indexing)


def _load(url: str, texts: Sequence[str]) -> tuple[float, float]:
    start = time.perf_counter()
    passages = corpus.prepare(texts)
    return time.perf_counter() - start, _seconds(lambda: corpus.fill(url, passages))


def _search(shelf: Shelf, text: str) -> list[str]:
    """What the component does for a message: find, and cut the extracts."""
    volume, words = shelf.volume, tokens(text)
    rarity = volume.index.rarity
    found = [volume.passages[hit.place] for hit in volume.index.best(words, rarity)[:MOST]]
    for passage in found:
        extract(passage.text, set(words) & set(passage.words), rarity)
    return [passage.text for passage in found]


class _Measured:
    """Milliseconds of each question, and by script the share whose passage was among the first."""

    def __init__(self) -> None:
        self.milliseconds: list[float] = []
        self.hits: dict[str, list[bool]] = {script: [] for script in SCRIPTS}


def _measure(questions: Sequence[Question], search: Callable[[str], list[str]]) -> _Measured:
    measured = _Measured()
    for question in questions:
        start = time.perf_counter()
        found = search(question.text)
        measured.milliseconds.append((time.perf_counter() - start) * 1e3)
        is_there = any(text.startswith(f"{question.title}\n") for text in found)
        measured.hits[question.script].append(is_there)
    return measured


def _report(ours: _Measured, usual: _Measured, loading: float) -> None:
    out = [f"{'':<14}{'p50 ms':>9}{'p99 ms':>9}" + "".join(f"{s:>10}" for s in SCRIPTS) + "\n"]
    for name, one in (("Sahayak", ours), ("SQL LIKE", usual)):
        p50, p99 = (np.percentile(one.milliseconds, share) for share in (50, 99))
        found = "".join(f"{np.mean(one.hits[script]):>10.1%}" for script in SCRIPTS)
        out.append(f"{name:<14}{p50:>9.2f}{p99:>9.2f}{found}\n")
    ratios = [
        np.percentile(usual.milliseconds, share) / np.percentile(ours.milliseconds, share)
        for share in (50, 99)
    ]
    slowest = float(np.percentile(ours.milliseconds, 99))
    out += [
        f"LIKE takes {ratios[0]:.1f} times as long (p50), {ratios[1]:.1f} times (p99)\n",
        "Percentages: the right passage was among the first three.\n\n",
        _verdict("load and index", loading, INDEX_SECONDS, "s"),
        _verdict("a question, p99", slowest, QUERY_P99, "ms"),
    ]
    sys.stdout.write("".join(out))


def _verdict(what: str, measured: float, target: float, unit: str) -> str:
    met = "met    " if measured <= target else "NOT MET"
    return f"{met}  {what:<18} {measured:.1f} {unit}  (target <= {target:.0f} {unit})\n"


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
