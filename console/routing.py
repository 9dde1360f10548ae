"""What a sub-package of the console offers: its routes."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from console.roles import ANYBODY, AREAS

Endpoint = Callable[[Request], Awaitable[Response]]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class DeskRoute:
    """One address below /desk.

    Attributes:
        path: as Starlette writes it, without /desk: `/tickets/{ticket:int}`.
        endpoint: is only called for who may; `console.visits.current(request)` says who it is.
        methods: HTTP methods; GET brings HEAD.
        role: an area of `console.roles.AREAS`, or `anybody`.
        csrf: whether unsafe methods need the session's token; False only for what a foreign
            server posts (none of ours does).
        nav: key of the string under which the route stands in the menu; None: not there.
        audit: whether an unsafe request that the endpoint did not record itself is recorded by
            the guard, as `<METHOD> <path>`; False for what changes nothing (a search).
        max_bytes: largest body.
        before_password: reachable while the forced password change is still due.
    """

    path: str
    endpoint: Endpoint
    methods: tuple[str, ...] = ("GET",)
    role: str = "administrator"
    csrf: bool = True
    nav: str | None = None
    audit: bool = True
    max_bytes: int = 64 * 1024
    before_password: bool = False

    def __post_init__(self) -> None:
        if self.role != ANYBODY and self.role not in AREAS:
            raise ValueError(f"{self.path}: there is no area {self.role!r}")
        if not self.path.startswith("/"):
            raise ValueError(f"{self.path}: a path begins with /")

    @property
    def is_public(self) -> bool:
        """Whether it is open without an account."""
        return self.role == ANYBODY

    def example(self) -> str:
        """The path with every parameter filled in, for tests that walk all routes.

        >>> DeskRoute("/tickets/{ticket:int}/notes", None, role="operator").example()
        '/tickets/1/notes'
        """
        return re.sub(r"\{\w+(?::\w+)?\}", "1", self.path)
