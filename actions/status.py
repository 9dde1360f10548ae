"""Where an application stands, after the person has proved that it is theirs.

The order is fixed: application number, registered mobile, OTP, then the timeline. Until the OTP is
right every reply is the same whether the application exists or not.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from functools import lru_cache

from actions import progress
from actions.turn import Button, Turn
from store import applications, otp, sms, vault
from store.engine import session
from store.settings import settings

log = logging.getLogger(__name__)
# SMS leave from here, so that a reply takes as long whether or not one was sent.
_senders = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sms")

KIND_OF_STEP = {"number": "application", "mobile": "mobile", "otp": "otp"}
RESEND = {"title": "", "payload": '/choose{"value": "resend"}'}


def start(turn: Turn) -> None:
    """Shows the status when proof is fresh, else asks for the first thing that is missing."""
    with session(read_only=True) as db:
        proven = otp.fetch_proof(db, turn.conversation, now=_now())
    if proven:
        _show(turn, proven)
        return
    turn.set_task({"kind": "status", "step": "number"})
    if not proceed(turn):
        _ask(turn)


def proceed(turn: Turn) -> bool:
    """Takes a number, a mobile or an OTP out of the message, in that order.

    Returns:
        False when the message holds none of what was asked for.
    """
    task = turn.task or {}
    if task["step"] == "otp" and turn.entity("value") == "resend":
        _send_code(turn, task["number"], task["mobile"])
        return True
    tokens = {e["kind"]: e["value"] for e in turn.entities if e.get("entity") == "token"}
    wanted = [kind for kind in KIND_OF_STEP.values() if kind in tokens]
    if not wanted:
        return _explain_mistake(turn)
    if "application" in tokens and task["step"] != "otp":
        task = {**task, "number": tokens["application"], "step": "mobile"}
    if "mobile" in tokens and "number" in task:
        task = {**task, "mobile": tokens["mobile"], "step": "otp"}
    turn.set_task(task)
    if task["step"] == "otp" and "otp" in tokens:
        _verify(turn, tokens["otp"])
    elif task["step"] == "otp" and "mobile" in tokens:
        _send_code(turn, task["number"], task["mobile"])
    else:
        _ask(turn)
    return True


def remind(turn: Turn) -> None:
    """Asks again for what the open lookup still needs."""
    turn.say("resume_status", question=turn.word(f"ask_{(turn.task or {})['step']}"))


def _explain_mistake(turn: Turn) -> bool:
    """A message of digits that is no number of the wanted kind is a slip, not a new question."""
    typed = turn.entity("number", "money")
    if typed is None or any(character.isalpha() for character in turn.text):
        return False
    turn.say(f"bad_{(turn.task or {})['step']}")
    return True


def _ask(turn: Turn) -> None:
    turn.say(f"ask_{(turn.task or {})['step']}", buttons=_buttons(turn))


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
            turn.set_task({"kind": "status", "step": "number"})
            turn.say("details_expired")
            return
        started = otp.start_challenge(db, turn.conversation, number, mobile, now=now)
    if isinstance(started, otp.Refusal):
        turn.set_task(None)
        turn.say("otp_refused", minutes=_minutes_until(started.until))
        return
    if started.code is not None:
        _senders.submit(_send, mobile, turn.word("otp_sms", code=started.code))
    turn.say("ask_otp", buttons=_buttons(turn))


def _send(mobile: str, text: str) -> None:
    try:
        _sender().send(mobile, text)
    except sms.SmsFailed as error:
        log.error("An OTP could not be sent: %s", error)


@lru_cache(maxsize=1)
def _sender() -> sms.SmsSender:
    return sms.make_sender(settings)


def _verify(turn: Turn, otp_token: str) -> None:
    now = _now()
    with session() as db:
        code = vault.fetch_value(db, turn.conversation, otp_token, now=now) or ""
        outcome = otp.verify(db, turn.conversation, code, now=now)
    if isinstance(outcome, otp.Verified):
        turn.set_task(None)
        _show(turn, outcome.application_number)
    elif isinstance(outcome, otp.Wrong):
        turn.say("otp_wrong", tries=outcome.tries_left, buttons=_buttons(turn))
    elif isinstance(outcome, otp.LockedOut):
        turn.set_task(None)
        turn.say("otp_refused", minutes=_minutes_until(outcome.until))
    else:
        turn.say("otp_expired", buttons=_buttons(turn))


def _show(turn: Turn, number: str) -> None:
    with session(read_only=True) as db:
        application = applications.fetch_application(db, number)
        if application is None:
            turn.say("application_gone", helpline=turn.word("helpline"))
            return
        view, words = progress.describe(application, turn.today)
    turn.say(words, custom={"status": view.state})
    turn.set_last({"kind": "status"})


def _minutes_until(until: datetime) -> int:
    return max(1, -(-int((until - _now()).total_seconds()) // 60))


def _now() -> datetime:
    return datetime.now(timezone.utc)
