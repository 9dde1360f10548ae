"""The three processes: how each is started and how one sees that it is ready."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from store.settings import Settings

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Child:
    """A process to keep running.

    Attributes:
        name: prefix of its lines in the log.
        starting: what it does until `probe` answers, for the log.
        probe: address that answers 200 once the process is ready.
    """

    name: str
    command: Sequence[str]
    starting: str
    probe: str
    environment: Mapping[str, str] = field(default_factory=dict)


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
    endpoints = _write_endpoints(root / "endpoints.yml", settings.data_dir, actions_url)
    shared = {
        "PORT": str(settings.port),
        "DATA_DIR": str(settings.data_dir),
        "RASA_URL": rasa_url,
        "ACTIONS_URL": actions_url,
        "ACTION_ENDPOINT_URL": f"{actions_url}/webhook",
    }
    door = LOOPBACK if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104
    return [
        Child(
            "gateway",
            (sys.executable, "-m", "bot.gateway"),
            "The gateway is opening its door",
            f"http://{door}:{settings.port}/healthz",
            shared,
        ),
        Child(
            "rasa",
            (
                *(sys.executable, "-m", "rasa", "run", "--model", str(model)),
                *("--interface", LOOPBACK, "--port", str(rasa_port)),
                *("--endpoints", str(endpoints), "--credentials", "credentials.yml"),
            ),
            "Rasa is loading the model",
            f"{rasa_url}/",
            # At DEBUG Rasa writes every message into its log.
            {**shared, "LOG_LEVEL": "WARNING"},
        ),
        Child(
            "actions",
            (sys.executable, "-m", "actions", "--port", str(actions_port)),
            "The action server is loading the calculators",
            f"{actions_url}/health",
            # rasa_sdk has no option for the address, only this variable.
            {**shared, "SANIC_HOST": LOOPBACK},
        ),
    ]


def _write_endpoints(source: Path, folder: Path, actions_url: str) -> Path:
    """Copies Rasa's endpoints, pointing at this instance's own action server.

    The project's file keeps Rasa's usual port, so that `rasa shell` works without a launcher.
    """
    endpoints = yaml.safe_load(source.read_text(encoding="utf-8")) or {}
    endpoints.setdefault("action_endpoint", {})["url"] = f"{actions_url}/webhook"
    path = folder / "endpoints.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return path
