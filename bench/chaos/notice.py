"""`python -m bench.chaos.notice SESSION TEXT`: puts a message in line for a widget's conversation.

A process of its own, because it needs the cluster's key and database.
"""

import sys
import uuid
from datetime import datetime, timezone

from bot.gateway import sessions
from bot.gateway.conversation import conversation_id
from store import outbox
from store.engine import session


def main(token: str, words: str) -> int:
    """Returns the exit status."""
    sender = sessions.read_session(token, now=0)
    with session() as db:
        is_put = outbox.put(
            db,
            key=uuid.uuid4().hex,
            channel="widget",
            conversation=conversation_id("widget", sender or ""),
            kind="operator",
            payload={"text": words, "custom": {"language": "en"}},
            now=datetime.now(timezone.utc),
        )
    return 0 if is_put else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
