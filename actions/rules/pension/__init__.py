"""Retirement and pension."""
