"""One turn of a conversation as the actions see it: what was said, and what to answer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.wording import Words, wording

INDIA = ZoneInfo("Asia/Kolkata")
Button = dict[str, str]


class Turn:
    """The latest message with what the NLU made of it, and the replies and slots that follow."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """Reads the tracker; nothing is said or set yet."""
        message = tracker.latest_message
        intent = message.get("intent") or {}
        self._dispatcher = dispatcher
        self.conversation: str = tracker.sender_id
        self.text: str = message.get("text") or ""
        self.intent: str = intent.get("name") or "nlu_fallback"
        self.label: str = (message.get("retrieval") or {}).get("label") or self.intent
        self.outcome: str = message.get("outcome") or "answer"
        #: How sure the understanding is, 0 to 1; None for a button, which leaves no doubt.
        self.confidence = None if self.is_button else intent.get("confidence")
        #: The answer that states the rule behind the calculation asked for, if there is one.
        self.rule: str | None = message.get("rule")
        self.candidates: list[dict[str, Any]] = message.get("candidates") or []
        self.passages: list[dict[str, Any]] = message.get("passages") or []
        self.found_answers: list[dict[str, Any]] = message.get("found_answers") or []
        self.entities: list[dict[str, Any]] = [
            e for e in message.get("entities") or [] if e.get("entity") != "language"
        ]
        self.spoken: str = tracker.get_slot("language") or "hi"
        self.task: dict[str, Any] | None = tracker.get_slot("task")
        self.last: dict[str, Any] | None = tracker.get_slot("last")
        self.metadata: Mapping[str, Any] = _metadata(tracker)
        self.events: list[EventType] = []

    @property
    def language(self) -> str:
        """The language of the reply: `hi` or `en`."""
        return "en" if self.spoken == "en" else "hi"

    @property
    def today(self) -> date:
        """The day in India on which the message came."""
        given = self.metadata.get("today")
        return date.fromisoformat(given) if given else datetime.now(INDIA).date()

    @property
    def is_button(self) -> bool:
        """Whether a button was pressed, rather than something typed."""
        return self.text.startswith("/")

    @property
    def worked(self) -> list[dict[str, Any]]:
        """The parts of a sum that the answer speaks of."""
        first = self.candidates[0] if self.candidates else {}
        return first.get("worked") or [] if first.get("label") == self.label else []

    @property
    def calculators(self) -> list[str]:
        """The calculators that go with the rule asked about."""
        first = self.candidates[0] if self.candidates else {}
        return first.get("calculators") or [] if first.get("label") == self.label else []

    def entity(self, *kinds: str) -> Any:
        """The value of the first entity of one of these kinds, or None."""
        return next((e.get("value") for e in self.entities if e.get("entity") in kinds), None)

    def say(
        self,
        key: str | Words,
        *,
        buttons: list[Button] | None = None,
        custom: dict[str, Any] | None = None,
        **fields: object,
    ) -> None:
        """Replies with a text of `wording.yml`, or with ready words in both languages."""
        text = self.word(key, **fields) if isinstance(key, str) else key[self.language]
        self._dispatcher.utter_message(
            text=text,
            buttons=buttons or [],
            json_message={"language": self.language, **(custom or {})},
            **self._beside(),
        )

    def utter(self, response: str, **fields: object) -> None:
        """Replies with a response of the domain, which picks the language by itself."""
        self._dispatcher.utter_message(response=response, **self._beside(), **fields)

    def _beside(self) -> dict[str, Any]:
        """What the gateway is told beside a reply: it keeps that for statistics."""
        return {} if self.confidence is None else {"confidence": round(self.confidence, 3)}

    def word(self, key: str, **fields: object) -> str:
        """A text of `wording.yml` in the language of the reply."""
        return wording(key, self.language, **fields)

    def set_task(self, task: dict[str, Any] | None) -> None:
        """Starts, continues or (with None) ends what is being asked step by step."""
        self._set("task", task)
        self.task = task

    def set_last(self, last: dict[str, Any] | None) -> None:
        """Remembers what was answered, for follow-ups; keeps what was worked out earlier."""
        earlier = (self.last or {}).get("earlier")
        if last is not None and earlier:
            last = {"earlier": earlier, **last}
        self._set("last", last)
        self.last = last

    def set_language(self, language: str) -> None:
        """From now on replies are in this language."""
        self._set("language", language)
        self.spoken = language

    def _set(self, slot: str, value: object) -> None:
        self.events = [e for e in self.events if e.get("name") != slot]
        self.events.append(SlotSet(slot, value))


def _metadata(tracker: Tracker) -> Mapping[str, Any]:
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return event.get("metadata") or {}
    return {}
