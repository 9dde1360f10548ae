"""`python -m bot cluster`: nginx, two gateways, two Rasa and two action servers on one machine.

The topology of `deploy/`, as plain processes. PostgreSQL (DATABASE_URL) and Redis (REDIS_URL) must
run already; `make cluster` sees to both.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.launcher import nginx
from bot.launcher.children import (
    LOOPBACK,
    Child,
    actions_child,
    gateway_child,
    rasa_child,
    shared_environment,
    write_endpoints,
)
from bot.launcher.errors import NeedsServers, NoModel, PortTaken, StartError
from bot.launcher.lock import instance_lock
from bot.launcher.log import Log
from bot.launcher.ports import choose_ports, is_free
from bot.launcher.up import run_children
from bot.training.published import choose_model, point_link
from store.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Size:
    """How many servers of each kind."""

    gateways: int = 2
    rasa: int = 2
    actions: int = 2


def main(arguments: Sequence[str]) -> int:
    """Runs a cluster until it is told to stop; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot cluster", description=__doc__)
    for name, count in vars(Size()).items():
        parser.add_argument(f"--{name}", type=int, default=count, metavar="N")
    size = Size(**vars(parser.parse_args(arguments)))
    try:
        settings = read_settings()
        if not settings.database_url.startswith("postgresql") or not settings.redis_url:
            raise NeedsServers
        if not is_free(settings.host, settings.port):
            raise PortTaken(settings.host, settings.port)
        with instance_lock(settings.data_dir, settings.port):
            return _run(settings, size)
    except (StartError, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(settings: Settings, size: Size) -> int:
    log = Log(form=settings.log_format)
    model = choose_model(ROOT, settings.data_dir, log.tell)
    if not model.exists():
        raise NoModel
    children = plan_cluster(settings, size, model=point_link(settings.data_dir, model))

    def greet(seconds: float) -> None:
        log.tell(f"READY in {seconds:.0f} s: http://{settings.host}:{settings.port}")
        for child in children:
            log.tell(f"  {child.name:<10} {child.probe}")

    # nginx keeps /readyz from the public; the first gateway's own answers for all.
    ready_url = children[1].probe.replace("/healthz", "/readyz")
    return asyncio.run(
        run_children(children, folder=ROOT, ready_url=ready_url, log=log, greet=greet)
    )


def plan_cluster(settings: Settings, size: Size, *, model: Path) -> list[Child]:
    """All processes of a cluster; nginx, the public door, is the first.

    Args:
        settings: of the instance; PORT is nginx's.
        size: how many of each.
        model: trained model for Rasa.
    """
    count = size.gateways + size.rasa + size.actions + 1
    ports = choose_ports(count, LOOPBACK)
    inner, gateways = ports[0], ports[1 : size.gateways + 1]
    rasa = ports[size.gateways + 1 : size.gateways + size.rasa + 1]
    actions = ports[size.gateways + size.rasa + 1 :]
    actions_url = f"http://{LOOPBACK}:{inner}"
    rasa_url = ",".join(f"http://{LOOPBACK}:{port}" for port in rasa)
    shared = shared_environment(settings, rasa_url=rasa_url, actions_url=actions_url)
    shared |= {"TRUST_FORWARDED_FOR": "yes", "PUBLIC_URL": settings.public_url}
    endpoints = write_endpoints(ROOT / "endpoints.yml", settings.data_dir, actions_url)
    door = nginx.write_configuration(
        ROOT / "deploy" / "nginx" / "sahayak.conf.template",
        settings.data_dir / "nginx",
        door=(settings.host, settings.port),
        gateways=gateways,
        inner=inner,
        actions=actions,
    )
    return [
        nginx.child(door, settings.port),
        *(gateway_child(f"gate-{n}", LOOPBACK, port, shared) for n, port in _numbered(gateways)),
        *(
            rasa_child(f"rasa-{n}", port, shared, model=model, endpoints=endpoints)
            for n, port in _numbered(rasa)
        ),
        *(actions_child(f"act-{n}", port, shared) for n, port in _numbered(actions)),
    ]


def _numbered(ports: Sequence[int]) -> "enumerate[int]":
    return enumerate(ports, start=1)
