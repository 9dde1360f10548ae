"""Rasa tracker store: one row a conversation, cut to what the dialogue still needs.

Rasa's own SQL store keeps every event for ever and reads them all back for every message, so that
long conversations grow slower. The whole conversation is in the transcripts; here only slots and
the latest turns are kept.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from store import trackers
from store.engine import connection, session
from store.migrate import migrate
from store.settings import settings

TURNS_KEPT = 1
#: On a tracker: when the state was saved that it was read from.
_READ = "sahayak_read"
EVENTS_BEFORE_CUT = 20
# What the NLU says of a message to the actions of its own turn, and to no later one.
_OF_THE_TURN = ("candidates", "passages", "found_answers", "intent_ranking", "text_tokens")


class ConversationStore(TrackerStore):
    """Keeps trackers in the table `trackers` of DATABASE_URL."""

    def __init__(
        self,
        domain: Domain,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Takes what endpoints.yml gives; the database comes from the settings.

        The tables are made when they are missing, so that `rasa shell` works in a new checkout.
        """
        migrate(settings.database_url)
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the conversation's latest state.

        Raises:
            StoreChanged: another server has saved it since it was read here.
        """
        await self.stream_events(tracker)
        events = [_lean(event) for event in _cut(tracker)]
        now = datetime.now(timezone.utc)
        with connection() as db:
            trackers.save_tracker(
                db,
                tracker.sender_id,
                json.dumps(events, ensure_ascii=False),
                now=now,
                read=getattr(tracker, _READ, None),
            )
        setattr(tracker, _READ, now)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Reads a conversation back, or None when it is new."""
        with connection(read_only=True) as db:
            found = trackers.fetch_tracker(db, sender_id)
        if found is None:
            return None
        state, saved_at = found
        tracker = DialogueStateTracker.from_dict(sender_id, json.loads(state), self.domain.slots)
        setattr(tracker, _READ, saved_at)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The same as `retrieve`: older turns stand in the transcripts."""
        return await self.retrieve(conversation_id)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        with session(read_only=True) as db:
            return trackers.fetch_conversations(db)


def _lean(event: Event) -> dict[str, Any]:
    """An event as JSON, without what served its own turn only."""
    told = event.as_dict()
    if isinstance(event, UserUttered):
        kept = {key: value for key, value in told["parse_data"].items() if key not in _OF_THE_TURN}
        told["parse_data"] = kept
    return told


def _cut(tracker: DialogueStateTracker) -> list[Event]:
    """The tracker's events; in a long conversation the slots and the latest turns only."""
    events = list(tracker.events)
    restarts = [i for i, event in enumerate(events) if isinstance(event, Restarted)]
    if restarts:
        # The person had the conversation erased: what came before is gone for good.
        events = events[restarts[-1] :]
    turns = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(events) <= EVENTS_BEFORE_CUT or len(turns) < TURNS_KEPT:
        return events
    start = turns[-TURNS_KEPT]
    earlier = DialogueStateTracker.from_events(
        tracker.sender_id, events[:start], list(tracker.slots.values())
    )
    slots = [SlotSet(key, value) for key, value in earlier.current_slot_values().items()]
    first = events[start].timestamp
    opening = [ActionExecuted("action_session_start", timestamp=first), SessionStarted(first)]
    return [*opening, *slots, ActionExecuted("action_listen", timestamp=first), *events[start:]]
