"""The helpdesk's pages at /desk: calls, conversations taken over, what the bot must learn."""
