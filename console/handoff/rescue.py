"""Nobody who waits is forgotten: conversations of operators who are gone go back to the queue."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.orm import Session
from starlette.applications import Starlette

from console.times import now
from console.visits import limits_of
from store import audit, presence
from store.errors import StoreError
from store.hours import read_hours
from store.rescue import rescue as rescue_people
from store.settings import Settings

log = logging.getLogger(__name__)

# A person whose operator signs out should read so while the page is still before them.
EVERY_SECONDS = 3.0


@asynccontextmanager
async def background(app: Starlette) -> AsyncIterator[None]:
    """Looks every few seconds for as long as the console runs, first right after a restart.

    Raises:
        ValueError: OFFICE_HOURS cannot be read; the start fails rather than the first request.
    """
    read_hours(app.state.services.settings.office_hours)
    looking = asyncio.create_task(_look(app))
    yield
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)


async def _look(app: Starlette) -> None:
    services = app.state.services
    while True:
        try:
            if await app.state.threads.transact(False, rescue, services.settings):
                services.wake()
        except StoreError as error:
            log.warning("nobody was put back into the queue: %s", type(error).__name__)
        except Exception:
            # Whatever it was, the next person must not wait in vain for it.
            log.exception("putting people back into the queue failed")
        await asyncio.sleep(EVERY_SECONDS)


def rescue(db: Session, settings: Settings) -> int:
    """Puts everyone back whose operator is gone or idle; returns how many."""
    moment = now()
    present = presence.fetch_present(db, limits_of(settings), now=moment)
    numbers = rescue_people(
        db,
        present=[one.id for one in present],
        answer_seconds=settings.desk_answer_seconds,
        now=moment,
    )
    if numbers:
        audit.append(
            db,
            actor="desk",
            action="ticket.requeued",
            subject="tickets",
            details={"tickets": numbers},
            now=moment,
        )
    return len(numbers)
