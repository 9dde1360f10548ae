"""How asking Rasa or the action server can end without an answer."""


class RasaUnavailable(Exception):
    """Rasa did not answer; the same message may succeed later."""


class TurnFailed(Exception):
    """Rasa is there, but this turn went wrong; a few more attempts may do."""


class RasaRefused(Exception):
    """Rasa will not take this message, however often it is sent."""


class ActionsUnavailable(Exception):
    """The action server did not answer in time."""
