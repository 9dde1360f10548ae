"""Telegram: updates come in, each is dealt with once; messages go out through the outbox."""
