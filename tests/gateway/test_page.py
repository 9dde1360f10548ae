import re
from dataclasses import replace
from html.parser import HTMLParser

import httpx
import pytest
import yaml

from bot.gateway.app import create_app
from bot.gateway.options import Options
from bot.gateway.page import EXAMPLES, HERE, words
from bot.gateway.strings import strings


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_page_is_in_one_language_with_a_way_to_the_other(bench, language):
    response = bench.client.get("/", params={"lang": language})
    page = Page(response.text)
    assert response.headers["content-type"].startswith("text/html")
    assert page.all("html")[0]["lang"] == language
    other = {"hi": "en", "en": "hi"}[language]
    assert any(link.get("href") == f"/?lang={other}" for link in page.all("a"))
    assert "1800-1800-4444" in response.text
    assert len([b for b in page.all("button") if "data-question" in b]) >= 15
    widget = next(tag for tag in page.all("script") if tag["src"] == "/widget.js")
    assert widget["data-lang"] == language


def test_hindi_is_the_default(bench):
    assert '<html lang="hi">' in bench.client.get("/").text
    assert '<html lang="hi">' in bench.client.get("/?lang=fr").text


def test_no_field_is_left_unfilled_and_no_emblem_is_borrowed(bench):
    for language in ("hi", "en"):
        text = bench.client.get("/", params={"lang": language}).text
        assert not re.search(r"[{}]", text)
        assert "emblem" not in text
    assert "Demonstration portal: not an official website" in text


def test_the_page_can_be_used_by_a_screen_reader_and_under_a_strict_policy(bench):
    response = bench.client.get("/")
    page = Page(response.text)
    labelled = {label["for"] for label in page.all("label")}
    assert {field["id"] for field in page.all("input")} <= labelled
    assert any(tag["name"] == "viewport" for tag in page.all("meta") if "name" in tag)
    assert len(page.all("h1")) == len(page.all("main")) == 1
    for section in page.all("section"):
        named = section.get("aria-labelledby")
        assert section.get("class") == "hero" or any(h.get("id") == named for h in page.all("h2"))
    for _, attributes in page.tags:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    for script in page.all("script"):
        assert script["src"].startswith(("/static/", "/widget.js"))
    assert "<style" not in response.text
    policy = response.headers["content-security-policy"]
    assert "font-src 'self'" in policy
    assert "unsafe" not in policy


def test_everything_the_page_loads_is_served_by_us(bench):
    page = Page(bench.client.get("/").text)
    paths = [tag["src"] for tag in [*page.all("script"), *page.all("img")]]
    paths += [tag["href"] for tag in page.all("link")]
    assert len(paths) == 5
    for path in paths:
        assert path.startswith("/")
        assert bench.client.get(path).status_code == 200
    assert bench.client.get("/static/../app.py").status_code == 404


def test_places_within_the_page_are_there(bench):
    page = Page(bench.client.get("/").text)
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    inner = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#")]
    assert len(inner) >= 5
    assert set(inner) <= ids


def test_the_worksheets_are_computed_now_and_say_what_the_page_says(desk):
    page = Page(desk.get("/?lang=en").text)
    sheets = [a["href"] for a in page.all("a") if a["href"].startswith("/worksheets/")]
    assert len(sheets) == len(EXAMPLES) == 3
    figures = {"pension": "45,000", "gratuity": "11,55,000", "sects_cover": "1,20,000"}
    for (name, values), path in zip(EXAMPLES.items(), sheets, strict=True):
        sheet = desk.get(path)
        assert sheet.status_code == 200, name
        assert figures[name] in sheet.text
        said = words()["sheets"][name]["text"]["en"].replace(",", "")
        for number in (str(value) for value in values.values() if isinstance(value, int)):
            assert number in said


@pytest.mark.parametrize("contact", ["", "श्री क, grievance@example.gov.in"])
def test_the_grievance_officer_is_named_where_there_is_one(bench, server_class, contact):
    ours = replace(bench.settings, grievance_contact=contact, transcript_days=90)
    server = server_class(lambda: create_app(ours, Options()))
    server.start()
    text = httpx.get(f"{server.url}/").text
    server.stop()
    assert "90 दिन" in text
    assert ("शिकायत अधिकारी" in text) == bool(contact)
    assert contact in text


def test_the_script_sets_text_never_markup():
    script = (HERE / "static" / "page.js").read_text(encoding="utf-8")
    assert "sahayak-widget" in script
    for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write"):
        assert danger not in script


def test_every_sentence_of_the_gateway_is_there_in_both_languages():
    leaves = []

    def walk(node, path):
        if isinstance(node, dict) and set(node) != {"hi", "en"}:
            for name, child in node.items():
                walk(child, [*path, name])
        else:
            leaves.append((path, node))

    walk(strings(), [])
    walk(words(), [])
    assert len(leaves) > 30
    for path, both in leaves:
        assert isinstance(both, dict), path
        assert all(both.values()), path
        assert re.findall(r"\d+", str(both["hi"])) == re.findall(r"\d+", str(both["en"])), path


def test_every_code_has_its_sentence():
    source = "".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.py"))
    source += (HERE.parent / "channels" / "rest.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'Refused\(\s*\d+, "(\w+)"', source))
    assert len(codes) > 8
    known = yaml.safe_load((HERE / "strings.yml").read_text(encoding="utf-8"))["errors"]
    assert codes <= set(known)
