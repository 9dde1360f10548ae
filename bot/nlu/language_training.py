"""Writes `language_odds.json` from `data/`: `python -m bot.nlu.language_training`."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from bot.nlu.language import Odds
from bot.nlu.word_files import read_lines

LEAST_COUNT = 3
LIMIT = 3.0
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")


def read_examples(root: Path) -> Iterator[tuple[str, str]]:
    """(script, example) of every answer below `root`."""
    for path in sorted(root.glob("faq/*/*.yml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        for script in ("en", "hi-Latn"):
            for example in entry["examples"].get(script, ()):
                yield script, str(example)


def count(examples: Iterable[tuple[str, str]]) -> Odds:
    """Odds of words and of runs of three letters."""
    words: dict[str, Counter[str]] = {"en": Counter(), "hi-Latn": Counter()}
    for script, example in examples:
        words[script].update(_WORD.findall(example.lower()))
    for script, name in (("en", "english"), ("hi-Latn", "hinglish")):
        for line in read_lines(name):
            words[script].update(dict.fromkeys(line, 8))
    neutral = {word for line in read_lines("neutral") for word in line}
    letters = {script: _letters(counter) for script, counter in words.items()}
    odds = _log_odds(words, LEAST_COUNT, 0.5) | dict.fromkeys(neutral, 0.0)
    return Odds(odds, _log_odds(letters, 2, 1.0))


def _letters(words: Counter[str]) -> Counter[str]:
    """Runs of three letters; each word counts once, so that no frequent word drowns the rest."""
    return Counter(f" {word} "[i : i + 3] for word in words for i in range(len(word)))


def _log_odds(counts: dict[str, Counter[str]], least: int, smoothing: float) -> dict[str, float]:
    english, hinglish = counts["en"], counts["hi-Latn"]
    totals = english.total(), hinglish.total()
    odds = {}
    for name in sorted(set(english) | set(hinglish)):
        if english[name] + hinglish[name] >= least:
            ratio = math.log((hinglish[name] + smoothing) / totals[1])
            ratio -= math.log((english[name] + smoothing) / totals[0])
            odds[name] = round(max(-LIMIT, min(LIMIT, ratio)), 2)
    return odds


def main() -> None:
    """Write the table beside this module."""
    odds = count(read_examples(Path("data")))
    text = json.dumps(odds._asdict(), ensure_ascii=False, indent=0, sort_keys=True)
    Path(__file__).with_name("language_odds.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
