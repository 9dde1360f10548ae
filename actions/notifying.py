"""Telling people when their application moves on: the subscription, its buttons, its limits.

The notices themselves are `store.notices`; Telegram and an open chat window deliver them.
"""

from datetime import datetime, timezone

from actions.turn import Button, Turn
from store import conversations, subscriptions
from store.engine import session
from store.status import StatusView

# What each channel can do is a phrase `reach_<channel>`; the others cannot write first.
CHANNELS_THAT_TELL = ("telegram", "widget")


def subscribe(turn: Turn, number: str) -> None:
    """Keeps the subscription to a proven application and says what to expect of it."""
    with session() as db:
        channel = conversations.fetch_channel(db, turn.conversation)
        saved = subscriptions.save_subscription(
            db,
            turn.conversation,
            number,
            channel=channel,
            language=turn.language,
            now=datetime.now(timezone.utc),
        )
    if not saved:
        turn.say("application_gone", helpline=turn.word("helpline"))
        return
    reach = f"reach_{channel}" if channel in CHANNELS_THAT_TELL else "reach_other"
    turn.say(
        "subscribed",
        ending=number[-4:],
        reach=turn.word(reach),
        buttons=[_stop_button(turn)],
    )


def buttons_for(turn: Turn, number: str, view: StatusView) -> list[Button]:
    """Under a status: to be told of changes, or no longer; nothing where none is to come."""
    with session(read_only=True) as db:
        if subscriptions.is_subscribed(db, turn.conversation, number):
            return [_stop_button(turn)]
    if view.days_pending is None:
        return []
    return [{"title": turn.word("title_subscribe"), "payload": "/subscribe"}]


def _stop_button(turn: Turn) -> Button:
    return {"title": turn.word("title_unsubscribe"), "payload": "/unsubscribe"}
