"""The widget on a page of another origin, before a stand-in for the assistant."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import free_port
from tests.widget.fake_assistant import FakeAssistant, Served, host_page

PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Host</title></head>
<body><main><h1>Host</h1><p><a href="#x">link</a></p></main>
<script src="{origin}/widget.js" {attributes} defer></script></body></html>"""
SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


@dataclass
class Site:
    """The assistant's server, the page that embeds the widget, and what was complained of."""

    fake: FakeAssistant
    url: str
    host: str
    pages: dict[str, tuple[str, dict[str, str]]]
    complaints: list[str] = field(default_factory=list)

    def add(self, path: str, *, lang: str = "hi", more: str = "", **headers: str) -> str:
        """Adds a page and returns its address."""
        attributes = f'data-lang="{lang}" {more}'
        body = PAGE.format(lang=lang, origin=self.url, attributes=attributes)
        self.pages[path] = (body, {k.replace("_", "-"): v for k, v in headers.items()})
        return self.host + path


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[dict[str, FakeAssistant], Served, Served, dict[str, Any]]]:
    current = {"fake": FakeAssistant()}
    pages: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        built = current["fake"].__dict__.setdefault("_app", current["fake"].app())
        await built(scope, receive, send)

    ours, host = Served(app, free_port()), Served(host_page(pages), free_port())
    yield current, ours, host, pages
    ours.stop()
    host.stop()


@pytest.fixture
def site(servers: Any) -> Site:
    """A new stand-in with nothing said yet."""
    current, ours, host, pages = servers
    current["fake"] = FakeAssistant()
    pages.clear()
    return Site(current["fake"], ours.url, host.url, pages)


@pytest.fixture
def visit(browser: Any, site: Site) -> Iterator[Callable[..., Any]]:
    """Opens a page with the widget; at the end no script may have failed."""
    contexts = []

    def go(address: str = "", *, lang: str = "hi", phone: bool = False, **options: Any) -> Any:
        context = browser.new_context(**(PHONE if phone else DESKTOP) | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: site.complaints.append(str(error)))
        page.goto(address or site.add("/", lang=lang))
        return page

    yield go
    for context in contexts:
        context.close()
    assert not site.complaints


@pytest.fixture
def picture() -> Callable[..., None]:
    """Writes a screenshot for the documents, when asked to by SCREENSHOTS=1."""

    def take(page: Any, name: str) -> None:
        if os.environ.get("SCREENSHOTS") == "1":
            page.wait_for_timeout(300)
            page.screenshot(path=SCREENSHOTS / f"widget-{name}.png")

    return take
