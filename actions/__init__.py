"""Rasa custom actions: slots and messages in, replies out. One module a topic."""
