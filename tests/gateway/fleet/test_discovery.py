import asyncio
import socket

import pytest

from bot.gateway.fleet import discovery
from bot.gateway.fleet.servers import Servers


def answers(monkeypatch, *rounds):
    """Makes the resolver give one answer after another; the last one stays."""
    left = list(rounds)

    async def look_up(host, port):
        assert (host, port) == ("rasa-pods", 5005)
        hosts = left.pop(0) if len(left) > 1 else left[0]
        if hosts is None:
            raise socket.gaierror("no such name")
        return set(hosts)

    monkeypatch.setattr(discovery, "look_up", look_up)


async def watch(servers, names, seconds=0.1):
    following = asyncio.create_task(discovery.follow(servers, names, pause_seconds=0.01))
    await asyncio.sleep(seconds)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


def test_servers_come_and_go(monkeypatch):
    answers(monkeypatch, ["10.0.0.1"], ["10.0.0.1", "10.0.0.2"])
    servers = Servers(["dns+http://rasa-pods:5005"])
    asyncio.run(watch(servers, ["dns+http://rasa-pods:5005"]))
    assert servers.addresses == ("http://10.0.0.1:5005", "http://10.0.0.2:5005")


@pytest.mark.parametrize("trouble", [None, []])
def test_a_name_that_cannot_be_looked_up_changes_nothing(monkeypatch, trouble):
    answers(monkeypatch, ["10.0.0.1"], trouble)
    servers = Servers(["http://before:5005"])
    asyncio.run(watch(servers, ["dns+http://rasa-pods:5005"]))
    assert servers.addresses == ("http://10.0.0.1:5005",)


def test_plain_addresses_are_left_alone():
    servers = Servers(["http://a:5005"])
    asyncio.run(asyncio.wait_for(discovery.follow(servers, ["http://a:5005"], pause_seconds=9), 1))
    assert servers.addresses == ("http://a:5005",)
    assert asyncio.run(discovery.addresses_of("http://a:5005")) == ["http://a:5005"]


def test_a_real_name_is_looked_up():
    found = asyncio.run(discovery.addresses_of("dns+http://localhost:5005"))
    assert "http://127.0.0.1:5005" in found
