"""The tables of: staff of the helpdesk, their sessions, the audit log."""
