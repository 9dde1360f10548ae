"""A check that runs beside the assistant stops when it is cancelled, and when its gateway goes."""

import os
import subprocess
import sys
import time
from datetime import datetime, timezone

import pytest

from bot.training.published import file_digest
from store import releases
from store.engine import dispose, session
from store.migrate import migrate
from tests.curation.conftest import ROOT

NAME = "data/faq/sects/above_five_lakh.yml"
PATIENCE_SECONDS = 60


@pytest.fixture
def instance(tmp_path):
    """Environment of an instance, and its database with a check to run."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(url)
    text = (ROOT / NAME).read_text(encoding="utf-8") + "# changed\n"
    overlay = {NAME: {"text": text, "base": file_digest(ROOT / NAME)}}
    with session(url) as db:
        now = datetime.now(timezone.utc)
        release_id = releases.start_check(db, overlay, actor="asha", now=now).id
    yield {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": url}, url, release_id
    dispose(url)


def command(release_id):
    return [sys.executable, "-m", "bot", "curate", "check", str(release_id)]


def fetch(url, release_id):
    with session(url, read_only=True) as db:
        return releases.fetch_release(db, release_id)


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def is_gone(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def has_begun(url, release_id):
    return fetch(url, release_id).progress["percent"] > 0


def test_a_cancelled_check_ends_with_all_its_processes(instance):
    environment, url, release_id = instance
    process = subprocess.Popen(
        command(release_id), cwd=ROOT, env=environment, start_new_session=True
    )
    wait_for(lambda: has_begun(url, release_id))
    with session(url) as db:
        assert releases.cancel_check(db, release_id, now=datetime.now(timezone.utc))
    assert process.wait(PATIENCE_SECONDS) < 0
    # Its children are killed with it, and gone a moment later.
    wait_for(lambda: is_gone(process.pid))
    assert fetch(url, release_id).status == "cancelled"


def test_a_check_whose_gateway_is_gone_says_so_and_ends(instance):
    environment, url, release_id = instance
    code = (
        "import subprocess, sys, time;"
        "subprocess.Popen(sys.argv[1:], start_new_session=True); time.sleep(600)"
    )
    gateway = subprocess.Popen(
        [sys.executable, "-c", code, *command(release_id)], cwd=ROOT, env=environment
    )
    wait_for(lambda: has_begun(url, release_id))
    gateway.kill()
    gateway.wait()
    wait_for(lambda: fetch(url, release_id).status == "failed")
    assert fetch(url, release_id).failure == "stopped"
