"""All Rasa servers take a model, or none does; the lint runs in a process of its own."""

import asyncio
import dataclasses
import json
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.gateway import curation
from bot.gateway.curation import HEADER, PATH, PURPOSE, Curation
from bot.training.published import current_model, point_link
from store import keys
from store.errors import ServiceUnavailable
from store.settings import settings


@asynccontextmanager
async def rasa(taken, status=200):
    """A server that takes models as Rasa's route does."""

    async def take(request):
        path = (await request.json())["path"]
        assert keys.matches(PURPOSE, request.headers[HEADER], path)
        taken.append(path)
        return web.json_response({}, status=status)

    app = web.Application()
    app.router.add_post(PATH, take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    ours = dataclasses.replace(settings, secret_key="k" * 32)
    monkeypatch.setattr(keys, "settings", ours)
    for name in ("old.tar.gz", "new.tar.gz"):
        (tmp_path / name).write_text(name)
    point_link(tmp_path, tmp_path / "old.tar.gz")
    return tmp_path


def switch(folder, statuses):
    """What each server was sent, and whether the switch came off."""

    async def run():
        taken = [[] for _ in statuses]
        servers = [rasa(sent, status) for sent, status in zip(taken, statuses, strict=True)]
        addresses = [await server.__aenter__() for server in servers]
        own = dataclasses.replace(settings, data_dir=folder, rasa_url=",".join(addresses))
        try:
            await Curation(own).switch(folder / "new.tar.gz")
            done = True
        except ServiceUnavailable:
            done = False
        for server in servers:
            await server.__aexit__(None, None, None)
        return done, [[path.rpartition("/")[2] for path in sent] for sent in taken]

    return asyncio.run(run())


def test_every_server_takes_the_model_and_the_link_moves(folder):
    assert switch(folder, [200, 200]) == (True, [["new.tar.gz"], ["new.tar.gz"]])
    assert current_model(curation.ROOT, folder).name == "new.tar.gz"


def test_if_one_refuses_the_others_go_back_and_the_link_stays(folder):
    done, taken = switch(folder, [200, 422])
    assert not done
    assert taken == [["new.tar.gz", "old.tar.gz"], ["new.tar.gz"]]
    assert current_model(curation.ROOT, folder).name == "old.tar.gz"


def test_nobody_there_is_told(folder):
    own = dataclasses.replace(settings, data_dir=folder, rasa_url="http://127.0.0.1:9")
    with pytest.raises(ServiceUnavailable):
        asyncio.run(Curation(own).switch(folder / "new.tar.gz"))


def test_the_lint_answers_in_both_languages(folder):
    own = dataclasses.replace(settings, data_dir=folder)
    assert asyncio.run(Curation(own).lint({})) == []
    text = json.dumps({"id": "x"})
    [fault] = asyncio.run(Curation(own).lint({"data/faq/sects/x.yml": text}))
    assert "data/faq/sects/x.yml" in fault["message"]["en"]
    assert fault["message"]["hi"].startswith("फ़ाइल पढ़ी नहीं जा सकी")
    [refused] = asyncio.run(Curation(own).lint({"config.yml": "x"}))
    assert "cannot be changed here" in refused["message"]["en"]
