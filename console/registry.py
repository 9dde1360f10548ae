"""Collects what the sub-packages offer. Each may define, in its `__init__`:

`routes: list[DeskRoute]` and, optionally, `background`: an asynchronous context manager that
takes the application and runs for as long as it does.
"""

import importlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import cache
from importlib.util import find_spec
from types import ModuleType

from starlette.applications import Starlette

from console.routing import DeskRoute

Background = Callable[[Starlette], AbstractAsyncContextManager[None]]

# In the order of the menu.
PACKAGES = ("calls", "handoff", "supervisor", "curation", "analytics", "accounts")


@cache
def packages() -> tuple[ModuleType, ...]:
    """The sub-packages that are there."""
    names = [f"console.{name}" for name in PACKAGES]
    found = [importlib.import_module(name) for name in names if find_spec(name)]
    return tuple(package for package in found if hasattr(package, "routes"))


def all_routes() -> list[DeskRoute]:
    """Every route of the console.

    Raises:
        ValueError: two routes have the same path and method.
    """
    found = [route for package in packages() for route in package.routes]
    seen = set()
    for route in found:
        for method in route.methods:
            if (route.path, method) in seen:
                raise ValueError(f"{method} {route.path} is there twice")
            seen.add((route.path, method))
    return found


def backgrounds() -> list[Background]:
    """What runs beside the pages."""
    return [package.background for package in packages() if hasattr(package, "background")]
