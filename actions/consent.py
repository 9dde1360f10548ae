"""What is said before a person first gives an identifier, and that they then gave it.

There is no question to answer: who gives the number after the notice agrees, who does not want to
says no. That they agreed is kept, so that the notice comes once in a conversation, and again only
when its words change: then give it another `version` in `wording.yml`.
"""

from datetime import datetime, timezone

from actions.turn import Turn
from actions.wording import wording
from store import consents, conversations
from store.engine import session
from store.settings import settings


def version() -> str:
    """Names the words of today's notice."""
    return wording("consent", "version")


def has_consented(turn: Turn) -> bool:
    """Whether the person gave an identifier after today's notice before."""
    with session(read_only=True) as db:
        return consents.has(db, turn.conversation, version())


def say_notice(turn: Turn) -> None:
    """Says what the identifiers are for, how long they are kept, and how to erase them."""
    contact = settings.grievance_contact
    grievance = turn.word("consent_grievance", contact=contact) if contact else ""
    turn.say("consent", grievance=grievance)


def save_consent(turn: Turn) -> None:
    """Keeps that the person agreed, which giving an identifier after the notice means."""
    with session() as db:
        consents.save(
            db,
            turn.conversation,
            version(),
            language=turn.language,
            channel=conversations.fetch_channel(db, turn.conversation),
            now=datetime.now(timezone.utc),
        )
