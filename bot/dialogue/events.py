"""Finds the class of an event by its name without walking through all of Rasa's classes.

Rasa looks at every subclass of `Event`, abstract or not, for every event that it reads.
"""

from functools import lru_cache

from rasa.shared.core.events import Event

_resolve = Event.resolve_by_type


@lru_cache(maxsize=128)
def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class of the events of that name.

    Raises:
        ValueError: there is none, and no default.
    """
    return _resolve(type_name, default)


def install() -> None:
    """Makes Rasa look classes up this way in this process."""
    Event.resolve_by_type = staticmethod(resolve_by_type)
