"""How fast the calculators are: each by itself, and for a whole state's employees."""
