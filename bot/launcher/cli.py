"""`python -m bot up`: starts gateway, Rasa and action server, and keeps them running."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.launcher.children import LOOPBACK, Child, plan_children
from bot.launcher.errors import NoModel, PortTaken, StartError
from bot.launcher.lock import instance_lock
from bot.launcher.log import Log
from bot.launcher.ports import choose_ports, is_free
from bot.launcher.up import run_children
from bot.training.published import choose_model, point_link
from store.demo import examples
from store.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]


def main(arguments: Sequence[str]) -> int:
    """Runs an instance until it is told to stop; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m bot up",
        description=f"{__doc__} Settings come from the environment, such as PORT and DATA_DIR.",
    )
    parser.parse_args(arguments)
    try:
        settings = read_settings()
        if not is_free(settings.host, settings.port):
            raise PortTaken(settings.host, settings.port)
        with instance_lock(settings.data_dir, settings.port):
            return _run(settings)
    except (StartError, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(settings: Settings) -> int:
    log = Log(form=settings.log_format)
    url = f"http://{settings.host}:{settings.port}"

    def greet(seconds: float) -> None:
        log.tell(f"READY in {seconds:.0f} s: {url}")
        log.tell("Ask for the status of a demonstration application, for instance:")
        for example in examples():
            log.tell(f"  {example.number}  mobile {example.mobile}  {example.about['en']}")
        log.tell(f"OTPs are written to {settings.outbox}. Ctrl-C stops everything.")

    children = _plan(settings, log)
    ready_url = children[0].probe.replace("/healthz", "/readyz")
    return asyncio.run(
        run_children(children, folder=ROOT, ready_url=ready_url, log=log, greet=greet)
    )


def _plan(settings: Settings, log: Log) -> list[Child]:
    model = choose_model(ROOT, settings.data_dir, log.tell)
    if not model.exists():
        raise NoModel
    # A link: Rasa started anew later on finds what was published meanwhile.
    model = point_link(settings.data_dir, model)
    rasa_port, actions_port = choose_ports(2, LOOPBACK)
    return plan_children(
        settings,
        root=ROOT,
        model=model,
        rasa_port=int(os.environ.get("RASA_PORT") or rasa_port),
        actions_port=int(os.environ.get("ACTIONS_PORT") or actions_port),
    )
