"""`calculator.yaml` asks, `formula.py` computes, `texts.yaml` speaks, `cases.yaml` shows."""
