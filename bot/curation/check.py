"""`python -m bot curate check RELEASE`: trains a candidate, compares it with what answers now."""

import shutil
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.curation import evaluation
from bot.curation.job import Progress, living, now
from bot.curation.reader import NoClassifier, Reader
from bot.curation.regression import expected
from bot.knowledge.entries import KnowledgeError
from bot.knowledge.examples import ANSWER, LabelledText, read_examples
from bot.knowledge.lint import find_faults
from bot.training.fingerprint import compute_fingerprint
from bot.training.overlay import OverlayError, build_project
from bot.training.published import current_model, file_digest, models_folder
from bot.training.train import TrainingError, train
from store import curation, curation_intake, releases
from store.engine import session
from store.models_curation import ModelRelease

RECENT_DAYS = 30
MOST_RECENT = 2_000
MOST_EXAMPLES = 4_000
MOST_DECIDED = 2_000
_TAIL = 2_000  # characters of what a program said that are kept


class CheckFailed(Exception):
    """The candidate cannot be had; `code` is a key of the console's words."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def check(root: Path, data_dir: Path, release_id: int) -> int:
    """Checks a release that was written down; returns the exit status.

    Args:
        root: the project's folder.
        data_dir: of this instance.
        release_id: of a release in state `checking`.
    """
    with session(read_only=True) as db:
        release = releases.fetch_release(db, release_id)
    if release is None or release.status != "checking":
        sys.stderr.write(f"release {release_id} does not wait for a check\n")
        return 2
    progress = Progress()
    work = data_dir / "curation" / "work"
    with living(release_id, progress):
        try:
            _check(root, data_dir, work, release, progress)
        except CheckFailed as failed:
            return _fail(release_id, failed.code, failed.detail)
        except (KnowledgeError, OverlayError, NoClassifier) as error:
            return _fail(release_id, "unreadable", str(error))
        except TrainingError as error:
            return _fail(release_id, "training", str(error))
        except Exception as error:
            _fail(release_id, "internal", type(error).__name__)
            raise
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return 0


def _check(
    root: Path, data_dir: Path, work: Path, release: ModelRelease, progress: Progress
) -> None:
    began = time.monotonic()
    progress.begin("reading")
    shutil.rmtree(work, ignore_errors=True)
    project, running = work / "candidate", work / "running"
    texts = _texts_of(root, release.overlay)
    build_project(root, texts, project)
    build_project(root, _published_texts(root), running)
    progress.begin("lint")
    if faults := find_faults(project / "data"):
        raise CheckFailed("lint", "\n".join(str(fault) for fault in faults[:20]))
    report = _cross_validation(root, data_dir, running, project, progress)
    progress.begin("training")
    model, _ = train(project, out=models_folder(data_dir), tell=progress.train)
    progress.begin("comparing")
    report |= _comparison(root, data_dir, project, model)
    report["seconds"] = round(time.monotonic() - began)
    progress.begin("writing")
    with session() as db:
        releases.finish_check(
            db,
            release.id,
            report=report,
            model=model.name,
            product=compute_fingerprint(root),
            now=now(),
        )
        needed = releases.forget_old_models(db)
    for path in models_folder(data_dir).glob("*.tar.gz"):
        if path.name not in needed and not path.is_symlink():
            path.unlink(missing_ok=True)


def _texts_of(root: Path, overlay: Mapping[str, Any]) -> dict[str, str]:
    """The release's files, which must have been made for the project's files as they are."""
    for name, part in overlay.items():
        if file_digest(root / name) != part["base"]:
            raise CheckFailed("moved_on", name)
    return {name: str(part["text"]) for name, part in overlay.items()}


def _published_texts(root: Path) -> dict[str, str]:
    with session(read_only=True) as db:
        published = releases.fetch_published(db)
    if published is None or published.product != compute_fingerprint(root):
        return {}
    return {name: str(part["text"]) for name, part in published.overlay.items()}


def _cross_validation(
    root: Path, data_dir: Path, running: Path, project: Path, progress: Progress
) -> dict[str, Any]:
    before, after = read_examples(running / "data"), read_examples(project / "data")
    changed = evaluation.changed_labels(before, after)
    reader = _running_reader(root, data_dir)
    labels = changed
    if reader is not None:
        labels = evaluation.neighbours(reader, after, set(changed))
    progress.begin("before")
    old = evaluation.cross_validate(before, labels)
    progress.begin("after")
    new = evaluation.cross_validate(after, labels)
    validated = {"before": old, "after": new, "labels": len(labels)}
    return {"changed_labels": changed, "cross_validation": validated, "examples": len(after)}


def _comparison(root: Path, data_dir: Path, project: Path, model: Path) -> dict[str, Any]:
    before, after = _running_reader(root, data_dir), Reader.open(model)
    with session(read_only=True) as db:
        decided = curation.fetch_decided(db, MOST_DECIDED)
        since = now() - timedelta(days=RECENT_DAYS)
        recent = curation_intake.fetch_recent_questions(db, since=since, limit=MOST_RECENT)
    report: dict[str, Any] = {
        "regression": evaluation.regression(
            before, after, expected(root, project / "data", decided)
        )
    }
    if before is not None:
        texts = _questions(read_examples(project / "data"), recent)
        report["answers"] = {
            **evaluation.changed_answers(before, after, texts),
            "messages": len(recent),
        }
    report["titles"] = evaluation.titles(report, (before, after))
    return report


def _questions(examples: list[LabelledText], recent: list[str]) -> dict[str, str | None]:
    """Question → the label it is an example of: people's messages, and a sample of examples."""
    asked = [e for e in examples if e.group != ANSWER]
    sample = asked[:: max(1, len(asked) // MOST_EXAMPLES)]
    texts: dict[str, str | None] = dict.fromkeys(recent)
    return {**texts, **{example.text: example.label for example in sample}}


def _running_reader(root: Path, data_dir: Path) -> Reader | None:
    path = current_model(root, data_dir)
    return Reader.open(path) if path.exists() else None


def _fail(release_id: int, code: str, detail: str) -> int:
    with session() as db:
        releases.fail_check(db, release_id, code, detail=detail[-_TAIL:] or None, now=now())
    sys.stderr.write(f"the check of release {release_id} failed: {code}\n")
    return 1
