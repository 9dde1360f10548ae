"""The lint finds each fault that an answer can have, and none in the answers we ship."""

import shutil
from pathlib import Path

import pytest
import yaml

from bot.knowledge.lint import figures, lint

ROOT = Path(__file__).resolve().parent.parent.parent / "data"

GOOD = {
    "id": "sample_answer",
    "topic": "sects",
    "title": {"hi": "नमूना प्रश्न", "en": "Sample question"},
    "examples": {
        "hi": [f"पहला नमूना {w}" for w in ("एक", "दो", "तीन", "चार", "पाँच", "छह")],
        "hi-Latn": [f"pehla namuna {w}" for w in ("ek", "do", "teen", "char", "panch", "chhah")],
        "en": [f"first sample {w}" for w in ("one", "two", "three", "four", "five")],
    },
    "answer": {"hi": "सीमा ₹5,00,000 है।", "en": "The limit is ₹5,00,000."},
    "source": [{"document": "sects_faq", "section": {"hi": "प्रश्न 1", "en": "Q 1"}}],
    "checked_on": "2026-11-22",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one good answer and no featured questions."""
    (tmp_path / "faq" / "sects").mkdir(parents=True)
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    topics = yaml.safe_load((tmp_path / "knowledge" / "topics.yml").read_text(encoding="utf-8"))
    for topic in topics["topics"].values():
        topic["featured"] = []
    (tmp_path / "knowledge" / "topics.yml").write_text(yaml.safe_dump(topics, allow_unicode=True))
    return tmp_path


def write(folder: Path, name: str = "sample_answer", **changes: object) -> None:
    entry = {**GOOD, "id": name, **changes}
    text = yaml.safe_dump(entry, allow_unicode=True).replace("'2026-11-22'", "2026-11-22")
    (folder / "faq" / "sects" / f"{name}.yml").write_text(text, encoding="utf-8")


def test_the_answers_we_ship_have_no_fault() -> None:
    assert lint(ROOT) == []


def test_a_good_answer_has_no_fault(folder: Path) -> None:
    write(folder)
    assert lint(folder) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"answer": {"hi": "सीमा ₹5,00,000 है।"}}, "missing in 'en'"),
        ({"answer": {"hi": "सीमा ₹4,00,000 है।", "en": "The limit is ₹5,00,000."}}, "figures"),
        (
            {"worked": [{"times": "0.4", "of": {"hi": "40% तक", "en": "up to 45%"}}]},
            "worked: figures differ: only in Hindi ['40'], only in English ['45']",
        ),
        ({"answer": {"hi": "हाँ, मिलेगा।", "en": "It is paid."}}, "begins with yes or no"),
        ({"answer": {"hi": "मिलेगा।", "en": "It is paid। ठीक"}}, "holds Devanagari"),
        ({"answer": {"hi": "x {y} मिलेगा यह तो", "en": "a {y}"}}, "brace"),
        ({"answer": {"hi": "क" * 701, "en": "Paid."}}, "characters, 700 at most"),
        # 690 of the answer and its source line: SECTS सामान्य प्रश्न, प्रश्न 1
        ({"answer": {"hi": "क" * 690, "en": "Paid."}}, "characters, 700 at most"),
        ({"answer": {"hi": "इलाज हेतु मिलेगा।", "en": "It is paid."}}, "official Hindi 'हेतु'"),
        ({"title": {"hi": "इलाज हेतु?", "en": "Treatment?"}}, "official Hindi 'हेतु'"),
        (
            {"source": [{"document": "clerk_handbook", "paragraphs": ["ch7_nowhere"]}]},
            "'ch7_nowhere' is in no outline",
        ),
        ({"source": []}, "has no source"),
        ({"source": [{"document": "nowhere"}]}, "missing or unknown"),
        ({"related": ["not_there"]}, "does not exist"),
        ({"examples": {**GOOD["examples"], "en": ["one"]}}, "examples in 'en'"),
        (
            {"examples": {**GOOD["examples"], "en": [*GOOD["examples"]["en"], "हिंदी"]}},
            "not written in script",
        ),
        ({"nlu": []}, "top-level keys"),
    ],
)
def test_a_fault_is_named(folder: Path, changes: dict[str, object], fault: str) -> None:
    write(folder, **changes)
    assert any(fault in line for line in lint(folder)), lint(folder)


@pytest.mark.parametrize(
    "text", ["यह भत्ता मिलेगा (अनुमन्य)।", "आदेश “इलाज हेतु” से शुरू होता है, यह लिखा जाता है।"]
)
def test_a_gloss_and_a_quotation_may_be_official(folder: Path, text: str) -> None:
    write(folder, answer={"hi": text, "en": "It is so."})
    assert lint(folder) == []


def test_a_topic_that_the_menu_leaves_out_is_named(folder: Path) -> None:
    write(folder)
    path = folder / "knowledge" / "menu.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("[sects, ", "["), encoding="utf-8")
    assert any("topic 'sects' stands there 0 times" in line for line in lint(folder))


def test_words_for_a_topic_without_a_page_are_named(folder: Path) -> None:
    write(folder)
    (folder / "nlu").mkdir()
    text = "nlu:\n- intent: topic/gardening\n  examples: |\n    - gardening\n"
    (folder / "nlu" / "topics.yml").write_text(text, encoding="utf-8")
    assert any("topic/gardening" in line for line in lint(folder))


def test_an_example_claimed_twice_is_named(folder: Path) -> None:
    write(folder)
    write(folder, "other_answer")
    assert any("is claimed by" in line for line in lint(folder))


def test_a_broken_file_is_named_with_its_path(folder: Path) -> None:
    (folder / "faq" / "sects" / "broken.yml").write_text("id: [", encoding="utf-8")
    assert len(lint(folder)) == 1
    assert "broken.yml" in lint(folder)[0]


def test_an_empty_folder_is_a_fault(folder: Path) -> None:
    assert "holds no answers" in lint(folder)[0]


def test_figures_are_read_in_both_kinds_of_digits() -> None:
    assert figures("₹५,००,००० और 50%") == figures("₹5,00,000 and 50%")
