"""The answers: reading them, checking them, handing them to Rasa."""
