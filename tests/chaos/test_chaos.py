"""A real cluster loses nothing when any one of its parts is killed, restarted or away.

The short form of `make chaos`: nginx, two gateways, two Rasa, two action servers, and a PostgreSQL
and a Redis of their own that are stopped under twenty conversations.
"""

import asyncio
import logging
import os
import shutil

import pytest

from bench.chaos.faults import QUICK
from bench.chaos.judging import MOST_SECONDS, Verdict
from bench.chaos.report import Outcome, table
from bench.chaos.run import Plan, run
from bench.chaos.servers import NotThere, postgres_programs
from bot.launcher.errors import NoNginx
from bot.launcher.nginx import find_nginx

pytestmark = [pytest.mark.serial, pytest.mark.timeout(900)]
CONVERSATIONS = 20


def what_is_missing() -> str:
    """The program that keeps this from being tested here; empty when all are there."""
    try:
        find_nginx()
        postgres_programs()
    except (NoNginx, NotThere) as error:
        return str(error)
    return "" if shutil.which("redis-server") else "redis-server is not installed"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    missing = what_is_missing()
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"{missing}: NOT TESTED WHETHER A CLUSTER LOSES MESSAGES")
    plan = Plan(QUICK, CONVERSATIONS, is_quick=True)
    found = asyncio.run(run(plan, tell=logging.getLogger(__name__).warning))
    # pytest shows this when something fails.
    logging.getLogger(__name__).warning(table(found))
    return found


def test_pages_worksheets_and_streams_come_through_nginx(outcome: Outcome) -> None:
    assert outcome.door == []


@pytest.mark.parametrize("fault", QUICK)
def test_nothing_is_lost_doubled_or_out_of_order(outcome: Outcome, fault: str) -> None:
    verdict = next(one for one in outcome.verdicts if one.fault == fault)
    assert verdict.messages >= 2 * CONVERSATIONS
    assert (verdict.lost, verdict.doubled, verdict.out_of_order) == ([], [], [])
    assert verdict.otp_twice == []


@pytest.mark.parametrize("fault", QUICK)
def test_whoever_waited_is_answered_soon(outcome: Outcome, fault: str) -> None:
    verdict: Verdict = next(one for one in outcome.verdicts if one.fault == fault)
    # The machine that runs the tests is busy with other things.
    assert (verdict.recovered_seconds or 0) <= 2 * MOST_SECONDS
