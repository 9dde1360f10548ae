"""The worksheet of one computation, and the link that carries it."""

import re
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser

import pytest
import yaml

from actions.rules import InputError, calculators, compute
from actions.rules.result import to_plain
from actions.worksheet import link
from actions.worksheet.link import Sheet, open_sheet, sheet_url
from actions.worksheet.page import ASSETS, HERE, asset, render_problem, render_sheet
from actions.worksheet.words import words, written
from store.links import LinkExpired
from store.settings import Settings

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.utc)
TODAY = date(2026, 11, 22)
PENSION = Sheet("pension", {"last_pay": 90000, "service_years": 30, "service_months": 1}, TODAY)
DEVANAGARI = re.compile("[\u0904-\u0939]")
VOID = {"meta", "link", "br"}


class Reader(HTMLParser):
    """Keeps each text with the language it is marked as, and every tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._languages: list[str] = [""]
        self.feed(html)
        assert len(self._languages) == 1, "a tag was not closed"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._languages.append(dict(attrs).get("lang") or self._languages[-1])

    def handle_endtag(self, tag):
        self._languages.pop()

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self._languages[-1], data.strip()))


def every_sheet():
    for name, calculator in calculators().items():
        for case in yaml.safe_load((calculator.folder / "cases.yaml").read_text("utf-8")):
            if "error" not in case:
                yield Sheet(name, to_plain(case["input"]), TODAY)


def test_a_sheet_holds_inputs_result_steps_warnings_and_sources_in_both_languages():
    page = Reader(render_sheet(PENSION))
    shown = {text for _, text in page.texts}
    outcome = compute("pension", PENSION.values, today=TODAY)
    expected = [outcome.summary, calculators()["pension"].title]
    expected += [part["text"] for part in (*outcome.steps, *outcome.warnings, *outcome.citations)]
    for both in expected:
        assert {both["hi"], both["en"]} <= shown, both
    assert {"₹90,000", "30 years", "30 वर्ष", "1 month", "1 माह", "22-11-2026"} <= shown


def test_every_calculator_has_a_sheet_whose_languages_are_marked():
    count = 0
    for sheet in every_sheet():
        page = Reader(render_sheet(sheet))
        for language, text in page.texts:
            if DEVANAGARI.search(text):
                assert language == "hi", (sheet.calculator, text)
        assert not any("{" in text for _, text in page.texts), sheet.calculator
        count += 1
    assert count > 400


def test_a_sheet_runs_under_a_strict_policy_and_escapes_what_was_typed():
    typed = Sheet("daily_allowance", {"city": "<script>alert(1)</script>"}, TODAY)
    values = {**_first_case("daily_allowance"), **typed.values}
    html = render_sheet(Sheet("daily_allowance", values, TODAY))
    page = Reader(html)
    assert "&lt;script&gt;" in html
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert [one["src"].partition("?")[0] for one in scripts] == ["/worksheets/print.js"]
    assert "<style" not in html
    for tag, attributes in page.tags:
        assert "style" not in attributes, tag
        assert not any(name.startswith("on") for name in attributes), tag


def test_what_a_page_loads_is_there():
    page = Reader(render_sheet(PENSION))
    wanted = [a.get("src") or a["href"] for tag, a in page.tags if tag in ("script", "link")]
    assert {path.rpartition("/")[2].partition("?")[0] for path in wanted} == set(ASSETS)
    assert set(ASSETS) == {path.name for path in (HERE / "assets").iterdir()}
    style = asset("style.css").decode()
    assert "@page { size: A4" in style
    assert "Noto Sans Devanagari" in style
    for danger in ("innerHTML", "eval(", "document.write"):
        assert danger not in asset("print.js").decode()


def test_lists_and_answers_are_written_for_people():
    by_kind = {}
    for sheet in every_sheet():
        for field in calculators()[sheet.calculator].inputs:
            value = sheet.values.get(field.name)
            if value is not None:
                found = written(value, field)
                assert len(found["hi"]) == len(found["en"]) >= 1
                assert all(line.strip() for line in (*found["hi"], *found["en"]))
                by_kind.setdefault(field.kind, found)
    assert set(by_kind) >= {"integer", "number", "boolean", "date", "choice", "list", "text"}
    heirs = next(f for f in calculators()["gratuity_shares"].inputs if f.kind == "list")
    first = next(s for s in every_sheet() if s.calculator == "gratuity_shares")
    lines = written(first.values[heirs.name], heirs)
    assert lines["en"][0].startswith("Row 1. ")
    assert lines["hi"][0].startswith("पंक्ति 1. ")


def test_a_link_carries_the_computation_and_expires(monkeypatch):
    hours = Settings(public_url="https://help.example", worksheet_hours=2)
    monkeypatch.setattr(link, "settings", hours)
    url = sheet_url(PENSION, now=NOW)
    address, _, token = url.rpartition("/")
    assert address == "https://help.example/worksheets"
    assert len(url) < 500
    assert open_sheet(token, now=NOW + timedelta(minutes=119)) == PENSION
    with pytest.raises(LinkExpired):
        open_sheet(token, now=NOW + timedelta(minutes=120))


def test_the_largest_form_of_a_chat_fits_into_a_link():
    for sheet in every_sheet():
        fields = {field.name: field for field in calculators()[sheet.calculator].inputs}
        if not any(fields[name].kind == "list" for name in sheet.values):
            assert len(sheet_url(sheet, now=NOW)) < 1500, sheet.calculator


def test_a_link_whose_inputs_no_longer_fit_is_refused_by_the_calculator():
    with pytest.raises(InputError):
        render_sheet(Sheet("pension", {"last_pay": 90000, "gone": 1}, TODAY))


def test_every_problem_says_in_both_languages_what_to_do():
    codes = [code for code in words()["problems"] if code != "home"]
    assert set(codes) == {"expired", "forged", "outdated", "broken"}
    for code in codes:
        page = Reader(render_problem(code))
        assert {language for language, _ in page.texts} >= {"hi", "en"}
        assert ("a", {"href": "/"}) in page.tags


def _first_case(name: str) -> dict:
    return next(sheet.values for sheet in every_sheet() if sheet.calculator == name)
