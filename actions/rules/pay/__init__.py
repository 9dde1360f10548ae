"""Pay fixation, promotion and increments."""
