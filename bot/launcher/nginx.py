"""nginx as the door of a cluster: its configuration from the template of `deploy/`."""

import os
import re
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from string import Template

from bot.launcher.children import LOOPBACK, Child
from bot.launcher.errors import NoNginx

# Debian puts it where only root usually looks.
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])

_MAIN = Template("""\
daemon off;
# One process: a worker would outlive a master that was killed, and keep the port.
master_process off;
pid $folder/nginx.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
    access_log off;
    client_body_temp_path $folder/body;
    proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi;
    scgi_temp_path $folder/scgi;
    include $folder/sahayak.conf;
}
""")


# `${NAME}` is ours; nginx's own variables have no braces.
_BLANK = re.compile(r"\$\{([A-Z_]+)\}")


def write_configuration(
    template: Path,
    folder: Path,
    *,
    door: tuple[str, int],
    gateways: Sequence[int],
    inner: int,
    actions: Sequence[int],
) -> Path:
    """Writes nginx's configuration for servers on this machine; returns the main file.

    Args:
        template: `deploy/nginx/sahayak.conf.template`.
        folder: where nginx may write.
        door: public address and port, without TLS.
        gateways: ports of the gateways.
        inner: port at which Rasa and the gateways reach the action servers.
        actions: ports of the action servers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    values = {
        "GATEWAY_SERVERS": _servers(gateways),
        "ACTION_SERVERS": _servers(actions),
        "DOOR_LISTEN": f"{door[0]}:{door[1]}",
        "DOOR_NAME": "_",
        "DOOR_TLS": "",
        "DOOR_LOG": "/dev/null",
        "ACTIONS_LISTEN": f"{LOOPBACK}:{inner}",
    }
    site = _BLANK.sub(lambda blank: values[blank[1]], template.read_text(encoding="utf-8"))
    (folder / "sahayak.conf").write_text(site, encoding="utf-8")
    main = folder / "nginx.conf"
    main.write_text(_MAIN.substitute(folder=folder), encoding="utf-8")
    return main


def child(configuration: Path, port: int) -> Child:
    """The process.

    Raises:
        NoNginx: it is not installed.
    """
    return Child(
        "nginx",
        (find_nginx(), "-c", str(configuration), "-p", str(configuration.parent)),
        "nginx is opening the door",
        f"http://{LOOPBACK}:{port}/healthz",
        # SIGTERM would cut off the requests that are under way.
        stop_signal=signal.SIGQUIT,
    )


def find_nginx() -> str:
    """The program.

    Raises:
        NoNginx: it is not installed.
    """
    program = shutil.which("nginx", path=_PATH)
    if program is None:
        raise NoNginx
    return program


def _servers(ports: Sequence[int]) -> str:
    # On one machine a server that is down refuses at once and the next one is asked. Were it left
    # out for a while, two that end one after the other would leave none.
    return " ".join(f"server {LOOPBACK}:{port} max_fails=0;" for port in ports)
