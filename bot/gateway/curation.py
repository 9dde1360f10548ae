"""The gateway's part in curating: other processes do the work, Rasa is told of another model."""

import asyncio
import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp

from bot.gateway.fleet.servers import read_addresses
from bot.launcher.environment import child_environment
from bot.training.models import model_path
from bot.training.published import current_model, point_link
from store import keys
from store.errors import ServiceUnavailable
from store.settings import Settings

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
PATH = "/webhooks/gateway/model"
# The same as in bot/channels/model_switch.py, which only Rasa's process can import.
PURPOSE, HEADER = "model-switch", "x-sahayak-model"
SWITCH_SECONDS = 120.0
LINT_SECONDS = 60.0


class Curation:
    """What curators' pages need of the gateway."""

    def __init__(self, settings: Settings) -> None:
        """Works on this instance."""
        self._settings = settings
        self._running: set[asyncio.Task[int]] = set()
        self._gathering = asyncio.Lock()

    @property
    def project(self) -> Path:
        """The project's folder."""
        return ROOT

    def own_model(self) -> Path:
        """The model of the project as it is, without what curators changed."""
        return model_path(ROOT)

    async def switch(self, model: Path) -> None:
        """Makes every Rasa answer from a model, or none of them.

        Raises:
            ServiceUnavailable: one does not answer, or cannot load it; all stay with the old one.
        """
        before = current_model(ROOT, self._settings.data_dir)
        done: list[str] = []
        async with aiohttp.ClientSession() as http:
            for address in read_addresses(self._settings.rasa_url):
                try:
                    await _post(http, address, model)
                except ServiceUnavailable:
                    await self._take_back(http, done, before)
                    raise
                done.append(address)
        point_link(self._settings.data_dir, model)

    async def lint(self, files: Mapping[str, str]) -> list[dict[str, Any]]:
        """The faults that the project would have with these files.

        Raises:
            ServiceUnavailable: the check itself did not work.
        """
        process = await self._start("lint", stdin=True)
        given = json.dumps(dict(files), ensure_ascii=False).encode()
        try:
            said, _ = await asyncio.wait_for(process.communicate(given), LINT_SECONDS)
            found: list[dict[str, Any]] = json.loads(said)
        except (asyncio.TimeoutError, ValueError):
            log.error("the lint gave no result")
            raise ServiceUnavailable("the lint gave no result") from None
        finally:
            if process.returncode is None:
                process.kill()
        return found

    async def check(self, release_id: int) -> None:
        """Begins to train and to compare a candidate; its state is to be read in the store."""
        process = await self._start("check", str(release_id))
        task = asyncio.create_task(process.wait())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def gather(self) -> None:
        """Takes in messages that were not answered well, and groups them; waits for the end."""
        async with self._gathering:
            process = await self._start("gather")
            if await process.wait():
                log.warning("messages for curators could not be gathered")

    async def _start(self, *arguments: str, stdin: bool = False) -> asyncio.subprocess.Process:
        # A group of its own: who ends a check ends the training below it, too.
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "curate", *arguments),
            cwd=ROOT,
            env=child_environment(
                {
                    "DATA_DIR": str(self._settings.data_dir),
                    "DATABASE_URL": self._settings.database_url,
                    "OMP_NUM_THREADS": "1",
                    "OPENBLAS_NUM_THREADS": "1",
                }
            ),
            stdin=asyncio.subprocess.PIPE if stdin else asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE if stdin else asyncio.subprocess.DEVNULL,
            stderr=None,
            start_new_session=True,
        )

    async def _take_back(self, http: aiohttp.ClientSession, done: list[str], before: Path) -> None:
        for address in done:
            try:
                await _post(http, address, before)
            except ServiceUnavailable:
                log.error("a Rasa server answers from another model than the others")


async def _post(http: aiohttp.ClientSession, address: str, model: Path) -> None:
    headers = {HEADER: keys.digest(PURPOSE, str(model))}
    patience = aiohttp.ClientTimeout(total=SWITCH_SECONDS, connect=5)
    try:
        async with http.post(
            address + PATH, json={"path": str(model)}, headers=headers, timeout=patience
        ) as response:
            if response.status == 200:
                return
            reason = f"Rasa answered {response.status}"
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        reason = type(error).__name__
    log.error("Rasa did not take a model: %s", reason)
    raise ServiceUnavailable(reason)
