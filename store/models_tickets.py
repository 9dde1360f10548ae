"""The tables of: calls, and conversations that a person of the helpdesk takes over."""
