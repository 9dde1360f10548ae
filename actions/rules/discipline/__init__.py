"""Suspension and disciplinary cases."""
