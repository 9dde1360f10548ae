"""The actions' process loads some of the tables only; tickets must bring what they point to."""

import subprocess
import sys

from store.engine import dispose
from store.migrate import migrate

SCRIPT = """
import sys
from datetime import datetime, timezone
from store import tickets
from store.engine import session
with session(sys.argv[1]) as db:
    now = datetime.now(timezone.utc)
    more = {"channel": "widget", "language": "en", "status": "waiting"}
    tickets.open_handoff(db, "a" * 32, **more, now=now)
"""


def test_a_ticket_can_be_stored_by_a_process_that_loads_nothing_else(empty_url):
    migrate(empty_url)
    dispose(empty_url)
    subprocess.run([sys.executable, "-c", SCRIPT, empty_url], check=True)
