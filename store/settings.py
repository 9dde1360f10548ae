"""Every setting, read from the environment in this one place.

The README's settings table lists them; `tests/store/test_settings.py` keeps the two in step.
"""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from store.origins import read_origins


@dataclass(frozen=True)
class Settings:
    """Values of one instance. Secrets are kept out of `repr`, so that no log shows them."""

    port: int = 8080
    host: str = "127.0.0.1"
    data_dir: Path = Path("var")
    database_url: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    rasa_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055"
    log_level: str = "INFO"
    log_format: str = "text"
    sms_sender: str = "console"
    sms_http_url: str = field(default="", repr=False)
    sms_http_headers: str = field(default="", repr=False)
    sms_http_body: str = ""
    sms_dlt_template_id: str = ""
    sms_timeout_seconds: float = 5.0
    sms_retries: int = 2
    messages_per_minute: int = 60
    trust_forwarded_for: bool = False
    transcript_days: int = 365
    public_url: str = ""
    worksheet_hours: int = 24
    redis_url: str = field(default="", repr=False)
    telegram_bot_token: str = field(default="", repr=False)
    telegram_api_base: str = "https://api.telegram.org"
    telegram_webhook_url: str = ""
    widget_origins: str = ""
    messages_per_day: int = 500
    status_tries_per_day: int = 30
    grievance_contact: str = ""
    office_hours: str = "Mon-Sat 10:00-17:00"
    desk_idle_minutes: int = 30
    desk_session_hours: int = 10
    desk_answer_seconds: int = 120
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)

    @property
    def tracker_url(self) -> str:
        """Database of Rasa's trackers: the same server, or its own SQLite file."""
        if self.database_url.startswith("sqlite"):
            return f"sqlite:///{self.data_dir / 'tracker.db'}"
        return self.database_url

    @property
    def outbox(self) -> Path:
        """File to which the `console` SMS sender appends, for trying things out."""
        return self.data_dir / "outbox" / "sms.jsonl"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Reads the settings of this process.

    Raises:
        ValueError: a number, a switch or an address cannot be read; it names the variable.
    """
    values: dict[str, object] = {}
    for name, default in vars(Settings()).items():
        text = environ.get(name.upper(), "").strip()
        if text:
            values[name] = _read(name.upper(), text, default)
    data_dir = Path(str(values.get("data_dir", "var"))).absolute()
    values["data_dir"] = data_dir
    values.setdefault("database_url", f"sqlite:///{data_dir / 'sahayak.db'}")
    values.setdefault("secret_key", _instance_key(data_dir / "secret.key"))
    read_origins(str(values.get("widget_origins", "")))
    values["public_url"] = _address("PUBLIC_URL", values.get("public_url"), values.get("port"))
    return Settings(**values)  # type: ignore[arg-type]


def _read(variable: str, text: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                text.lower()
            ]
        if isinstance(default, int):
            return int(text)
        if isinstance(default, float):
            return float(text)
    except (KeyError, ValueError):
        kind = "yes or no" if isinstance(default, bool) else "a number"
        raise ValueError(f"{variable} must be {kind}, not {text!r}") from None
    return Path(text) if isinstance(default, Path) else text


def _address(variable: str, text: object, port: object) -> str:
    """An address without a slash at its end; by default our own port on this machine."""
    address = str(text or f"http://127.0.0.1:{port or Settings.port}").rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"{variable} must begin with http:// or https://, not {address!r}")
    return address


def _instance_key(path: Path) -> str:
    """The key of an instance that was given none: made once, kept beside its data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
        # Of several processes that start at once, the first one's key stays.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


settings = read_settings()
