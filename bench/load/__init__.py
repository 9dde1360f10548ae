"""Sahayak under load, beside a stock Rasa bot on the same machine in the same run."""
