"""The tables of: what the assistant could not answer, and the models that learned from it."""
