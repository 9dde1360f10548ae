"""Groups: the bot speaks when it is spoken to, and of nothing personal."""

import itertools

import pytest

_groups = itertools.count(-900_001, -1)


class Group:
    def __init__(self, bench):
        self.bench, self.id = bench, next(_groups)

    def say(self, user, text, **more):
        self.bench.telegram.say(
            user, text, chat={"id": self.id, "type": "supergroup", "title": "Office"}, **more
        )

    def wait(self, count):
        return self.bench.telegram.wait(self.id, count)


@pytest.fixture
def group(bench):
    return Group(bench)


def test_talk_among_people_is_ignored_and_not_kept(bench, group):
    group.say(31, "पेंशन कितनी है?")
    group.say(31, "/menu")
    group.say(31, "/menu@OtherBot")
    group.say(31, "@TestNameBotX suno")
    assert bench.ask("बाद में") == ["echo बाद में"]
    assert bench.telegram.to(group.id) == []
    assert bench.rasa.texts == ["बाद में"]


@pytest.mark.parametrize(
    ("text", "more", "heard"),
    [
        ("@TestNameBot पेंशन?", {}, "पेंशन?"),
        ("पेंशन? @testnamebot", {}, "पेंशन?"),
        ("/menu@TestNameBot", {}, "/menu"),
        ("पेंशन?", {"reply_to_message": {"from": {"id": 666, "is_bot": True}}}, "पेंशन?"),
    ],
)
def test_who_speaks_to_the_bot_is_answered_there(bench, group, text, more, heard):
    group.say(31, text, **more)
    assert group.wait(1) == [f"echo {heard}"]
    assert "message_id" in bench.telegram.to(group.id)[0]["reply_parameters"]


def test_each_member_has_a_conversation_of_their_own(bench, group):
    group.say(31, "@TestNameBot एक")
    group.say(32, "@TestNameBot दो")
    group.wait(2)
    bench.ask("तीन")
    assert len({one["sender"] for one in bench.rasa.received}) == 3


@pytest.mark.parametrize(
    "text",
    ["/status@TestNameBot", "@TestNameBot UP2026-00000042 ka status", "/delete@TestNameBot"],
)
def test_what_is_personal_is_told_privately(bench, group, text):
    group.say(31, text)
    [answer] = group.wait(1)
    assert "निजी चैट" in answer
    assert bench.rasa.received == []


def test_a_lookup_that_begins_in_a_group_is_ended(bench, group):
    bench.rasa.replies = [{"text": "आवेदन संख्या?", "custom": {"wants": "number"}}]
    group.say(31, "@TestNameBot मेरा स्टेटस बताओ")
    [answer] = group.wait(1)
    assert "निजी चैट" in answer
    assert bench.rasa.texts == ["मेरा स्टेटस बताओ", "/stop"]


def test_a_shared_contact_is_not_taken_in_a_group(bench, group):
    bench.telegram.show(
        31,
        contact={"phone_number": "+916000012345", "user_id": 31},
        chat={"id": group.id, "type": "group"},
        reply_to_message={"from": {"id": 666, "is_bot": True}},
    )
    assert "निजी चैट" in group.wait(1)[0]
