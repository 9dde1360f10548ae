"""A check finds what a candidate does better and worse, and tells how it ended."""

import io
import tarfile
from datetime import datetime, timezone

import pytest

from bot.curation import check as checking, job
from bot.curation.evaluation import changed_answers, changed_labels, regression
from bot.curation.reader import NoClassifier, Reader, Reading
from bot.curation.regression import Expected
from bot.knowledge.examples import ANSWER, TITLE, read_examples
from bot.nlu.about import About, write_about
from bot.nlu.classifier import IntentModel
from bot.nlu.topic_names import TopicNames
from bot.training.models import model_path
from bot.training.published import file_digest, models_folder
from store import curation, engine, releases
from store.engine import session
from store.migrate import migrate

NOW = datetime.now(timezone.utc)
ASKED = "xyzzy plugh kab tak bharna hai"


def make_model(project, out=None):
    """What training makes of a project, as far as a reader looks."""
    examples = read_examples(project / "data")
    told = [e for e in examples if e.group != ANSWER]
    model = IntentModel.fit(
        [e.text for e in told],
        [e.label for e in told],
        [(e.text, e.label) for e in examples if e.group == ANSWER],
    )
    path = model_path(project, out)
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = path.parent / "unpacked"
    folder.mkdir(exist_ok=True)
    model.save(folder)
    titles = {e.label: About({"hi": e.text, "en": e.text}) for e in examples if e.group == TITLE}
    write_about(folder, titles)
    TopicNames.fit([], []).save(folder)
    with tarfile.open(path, "w:gz") as archive:
        for file in folder.iterdir():
            archive.add(file, f"components/train_bot.nlu.SparseIntentClassifier2/{file.name}")
    return path


@pytest.fixture
def instance(tmp_path, project, monkeypatch):
    """A database and a data folder; training is what `make_model` does."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(url)
    monkeypatch.setattr(engine, "settings", engine.settings.__class__(database_url=url))

    def train(root, *, out, tell):
        tell("SparseIntentClassifier")
        return make_model(root, out), True

    monkeypatch.setattr(checking, "train", train)
    make_model(project)
    return tmp_path / "data"


def start(project, changes):
    overlay = {
        name: {"text": text, "base": file_digest(project / name)} for name, text in changes.items()
    }
    with session() as db:
        return releases.start_check(db, overlay, actor="asha", now=NOW).id


def fetch(release_id):
    with session(read_only=True) as db:
        return releases.fetch_release(db, release_id)


def changed_file(project, small_answers, lines):
    path = small_answers[0]
    name = f"data/faq/{path.parent.name}/{path.name}"
    text = (project / name).read_text(encoding="utf-8")
    return {name: text.replace("  hi-Latn:\n", f"  hi-Latn:\n{lines}", 1)}, path.stem


def test_a_check_reports_what_gets_better(project, small_answers, instance):
    indent = "  - "
    lines = "".join(f"{indent}{ASKED} {w}\n" for w in ("sahab", "ji", "bhai", "batao"))
    sample = next(iter(changed_file(project, small_answers, "")[0].values()))
    if "\n    - " in sample:
        lines = lines.replace("  - ", "    - ")
    files, answer = changed_file(project, small_answers, lines)
    with session() as db:
        key = curation.save_item(
            db,
            origin="turn:1",
            conversation=None,
            text=f"{ASKED} ji",
            language="hinglish",
            reason="refused",
            label=None,
            asked_at=NOW,
        )
        curation.decide(db, [key], status="assigned", answer_id=answer, actor="asha", now=NOW)
    release_id = start(project, files)
    assert checking.check(project, instance, release_id) == 0
    release = fetch(release_id)
    assert release.status == "checked"
    assert (models_folder(instance) / release.model).is_file()
    report = release.report
    assert report["changed_labels"] == [f"faq/{answer}"]
    assert report["cross_validation"]["after"]["of"] > report["cross_validation"]["before"]["of"]
    assert report["cross_validation"]["after"]["right"] > 0
    assert report["regression"]["after"]["right"] > report["regression"]["before"]["right"]
    assert [row["text"] for row in report["regression"]["better"]] == [f"{ASKED} ji"]
    assert report["regression"]["worse"] == []
    assert report["answers"]["effects"]["better"] >= 1
    assert report["titles"][f"faq/{answer}"]["en"]
    assert not (instance / "curation" / "work").exists()


def test_faults_of_the_files_end_a_check_before_any_training(project, small_answers, instance):
    files, _ = changed_file(project, small_answers, "")
    name = next(iter(files))
    release_id = start(
        project, {name: files[name].replace("checked_on", "source: []\nchecked_on")}
    )
    assert checking.check(project, instance, release_id) == 1
    release = fetch(release_id)
    assert (release.status, release.failure) == ("failed", "lint")
    assert "has no source" in release.detail


def test_a_file_that_moved_on_is_told(project, small_answers, instance):
    files, _ = changed_file(project, small_answers, "")
    release_id = start(project, files)
    name = next(iter(files))
    (project / name).write_text(files[name] + "# somebody else\n", encoding="utf-8")
    assert checking.check(project, instance, release_id) == 1
    assert (fetch(release_id).failure, fetch(release_id).detail) == ("moved_on", name)


def test_a_release_that_waits_for_nothing_is_left_alone(project, instance):
    release_id = start(project, {})
    with session() as db:
        releases.cancel_check(db, release_id, now=NOW)
    assert checking.check(project, instance, release_id) == 2
    assert fetch(release_id).status == "cancelled"


def test_a_file_without_a_classifier_is_named(tmp_path):
    path = tmp_path / "x.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("components/other/model.json")
        archive.addfile(member, io.BytesIO())
    with pytest.raises(NoClassifier, match=r"x\.tar\.gz holds no classifier"):
        Reader.open(path)
    with pytest.raises(NoClassifier):
        Reader.open(tmp_path / "missing.tar.gz")


class Says:
    """A reader that has learnt a few questions by heart."""

    about: dict[str, About] = {}

    def __init__(self, **known):
        self._known = known

    def read(self, text):
        label = self._known.get(text)
        return Reading("answer", label) if label else Reading("refuse", "faq/x")


def test_better_worse_and_unclear_are_told_apart():
    before, after = Says(a="faq/1", b="faq/2", c="faq/3"), Says(a="faq/1", b="faq/9", d="faq/4")
    found = changed_answers(before, after, {"a": "faq/1", "b": "faq/2", "c": None, "d": "faq/4"})
    assert found["effects"] == {"worse": 1, "unclear": 1, "better": 1}
    assert [row["text"] for row in found["rows"]] == ["b", "c", "d"]
    wanted = [Expected("b", "faq/2", "title"), Expected("c", "refused", "curated")]
    judged = regression(before, after, wanted)
    assert (judged["before"]["right"], judged["after"]["right"]) == (1, 1)
    assert [row["text"] for row in judged["worse"]] == ["b"]
    assert [row["text"] for row in judged["better"]] == ["c"]


def test_only_labels_whose_examples_differ_count_as_changed(project):
    before = read_examples(project / "data")
    extra = before[0]._replace(text="something new")
    assert changed_labels(before, before) == []
    assert changed_labels(before, [*before, extra]) == [before[0].label]


def test_progress_never_goes_back():
    progress = job.Progress()
    seen = []
    for step in job.STEPS:
        progress.begin(step)
        seen.append(progress.state["percent"])
        if step == "training":
            for component in ("SparseIntentClassifier", "odd", "PassageSearch", "RulePolicy"):
                progress.train(component)
                seen.append(progress.state["percent"])
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert seen[-1] <= 99
