"""The tables of: telegram's updates and chats, and the outbox of messages to people."""
