"""`GET /widget.js` and `/widget/*`: the built widget, which pages of other origins load.

The files are few and small: they are held in memory, plain and compressed. What `make widget`
wrote while we run is served after a restart.
"""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bot.gateway.errors import Refused

DIST = Path(__file__).resolve().parents[2] / "widget" / "dist"
LAUNCHER = "widget.js"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
# The launcher names the chat by its hash, so only the launcher is asked for anew.
LAUNCHER_CACHE = "public, max-age=300, stale-while-revalidate=86400"
CACHES = {".js": "public, max-age=31536000, immutable"}
OTHER_CACHE = "public, max-age=604800"
# Public files without cookies: any page may load them. Who may talk is the API's own list.
EMBEDDABLE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True)
class File:
    """One file of the widget, ready to be sent."""

    body: bytes
    packed: bytes | None
    headers: dict[str, str]


class WidgetFiles:
    """The endpoint."""

    def __init__(self, folder: Path = DIST) -> None:
        """Reads the folder.

        Raises:
            FileNotFoundError: the widget has not been built.
        """
        paths = (path for path in sorted(folder.iterdir()) if path.suffix in TYPES)
        self._files = {path.name: _read(path) for path in paths}
        if LAUNCHER not in self._files:
            raise FileNotFoundError(f"{folder / LAUNCHER} is not there: run `make widget`")

    async def show(self, request: Request) -> Response:
        """One file; compressed where the browser says that it can read that.

        Raises:
            Refused: there is no such file.
        """
        file = self._files.get(request.path_params.get("name", LAUNCHER))
        if file is None:
            raise Refused(404, "not_found")
        if request.headers.get("If-None-Match") == file.headers["ETag"]:
            return Response(status_code=304, headers=file.headers)
        if file.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
            packed = {**file.headers, "Content-Encoding": "gzip"}
            return Response(file.packed, headers=packed)
        return Response(file.body, headers=file.headers)


def _read(path: Path) -> File:
    body = path.read_bytes()
    is_launcher = path.name == LAUNCHER
    headers = {
        **EMBEDDABLE,
        "Content-Type": TYPES[path.suffix],
        "Cache-Control": LAUNCHER_CACHE if is_launcher else CACHES.get(path.suffix, OTHER_CACHE),
        # Weak: the same for the plain and the compressed form.
        "ETag": f'W/"{hashlib.sha256(body).hexdigest()[:16]}"',
    }
    # A font in woff2 is compressed already.
    is_text = path.suffix != ".woff2"
    return File(body, gzip.compress(body, 9, mtime=0) if is_text else None, headers)
