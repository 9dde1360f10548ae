"""What the helpdesk's pages need of the process they are mounted in: the gateway provides it.

So `console` imports neither the gateway nor Rasa.
"""

from pathlib import Path
from typing import Any, Protocol

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

    async def switch_model(self, model: Path) -> None:
        """Makes the running Rasa answer from another model without dropping a message.

        Raises:
            ServiceUnavailable: Rasa does not answer, or cannot load the model.
        """
        ...

    def wake(self) -> None:
        """Tells the outbox's dispatcher and waiting browsers that there is something new."""
        ...


class ServiceUnavailable(Exception):
    """The assistant behind the pages does not answer just now."""
