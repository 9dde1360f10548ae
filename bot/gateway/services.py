"""What the gateway gives to the helpdesk's pages; `console.services.Services` is the contract."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.gateway import identity
from bot.gateway.clean import clean_text
from bot.gateway.curation import Curation
from bot.gateway.rasa_client import RasaClient, RasaUnavailable
from store.errors import ServiceUnavailable
from store.settings import Settings

# Answers appear while an operator types: a late one is of no use.
UNDERSTAND_SECONDS = 2.0
MOST_CHARACTERS = 500


class GatewayServices:
    """The gateway's side of the helpdesk."""

    def __init__(
        self, settings: Settings, rasa: RasaClient, *, announce: Callable[[], None]
    ) -> None:
        """Asks this Rasa; `announce` wakes the other gateways."""
        self._announce = announce
        self.settings = settings
        self._rasa = rasa
        self._curation = Curation(settings)
        self._wakers: list[Callable[[], None]] = []

    def on_wake(self, waker: Callable[[], None]) -> None:
        """From now on `wake` calls this, too: the outbox's dispatcher, the widget's streams."""
        self._wakers.append(waker)

    async def understand(self, text: str) -> dict[str, Any]:
        """How the assistant reads a text; Rasa is shown tokens in place of identifiers.

        Raises:
            ServiceUnavailable: Rasa does not answer just now.
        """
        found: dict[str, Any] = await self._ask({"text": self.mask(text)[:MOST_CHARACTERS]})
        return found

    async def answer(self, name: str) -> dict[str, Any] | None:
        """One answer by its id, as a candidate of `understand`; None when there is none.

        Raises:
            ServiceUnavailable: Rasa does not answer just now.
        """
        found: dict[str, Any] | None = await self._ask({"answer": name})
        return found

    def mask(self, text: str) -> str:
        """A text whose identifiers are tokens; what they stood for is forgotten.

        >>> GatewayServices.mask(None, "call 9876543210 or 98765 43211")
        'call [mobile#1] or [mobile#2]'
        """
        seen: dict[tuple[str, str], str] = {}
        counts: Counter[str] = Counter()

        def save(kind: str, value: str) -> str:
            if (kind, value) not in seen:
                counts[kind] += 1
                seen[kind, value] = f"[{kind}#{counts[kind]}]"
            return seen[kind, value]

        return identity.replace(clean_text(text), save)

    @property
    def project(self) -> Path:
        """The project's folder, whose `data/faq` holds the answers."""
        return self._curation.project

    def own_model(self) -> Path:
        """The model of the project as it is, without what curators changed."""
        return self._curation.own_model()

    async def switch_model(self, model: Path) -> None:
        """Makes the running Rasa answer from another model without dropping a message.

        Raises:
            ServiceUnavailable: Rasa does not answer, or cannot load the model.
        """
        await self._curation.switch(model)

    async def lint(self, files: Mapping[str, str]) -> list[dict[str, Any]]:
        """The faults that the project would have with these files in it.

        Raises:
            ServiceUnavailable: the check itself did not work.
        """
        return await self._curation.lint(files)

    async def check(self, release_id: int) -> None:
        """Begins to train and to compare a candidate; `store.releases` tells how far it is."""
        await self._curation.check(release_id)

    async def gather(self) -> None:
        """Takes in messages that were not answered well, and groups them; waits for the end."""
        await self._curation.gather()

    def wake(self) -> None:
        """Tells the outbox's dispatcher and waiting browsers that there is something new."""
        self.wake_here()
        self._announce()

    def wake_here(self) -> None:
        """The same, in this process only: another gateway has announced it."""
        for waker in self._wakers:
            waker()

    async def _ask(self, question: dict[str, str]) -> Any:
        try:
            return await self._rasa.understand(question, seconds=UNDERSTAND_SECONDS)
        except RasaUnavailable:
            raise ServiceUnavailable("Rasa does not answer") from None
