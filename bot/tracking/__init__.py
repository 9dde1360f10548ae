"""Rasa's memory of a conversation, kept in the assistant's own store."""
