"""The doors through which messages come, one file each."""
