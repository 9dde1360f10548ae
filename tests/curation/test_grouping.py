"""Messages that ask the same stand together, whatever their script."""

from collections import Counter

from bot.curation.grouping import group
from bot.knowledge.examples import read_examples
from tests.curation.conftest import ROOT


def test_no_messages_make_no_groups():
    assert group([]) == []
    assert group(["pension kab"]) == [0]


def test_spellings_and_scripts_of_one_question_stand_together():
    texts = [
        "पेंशन कब मिलेगी",
        "pension kab milegi",
        "penshan kab milegi",
        "which bank opens on saturday",
    ]
    leaders = group(texts, ["pension kitni", "which form", "card kab"] * 20)
    assert len(set(leaders[:3])) == 1
    assert leaders[3] == 3


def test_of_real_questions_few_stand_with_strangers():
    examples = [e for e in read_examples(ROOT / "data") if e.group in ("hi", "hi-Latn", "en")]
    labels = sorted({e.label for e in examples if e.label.startswith("faq/")})[::25]
    assert len(labels) >= 30
    asked = [e for label in labels for e in [x for x in examples if x.label == label][:60:8]]
    leaders = group([e.text for e in asked], [e.text for e in examples[::20]])
    groups: dict[int, Counter[str]] = {}
    for example, leader in zip(asked, leaders, strict=True):
        groups.setdefault(leader, Counter())[example.label] += 1
    own = sum(max(counts.values()) for counts in groups.values())
    assert own / len(asked) > 0.9
    assert len(groups) < 0.8 * len(asked)
