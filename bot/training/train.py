"""Runs `rasa train` in a process of its own and puts the model in place in one move."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.launcher.environment import child_environment
from bot.launcher.progress import Step
from bot.training.models import model_path, only_trainer, remove_old

_COMPONENT = re.compile(r"Starting to train component '(?:.*\.)?(\w+)'")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_NOTABLE = re.compile(r" (WARNING|ERROR|CRITICAL) |^\S*(User|Future)Warning: ")
_TAIL_LINES = 40


class TrainingError(Exception):
    """Rasa gave no model; the message tells why."""


def train(
    root: Path,
    *,
    force: bool = False,
    out: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> tuple[Path, bool]:
    """Makes sure that there is a model of the project's present state.

    Args:
        root: the project's folder.
        force: train even when there is one.
        out: folder of the model, by default the project's `models`. There models stay until
            whoever asked for them removes them.
        tell: called with the name of each component as its training begins.

    Returns:
        The model, and whether it was trained now.

    Raises:
        TrainingError: Rasa failed, or the project's files changed meanwhile.
    """
    if not force and model_path(root, out).exists():
        return model_path(root, out), False
    with only_trainer(out or root / "models"):
        model = model_path(root, out)
        if not force and model.exists():  # another process trained it while this one waited
            return model, False
        _train_into(root, model, tell)
        if out is None:
            remove_old(model.parent)
        return model, True


def _train_into(root: Path, model: Path, tell: Callable[[str], None] | None) -> None:
    name = model.name.removesuffix(".tar.gz")
    unfinished = model.parent / ".unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        _run_rasa(root, unfinished, name, tell)
        if model_path(root, model.parent) != model:
            raise TrainingError("Files changed during the training. Run it again.")
        (unfinished / model.name).replace(model)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _run_rasa(
    root: Path, folder: Path, name: str, tell: Callable[[str], None] | None = None
) -> None:
    # --force: Rasa's own cache looks at configuration and data, not at the code of the modules
    # that our components import. --skip-validation: `make lint` has checked the same files in a
    # second; Rasa's validation reads them all twice more, which takes half a minute.
    command = [sys.executable, "-m", "rasa", "train", "--force", "--skip-validation"]
    command += ["--domain", "domain.yml"]
    command += ["--config", "config.yml", "--data", "data", "--out", str(folder)]
    command += ["--fixed-model-name", name]
    environment = child_environment({"RASA_MAX_CACHE_SIZE": "0", "LOG_LEVEL": "INFO"})
    with (
        Step("Training the model") as step,
        subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments
            command,
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        said = _follow(process.stdout or (), step, tell or (lambda _: None))
        if process.wait() or not (folder / f"{name}.tar.gz").exists():
            raise TrainingError("\n".join(["rasa train failed:", *said[-_TAIL_LINES:]]))


def _follow(lines: Iterable[str], step: Step, tell: Callable[[str], None]) -> list[str]:
    """Shows which component is being trained, and warnings as they come."""
    said = []
    step.note = "reading the data"
    for raw in lines:
        line = _ANSI.sub("", raw).rstrip()
        said.append(line)
        if found := _COMPONENT.search(line):
            step.note = found[1]
            tell(found[1])
        elif _NOTABLE.search(line):
            step.tell(line)
    step.note = ""
    return said
