"""Checks of the database, Redis and the clock."""

import time
from datetime import datetime, timezone

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.findings import Finding, broken, fine, look
from store.engine import engine, session
from store.errors import StoreError
from store.migrate import current_revision, is_known, recorded_head
from store.settings import Settings

_SLOW_SECONDS = 0.25
_CLOCK_SECONDS = 5.0


def check_database(settings: Settings) -> Finding:
    """Whether the database answers, quickly, and has today's tables."""
    kind = settings.database_url.partition(":")[0]
    try:
        started = time.perf_counter()
        with session(settings.database_url, read_only=True) as db:
            revision = current_revision(db.connection())
        seconds = time.perf_counter() - started
    except (StoreError, SQLAlchemyError) as error:
        said = f"{kind} does not answer: {type(error).__name__}"
        return broken("database", said, "Start it, or correct DATABASE_URL.")
    if revision and not is_known(revision):
        said = f"its tables are of a newer version ({revision})"
        return broken("database", said, "Install that version again; never run an older one.")
    if revision != recorded_head():
        said = f"its tables are at {revision or 'nothing'}, this version needs {recorded_head()}"
        return broken("database", said, "Run: python -m store migrate")
    if seconds > _SLOW_SECONDS:
        return look(
            "database", f"{kind} took {seconds:.2f} s", "Look at its load, and at its disk."
        )
    return fine("database", f"{kind} at {revision}, {1000 * seconds:.0f} ms")


def check_redis(settings: Settings) -> Finding:
    """Whether Redis answers, if there is to be one."""
    if not settings.redis_url:
        return fine("redis", "not used: right for one gateway, not for several")
    try:
        with Redis.from_url(settings.redis_url, socket_timeout=2) as connection:
            connection.ping()
            policy = connection.config_get("maxmemory-policy").get("maxmemory-policy", "")
    except RedisError as error:
        said = f"does not answer: {type(error).__name__}"
        return broken("redis", said, "Start it, or correct REDIS_URL. Messages wait meanwhile.")
    return fine("redis", f"answers (maxmemory-policy {policy or 'unknown'})")


def check_clock(settings: Settings) -> Finding:
    """Whether our clock agrees with the database's: codes live for five minutes."""
    if not settings.database_url.startswith("postgresql"):
        return fine("clock", f"{datetime.now(timezone.utc):%d-%m-%Y %H:%M:%S} UTC")
    try:
        with engine(settings.database_url).connect() as connection:
            theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    except SQLAlchemyError:
        return look("clock", "not compared", "The database has to answer first.")
    apart = abs((datetime.now(timezone.utc) - theirs).total_seconds())
    if apart > _CLOCK_SECONDS:
        remedy = "Switch on time synchronisation (chrony, systemd-timesyncd) on both machines."
        return broken("clock", f"{apart:.0f} s away from the database's", remedy)
    return fine("clock", f"within {apart:.1f} s of the database's")
