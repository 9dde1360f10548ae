"""Puts another model in the place of the one that answers, while messages go on.

A new agent is made beside the old one, with its own copy of the tracker store and the same locks,
and takes its place in one assignment. Turns that have begun end on the old agent, whose domain and
responses nobody touches. If the new one does not load, or does not read a message, the old stays.
"""

import asyncio
import copy
import logging
import sys
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.tracker_store import FailSafeTrackerStore
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json as json_response

from store import keys
from store.settings import settings

log = logging.getLogger(__name__)

PURPOSE = "model-switch"
HEADER = "x-sahayak-model"
_PROBE = "पेंशन कब मिलेगी"
_ROOT = Path(__file__).resolve().parents[2]


class ModelUnusable(Exception):
    """The model does not load or does not read; the message tells why."""


def sign(path: Path) -> str:
    """What the header must hold for this path: only who has our key can make it."""
    return keys.digest(PURPOSE, str(path))


def add_to(routes: Blueprint) -> None:
    """Adds `POST /model` with `{"path"}`, which answers with the model's name."""
    under_way = asyncio.Lock()

    @routes.route("/model", methods=["POST"])
    async def switch(request: Request) -> HTTPResponse:
        path = Path(str((request.json or {}).get("path", "")))
        if not keys.matches(PURPOSE, request.headers.get(HEADER, ""), str(path)):
            return json_response({"error": "forbidden"}, status=403)
        if not is_ours(path):
            return json_response({"error": "not_found"}, status=404)
        if under_way.locked():
            return json_response({"error": "busy"}, status=409)
        async with under_way:
            try:
                agent = await make_agent(request.app.ctx.agent, path)
            except ModelUnusable as error:
                log.error("A model was not taken: %s", error)
                return json_response({"error": "unusable", "detail": str(error)}, status=422)
            request.app.ctx.agent = agent
        log.warning("From now on %s answers.", path.name)
        return json_response({"model": path.name})


def is_ours(path: Path) -> bool:
    """Whether a path is a model in one of the two folders that hold ours."""
    folders = {(_ROOT / "models").resolve(), (settings.data_dir / "models").resolve()}
    return path.name.endswith(".tar.gz") and path.is_file() and path.resolve().parent in folders


async def make_agent(old: Agent, path: Path) -> Agent:
    """An agent that answers from another model and shares conversations with the old one.

    Raises:
        ModelUnusable: it cannot be loaded, or does not read a message.
    """
    usual = sys.getswitchinterval()
    # Messages wait less for the thread that loads: it lets go of Python's lock ten times as often.
    sys.setswitchinterval(usual / 10)
    try:
        agent = await asyncio.get_running_loop().run_in_executor(None, _load, old, path)
        parsed = await agent.parse_message(_PROBE)
    except (Exception, SystemExit) as error:  # whatever is wrong with it: the old one stays
        raise ModelUnusable(f"{type(error).__name__}: {error}") from error
    finally:
        sys.setswitchinterval(usual)
    if not parsed.get("intent", {}).get("name"):
        raise ModelUnusable("it names no intent")
    return agent


def _load(old: Agent, path: Path) -> Agent:
    agent = Agent(
        generator=None if isinstance(old.nlg, TemplatedNaturalLanguageGenerator) else old.nlg,
        tracker_store=_copy_of(old.tracker_store),
        lock_store=old.lock_store,
        action_endpoint=old.action_endpoint,
        http_interpreter=old.http_interpreter,
    )
    agent.load_model(path)
    return agent


def _copy_of(store: Any) -> Any:
    """A store of its own domain over the same database; the fail-safe is put around it anew."""
    inner = store._tracker_store if isinstance(store, FailSafeTrackerStore) else store
    return copy.copy(inner)
