"""Claims against government: when they fall due and lapse."""
