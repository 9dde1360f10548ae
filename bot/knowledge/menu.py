"""The groups of topics that the main menu offers, from `data/knowledge/menu.yml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Group:
    """A button of the main menu that opens a choice of topics.

    Attributes:
        id: key in the file; its button says `title_group_<id>` of the actions' wording.
        topics: ids of topics, most asked first.
    """

    id: str
    topics: tuple[str, ...]

    @property
    def page(self) -> str:
        """What its button names in place of a topic."""
        return f"group_{self.id}"


@dataclass(frozen=True)
class Menu:
    """How topics are reached: through a group, or by a button of their own (`single`)."""

    groups: tuple[Group, ...]
    single: tuple[str, ...]

    def topics(self) -> Iterator[str]:
        """Every topic that can be reached."""
        for group in self.groups:
            yield from group.topics
        yield from self.single


def read_menu(raw: Mapping[str, Any]) -> Menu:
    """The menu from the file's content, in its order."""
    groups = tuple(Group(key, tuple(topics)) for key, topics in raw["groups"].items())
    return Menu(groups, tuple(raw["single"]))
