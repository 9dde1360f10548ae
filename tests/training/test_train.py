import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.training import cli, train as training
from bot.training.fingerprint import INPUTS
from bot.training.models import model_path, remove_old
from bot.training.train import TrainingError, train

ROOT = Path(__file__).parents[2]

FAKE_RASA = """
import os, sys
from pathlib import Path
args = sys.argv[1:]
out, name = Path(args[args.index("--out") + 1]), args[args.index("--fixed-model-name") + 1]
print("2026-11-22 02:33:31 INFO rasa.hooks - Starting to train component 'bot.nlu.Sparse'.")
print("2026-11-22 02:33:31 WARNING rasa.x - something odd")
{extra}
out.mkdir(parents=True)
(out / f"{{name}}.tar.gz").write_text("model")
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project whose Rasa is a few lines: `python -m rasa` finds it in the project's folder."""
    for name in INPUTS:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: 1\n") if name.endswith(".yml") else path.mkdir()
    (tmp_path / "rasa.py").write_text(FAKE_RASA.format(extra=""))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return tmp_path


def test_training_puts_the_model_under_the_fingerprint(root, capsys):
    model, is_new = train(root)
    assert is_new
    assert model == model_path(root)
    assert model.read_text() == "model"
    assert "Training the model (" in capsys.readouterr().err
    assert [path.name for path in model.parent.glob("[!.]*")] == [model.name]


def test_an_unchanged_project_is_not_trained_again_unless_forced(root):
    model, _ = train(root)
    os.utime(model, (1, 1))
    assert train(root) == (model, False)
    assert model.stat().st_mtime == 1
    assert train(root, force=True) == (model, True)
    assert model.stat().st_mtime > 1


def test_a_change_trains_and_going_back_does_not(root):
    before, _ = train(root)
    (root / "domain.yml").write_text("b: 2\n")
    after, is_new = train(root)
    assert is_new
    assert after != before
    (root / "domain.yml").write_text("a: 1\n")
    assert train(root) == (before, False)


def test_warnings_are_shown_and_the_rest_is_not(root, capsys):
    train(root)
    said = capsys.readouterr().err
    assert "WARNING rasa.x - something odd" in said
    assert "INFO" not in said


@pytest.mark.parametrize("extra", ["sys.exit('the data is broken')", "sys.exit(0)"])
def test_a_failure_shows_what_rasa_said_and_leaves_nothing_behind(root, extra):
    (root / "rasa.py").write_text(FAKE_RASA.format(extra=extra))
    with pytest.raises(TrainingError, match="rasa train failed") as failed:
        train(root)
    assert "something odd" in str(failed.value)
    assert not list((root / "models").glob("[!.]*"))
    assert not (root / "models" / ".unfinished").exists()


def test_files_that_change_meanwhile_give_no_model(root):
    change = "Path('domain.yml').write_text('c: 3')"
    (root / "rasa.py").write_text(FAKE_RASA.format(extra=change))
    with pytest.raises(TrainingError, match="changed during the training"):
        train(root)
    assert not list((root / "models").glob("*.tar.gz"))


def test_only_the_newest_five_models_stay(tmp_path):
    for age in range(8):
        path = tmp_path / f"{age}.tar.gz"
        path.touch()
        os.utime(path, (1000 - age, 1000 - age))
    removed = remove_old(tmp_path)
    assert [path.stem for path in removed] == ["5.tar", "6.tar", "7.tar"]
    assert len(list(tmp_path.iterdir())) == 5


def test_a_process_that_waited_for_another_uses_its_model(root, monkeypatch):
    model = model_path(root)
    seen = iter([False, True])
    monkeypatch.setattr(Path, "exists", lambda path: next(seen) if path == model else True)
    assert train(root) == (model, False)


def test_an_up_to_date_model_is_found_without_importing_rasa(monkeypatch, capsys):
    monkeypatch.setattr(cli, "train", lambda root, force: (Path("models/abc.tar.gz"), False))
    assert cli.main([]) == 0
    assert capsys.readouterr().err == "✓ Model abc.tar.gz: up to date\n"
    began = time.monotonic()
    code = "import sys, bot.training.cli; sys.exit('rasa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
    assert time.monotonic() - began < 3


def test_the_command_tells_a_failure_and_its_status_is_1(monkeypatch, capsys):
    def fail(root: Path, force: bool) -> None:
        raise training.TrainingError("rasa train failed:\nwhy")

    monkeypatch.setattr(cli, "train", fail)
    assert cli.main(["--force"]) == 1
    assert capsys.readouterr().err == "rasa train failed:\nwhy\n"
