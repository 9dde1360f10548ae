import pytest

from bot.channels import rest
from bot.gateway.errors import Refused


def parse(document):
    return rest.parse(document, max_id=128, max_text=4000)


def test_a_message_is_read_and_its_words_stay_out_of_repr():
    incoming = parse({"sender": "asha", "message": "secret words", "message_id": "m", "x": 1})
    assert (incoming.channel, incoming.sender) == ("rest", "asha")
    assert (incoming.text, incoming.message_id) == ("secret words", "m")
    assert "secret" not in repr(incoming)
    assert "asha" not in repr(incoming)


@pytest.mark.parametrize(
    ("given", "read"), [("en", "en"), ("hi", "hi"), ("ta", None), (None, None)]
)
def test_the_page_may_say_its_language(given, read):
    assert parse({"sender": "a", "message": "x", "language": given}).language == read


def test_media_needs_no_message():
    assert parse({"sender": "a", "attachment": {"type": "image"}}).has_media
    with pytest.raises(Refused):
        parse({"sender": "a", "attachment": None})


def test_replies_go_to_the_sender_as_given():
    assert rest.render([{"text": "hi"}], "Asha ") == [{"recipient_id": "Asha ", "text": "hi"}]
