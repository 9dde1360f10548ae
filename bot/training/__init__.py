"""Trains the Rasa model when, and only when, something it is made of has changed."""
