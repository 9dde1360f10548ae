"""How time and memory grow with the number of examples."""

import random

from bench.nlu.datasets import Labelled
from bench.nlu.measures import Measured, ask, train
from bench.nlu.systems import System

SIZES = (500, 2_000, 8_000, 32_000)
SLOW_SIZES = (500, 2_000)
MESSAGES = 300


def grown(data: Labelled, size: int) -> Labelled:
    """`size` examples: ours, or beyond those ours with a word left out or two exchanged."""
    dice = random.Random(size)
    rows = list(zip(*data[:3], strict=True))
    dice.shuffle(rows)
    while len(rows) < size:
        text, label, group = dice.choice(rows)
        words = text.split()
        if len(words) > 2:
            first, second = dice.sample(range(len(words)), 2)
            words[first], words[second] = words[second], words[first]
            words.pop(dice.randrange(len(words)))
        rows.append((" ".join(words), label, group))
    texts, labels, groups = (list(column) for column in zip(*rows[:size], strict=True))
    return Labelled(texts, labels, groups)


def measure_growth(system: System, data: Labelled, sizes: tuple[int, ...]) -> list[Measured]:
    """A row for each size; accuracy is not measured here."""
    rows = []
    for size in sizes:
        part = grown(data, size)
        seconds, memory = train(system, part)
        times = ask(system, part.texts[:MESSAGES]).milliseconds
        times.sort()
        row = Measured(system.name, "growth", size, float("nan"))
        row.train_seconds, row.memory = seconds, memory
        row.p50, row.p99 = float(times[len(times) // 2]), float(times[int(len(times) * 0.99)])
        rows.append(row)
    return rows
