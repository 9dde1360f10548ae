"""Looks an instance over and says what to do about what it finds: `python -m bot doctor`."""
