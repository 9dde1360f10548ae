"""A project of three answers, so that training and comparing takes seconds."""

import shutil
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def small_answers() -> list[Path]:
    """Files of a few real answers."""
    sects = sorted((ROOT / "data" / "faq" / "sects").glob("card_*.yml"))[:2]
    gpf = sorted((ROOT / "data" / "faq" / "gpf").glob("*.yml"))[:2]
    assert len(sects + gpf) == 4
    return sects + gpf


@pytest.fixture
def project(tmp_path: Path, small_answers: list[Path]) -> Path:
    """The project's own files, but only these answers, which relate to nothing else."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "data" / "knowledge", root / "data" / "knowledge")
    shutil.copytree(ROOT / "data" / "dialogue", root / "data" / "dialogue")
    (root / "data" / "nlu").mkdir()
    outside = (ROOT / "data" / "nlu" / "out_of_scope.yml").read_text(encoding="utf-8")
    lines = outside.splitlines(keepends=True)
    (root / "data" / "nlu" / "out_of_scope.yml").write_text("".join(lines[:60]), encoding="utf-8")
    topics = root / "data" / "knowledge" / "topics.yml"
    known = yaml.safe_load(topics.read_text(encoding="utf-8"))
    for topic in known["topics"].values():
        topic["featured"] = []
    topics.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
    for path in small_answers:
        target = root / "data" / "faq" / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_alone(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name in ("bot", "store", "actions", "config.yml", "domain.yml"):
        (root / name).symlink_to(ROOT / name)
    return root


def _alone(text: str) -> str:
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("related:")]
    return "".join([*kept, "related: []\n"])
