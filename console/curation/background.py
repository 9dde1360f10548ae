"""Takes in new messages every ten minutes, and notices what has come into the project's files."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.applications import Starlette

from console.curation.answer_files import Answers
from console.curation.workspace import close_merged
from console.times import now
from store import audit, releases
from store.errors import ServiceUnavailable, StoreError

log = logging.getLogger(__name__)

FIRST_SECONDS, EVERY_SECONDS = 60.0, 600.0


@asynccontextmanager
async def background(app: Starlette) -> AsyncIterator[None]:
    """Runs for as long as the pages do."""
    task = asyncio.create_task(_run(app))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def notice_merged(db: Session, answers: Answers, actor: str = "desk") -> int:
    """Marks drafts merged that git has by now, and says so in the audit log; how many."""
    merged = close_merged(db, answers)
    for draft in merged:
        audit.append(
            db, actor=actor, action="draft.merged", subject=f"answer:{draft.answer_id}", now=now()
        )
    return len(merged)


async def _run(app: Starlette) -> None:
    services, threads = app.state.services, app.state.threads
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        try:
            await threads.transact(False, lambda db: releases.fail_silent(db, now=now()))
            await services.gather()
            await threads.transact(False, notice_merged, Answers(services.project))
        except (StoreError, ServiceUnavailable, SQLAlchemyError, OSError) as error:
            log.warning("curation waits for the next round: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
