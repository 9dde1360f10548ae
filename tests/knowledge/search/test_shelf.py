"""Documents that are added or removed are on the shelf soon, while the program runs."""

import gc
import threading
import time

from sqlalchemy import text

from bot.knowledge.search.shelf import LOOK_EVERY_SECONDS, Shelf
from store.documents import delete_document
from store.engine import session


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def watchers():
    return [thread for thread in threading.enumerate() if thread.name == "shelf"]


def test_documents_come_and_go_without_a_restart(url, store_document, manual):
    shelf = Shelf(url)
    stop = shelf.watch(0.05)
    first = store_document(url, *manual)
    assert wait_for(lambda: len(shelf.volume.passages) == 2)
    store_document(url, "यात्रा भत्ता।", mark="b")
    assert wait_for(lambda: len(shelf.volume.passages) == 3)
    assert len(shelf.volume.index) == 3
    with session(url) as db:
        delete_document(db, first)
    assert wait_for(lambda: [p.text for p in shelf.volume.passages] == ["यात्रा भत्ता।"])
    stop.set()


def test_it_looks_often_enough():
    assert LOOK_EVERY_SECONDS <= 30


def test_a_look_that_finds_nothing_new_reads_nothing(url, store_document, manual):
    shelf = Shelf(url)
    store_document(url, *manual)
    assert shelf.look()
    before = shelf.volume
    assert not shelf.look()
    assert shelf.volume is before


def test_the_watcher_ends_with_its_shelf(url):
    shelf = Shelf(url)
    shelf.watch(0.05)
    assert wait_for(lambda: len(watchers()) == 1)
    del shelf
    gc.collect()
    assert wait_for(lambda: not watchers())


def test_words_stored_by_another_version_are_read_anew(url, store_document, manual):
    store_document(url, *manual, version="old")
    with session(url) as db:
        db.execute(text("UPDATE passages SET tokens = 'zebra'"))
    shelf = Shelf(url)
    shelf.look()
    assert "zebra" not in shelf.volume.passages[0].words
    assert len(shelf.volume.passages[0].words) > 10


def test_a_store_without_tables_leaves_the_shelf_as_it_is(tmp_path, caplog):
    shelf = Shelf(f"sqlite:///{tmp_path / 'empty.db'}")
    assert not shelf.look()
    assert not shelf.look()
    assert shelf.volume.passages == ()
    assert len([r for r in caplog.records if "cannot be searched" in r.message]) == 1
