"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list; `number` counts from 1."""

    items: Sequence[Any]
    number: int
    total: int
    size: int
    link: str

    @property
    def num_pages(self) -> int:
        """At least one."""
        return max(1, -(-self.total // self.size))

    @property
    def previous_link(self) -> str:
        """Empty on the first page."""
        return self._to(self.number - 1) if self.number > 1 else ""

    @property
    def next_link(self) -> str:
        """Empty on the last page."""
        return self._to(self.number + 1) if self.number < self.num_pages else ""

    def _to(self, number: int) -> str:
        return self.link.replace("__page__", str(number))


def page_number(request: Request) -> int:
    """What `?page=` asks for; 1 for anything odd."""
    given = request.query_params.get("page", "1")
    return int(given) if given.isascii() and given.isdigit() and 0 < int(given) < 10**6 else 1


def make_page(
    request: Request, items: Sequence[Any], total: int, *, number: int, size: int = SIZE
) -> Page:
    """A page whose links keep the request's other parameters."""
    link = str(request.url.include_query_params(page="__page__"))
    return Page(items, number, total, size, link[link.index(request.url.path) :])
