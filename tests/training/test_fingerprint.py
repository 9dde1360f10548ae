import pytest

from bot.training.fingerprint import INPUTS, compute_fingerprint


@pytest.fixture
def root(tmp_path):
    for name in INPUTS:
        if name.endswith(".yml"):
            (tmp_path / name).write_text("a: 1\n")
        else:
            (tmp_path / name).mkdir(parents=True)
            (tmp_path / name / "inner").mkdir()
            (tmp_path / name / "inner" / "file.py").write_text("x = 1\n")
    return tmp_path


def test_the_same_files_give_the_same_name(root):
    assert compute_fingerprint(root) == compute_fingerprint(root)
    assert len(compute_fingerprint(root)) == 16


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_counts(root, name):
    before = compute_fingerprint(root)
    file = root / name if name.endswith(".yml") else root / name / "inner" / "file.py"
    file.write_text("b: 2\n")
    assert compute_fingerprint(root) != before


def test_a_new_a_renamed_and_a_removed_file_count(root):
    names = [compute_fingerprint(root)]
    file = root / "data" / "more.yml"
    file.write_text("x: 1\n")
    names.append(compute_fingerprint(root))
    file = file.rename(root / "data" / "other.yml")
    names.append(compute_fingerprint(root))
    assert len(set(names)) == 3
    file.unlink()
    assert compute_fingerprint(root) == names[0]


def test_compiled_code_and_editors_files_do_not_count(root):
    before = compute_fingerprint(root)
    (root / "bot" / "nlu" / "__pycache__").mkdir()
    for name in ("bot/nlu/__pycache__/x.pyc", "data/.x.yml.swp", "data/x.yml~"):
        (root / name).write_text("noise")
    assert compute_fingerprint(root) == before


def test_another_version_of_rasa_counts(root, monkeypatch):
    before = compute_fingerprint(root)
    monkeypatch.setattr("bot.training.fingerprint.version", lambda package: "0.0")
    assert compute_fingerprint(root) != before


def test_a_missing_input_is_named(root):
    (root / "domain.yml").unlink()
    with pytest.raises(FileNotFoundError, match=r"training needs domain\.yml"):
        compute_fingerprint(root)
