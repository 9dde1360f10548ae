"""What the pages are made of: vendored files, strings, templates, the policy."""

import json
import re
from pathlib import Path

import pytest

from console import words
from console.guard import HEADERS
from console.pages import HERE, STATIC, environment
from console.registry import PACKAGES

ROOT = HERE.parent
HTMX = ROOT / "node_modules" / "htmx.org"
CODE = sorted(HERE.rglob("*.py"))
TEMPLATES = sorted(HERE.rglob("*.html"))


def leaves():
    found = []

    def walk(node, path):
        is_leaf = isinstance(node, dict) and all(isinstance(one, str) for one in node.values())
        if isinstance(node, dict) and not is_leaf:
            for name, child in node.items():
                walk(child, f"{path}.{name}" if path else str(name))
        else:
            found.append((path, node))

    walk(words.strings(), "")
    return found


def test_htmx_is_npms_own_file():
    assert HTMX.exists(), "run `npm ci`"
    ours = (STATIC / "htmx.min.js").read_bytes()
    assert ours == (HTMX / "dist" / "htmx.min.js").read_bytes()
    version = json.loads((HTMX / "package.json").read_text())["version"]
    assert (
        version == json.loads((ROOT / "package.json").read_text())["devDependencies"]["htmx.org"]
    )
    assert f"`htmx.org` {version}" in (STATIC / "NOTICE.md").read_text(encoding="utf-8")


def test_the_static_files_are_served_without_an_account(desk):
    names = [path.name for path in STATIC.iterdir() if path.suffix in (".js", ".css", ".svg")]
    assert {"htmx.min.js", "desk.css", "desk.js", "icon.svg"} <= set(names)
    for name in names:
        assert desk.visitor().get(f"/desk/static/{name}").status_code == 200
    assert desk.visitor().get("/desk/static/../app.py").status_code == 404


def test_every_sentence_is_there_in_both_languages_with_the_same_figures():
    found = leaves()
    assert len(found) > 200
    for path, both in found:
        assert isinstance(both, dict), path
        assert set(both) == {"hi", "en"}, path
        assert all(isinstance(text, str) and text.strip() for text in both.values()), path
        places = [sorted(re.findall(r"\{(\w+)\}", both[language])) for language in ("hi", "en")]
        assert places[0] == places[1], path
        figures = [set(re.findall(r"\d+", both[language])) for language in ("hi", "en")]
        assert figures[0] == figures[1], path


NAMING = (
    r'(?<!\w)t\("([\w.]+)"[,)]',
    r'say\(\s*"([\w.]+)"',
    r'both\("([\w.]+)"\)',
    r'"(?:done|warning|error)",\s*"([\w.]+)"',
    r'nav="([\w.]+)"',
)


def exists(key):
    node = words.strings()
    for part in key.split("."):
        if part not in node:
            return False
        node = node[part]
    return set(node) == {"hi", "en"}


def test_every_sentence_that_is_named_exists():
    sources = [path.read_text(encoding="utf-8") for path in [*CODE, *TEMPLATES]]
    named = {key for text in sources for sign in NAMING for key in re.findall(sign, text)}
    assert len(named) > 150
    assert [
        key for key in sorted(named) if key.strip(".") and "." in key and not exists(key)
    ] == []


def test_every_action_of_the_accounts_has_its_words():
    accounts = [path for path in CODE if path.parent.name == "accounts"]
    known = words.strings()["accounts"]["audit_actions"]
    written = "".join(path.read_text(encoding="utf-8") for path in accounts)
    actions = set(re.findall(r'"((?:staff|session|audit|access)\.[a-z_]+)"', written))
    assert len(actions) > 12
    assert actions <= set(known)


def test_no_template_carries_code_or_style_of_its_own():
    assert len(TEMPLATES) > 15
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|hx-on|javascript:", text
        ), path
        assert "|safe" not in text.replace(" ", ""), path
        for form in re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL):
            assert "csrf_field()" in form, path


def test_every_template_compiles_and_escapes():
    made = environment()
    assert made.autoescape is True
    for path in TEMPLATES:
        relative = path.relative_to(HERE)
        name = (
            Path(*relative.parts[1:])
            if relative.parts[0] == "templates"
            else Path(relative.parts[0], *relative.parts[2:])
        )
        assert relative.parts[0] in ("templates", *PACKAGES)
        made.get_template(name.as_posix())


def test_the_policy_allows_nothing_inline():
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    for needed in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert needed in policy
    page = environment().get_template("base.html")
    source = Path(page.filename).read_text(encoding="utf-8")
    assert '"allowEval":false' in source
    assert '"includeIndicatorStyles":false' in source


@pytest.mark.parametrize("path", ["/desk/sign-in", "/desk/nowhere", "/desk/account"])
def test_every_page_carries_the_headers(desk, path):
    response = desk.visitor().get(path, follow_redirects=False)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
