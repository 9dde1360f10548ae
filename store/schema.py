"""All tables at once: what migrations and tests look at.

Each `models_*` module adds its tables to the one metadata when it is imported.
"""

from store import (
    models_curation as models_curation,
    models_staff as models_staff,
    models_subscriptions as models_subscriptions,
    models_telegram as models_telegram,
    models_tickets as models_tickets,
    models_turns as models_turns,
)
from store.models import Base as Base
