"""Sends an OTP by SMS, off the path of the reply.

A reply takes as long whether or not an SMS was sent, so that its time tells nothing.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from store import sms
from store.settings import settings

log = logging.getLogger(__name__)
_senders = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sms")


def send_later(mobile: str, text: str) -> None:
    """Has the SMS sent; a failure is in the log, without the number."""
    _senders.submit(_send, mobile, text)


def _send(mobile: str, text: str) -> None:
    try:
        _sender().send(mobile, text)
    except sms.SmsFailed as error:
        log.error("An OTP could not be sent: %s", error)


@lru_cache(maxsize=1)
def _sender() -> sms.SmsSender:
    return sms.make_sender(settings)
