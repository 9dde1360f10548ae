"""Makes a turn fail when its conversation cannot be read or saved.

Rasa puts another store around ours: when the database is away it goes on with an empty
conversation, and saves into the memory of the process. The turn would be answered as if nothing
had been said before, and what it said would be forgotten. The gateway sends a failed turn again.
"""

from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain


def only_the_given(store: TrackerStore | None, domain: Domain) -> TrackerStore:
    """The store itself; in memory where none is configured."""
    if store is None:
        return InMemoryTrackerStore(domain)
    store.domain = domain
    return store


def install() -> None:
    """Makes Rasa's agents of this process keep conversations in the given store only."""
    Agent._create_tracker_store = staticmethod(only_the_given)
