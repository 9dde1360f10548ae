"""The real console on a SQLite database of its own; `desk_server` serves it to a browser."""

import re
import secrets
import shutil
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from bot.gateway.curation import Curation
from bot.gateway.services import GatewayServices
from console.app import create_app
from store import audit, engine, staff, staff_sessions
from store.errors import ServiceUnavailable
from store.migrate import migrate
from store.models_staff import AuditEntry
from store.settings import Settings, settings


@dataclass
class TestServices:
    """The gateway's part of the contract, under the test's control."""

    __test__ = False

    settings: Settings
    understood: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    models: list[Path] = field(default_factory=list)
    num_woken: int = 0
    project: Path = Path(__file__).resolve().parents[2]
    checked: list[int] = field(default_factory=list)
    num_gathered: int = 0
    takes_models: bool = True

    def own_model(self) -> Path:
        return self.settings.data_dir / "own.tar.gz"

    async def lint(self, files: Mapping[str, str]) -> list[dict[str, Any]]:
        return await Curation(self.settings).lint(files)

    async def check(self, release_id: int) -> None:
        self.checked.append(release_id)

    async def gather(self) -> None:
        self.num_gathered += 1

    async def understand(self, text: str) -> dict[str, Any]:
        return self.understood.get(text, {"language": "hi", "outcome": "refuse", "candidates": []})

    async def answer(self, name: str) -> dict[str, Any] | None:
        return self.answers.get(name)

    def mask(self, text: str) -> str:
        return GatewayServices.mask(self, text)  # type: ignore[arg-type]

    async def switch_model(self, model: Path) -> None:
        if not self.takes_models:
            raise ServiceUnavailable("Rasa answered 422")
        self.models.append(model)

    def wake(self) -> None:
        self.num_woken += 1


class DeskClient(TestClient):
    """A browser without JavaScript: keeps cookies, knows its token for forms."""

    __test__ = False

    @property
    def csrf(self) -> str:
        page = self.get("/desk/account")
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)
        assert found, page.text
        return found[1]

    def submit(self, path: str, **fields: Any) -> Any:
        """Posts a form with the token; the redirect is not followed."""
        form = {"csrf": self.csrf, **fields}
        return self.post(path, data=form, follow_redirects=False)


@dataclass
class Desk:
    """An application, its database, and hands to reach into both."""

    app: Starlette
    services: TestServices
    url: str

    def make_staff(self, role: str = "operator", **changes: Any) -> tuple[int, str]:
        """A new account without a password: its id and login."""
        language = changes.pop("language", "en")
        login = changes.pop("login", f"{role}-{uuid.uuid4().hex[:8]}")
        now = datetime.now(timezone.utc)
        with engine.session(self.url) as db:
            values = {"login": login, "name": "Asha Verma", "role": role, "language": language}
            return staff.create(db, **{**values, **changes}, now=now), login

    def open_session(self, staff_id: int, *, stage: str = "full") -> str:
        """The token of a new session."""
        token = secrets.token_urlsafe(32)
        now = datetime.now(timezone.utc)
        with engine.session(self.url) as db:
            staff_sessions.start(db, staff_id, token, stage=stage, device="test", now=now)
        return token

    def visitor(self, language: str = "en") -> DeskClient:
        """A browser that is not signed in."""
        client = DeskClient(self.app, base_url="http://testserver")
        client.cookies.set("sahayak_language", language, path="/desk")
        return client

    def sign_in(self, role: str = "operator", **changes: Any) -> DeskClient:
        """A browser signed in with a new account of this role."""
        staff_id, _ = self.make_staff(role, **changes)
        client = self.visitor()
        client.cookies.set("sahayak_desk", self.open_session(staff_id), path="/desk")
        return client

    def session(self, **options: Any) -> Any:
        """`with desk.session() as db:` for looking at what was stored."""
        return engine.session(self.url, **options)

    def audit_log(self) -> list[AuditEntry]:
        """All lines, the oldest first; asserts that the chain holds."""
        with engine.session(self.url, read_only=True) as db:
            assert audit.verify(db).is_intact
            return db.query(AuditEntry).order_by(AuditEntry.sequence).all()


@pytest.fixture(scope="session")
def console_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with today's tables, to copy."""
    path = tmp_path_factory.mktemp("console") / "template.db"
    migrate(f"sqlite:///{path}")
    engine.dispose(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def desk_settings(console_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A module overrides this where it needs other settings."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(console_template, folder / "desk.db")
    return replace(
        settings,
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'desk.db'}",
        public_url="http://testserver",
    )


@pytest.fixture(scope="module")
def desk(desk_settings: Settings) -> Iterator[Desk]:
    """The console, mounted at /desk as in the gateway; one database a module.

    What runs in the background runs under `desk_server` only.
    """
    services = TestServices(desk_settings)
    inner = create_app(services)
    app = Starlette(routes=[Mount("/desk", inner)], lifespan=lambda _: _lifespan_of(inner))
    yield Desk(app, services, desk_settings.database_url)
    inner.state.threads.close()
    engine.dispose(desk_settings.database_url)


def _lifespan_of(inner: Starlette) -> Any:
    return inner.router.lifespan_context(inner)


@pytest.fixture(scope="module")
def desk_server(desk: Desk) -> Iterator[str]:
    """The address of the module's `desk`, over loopback, for a real browser."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    config = uvicorn.Config(
        desk.app,
        host="127.0.0.1",
        port=port,
        log_config=None,
        ws="none",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def expected_errors() -> Callable[[bool], None]:
    """`expected_errors(True)`: pages with a status of 400 and more are part of the test."""
    return partial(setattr, _complaints, "may_fail")


_complaints = SimpleNamespace(may_fail=False)


@pytest.fixture
def open_page(browser: Any, desk: Desk, desk_server: str) -> Iterator[Callable[..., Any]]:
    """`open_page("/account", role="operator", language="en", width=1280, height=720)`.

    Complaints of the browser (the policy, a script, a failed request) fail the test.
    """
    _complaints.may_fail = False
    contexts, complaints = [], []

    def open_it(
        path: str,
        *,
        role: str = "",
        language: str = "en",
        width: int = 1280,
        height: int = 720,
        **changes: Any,
    ) -> Any:
        context = browser.new_context(
            base_url=desk_server, viewport={"width": width, "height": height}
        )
        contexts.append(context)
        cookies = [{"name": "sahayak_language", "value": language}]
        if role:
            staff_id, _ = desk.make_staff(role, language=language, **changes)
            cookies.append({"name": "sahayak_desk", "value": desk.open_session(staff_id)})
        context.add_cookies([{**cookie, "url": f"{desk_server}/desk"} for cookie in cookies])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"/desk{path}")
        return page

    yield open_it
    for context in contexts:
        context.close()
    if _complaints.may_fail:
        complaints = [text for text in complaints if "responded with a status of 4" not in text]
    assert not complaints


@pytest.fixture
def axe_violations() -> Callable[[Any], list[str]]:
    """`assert axe_violations(page) == []`: what axe has against a page."""
    from axe_playwright_python.sync_playwright import Axe

    def look(page: Any) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{one['id']}: {[node['html'] for node in one['nodes']][:3]}" for one in found]

    return look


@pytest.fixture
def fits(request: pytest.FixtureRequest) -> Callable[[Any], bool]:
    """Whether a page does not scroll sideways."""

    def look(page: Any) -> bool:
        return bool(
            page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            )
        )

    return look
