"""Beside the pages: erases what no longer counts, and writes the audit log's head to the log."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.orm import Session
from starlette.applications import Starlette

from console.accounts import passwords
from console.times import now
from console.visits import limits_of
from store import audit, staff_invitations, staff_sessions, staff_tries
from store.errors import StoreError
from store.staff_sessions import Limits

log = logging.getLogger(__name__)

_EVERY_SECONDS = 3600.0


@asynccontextmanager
async def background(app: Starlette) -> AsyncIterator[None]:
    """Runs as long as the gateway does."""
    # The first unknown login must not take longer than the second.
    await app.state.threads.work(passwords.nobodys)
    tidying = asyncio.create_task(_keep_tidy(app))
    yield
    tidying.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await tidying


async def _keep_tidy(app: Starlette) -> None:
    limits = limits_of(app.state.services.settings)
    while True:
        try:
            anchor = await app.state.threads.transact(False, _tidy, limits)
            # Logs are kept elsewhere: a log that was cut back shows against this line.
            log.info("audit log: %s", anchor)
        except StoreError as error:
            log.warning("sessions were not tidied: %s", type(error).__name__)
        await asyncio.sleep(_EVERY_SECONDS)


def _tidy(db: Session, limits: Limits) -> str:
    staff_sessions.erase_over(db, limits, now=now())
    staff_invitations.erase_expired(db, now=now())
    staff_tries.erase_old(db, now=now())
    return audit.fetch_anchor(db)
