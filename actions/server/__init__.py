"""What the action server answers besides Rasa: calculators and worksheets, on loopback only."""
