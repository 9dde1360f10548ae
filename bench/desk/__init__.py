"""How fast answers appear while an operator types, beside asking the assistant itself."""
