"""Messages that ask the same, together: what a curator decides about at one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, cast, func, select, update
from sqlalchemy.orm import Session

from store.models_curation import CurationItem

_items = CurationItem.__table__.c
_group = func.coalesce(_items.cluster, cast(_items.id, BigInteger))


@dataclass(frozen=True)
class Cluster:
    """Messages that ask the same.

    Attributes:
        id: of the message that stands for all, and its `text`.
        size: number of messages in the state that was asked for.
        newest: when the last of them was asked.
        languages: languages found among them; likewise `reasons`.
    """

    id: int
    text: str
    size: int
    newest: datetime
    languages: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """Which messages to show; empty fields leave nothing out."""

    status: str = "new"
    reason: str = ""
    language: str = ""
    text: str = ""

    def conditions(self) -> list[Any]:
        """For a query over the items."""
        found = [_items.status == self.status]
        if self.reason:
            found.append(_items.reason == self.reason)
        if self.language:
            found.append(_items.language == self.language)
        if self.text:
            found.append(_items.text.contains(self.text, autoescape=True))
        return found


def count_clusters(session: Session, wanted: Wanted) -> int:
    """How many clusters `fetch_clusters` would give without a limit."""
    query = select(func.count(func.distinct(_group))).where(*wanted.conditions())
    return int(session.execute(query).scalar_one())


def fetch_clusters(
    session: Session, wanted: Wanted, *, limit: int, offset: int = 0
) -> list[Cluster]:
    """Clusters with such messages, the largest first, then the newest."""
    size, newest = func.count(), func.max(_items.asked_at)
    query = (
        select(_group, size)
        .where(*wanted.conditions())
        .group_by(_group)
        .order_by(size.desc(), newest.desc(), _group)
        .limit(limit)
        .offset(offset)
    )
    keys = [int(key) for key, _ in session.execute(query)]
    return [_cluster(key, fetch_cluster(session, key, wanted)) for key in keys]


def fetch_cluster(session: Session, cluster: int, wanted: Wanted) -> list[CurationItem]:
    """A cluster's messages, the newest first."""
    query = (
        select(CurationItem)
        .where(_group == cluster, *wanted.conditions())
        .order_by(_items.asked_at.desc(), _items.id.desc())
    )
    return list(session.execute(query).scalars())


def save_clusters(session: Session, clusters: Mapping[int, int]) -> None:
    """Puts messages (ids) into clusters (ids of what stands for them)."""
    for item, cluster in clusters.items():
        session.execute(
            update(CurationItem)
            .where(_items.id == item)
            .values(cluster=cluster)
            .execution_options(synchronize_session=False)
        )


def _cluster(key: int, items: Sequence[CurationItem]) -> Cluster:
    head = next((item for item in items if item.id == key), items[0])
    return Cluster(
        id=key,
        text=head.text,
        size=len(items),
        newest=items[0].asked_at,
        languages=tuple(sorted({item.language for item in items})),
        reasons=tuple(sorted({item.reason for item in items})),
    )


def fetch_wanted(session: Session, wanted: Wanted) -> list[CurationItem]:
    """All such messages, the first asked first."""
    query = select(CurationItem).where(*wanted.conditions()).order_by(_items.id)
    return list(session.execute(query).scalars())
