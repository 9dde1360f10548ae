"""The addresses of curation."""

from console.curation import answer_form, answer_list, changes, inbox, publishing, release_pages
from console.routing import DeskRoute, Endpoint

#: A long answer with a hundred examples in Devanagari, each letter nine bytes in a form.
_LONG = 512 * 1024


def _route(
    path: str, endpoint: Endpoint, *methods: str, nav: str | None = None, long: bool = False
) -> DeskRoute:
    return DeskRoute(
        f"/curation{path}",
        endpoint,
        methods or ("GET",),
        role="curator",
        nav=nav,
        max_bytes=_LONG if long else 64 * 1024,
    )


routes: list[DeskRoute] = [
    _route("", inbox.show, nav="curation.nav"),
    _route("/gather", inbox.gather, "POST"),
    _route("/clusters/{cluster:int}", inbox.cluster),
    _route("/find", inbox.find),
    _route("/decide", inbox.decide, "POST"),
    _route("/answers", answer_list.show),
    _route("/answers/new", answer_form.new, "GET", "POST", long=True),
    _route("/answers/{answer}", answer_form.edit, "GET", "POST", long=True),
    _route("/changes", changes.show),
    _route("/changes.patch", changes.as_patch),
    _route("/changes.zip", changes.as_zip),
    _route("/changes/{draft:int}/discard", changes.discard, "POST"),
    _route("/releases", release_pages.show_all),
    _route("/releases/start", release_pages.start, "POST"),
    _route("/releases/withdraw", publishing.withdraw, "POST"),
    _route("/releases/{release:int}", release_pages.show),
    _route("/releases/{release:int}/progress", release_pages.progress),
    _route("/releases/{release:int}/cancel", release_pages.cancel, "POST"),
    _route("/releases/{release:int}/publish", publishing.publish, "POST"),
]
