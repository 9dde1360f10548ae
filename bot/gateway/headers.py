"""Security headers: a set for all answers, and what a class of routes needs besides."""

from collections.abc import Mapping

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
#: Answers that are no pages: nothing is loaded by them.
BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OURS = {"Cross-Origin-Resource-Policy": "same-origin"}
PAGE = {**_ALL, **_OURS, "Content-Security-Policy": PAGE_POLICY}
API = {**_ALL, **_OURS, "Content-Security-Policy": BARE_POLICY}
#: Scripts and fonts that pages of other origins load: public, and the same for everybody.
EMBEDDED = {
    **_ALL,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Content-Security-Policy": BARE_POLICY,
}
STRICT_TRANSPORT = "max-age=31536000"

_API_FOLDERS = ("/api/", "/webhooks/", "/telegram/", "/healthz", "/readyz", "/metrics")


def headers_for(path: str) -> Mapping[str, str]:
    """The headers of answers at a path; an endpoint's own of the same name win.

    >>> headers_for("/widget.js")["Cross-Origin-Resource-Policy"]
    'cross-origin'
    """
    if path == "/widget.js" or path.startswith("/widget/"):
        return EMBEDDED
    return API if path.startswith(_API_FOLDERS) else PAGE
