"""A project of its own to curate: the real answers, copied, and messages that wait."""

import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from store import curation, curation_clusters
from store.models_curation import CurationDraft, CurationItem, ModelRelease

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime.now(timezone.utc)
MESSAGES = (
    ("refused", "hinglish", "dependent card me bahu ka naam kaise jude"),
    ("refused", "hinglish", "bahu ka naam card me kaise jode"),
    ("thumbs_down", "hi", "बहू का नाम कार्ड में कैसे जुड़ेगा"),
    ("disambiguated", "en", "which bank opens on saturday"),
)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the answers, into which a test may write."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.fixture(autouse=True)
def empty(desk, project):
    """Starts each test without messages, drafts and releases."""
    desk.services.project = project
    desk.services.takes_models = True
    desk.services.understood.clear()
    desk.services.models.clear()
    desk.services.checked.clear()
    with desk.session() as db:
        for table in (CurationItem, CurationDraft, ModelRelease):
            db.query(table).delete()


@pytest.fixture
def messages(desk):
    """Ids of messages of the inbox; the first three ask the same."""
    with desk.session() as db:
        ids = [
            curation.save_item(
                db,
                origin=f"turn:{place}",
                conversation="c" * 32,
                text=text,
                language=language,
                reason=reason,
                label="faq/add_dependants_step",
                asked_at=NOW - timedelta(minutes=place),
            )
            for place, (reason, language, text) in enumerate(MESSAGES)
        ]
        curation_clusters.save_clusters(db, {ids[1]: ids[0], ids[2]: ids[0], ids[0]: ids[0]})
    return ids
