import shutil
from datetime import date, datetime, timezone

import pytest

from bot.knowledge.search.tokens import searched, tokens, tokens_version
from store.documents import DocumentRecord, PassageRecord, save_document
from store.engine import dispose, session
from store.migrate import migrate

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)

QUARANTINE = (
    "संगरोध अवकाश (Quarantine leave) परिवार में संक्रामक रोग होने पर कार्यालयाध्यक्ष स्वीकृत करता है। "
    "यह 21 दिन तक का होता है और विशेष मामलों में 30 दिन तक। चिकित्सा प्रमाण पत्र आवश्यक है। "
    "इस अवधि में सेवक को ड्यूटी पर माना जाता है और उसका वेतन नहीं काटा जाता।"
)
STUDY = (
    "अध्ययन अवकाश उस सेवक को मिल सकता है जिसकी सेवा तीन वर्ष से अधिक हो। "
    "एक बार में 12 माह और पूरे सेवाकाल में 24 माह तक स्वीकृत किया जा सकता है।"
)


def save(url, *texts, mark="a", title="Leave manual", version=None):
    """Stores a document of which each text is a passage; returns its id."""
    record = DocumentRecord(
        mark * 64, "a.txt", "अवकाश पुस्तिका", title, None, date(2024, 3, 31), None,
        version or tokens_version(),
    )  # fmt: skip
    passages = [
        PassageRecord(f"प्रस्तर {n}", n, text, " ".join(tokens(searched(f"प्रस्तर {n}", text))))
        for n, text in enumerate(texts, 1)
    ]
    with session(url) as db:
        return save_document(db, record, passages, now=NOW)


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "store.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def url(template, tmp_path):
    """An empty database."""
    shutil.copy(template, tmp_path / "store.db")
    url = f"sqlite:///{tmp_path / 'store.db'}"
    yield url
    dispose(url)


@pytest.fixture
def store_document():
    return save


@pytest.fixture
def manual():
    """Two passages, on study leave and on quarantine leave."""
    return STUDY, QUARANTINE
