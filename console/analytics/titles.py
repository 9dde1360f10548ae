"""Answers by their titles on the page; the files for download keep the ids."""

import asyncio
from dataclasses import replace

from console.analytics.tables import Table
from console.services import Services
from store.errors import ServiceUnavailable


async def with_titles(services: Services, tables: dict[str, Table], language: str) -> None:
    """Puts titles in place of answers' ids, in the tables whose rows begin with one."""
    ids = {row[0] for name in ("asked", "slowest") for row in tables[name].rows}
    titles = dict(await asyncio.gather(*(_title(services, one, language) for one in ids)))
    for name in ("asked", "slowest"):
        rows = [[titles[row[0]], *row[1:]] for row in tables[name].rows]
        tables[name] = replace(tables[name], rows=rows)


async def _title(services: Services, label: str, language: str) -> tuple[str, str]:
    try:
        found = await services.answer(label)
    except ServiceUnavailable:
        found = None
    return label, found["title"][language] if found and found["title"] else label
