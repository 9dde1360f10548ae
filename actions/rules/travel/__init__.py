"""Travel on duty, transfer and retirement, and the leave travel concession."""
