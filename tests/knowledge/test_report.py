"""The report finds what is due, what leads nowhere, and what nothing cites."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge import report
from bot.knowledge.cli import RULES, main
from bot.knowledge.entries import KnowledgeError, load_knowledge
from bot.knowledge.paragraphs import cited, load_outlines
from store.documents import Section

ROOT = Path(__file__).resolve().parent.parent.parent / "data"
TODAY = date(2026, 11, 22)


def outline(folder: Path, name: str, *keys: str) -> None:
    rows = "".join(f"  - {{id: {key}, section: {{hi: क, en: place {key}}}}}\n" for key in keys)
    path = folder / "knowledge" / "paragraphs" / f"{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"document: clerk_handbook\nchapter: 7\nparagraphs:\n{rows}", encoding="utf-8")


def test_nothing_is_due_today_and_everything_in_three_years() -> None:
    knowledge = load_knowledge(ROOT)
    sourced = [entry for entry in knowledge.entries.values() if entry.sources]
    later = date(2029, 11, 23)
    assert report.reviews_due(knowledge, date(2026, 11, 22)) == []
    assert len(report.reviews_due(knowledge, later)) == len(sourced)
    assert report.parameters_due(RULES, TODAY) == []
    due = report.parameters_due(RULES, later)
    assert len(due) == len(list(RULES.glob("*/parameters/*.yaml")))
    assert "due since 2028-11-22" in due[0]


def test_an_answer_that_offers_nothing_further_is_named() -> None:
    knowledge = load_knowledge(ROOT)
    entry = next(iter(knowledge.entries.values()))
    alone = replace(entry, related=(), calculators=())
    changed = replace(knowledge, entries={**knowledge.entries, alone.id: alone})
    assert f"{alone.path}: no calculator and no related answer" in report.loose_ends(changed)


def test_a_paragraph_that_nothing_cites_is_named(tmp_path: Path) -> None:
    knowledge = load_knowledge(ROOT)
    key = next(key for document, key in sorted(cited(knowledge)) if document == "clerk_handbook")
    outline(tmp_path, "leave", key, "ch7_nobody_cites_this")
    (chapter,) = report.coverage(knowledge, load_outlines(tmp_path))
    assert (chapter.total, len(chapter.uncited)) == (2, 1)
    assert chapter.uncited == ["ch7_nobody_cites_this: place ch7_nobody_cites_this"]


def test_a_paragraph_stands_in_one_outline_only(tmp_path: Path) -> None:
    outline(tmp_path, "leave", "ch7_a")
    outline(tmp_path, "pension", "ch7_a")
    with pytest.raises(KnowledgeError, match="ch7_a"):
        load_outlines(tmp_path)


def test_a_paragraph_named_twice_is_refused(tmp_path: Path) -> None:
    outline(tmp_path, "leave", "ch7_a", "ch7_a")
    with pytest.raises(KnowledgeError, match="twice"):
        load_outlines(tmp_path)


def test_an_outline_without_paragraphs_is_named(tmp_path: Path) -> None:
    outline(tmp_path, "leave", "ch7_a")
    path = tmp_path / "knowledge" / "paragraphs" / "leave.yml"
    path.write_text("document: clerk_handbook\nchapter: 7\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"leave\.yml"):
        load_outlines(tmp_path)


def test_sections_of_loaded_documents_are_compared_with_what_answers_cite() -> None:
    knowledge = load_knowledge(ROOT)
    document = knowledge.documents["sects_faq"]
    place = next(
        source.section["en"]
        for entry in knowledge.entries.values()
        for source in entry.sources
        if source.document is document
    )
    titles = document.title["hi"], document.title["en"]
    sections = [
        Section(1, *titles, place),
        Section(1, *titles, "Annexure Z, which no answer names"),
        Section(2, "और कुछ", "Something else", place),
    ]
    assert report.uncited_sections(sections, knowledge) == [
        f"{titles[1]}: Annexure Z, which no answer names",
        f"Something else: {place}",
    ]


def test_the_report_is_printed_and_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--root", str(ROOT)]) == 0
    printed = capsys.readouterr().out
    assert "Answers due for review: none" in printed
    assert "clerk_handbook, chapter 7" in printed
    assert "Sections of loaded documents" in printed
