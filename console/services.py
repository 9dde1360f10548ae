"""What the helpdesk's pages need of the process they are mounted in: the gateway provides it.

So `console` imports neither the gateway nor Rasa.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from store.errors import ServiceUnavailable as ServiceUnavailable
from store.settings import Settings


class Services(Protocol):
    """Provided by `bot.gateway.services`."""

    settings: Settings

    async def understand(self, text: str) -> dict[str, Any]:
        """How the assistant reads a text, without answering it and without any conversation.

        Returns:
            `language`, `outcome` (`answer`, `disambiguate`, `calculate`, `refuse` ...) and
            `candidates`, best first: `id`, `kind` (`faq`, `calculate` ...), `confidence`,
            `title`, `text` and `source` (each `{"hi", "en"}`), `topic`, `related`, `calculators`.

        Raises:
            ServiceUnavailable: Rasa does not answer just now.
        """
        ...

    async def answer(self, name: str) -> dict[str, Any] | None:
        """One answer by its id, as a candidate of `understand`; None when there is none.

        Raises:
            ServiceUnavailable: Rasa does not answer just now.
        """
        ...

    def mask(self, text: str) -> str:
        """A text with tokens such as `[mobile#1]` in place of what identifies a person."""
        ...

    async def switch_model(self, model: Path) -> None:
        """Makes the running Rasa answer from another model without dropping a message.

        Raises:
            ServiceUnavailable: Rasa does not answer, or cannot load the model.
        """
        ...

    @property
    def project(self) -> Path:
        """The project's folder, whose `data/faq` holds the answers."""
        ...

    def own_model(self) -> Path:
        """The model of the project as it is, without what curators changed."""
        ...

    async def lint(self, files: Mapping[str, str]) -> list[dict[str, Any]]:
        """The faults that the project would have with these files in it.

        Args:
            files: path from the project's folder → text.

        Returns:
            For each fault `code`, `file`, `values` and `message` (`{"hi", "en"}`).

        Raises:
            ServiceUnavailable: the check itself did not work.
        """
        ...

    async def check(self, release_id: int) -> None:
        """Begins to train and to compare a candidate; `store.releases` tells how far it is."""
        ...

    async def gather(self) -> None:
        """Takes in messages that were not answered well, and groups them; waits for the end."""
        ...

    def wake(self) -> None:
        """Tells the outbox's dispatcher and waiting browsers that there is something new."""
        ...
