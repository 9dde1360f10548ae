"""Which of several Rasa servers gets a conversation: always the same one while it is well.

Rendezvous hashing: each server has a rank for each conversation, and the highest healthy one takes
it. When a server goes, only its own conversations move; when it comes back, they return.
"""

import hashlib
import time
from collections.abc import Callable, Sequence

#: A server that failed is asked again after so long, or once a probe finds it well.
REST_SECONDS = 2.0


class Servers:
    """The addresses of interchangeable servers, and which of them failed lately."""

    def __init__(
        self, addresses: Sequence[str], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Takes at least one address.

        Raises:
            ValueError: there is none.
        """
        self._clock = clock
        self._resting_until: dict[str, float] = {}
        self.replace(addresses)

    def replace(self, addresses: Sequence[str]) -> None:
        """The servers there are from now on; those that stay keep their conversations.

        Raises:
            ValueError: there is none.
        """
        if not addresses:
            raise ValueError("at least one server's address is needed")
        self.addresses = tuple(dict.fromkeys(address.rstrip("/") for address in addresses))

    def choose(self, conversation: str) -> str:
        """The address for a conversation; when all failed lately, still the highest of all.

        >>> servers = Servers(["http://a", "http://b"])
        >>> first = servers.choose("c1")
        >>> servers.note_failure(first)
        >>> servers.choose("c1") != first
        True
        """
        return max(self._healthy() or self.addresses, key=lambda one: _rank(one, conversation))

    def note_failure(self, address: str) -> None:
        """The server did not answer: its conversations go elsewhere for a while."""
        self._resting_until[address] = self._clock() + REST_SECONDS

    def note_success(self, address: str) -> None:
        """The server answers again."""
        self._resting_until.pop(address, None)

    def _healthy(self) -> list[str]:
        now = self._clock()
        return [one for one in self.addresses if self._resting_until.get(one, 0.0) <= now]


def read_addresses(text: str) -> list[str]:
    """Addresses separated by commas, as in `RASA_URL`.

    >>> read_addresses("http://127.0.0.1:5005, http://127.0.0.1:5006/")
    ['http://127.0.0.1:5005', 'http://127.0.0.1:5006']
    """
    return [part.strip().rstrip("/") for part in text.split(",") if part.strip()]


def _rank(address: str, conversation: str) -> bytes:
    return hashlib.blake2b(f"{address}\0{conversation}".encode(), digest_size=8).digest()
