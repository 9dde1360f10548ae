"""`/desk/analytics/<table>.csv`: a table of the page for a spreadsheet."""

import csv
import io
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.analytics.period import read_period
from console.analytics.tables import TABLES, Table, make_table
from console.threads import read
from console.visits import current
from console.words import say

# A spreadsheet reads a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def send(request: Request) -> Response:
    """The table as UTF-8 with a byte order mark, by which Excel knows Hindi.

    Raises:
        HTTPException: there is no such table.
    """
    name = request.path_params["table"]
    if name not in TABLES:
        raise HTTPException(404)
    asked = read_period(request)
    language = current(request).language
    table = await read(request, lambda db: make_table(name, db, asked.period, language))
    file = f"sahayak-{name}-{asked.period.first}-{asked.period.last}.csv"
    return Response(
        "\ufeff" + _write(table, language),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def _write(table: Table, language: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([say(column.head, language) for column in table.columns])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
