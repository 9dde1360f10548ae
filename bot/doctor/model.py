"""Checks of the trained model."""

from pathlib import Path

from bot.doctor.findings import Finding, broken, fine
from bot.training.models import model_path

ROOT = Path(__file__).parents[2]


def check_model() -> Finding:
    """Whether there is a model of the present answers."""
    try:
        model = model_path(ROOT)
    except FileNotFoundError as error:
        return broken("model", str(error), "The checkout is not whole; fetch it again.")
    except ModuleNotFoundError:
        return fine("model", "kept by the Rasa servers: there is no Rasa here")
    if not model.exists():
        return broken("model", "none of the present answers", "Run: make train")
    return fine("model", f"{model.name}, {model.stat().st_size / 1e6:.0f} MB")
