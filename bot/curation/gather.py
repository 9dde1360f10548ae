"""`python -m bot curate gather`: takes in new messages and groups all that are undecided."""

import sys
from datetime import datetime, timezone
from pathlib import Path

from bot.curation.grouping import group
from bot.knowledge.entries import KnowledgeError
from bot.knowledge.examples import read_examples
from store import curation, curation_clusters, curation_intake
from store.engine import session

MOST_GROUPED = 5_000
_BACKGROUND = 2_000


def gather(root: Path) -> int:
    """Does it once; returns the exit status.

    Args:
        root: the project's folder, whose examples tell which words are common.
    """
    with session() as db:
        taken = curation_intake.collect(db, now=datetime.now(timezone.utc))
    with session(read_only=True) as db:
        items = curation.fetch_new(db, MOST_GROUPED)
        known = {item.id: item.cluster for item in items}
    leaders = group([item.text for item in items], _background(root))
    clusters = {item.id: items[leader].id for item, leader in zip(items, leaders, strict=True)}
    changed = {key: leader for key, leader in clusters.items() if known[key] != leader}
    with session() as db:
        curation_clusters.save_clusters(db, changed)
    sys.stdout.write(f"{taken} new messages; {len(set(leaders))} questions undecided\n")
    return 0


def _background(root: Path) -> list[str]:
    try:
        texts = [example.text for example in read_examples(root / "data")]
    except KnowledgeError:
        return []
    return texts[:: max(1, len(texts) // _BACKGROUND)]
