"""The obvious alternative: SQL's LIKE for each word of the question, most words first."""

from sqlalchemy import case, literal, or_, select
from sqlalchemy.orm import Session

from bot.nlu.features import written_words
from bot.nlu.folding import plain
from store.models import Passage

_SHORTEST_WORD = 3


def find(session: Session, question: str, limit: int) -> list[str]:
    """Texts of the passages that hold the most words of the question, as they are written."""
    words = [word for word in written_words(plain(question)) if len(word) >= _SHORTEST_WORD]
    if not words:
        return []
    text = Passage.__table__.c.text
    held = [text.ilike(f"%{word}%") for word in words]
    shared = sum((case((one, 1), else_=0) for one in held), literal(0))
    query = select(text).where(or_(*held)).order_by(shared.desc()).limit(limit)
    return list(session.execute(query).scalars())
