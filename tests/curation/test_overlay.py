"""A project with an overlay is a project like any other, and the project itself stays as it is."""

import pytest

from bot.knowledge.lint import find_faults
from bot.training.fingerprint import compute_fingerprint
from bot.training.overlay import OverlayError, build_project, read_overlay, write_overlay


def test_without_files_it_is_the_same_project(project, tmp_path):
    build_project(project, {}, tmp_path / "twin")
    assert compute_fingerprint(tmp_path / "twin") == compute_fingerprint(project)
    assert find_faults(tmp_path / "twin" / "data") == []


def test_a_changed_and_a_new_file_are_seen_and_ours_stay(project, tmp_path, small_answers):
    before = compute_fingerprint(project)
    name = f"data/faq/{small_answers[0].parent.name}/{small_answers[0].name}"
    text = (project / name).read_text(encoding="utf-8")
    build_project(project, {name: text + "# changed\n"}, tmp_path / "changed")
    build_project(project, {"data/faq/sects/brand_new.yml": text}, tmp_path / "new")
    twins = {compute_fingerprint(tmp_path / one) for one in ("changed", "new")}
    assert len(twins | {before}) == 3
    assert compute_fingerprint(project) == before
    assert (project / name).read_text(encoding="utf-8") == text
    [fault] = find_faults(tmp_path / "new" / "data")
    assert "is taken by" in fault.say("en")


@pytest.mark.parametrize(
    "name",
    [
        "data/faq/../../bot/__main__.py",
        "/etc/passwd",
        "config.yml",
        "data/nlu/calculate.yml",
        "data/faq/sects/x.py",
        "data/faq/sects/.x.yml",
    ],
)
def test_nothing_but_answers_may_lie_in_it(project, tmp_path, name):
    with pytest.raises(OverlayError, match="cannot be changed here"):
        build_project(project, {name: "x"}, tmp_path / "twin")
    with pytest.raises(OverlayError):
        write_overlay({name: "x"}, tmp_path / "folder")


def test_a_folder_is_read_back(tmp_path):
    files = {"data/faq/sects/x.yml": "id: x\n", "data/nlu/curated_out_of_scope.yml": "nlu:\n"}
    write_overlay(files, tmp_path / "overlay")
    assert read_overlay(tmp_path / "overlay") == files


def test_every_answer_we_ship_may_be_changed():
    from bot.training.overlay import FILE
    from tests.curation.conftest import ROOT

    paths = [p.relative_to(ROOT).as_posix() for p in (ROOT / "data" / "faq").glob("*/*.yml")]
    assert len(paths) > 500
    assert [path for path in paths if not FILE.fullmatch(path)] == []
