"""Discretionary grants."""
