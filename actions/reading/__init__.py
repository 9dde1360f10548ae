"""How a calculator's inputs are read out of a message: figures, choices, facts.

`actions.understanding` puts the readings together.
"""
