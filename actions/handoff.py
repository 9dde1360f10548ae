"""A person is wanted: a place in the queue, or a callback when the office is closed.

The helpdesk's own side is `store.handoff` and the console. While the person waits, the assistant
goes on answering. A telephone number is asked for only when the person wants to be called.
"""

from datetime import datetime, timezone

from actions.rules.figures import written_day
from actions.turn import Button, Turn
from store import conversations, handoff, ticket_steps, tickets, vault
from store.applications import normalise_mobile
from store.engine import session
from store.hours import INDIA, OfficeHours, read_hours
from store.models_tickets import Ticket
from store.settings import settings

LEAVE, CALL_ME = "leave_queue", "call_me"
#: Channels on which staff can write at any time; elsewhere they can only call.
LIVE_CHANNELS = ("telegram", "widget")


def request(turn: Turn) -> None:
    """Opens a ticket, or says how the one that is open stands."""
    now, hours = _now(), read_hours(settings.office_hours)
    with session() as db:
        channel = conversations.fetch_channel(db, turn.conversation) or "rest"
        waits = channel in LIVE_CHANNELS and hours.is_open(now)
        ticket, _ = tickets.open_handoff(
            db,
            turn.conversation,
            channel=channel,
            language=turn.language,
            status="waiting" if waits else "callback",
            topic=(turn.last or {}).get("answer"),
            now=now,
        )
        state = handoff.state_of(db, ticket)
    _say(turn, ticket, state, hours, now)


def choose(turn: Turn) -> bool:
    """Takes the buttons of the queue, whether or not another task is open.

    Returns:
        False when the message is none of them.
    """
    value = turn.entity("value")
    if value == LEAVE:
        leave(turn)
    elif value == CALL_ME:
        _ask_mobile(turn)
    else:
        return False
    return True


def leave(turn: Turn) -> None:
    """Withdraws the request; an operator who has taken it decides about it."""
    with session() as db:
        left = ticket_steps.leave(db, turn.conversation, now=_now())
    if (turn.task or {}).get("kind") == "callback":
        turn.set_task(None)
    custom = {"handoff": {"state": "closed", "position": 0}} if left else None
    words = "handoff_left" if left else "handoff_over"
    turn.say(words, helpline=turn.word("helpline"), custom=custom)


def proceed(turn: Turn) -> bool:
    """Takes the number out of the message, when one was asked for (the task `callback`)."""
    if turn.intent == "deny":
        turn.set_task(None)
        turn.say("stopped")
        return True
    token = next(
        (
            e["value"]
            for e in turn.entities
            if e.get("entity") == "token" and e["kind"] == "mobile"
        ),
        None,
    )
    if token is None:
        is_slip = any(map(str.isdigit, turn.text)) and not any(map(str.isalpha, turn.text))
        if is_slip:
            turn.say("bad_callback_mobile", buttons=[_button(turn, LEAVE)])
        return is_slip
    _keep(turn, token)
    return True


def remind(turn: Turn) -> None:
    """Asks again for the number."""
    turn.say("ask_callback_mobile", buttons=[_button(turn, LEAVE)])


def _say(
    turn: Turn, ticket: Ticket, state: dict[str, object], hours: OfficeHours, now: datetime
) -> None:
    key = f"handoff_{ticket.status}"
    if ticket.status == "callback" and ticket.channel not in LIVE_CHANNELS:
        key = "handoff_rest"
    opens = hours.next_opening(now)
    turn.say(
        key,
        number=tickets.number_of(ticket),
        position=state["position"],
        hours=hours.describe(turn.language),
        opens=f"{written_day(opens.astimezone(INDIA).date())} {opens:%H:%M}",
        helpline=turn.word("helpline"),
        buttons=[] if ticket.status == "open" else _buttons(turn, ticket),
        custom={"handoff": state, "outcome": "handed_over"},
    )


def _ask_mobile(turn: Turn) -> None:
    with session(read_only=True) as db:
        ticket = tickets.fetch_live(db, turn.conversation)
    if ticket is None:
        turn.say("handoff_over")
        return
    turn.set_task({"kind": "callback"})
    remind(turn)


def _keep(turn: Turn, token: str) -> None:
    turn.set_task(None)
    with session() as db:
        value = vault.fetch_value(db, turn.conversation, token, now=_now())
        ticket = tickets.fetch_live(db, turn.conversation)
        mobile = normalise_mobile(value or "")
        kept = ticket is not None and mobile is not None
        if ticket is not None and mobile is not None:
            tickets.keep_mobile(db, ticket.id, mobile)
            number = tickets.number_of(ticket)
    if kept:
        turn.say("callback_kept", number=number, buttons=[_button(turn, LEAVE)])
    else:
        turn.say("handoff_over")


def _buttons(turn: Turn, ticket: Ticket) -> list[Button]:
    leaving = _button(turn, LEAVE)
    return [leaving] if ticket.mobile_sealed else [_button(turn, CALL_ME), leaving]


def _button(turn: Turn, value: str) -> Button:
    return {"title": turn.word(f"title_{value}"), "payload": f'/choose{{"value": "{value}"}}'}


def _now() -> datetime:
    return datetime.now(timezone.utc)
