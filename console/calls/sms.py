"""SMS from the desk, sent in a thread of their own: a provider may take seconds."""

import asyncio
import logging

from starlette.requests import Request

from console.visits import settings_of
from store.sms import SmsFailed, SmsSender, make_sender

log = logging.getLogger(__name__)


async def send(request: Request, mobile: str, text: str) -> None:
    """Sends one text.

    Raises:
        SmsFailed: the provider did not accept it.
    """
    await asyncio.to_thread(_sender(request).send, mobile, text)


async def send_quietly(request: Request, mobile: str, text: str) -> None:
    """Sends one text; a failure is in the log only, without number or text."""
    try:
        await send(request, mobile, text)
    except SmsFailed as error:
        log.error("an SMS from the desk could not be sent: %s", error)


def _sender(request: Request) -> SmsSender:
    state = request.app.state
    if not hasattr(state, "sms_sender"):
        state.sms_sender = make_sender(settings_of(request))
    sender: SmsSender = state.sms_sender
    return sender
