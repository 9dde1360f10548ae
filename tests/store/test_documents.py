"""Documents and their passages."""

import threading
from datetime import date, timedelta

import pytest

from store.documents import (
    AlreadyLoaded,
    DocumentRecord,
    PassageRecord,
    delete_document,
    fetch_document,
    fetch_documents,
    fetch_passages,
    fetch_sections,
    fetch_versions,
    save_document,
)
from store.engine import session

PASSAGES = [
    PassageRecord("अवकाश, प्रस्तर 1", 1, "अर्जित अवकाश «31 दिन»।", "earned leave 31"),
    PassageRecord("अवकाश, प्रस्तर 2", 2, "संगरोध अवकाश।", "quarantine leave"),
    PassageRecord("अवकाश, प्रस्तर 1", None, "फिर वही।", "again"),
]


def document(mark="a", **changes):
    record = DocumentRecord(
        mark * 64, "leave.pdf", "अवकाश", "Leave", "G-1", date(2024, 3, 31), 2, "v" * 16
    )
    return record._replace(**changes)


def test_a_document_comes_back_as_it_was_stored(url, now):
    with session(url) as db:
        key = save_document(db, document(), PASSAGES, now=now)
    with session(url, read_only=True) as db:
        stored = fetch_document(db, key)
        assert fetch_passages(db, key) == PASSAGES
        assert fetch_document(db, key + 1) is None
        (listed,) = fetch_documents(db)
    assert (stored.title_hi, stored.title_en, stored.order) == ("अवकाश", "Leave", "G-1")
    assert (stored.dated, stored.num_pages, stored.loaded_at) == (date(2024, 3, 31), 2, now)
    assert (listed.document.id, listed.num_passages) == (key, 3)


def test_the_same_file_is_refused_and_named(url, now):
    with session(url) as db:
        key = save_document(db, document(), PASSAGES, now=now)
    with pytest.raises(AlreadyLoaded) as caught, session(url) as db:
        save_document(db, document(title_en="Other"), PASSAGES, now=now)
    assert (caught.value.id, caught.value.title) == (key, "Leave")


def test_two_that_load_the_same_file_at_once_do_not_both_succeed(url, now):
    outcomes = []

    def load():
        try:
            with session(url) as db:
                outcomes.append(save_document(db, document(), PASSAGES, now=now))
        except AlreadyLoaded:
            outcomes.append("refused")

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes))[1:] == ["refused"] * 3


def test_versions_change_with_every_change(url, now):
    seen = []
    with session(url) as db:
        seen.append(fetch_versions(db))
        first = save_document(db, document(), PASSAGES, now=now)
        seen.append(fetch_versions(db))
        assert delete_document(db, first)
        seen.append(fetch_versions(db))
        # The same file again, which may even get the same id.
        save_document(db, document(), PASSAGES, now=now + timedelta(seconds=1))
        seen.append(fetch_versions(db))
        save_document(db, document("b"), [], now=now)
        seen.append(fetch_versions(db))
    assert seen[0] == seen[2] == {}
    assert len({str(sorted(one.items())) for one in seen[1:]}) == 4


def test_removing_a_document_takes_its_passages_along(url, now):
    with session(url) as db:
        first = save_document(db, document(), PASSAGES, now=now)
        second = save_document(db, document("b"), PASSAGES[:1], now=now)
    with session(url) as db:
        assert delete_document(db, first)
        assert not delete_document(db, first)
    with session(url, read_only=True) as db:
        assert fetch_passages(db, first) == []
        assert fetch_passages(db, second) == PASSAGES[:1]


def test_sections_are_told_once_in_their_order(db, now):
    key = save_document(db, document(), PASSAGES, now=now)
    assert [(one.document_id, one.title_en, one.section) for one in fetch_sections(db)] == [
        (key, "Leave", "अवकाश, प्रस्तर 1"),
        (key, "Leave", "अवकाश, प्रस्तर 2"),
    ]


def test_a_long_file_name_is_shortened_from_its_front(db, now):
    key = save_document(db, document(file_name="x" * 300 + ".pdf"), [], now=now)
    assert fetch_document(db, key).file_name.endswith("x.pdf")
    assert len(fetch_document(db, key).file_name) == 200
