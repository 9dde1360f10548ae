"""One run: everything is started, each fault is done while people talk, everything is ended."""

import asyncio
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.chaos import door
from bench.chaos.cluster import Cluster
from bench.chaos.faults import FAULTS
from bench.chaos.judging import Verdict, judge, read_transcripts, recovery
from bench.chaos.people import Applicant, Person, Talk
from bench.chaos.report import Outcome, line
from bench.chaos.servers import NotThere, Postgres, Redis, SmsProvider
from bench.chaos.stage import Stage
from bench.chaos.telegram_api import TelegramServer
from bot.launcher.ports import choose_ports

#: Between two messages of one person: 50 people make 20 messages a second.
PAUSE_SECONDS = 2.5
_WARM_SECONDS, _CALM_SECONDS = 3.0, 3.0
#: One person in so many asks for the status of an application.
_APPLICANTS = 5
_DISK_MIB = 96


@dataclass(frozen=True)
class Plan:
    """What is done."""

    faults: tuple[str, ...]
    conversations: int
    is_quick: bool = False


async def run(plan: Plan, *, tell: Callable[[str], None]) -> Outcome:
    """Does it all and tells each verdict as it is known.

    Raises:
        NotThere: something is not installed, or does not start.
    """
    async with staged(plan, tell) as stage:
        outcome = Outcome(plan.conversations, stage.cluster.ready_seconds)
        outcome.door = await door.look(stage.cluster)
        for number, name in enumerate(plan.faults):
            verdict = await one_fault(stage, name, plan.conversations, number)
            outcome.verdicts.append(verdict)
            tell(line(verdict))
        await stage.until_all_back()
    return outcome


async def one_fault(stage: Stage, name: str, conversations: int, number: int) -> Verdict:
    """People talk, harm is done, people go on talking; then all is judged."""
    patience = aiohttp.ClientTimeout(total=None)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=patience, connector=connector) as session:
        stage.talk = Talk(session, [stage.cluster.url], PAUSE_SECONDS)
        stage.people, stage.since, stage.notes = [], [], []
        stage.lost, stage.doubled = [], []
        stage.databases = [stage.postgres.url]
        stage.begin_talking(list(_people(stage, name, conversations, number)))
        await asyncio.sleep(_WARM_SECONDS)
        await FAULTS[name](stage)
        await asyncio.sleep(_CALM_SECONDS)
        await stage.finish_talking()
    verdict = Verdict(name, note="; ".join(stage.notes))
    stored = [line for url in stage.databases for line in read_transcripts(url)]
    judge(verdict, stage.people, stored)
    verdict.lost += stage.lost
    verdict.doubled += stage.doubled
    for person in stage.people:
        if isinstance(person, Applicant) and person.num_accepted > 1:
            verdict.otp_twice.append(f"{person.sender}: a code was taken twice")
    verdict.recovered_seconds = recovery(stage.people, stage.since)
    return verdict


def _people(stage: Stage, fault: str, conversations: int, number: int) -> Iterator[Person]:
    run = secrets.token_hex(3)
    for place in range(conversations):
        sender = f"{fault}-{run}-{place}"
        if place % _APPLICANTS == 0:
            # Each application once in a run: codes are limited by application and mobile.
            application = 3 + number * 150 + place
            yield Applicant(stage.talk, sender, application, stage.sms.codes)
        else:
            yield Person(stage.talk, sender, place)


@asynccontextmanager
async def staged(plan: Plan, tell: Callable[[str], None]) -> AsyncIterator[Stage]:
    """The cluster and all that it stands on, in a folder that is removed at the end.

    Raises:
        NotThere: something is not installed, or does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="sahayak-chaos-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    sms, telegram = SmsProvider(), TelegramServer()
    postgres, redis = Postgres(folder), Redis(folder)
    try:
        with small_disk(folder / "data") as data_dir:
            await sms.start()
            await telegram.start()
            named = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
            cluster = Cluster(
                folder, _settings(data_dir) | named | sms.settings | telegram.settings
            )
            try:
                await asyncio.to_thread(_start, postgres, redis, cluster)
                tell(f"The cluster is ready ({cluster.ready_seconds} s): {cluster.url}")
                yield Stage(
                    folder, data_dir, cluster, postgres, redis, sms, telegram, plan.is_quick
                )
            finally:
                await asyncio.to_thread(cluster.stop)
    finally:
        await sms.close()
        await telegram.close()
        redis.stop()
        with suppress(NotThere):  # it may be stopped already
            postgres.stop()
        _clear(folder)


def _settings(data_dir: Path) -> dict[str, str]:
    """Of the cluster, but for its servers."""
    return {
        "PORT": str(choose_ports(1)[0]),
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": secrets.token_hex(32),
        "OFFICE_HOURS": "Mon-Sun 0:00-24:00",
        "MESSAGES_PER_MINUTE": "6000",
        "MESSAGES_PER_DAY": "100000",
        "SMS_TIMEOUT_SECONDS": "5",
    }


def _clear(folder: Path) -> None:
    """Removes everything; logs are kept where `CHAOS_LOGS` says."""
    if keep := os.environ.get("CHAOS_LOGS"):
        shutil.copytree(folder, keep, dirs_exist_ok=True, ignore=_logs_only)
    shutil.rmtree(folder, ignore_errors=True)


def _start(postgres: Postgres, redis: Redis, cluster: Cluster) -> None:
    postgres.create()
    redis.start()
    cluster.prepare()
    cluster.start()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """DATA_DIR on a disk of its own that is soon full; only root may mount one.

    Raises:
        NotThere: it could not be mounted.
    """
    folder.mkdir()
    if os.geteuid() != 0:
        yield folder
        return
    size = f"size={_DISK_MIB}m"
    mount = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield folder
    finally:
        if is_mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def _logs_only(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if not name.endswith(".log")}
