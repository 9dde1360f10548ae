"""Seniority of officers."""
