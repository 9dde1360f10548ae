"""What people read of the calculators: `explain` on the command line, and the reference page."""

import re
from datetime import date
from pathlib import Path

import pytest

from actions.rules import calculators, describe, document

PAGE = Path(__file__).parents[2] / "docs" / "calculators.md"
TODAY = date(2026, 11, 22)


def test_the_reference_page_is_current():
    """If this fails: python -m actions.rules document > docs/calculators.md."""
    assert PAGE.read_text("utf-8") == document.document()


def test_the_reference_page_tells_of_every_calculator_and_every_field():
    text = PAGE.read_text("utf-8")
    assert len(calculators()) > 40
    for name, calculator in calculators().items():
        section = re.split(r"^## ", text.partition(f"\n## {name}\n")[2], flags=re.MULTILINE)[0]
        for row in calculator.inputs:
            assert f"| `{row.name}` |" in section, (name, row.name)
        for part in (calculator.purpose["hi"], calculator.purpose["en"], "Example", "Sources"):
            assert part in section, (name, part)


@pytest.mark.parametrize("name", calculators())
def test_every_calculator_explains_inputs_rule_and_sources_in_both_languages(name):
    calculator = calculators()[name]
    text = describe.explain(calculator, TODAY)
    for heading in ("इनपुट", "नियम", "स्रोत", "Inputs", "Rule", "Sources"):
        assert f"\n{heading}\n" in text
    for row in calculator.inputs:
        assert f"  {row.name}: {row.title['hi']} (" in text
        assert f"  {row.name}: {row.title['en']} (" in text
    for source in calculator.texts.sources():
        assert source["text"]["hi"] in text
        assert source["text"]["en"] in text
    assert not re.search(r"[{}]", text)
