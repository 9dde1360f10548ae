"""The cashless treatment scheme of state employees and pensioners (SECTS)."""
