"""The three processes: how each is started and how one sees that it is ready."""

import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from store.settings import Settings

LOOPBACK = "127.0.0.1"
ONE_THREAD: Mapping[str, str] = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""For NumPy in Rasa: a message's few sums take less time than waking a second thread, which then
spins in wait for more and takes a core from the gateway and the actions."""


@dataclass(frozen=True)
class Child:
    """A process to keep running.

    Attributes:
        name: prefix of its lines in the log.
        starting: what it does until `probe` answers, for the log.
        probe: address that answers 200 once the process is ready.
        stop_signal: asks it to finish what it has begun and end.
    """

    name: str
    command: Sequence[str]
    starting: str
    probe: str
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM


def plan_children(
    settings: Settings, *, root: Path, model: Path, rasa_port: int, actions_port: int
) -> list[Child]:
    """Gateway, Rasa and action server of one instance; the first is the public door.

    Args:
        settings: of this instance.
        root: the project's folder.
        model: trained model for Rasa.
        rasa_port: free port on the loopback address.
        actions_port: free port on the loopback address.
    """
    rasa_url, actions_url = (f"http://{LOOPBACK}:{port}" for port in (rasa_port, actions_port))
    endpoints = write_endpoints(root / "endpoints.yml", settings.data_dir, actions_url)
    shared = shared_environment(settings, rasa_url=rasa_url, actions_url=actions_url)
    return [
        gateway_child("gateway", settings.host, settings.port, shared),
        rasa_child("rasa", rasa_port, shared, model=model, endpoints=endpoints),
        actions_child("actions", actions_port, shared),
    ]


def shared_environment(settings: Settings, *, rasa_url: str, actions_url: str) -> dict[str, str]:
    """What every process of an instance is told: where it lives, and where the others are."""
    return {
        "PORT": str(settings.port),
        "DATA_DIR": str(settings.data_dir),
        "RASA_URL": rasa_url,
        "ACTIONS_URL": actions_url,
        "ACTION_ENDPOINT_URL": f"{actions_url}/webhook",
    }


def gateway_child(name: str, host: str, port: int, shared: Mapping[str, str]) -> Child:
    """A gateway on an address and port of its own."""
    door = LOOPBACK if host in ("0.0.0.0", "::", "") else host  # noqa: S104
    return Child(
        name,
        (sys.executable, "-m", "bot.gateway"),
        "The gateway is opening its door",
        f"http://{door}:{port}/healthz",
        {**shared, "HOST": host, "PORT": str(port)},
    )


def rasa_child(
    name: str, port: int, shared: Mapping[str, str], *, model: Path, endpoints: Path
) -> Child:
    """A Rasa server on this machine's own address."""
    return Child(
        name,
        rasa_command(model, endpoints, host=LOOPBACK, port=port),
        "Rasa is loading the model",
        f"http://{LOOPBACK}:{port}/",
        # At DEBUG Rasa writes every message into its log.
        {**shared, **ONE_THREAD, "LOG_LEVEL": "WARNING"},
    )


def rasa_command(model: Path, endpoints: Path, *, host: str, port: int) -> tuple[str, ...]:
    """The words that start a Rasa server."""
    return (
        *(sys.executable, "-m", "rasa", "run", "--model", str(model)),
        *("--interface", host, "--port", str(port)),
        *("--endpoints", str(endpoints), "--credentials", "credentials.yml"),
    )


def actions_child(name: str, port: int, shared: Mapping[str, str]) -> Child:
    """An action server on this machine's own address."""
    return Child(
        name,
        (sys.executable, "-m", "actions", "--port", str(port)),
        "The action server is loading the calculators",
        f"http://{LOOPBACK}:{port}/health",
        # rasa_sdk has no option for the address, only this variable.
        {**shared, "SANIC_HOST": LOOPBACK},
    )


def write_endpoints(source: Path, folder: Path, actions_url: str) -> Path:
    """Copies Rasa's endpoints, pointing at this instance's own action server.

    The project's file keeps Rasa's usual port, so that `rasa shell` works without a launcher.
    """
    endpoints = yaml.safe_load(source.read_text(encoding="utf-8")) or {}
    endpoints.setdefault("action_endpoint", {})["url"] = f"{actions_url}/webhook"
    path = folder / "endpoints.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return path
