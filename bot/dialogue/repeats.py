"""Recognises a message that comes again because its answer was lost on the way.

The gateway sends a message again when a server dies before it answered. A turn that was saved is
not run a second time: what was said is said again. One that was saved without an answer, because
its action server was down, is forgotten first, so that the message stands once in the tracker.
"""

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class SaidBefore(Exception):
    """The message has its answer: `replies`, in the conversation that `tracker` holds."""

    def __init__(self, tracker: DialogueStateTracker, replies: list[BotUttered]) -> None:
        super().__init__("the message was answered before")
        self.tracker = tracker
        self.replies = replies


def before(tracker: DialogueStateTracker, message_id: str | None) -> DialogueStateTracker:
    """The conversation as it was before a message; nearly always `tracker` itself.

    Raises:
        SaidBefore: it is the latest message, and it was answered.
    """
    events = list(tracker.events)
    last = _place_of_last_message(tracker)
    if last is None or message_id is None or events[last].message_id != message_id:
        return tracker
    replies = [event for event in events[last:] if isinstance(event, BotUttered)]
    if replies:
        raise SaidBefore(tracker, replies)
    earlier = DialogueStateTracker.from_events(
        tracker.sender_id, events[:last], list(tracker.slots.values())
    )
    # What else it carries: its model, and which saved state it comes from.
    return _with_all_of(tracker, earlier)


def _with_all_of(
    tracker: DialogueStateTracker, earlier: DialogueStateTracker
) -> DialogueStateTracker:
    for name in vars(tracker).keys() - vars(earlier).keys() | {"model_id", "assistant_id"}:
        setattr(earlier, name, getattr(tracker, name))
    return earlier


def _place_of_last_message(tracker: DialogueStateTracker) -> int | None:
    for back, event in enumerate(reversed(tracker.events), start=1):
        if isinstance(event, UserUttered):
            return len(tracker.events) - back
    return None
