"""Sends what waits in the outbox to people."""
