"""The tables of: what became of each message, what people thought of it, to what they agreed."""
