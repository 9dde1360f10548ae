"""Only our own models are taken, only from who holds our key, and a bad one changes nothing."""

import asyncio
import dataclasses
import json
from types import SimpleNamespace

import pytest
from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from sanic import Blueprint

from bot.channels import model_switch
from bot.gateway import curation
from store import keys
from store.settings import settings


@pytest.fixture
def folder(tmp_path, monkeypatch):
    ours = dataclasses.replace(settings, data_dir=tmp_path, secret_key="k" * 32)
    monkeypatch.setattr(model_switch, "settings", ours)
    monkeypatch.setattr(keys, "settings", ours)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "new.tar.gz").write_text("model")
    (tmp_path / "other.tar.gz").write_text("model")
    return tmp_path / "models"


@pytest.fixture
def switch(monkeypatch):
    """Posts to the route; gives status, body and the agent that answers afterwards."""
    kept = {}
    monkeypatch.setattr(
        Blueprint,
        "route",
        lambda self, path, methods: lambda handler: kept.update({path: handler}),
    )
    model_switch.add_to(Blueprint("test"))
    app = SimpleNamespace(ctx=SimpleNamespace(agent="old"))

    def post(path, signed=True):
        headers = {model_switch.HEADER: model_switch.sign(path)} if signed else {}
        request = SimpleNamespace(app=app, json={"path": str(path)}, headers=headers)
        response = asyncio.run(kept["/model"](request))
        return response.status, json.loads(response.body), app.ctx.agent

    return post


def test_the_gateway_and_rasa_agree_on_header_and_purpose():
    assert (curation.HEADER, curation.PURPOSE) == (model_switch.HEADER, model_switch.PURPOSE)


def test_who_has_no_key_is_refused(folder, switch):
    assert switch(folder / "new.tar.gz", signed=False) == (403, {"error": "forbidden"}, "old")


@pytest.mark.parametrize("name", ["missing.tar.gz", "../other.tar.gz", "../secret.key"])
def test_what_is_no_model_of_ours_is_refused(folder, switch, name):
    status, _, agent = switch(folder / name)
    assert (status, agent) == (404, "old")


def test_a_file_that_is_no_model_changes_nothing(folder, switch, monkeypatch):
    old = Agent(tracker_store=InMemoryTrackerStore(Domain.empty()))
    monkeypatch.setattr(model_switch, "make_agent", _with(model_switch.make_agent, old))
    status, body, agent = switch(folder / "new.tar.gz")
    assert (status, agent) == (422, "old")
    assert body["error"] == "unusable"


def test_a_model_that_reads_nothing_changes_nothing(folder, switch, monkeypatch):
    monkeypatch.setattr(model_switch, "_load", lambda old, path: _Agent({"intent": {}}))
    assert switch(folder / "new.tar.gz")[0] == 422


def test_a_good_one_takes_the_place(folder, switch, monkeypatch):
    good = _Agent({"intent": {"name": "faq"}})
    monkeypatch.setattr(model_switch, "_load", lambda old, path: good)
    assert switch(folder / "new.tar.gz") == (200, {"model": "new.tar.gz"}, good)


def test_the_new_agent_shares_locks_but_not_the_domain(monkeypatch, tmp_path):
    locks = InMemoryLockStore()
    old = Agent(tracker_store=InMemoryTrackerStore(Domain.empty()), lock_store=locks)
    monkeypatch.setattr(Agent, "load_model", lambda self, path: None)
    new = model_switch._load(old, tmp_path)
    assert new.lock_store is locks
    old.tracker_store.domain = "old domain"
    new.tracker_store.domain = "new domain"
    assert old.tracker_store.domain == "old domain"
    assert new.nlg is not old.nlg


class _Agent:
    def __init__(self, parsed):
        self._parsed = parsed

    async def parse_message(self, text):
        return self._parsed


def _with(make, old):
    async def call(_, path):
        return await make(old, path)

    return call
