"""Breaks a running cluster in every way it must survive, and counts what was lost."""
