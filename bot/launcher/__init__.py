"""Starts the three processes and keeps them running."""
