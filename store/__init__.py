"""The store: settings, tables and queries. Imports neither the bot nor the actions."""
