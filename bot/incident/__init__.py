"""Drafts of the reports that a leak of personal data calls for."""
