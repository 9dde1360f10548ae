"""Messages that curators marked as out of scope: what the assistant learns to refuse."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from console.curation.answer_files import OUT_OF_SCOPE, Answers
from console.curation.examples import as_example, squash
from store import curation_clusters
from store.models_curation import CurationItem

_HEAD = "version: '3.1'\n# Messages that curators marked as out of scope.\nnlu:\n"
_TAUGHT = "data/nlu/out_of_scope.yml"


def text(db: Session, answers: Answers) -> str | None:
    """The file of such messages, with those marked since; None where it holds them all."""
    old = answers.text(OUT_OF_SCOPE)
    known = list(_listed(old))
    taken = {squash(one) for one in (*known, *_listed(answers.text(_TAUGHT)))}
    fresh = []
    for item in _marked(db):
        example = as_example(item.text).replace("](", "] (")  # no entity of Rasa's
        if squash(example) and squash(example) not in taken:
            taken.add(squash(example))
            fresh.append(example)
    if not fresh:
        return None
    lines = "".join(f"    - {one}\n" for one in (*known, *fresh))
    block = f"- intent: out_of_scope\n  examples: |\n{lines}"
    return _HEAD + block


def _marked(db: Session) -> list[CurationItem]:
    wanted = curation_clusters.Wanted(status="out_of_scope")
    return curation_clusters.fetch_wanted(db, wanted)


def _listed(content: str) -> Iterable[str]:
    for line in content.splitlines():
        if line.startswith("    - "):
            yield line.removeprefix("    - ").strip()
