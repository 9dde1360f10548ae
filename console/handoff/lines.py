"""A ticket as a conversation: what was said before it, and in it, in the order of time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from store import queue, transcripts
from store.models import TranscriptLine
from store.models_tickets import Ticket, TicketEntry

MOST_BEFORE = 40


@dataclass(frozen=True)
class Line:
    """One line of the page. `kind` is an entry's, or `bot`, or `person` before the ticket.

    `key` of a `system` line is its sentence in `calls.entries`; `id` is the entry's, else 0.
    """

    kind: str
    text: str
    at: datetime
    id: int = 0
    key: str = ""


def fetch_lines(db: Session, ticket: Ticket) -> list[Line]:
    """Everything: the transcript with the assistant, and the ticket's own entries."""
    entries = queue.fetch_entries(db, ticket.id)
    heard = {entry.line_id for entry in entries if entry.line_id is not None}
    said: list[Line] = []
    if ticket.conversation is not None:
        recent = transcripts.fetch_recent(db, ticket.conversation, MOST_BEFORE)
        said = [
            _from_transcript(line)
            for line in recent
            if line.id not in heard and (line.payload or {}).get("ticket") != ticket.id
        ]
    return sorted((*said, *map(of_entry, entries)), key=lambda line: (line.at, line.id))


def of_entry(entry: TicketEntry) -> Line:
    """An entry of the ticket."""
    if entry.kind != "system":
        return Line(entry.kind, entry.text, entry.created_at, entry.id)
    code = entry.text.partition(":")[0]
    key = "closed" if code.startswith("closed_") else code
    return Line("system", "", entry.created_at, entry.id, key)


def last_questions(lines: list[Line], most: int) -> list[str]:
    """What the person wrote last, for suggestions, the newest first; without buttons."""
    asked = [line.text for line in lines if line.kind in ("person", "from_person")]
    return [text for text in reversed(asked) if not text.startswith("/")][:most]


def _from_transcript(line: TranscriptLine) -> Line:
    if line.direction == "in":
        kind = "person"
    else:
        kind = "from_operator" if (line.payload or {}).get("operator") else "bot"
    return Line(kind, line.text, line.created_at)
