"""After a restart the published model answers; after an update it is made anew, or left out."""

import shutil
from datetime import datetime, timezone

import pytest

from bot.training import published
from bot.training.fingerprint import INPUTS, compute_fingerprint
from bot.training.models import model_path
from bot.training.published import (
    choose_model,
    current_model,
    file_digest,
    models_folder,
    point_link,
    refresh,
)
from store import engine, releases
from store.engine import session
from store.migrate import migrate

NOW = datetime.now(timezone.utc)
NAME = "data/faq/sects/x.yml"


@pytest.fixture
def root(tmp_path):
    project = tmp_path / "project"
    for name in INPUTS:
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: 1\n") if name.endswith(".yml") else path.mkdir()
    (project / NAME).parent.mkdir(parents=True)
    (project / NAME).write_text("id: x\n")
    return project


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(url)
    monkeypatch.setattr(engine, "settings", engine.settings.__class__(database_url=url))
    return tmp_path / "var"


@pytest.fixture
def told():
    return []


def publish(root, data_dir):
    """A release that changes one file, with its model."""
    overlay = {NAME: {"text": "id: x\nmore: 1\n", "base": file_digest(root / NAME)}}
    product = compute_fingerprint(root)
    models_folder(data_dir).mkdir(parents=True, exist_ok=True)
    (models_folder(data_dir) / "cafe.tar.gz").write_text("curated")
    with session() as db:
        release = releases.start_check(db, overlay, actor="a", now=NOW)
        releases.finish_check(
            db, release.id, report={}, model="cafe.tar.gz", product=product, now=NOW
        )
        db.expire_all()
        return releases.publish(db, release.id, actor="a", now=NOW).id


def test_without_a_release_our_own_model_answers(root, data_dir, told):
    assert choose_model(root, data_dir, told.append) == model_path(root)
    assert refresh(root, data_dir, told.append) is None
    assert told == []


def test_before_the_database_has_tables_our_own_model_answers(root, tmp_path, monkeypatch, told):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    monkeypatch.setattr(engine, "settings", engine.settings.__class__(database_url=url))
    assert choose_model(root, tmp_path, told.append) == model_path(root)


def test_a_published_model_answers_again_after_a_restart(root, data_dir, told):
    publish(root, data_dir)
    assert choose_model(root, data_dir, told.append) == models_folder(data_dir) / "cafe.tar.gz"
    assert refresh(root, data_dir, told.append) is None
    with session() as db:
        releases.withdraw(db)
    assert choose_model(root, data_dir, told.append) == model_path(root)


def test_a_missing_model_is_told_and_our_own_answers(root, data_dir, told):
    publish(root, data_dir)
    (models_folder(data_dir) / "cafe.tar.gz").unlink()
    assert choose_model(root, data_dir, told.append) == model_path(root)
    assert "is missing" in told[0]


def test_after_an_update_the_release_is_left_out_until_it_is_made_anew(
    root, data_dir, told, monkeypatch
):
    release_id = publish(root, data_dir)
    (root / "domain.yml").write_text("b: 2\n")
    assert choose_model(root, data_dir, told.append) == model_path(root)
    assert "python -m bot train" in told[0]
    seen = {}

    def train(project, *, out):
        seen["text"] = (project / NAME).read_text()
        path = out / "beef.tar.gz"
        path.write_text("anew")
        return path, True

    monkeypatch.setattr(published, "train", train)
    assert refresh(root, data_dir, told.append).name == "beef.tar.gz"
    assert seen["text"] == "id: x\nmore: 1\n"
    assert choose_model(root, data_dir, told.append).name == "beef.tar.gz"
    with session(read_only=True) as db:
        assert releases.fetch_release(db, release_id).product == compute_fingerprint(root)


def test_a_file_that_the_update_brings_itself_stays_as_the_update_has_it(
    root, data_dir, told, monkeypatch
):
    publish(root, data_dir)
    (root / NAME).write_text("id: x\nfrom: git\n")
    seen = {}

    def train(project, *, out):
        seen["text"] = (project / NAME).read_text()
        return out / "beef.tar.gz", True

    monkeypatch.setattr(published, "train", train)
    refresh(root, data_dir, told.append)
    assert seen["text"] == "id: x\nfrom: git\n"
    assert told == [f"{NAME} was changed in the project too: the project's own stays."]


def test_the_link_leads_to_the_model_and_is_replaced_in_one_step(root, data_dir, tmp_path):
    assert current_model(root, data_dir) == model_path(root)
    for name in ("one.tar.gz", "two.tar.gz"):
        (tmp_path / name).write_text(name)
        link = point_link(data_dir, tmp_path / name)
        assert link.read_text() == name
        assert current_model(root, data_dir) == (tmp_path / name).resolve()
    assert [path.name for path in models_folder(data_dir).iterdir()] == ["current.tar.gz"]
    shutil.rmtree(models_folder(data_dir))
    assert current_model(root, data_dir) == model_path(root)
