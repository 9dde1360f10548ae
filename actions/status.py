"""Where an application stands, after the person has proved that it is theirs.

The order is fixed: application number, registered mobile, OTP, then the timeline. Until the OTP is
right every reply is the same whether the application exists or not.

The task holds `step`, what is asked for; `number` and `mobile`, tokens of what was given; `then`,
what was wanted besides the status; `noticed`, that the notice before identifiers was just shown.
"""

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from actions import consent, notifying, otp_sms, progress
from actions.turn import Button, Turn
from store import applications, otp, vault
from store.engine import session
from store.waiting import in_words

KIND_OF_STEP = {"number": "application", "mobile": "mobile", "otp": "otp"}
SUBSCRIBE = "subscribe"
RESEND = {"title": "", "payload": '/choose{"value": "resend"}'}


def start(turn: Turn, *, then: str | None = None) -> None:
    """Shows the status when proof is fresh, else asks for the first thing that is missing.

    Args:
        turn: the message.
        then: `SUBSCRIBE` where the person wants to be told of changes.
    """
    with session(read_only=True) as db:
        proven = otp.fetch_proof(db, turn.conversation, now=_now())
    if proven and then == SUBSCRIBE:
        notifying.subscribe(turn, proven)
    elif proven:
        _show(turn, proven)
    else:
        _begin(turn, then)


def _begin(turn: Turn, then: str | None) -> None:
    """Asks for what proof needs, after the notice of what it is for; goes on where one was."""
    task = dict(turn.task or {})
    if task.get("kind") != "status":
        task = {"kind": "status", "step": "number"}
    is_new_to_it = not task.get("noticed") and not consent.has_consented(turn)
    if is_new_to_it:
        consent.say_notice(turn)
    turn.set_task({**task, "then": then or task.get("then")})
    if not proceed(turn):
        _ask(turn)
    if is_new_to_it and turn.task:
        turn.set_task({**turn.task, "noticed": True})


def proceed(turn: Turn) -> bool:
    """Takes a number, a mobile or an OTP out of the message, in that order.

    Returns:
        False when the message holds none of what was asked for.
    """
    task = turn.task or {}
    if _declines(turn):
        turn.set_task(None)
        turn.say("stopped")
        return True
    if task["step"] == "otp" and turn.entity("value") == "resend":
        _send_code(turn, task["number"], task["mobile"])
        return True
    tokens = {e["kind"]: e["value"] for e in turn.entities if e.get("entity") == "token"}
    wanted = [kind for kind in KIND_OF_STEP.values() if kind in tokens]
    if not wanted:
        return _explain_mistake(turn)
    if task.get("noticed"):
        consent.save_consent(turn)
    task = _with_tokens({**task, "noticed": False}, tokens)
    turn.set_task(task)
    if task["step"] == "otp" and "otp" in tokens:
        _verify(turn, tokens["otp"])
    elif task["step"] == "otp" and "mobile" in tokens:
        _send_code(turn, task["number"], task["mobile"])
    else:
        _ask(turn)
    return True


def _declines(turn: Turn) -> bool:
    """Whether a number that was asked for is refused; "no" to an OTP may mean that none came."""
    is_no = turn.intent == "deny" and turn.outcome == "answer" and not turn.entity("token")
    return is_no and (turn.task or {})["step"] != "otp"


def _with_tokens(task: dict[str, Any], tokens: Mapping[str, str]) -> dict[str, Any]:
    """The task after the tokens of a message, with the step that is then next."""
    if "application" in tokens and task["step"] != "otp":
        task = {**task, "number": tokens["application"], "step": "mobile"}
    if "mobile" in tokens and "number" in task:
        task = {**task, "mobile": tokens["mobile"], "step": "otp"}
    return task


def remind(turn: Turn) -> None:
    """Asks again for what the open lookup still needs."""
    step = (turn.task or {})["step"]
    turn.say("resume_status", question=turn.word(f"ask_{step}"), custom={"wants": step})


def _explain_mistake(turn: Turn) -> bool:
    """A message of digits that is no number of the wanted kind is a slip, not a new question."""
    typed = turn.entity("number", "money")
    if typed is None or any(character.isalpha() for character in turn.text):
        return False
    step = (turn.task or {})["step"]
    turn.say(f"bad_{step}", custom={"wants": step})
    return True


def _ask(turn: Turn) -> None:
    step = (turn.task or {})["step"]
    turn.say(f"ask_{step}", buttons=_buttons(turn), custom={"wants": step})


def _buttons(turn: Turn) -> list[Button]:
    step = (turn.task or {}).get("step")
    stop = {"title": turn.word("title_stop"), "payload": "/stop"}
    if step == "otp":
        return [{**RESEND, "title": turn.word("title_resend")}, stop]
    return [stop]


def _send_code(turn: Turn, number_token: str, mobile_token: str) -> None:
    """Starts a challenge; the SMS leaves only if number and mobile belong together."""
    now = _now()
    with session() as db:
        number = vault.fetch_value(db, turn.conversation, number_token, now=now)
        mobile = vault.fetch_value(db, turn.conversation, mobile_token, now=now)
        if number is None or mobile is None:
            turn.set_task(_without_details(turn))
            turn.say("details_expired")
            return
        started = otp.start_challenge(db, turn.conversation, number, mobile, now=now)
    if isinstance(started, otp.Refusal):
        turn.set_task(None)
        turn.say("otp_refused", when=_wait(turn, started.until))
        return
    if started.code is not None:
        otp_sms.send_later(mobile, turn.word("otp_sms", code=started.code))
    turn.say("ask_otp", buttons=_buttons(turn), custom={"wants": "otp"})


def _verify(turn: Turn, otp_token: str) -> None:
    now = _now()
    with session() as db:
        code = vault.fetch_value(db, turn.conversation, otp_token, now=now) or ""
        outcome = otp.verify(db, turn.conversation, code, now=now)
    if isinstance(outcome, otp.Verified):
        then = (turn.task or {}).get("then")
        turn.set_task(None)
        _show(turn, outcome.application_number)
        if then == SUBSCRIBE:
            notifying.subscribe(turn, outcome.application_number)
    elif isinstance(outcome, otp.Wrong):
        turn.say("otp_wrong", tries=outcome.tries_left, buttons=_buttons(turn))
    elif isinstance(outcome, otp.LockedOut):
        turn.set_task(None)
        turn.say("otp_refused", when=_wait(turn, outcome.until))
    else:
        _say_expired(turn)


def _say_expired(turn: Turn) -> None:
    """No code is awaited; where only the answer to the right one was lost, the proof is there."""
    with session(read_only=True) as db:
        proven = otp.fetch_proof(db, turn.conversation, now=_now())
    if proven is None:
        turn.say("otp_expired", buttons=_buttons(turn))
        return
    then = (turn.task or {}).get("then")
    turn.set_task(None)
    start(turn, then=then)


def _show(turn: Turn, number: str) -> None:
    with session(read_only=True) as db:
        application = applications.fetch_application(db, number)
        if application is None:
            turn.say("application_gone", helpline=turn.word("helpline"))
            return
        view, words = progress.describe(application, turn.today)
    buttons = notifying.buttons_for(turn, number, view)
    turn.say(words, buttons=buttons, custom={"status": view.state})
    turn.set_last({"kind": "status"})


def _without_details(turn: Turn) -> dict[str, Any]:
    task = turn.task or {}
    return {"kind": "status", "step": "number", "then": task.get("then")}


def _wait(turn: Turn, until: datetime) -> str:
    """When to try again: "in 12 minutes", or the clock when that is more than an hour off."""
    return in_words((until - _now()).total_seconds())[turn.language]


def _now() -> datetime:
    return datetime.now(timezone.utc)
