"""By what name a conversation is known inside: never by its sender's."""

from store import keys


def conversation_id(channel: str, sender: str) -> str:
    """The opaque id of a conversation: 32 hex characters, keyed, so that none can be guessed.

    It stays the same when a new key is put in front of the old one.
    """
    return keys.stable_digest("conversation", channel, sender)[:32]
