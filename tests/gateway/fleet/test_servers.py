import pytest

from bot.gateway.fleet.servers import REST_SECONDS, Servers

ADDRESSES = ["http://a:1", "http://b:2/", "http://c:3"]
CONVERSATIONS = [f"conversation-{number}" for number in range(300)]


def chosen(servers):
    return {one: servers.choose(one) for one in CONVERSATIONS}


def test_conversations_are_spread_and_stay():
    first, again = chosen(Servers(ADDRESSES)), chosen(Servers(reversed(ADDRESSES)))
    assert first == again
    shares = [
        list(first.values()).count(one) for one in ("http://a:1", "http://b:2", "http://c:3")
    ]
    assert sum(shares) == 300
    assert min(shares) > 60


def test_when_a_server_goes_only_its_own_conversations_move_and_then_return():
    now = [100.0]
    servers = Servers(ADDRESSES, clock=lambda: now[0])
    before = chosen(servers)
    servers.note_failure("http://b:2")
    during = chosen(servers)
    assert "http://b:2" not in during.values()
    moved = {one for one in CONVERSATIONS if before[one] != during[one]}
    assert moved == {one for one in CONVERSATIONS if before[one] == "http://b:2"}
    now[0] += REST_SECONDS
    assert chosen(servers) == before


def test_a_server_that_answers_is_used_at_once():
    servers = Servers(ADDRESSES)
    before = chosen(servers)
    servers.note_failure("http://a:1")
    servers.note_success("http://a:1")
    assert chosen(servers) == before


def test_when_all_failed_a_message_still_has_a_server():
    servers = Servers(ADDRESSES)
    before = chosen(servers)
    for address in servers.addresses:
        servers.note_failure(address)
    assert chosen(servers) == before


def test_no_address_is_an_error():
    with pytest.raises(ValueError, match="at least one"):
        Servers([])
