import re
from html.parser import HTMLParser

import pytest
import yaml

from bot.gateway.page import HERE
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
    assert len([b for b in page.all("button") if "data-question" in b]) >= 4


def test_hindi_is_the_default(bench):
    assert '<html lang="hi">' in bench.client.get("/").text
    assert '<html lang="hi">' in bench.client.get("/?lang=fr").text


def test_the_page_can_be_used_by_a_screen_reader_and_under_a_strict_policy(bench):
    response = bench.client.get("/")
    page = Page(response.text)
    labelled = {label["for"] for label in page.all("label")}
    assert {field["id"] for field in page.all("textarea")} <= labelled
    assert any(tag.get("role") == "log" and tag.get("aria-live") for tag in page.all("div"))
    assert any(tag["name"] == "viewport" for tag in page.all("meta") if "name" in tag)
    for _, attributes in page.tags:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    for script in page.all("script"):
        assert script["src"].startswith("/static/")
    assert "<style" not in response.text


def test_everything_the_page_loads_is_served_by_us(bench):
    page = Page(bench.client.get("/").text)
    paths = [tag["src"] for tag in page.all("script")] + [tag["href"] for tag in page.all("link")]
    assert len(paths) == 3
    for path in paths:
        assert bench.client.get(path).status_code == 200
    assert bench.client.get("/static/../app.py").status_code == 404


def test_the_script_sets_text_never_markup():
    script = (HERE / "static" / "page.js").read_text(encoding="utf-8")
    assert "textContent" in script
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
