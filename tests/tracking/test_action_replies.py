"""The quicker check accepts and refuses what Rasa's own does."""

import inspect

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.tracking.action_replies import check_reply

ORIGINAL = inspect.getattr_static(RemoteAction, "_validate_action_result")
ACTION = RemoteAction("action_answer", None)
GOOD = {"events": [{"event": "slot", "name": "last", "value": 1}], "responses": [{"text": "ok"}]}


def test_rasa_still_has_the_method_that_is_replaced() -> None:
    assert list(inspect.signature(ORIGINAL).parameters) == ["self", "result"]
    assert list(inspect.signature(check_reply).parameters) == ["self", "result"]


def test_a_good_reply_is_accepted() -> None:
    assert check_reply(ACTION, GOOD)
    assert ORIGINAL(ACTION, GOOD)


@pytest.mark.parametrize("bad", [{"events": "none"}, {"events": [{}]}, {"responses": [1]}])
def test_a_malformed_reply_is_refused(bad: dict[str, object]) -> None:
    for check in (check_reply, ORIGINAL):
        with pytest.raises(ValidationError):
            check(ACTION, bad)
