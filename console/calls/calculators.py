"""Every calculator as a form: steps, warnings and citations in both languages, a worksheet."""

from datetime import date, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions.rules import Calculator, InputError, Outcome, calculators
from console.calls import calculator_form
from console.forms import read_form
from console.pages import render
from console.times import INDIA, now
from console.visits import current, settings_of
from store.links import seal_link

# The action server opens such links: `actions.worksheet.link` writes the same document.
PURPOSE, PATH = "worksheet", "/worksheets/"


async def form(request: Request) -> Response:
    """The empty form."""
    return _show(request, _calculator(request), {})


async def compute(request: Request) -> Response:
    """The form as it was filled in, with the result or with what is wrong."""
    calculator, given = _calculator(request), await read_form(request)
    if "add" in given:
        return _show(request, calculator, given)
    values = calculator_form.read_values(calculator, given)
    today = now().astimezone(INDIA).date()
    try:
        outcome = calculator.compute(values, today=today)
    except InputError as error:
        errors = {error.field: error.message[current(request).language]}
        return _show(request, calculator, given, status=422, errors=errors)
    sheet = worksheet_link(request, calculator.name, values, today)
    return _show(request, calculator, given, outcome=outcome, sheet=sheet)


def worksheet_link(request: Request, name: str, values: dict[str, Any], on: date) -> str:
    """The address of the print-ready page; empty when the inputs are too many for a link."""
    settings = settings_of(request)
    document = {"calculator": name, "values": values, "on": on.isoformat()}
    until = now() + timedelta(hours=settings.worksheet_hours)
    try:
        return f"{PATH}{seal_link(PURPOSE, document, expires_at=until)}"
    except ValueError:
        return ""


def _calculator(request: Request) -> Calculator:
    found = calculators().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return found


def _show(
    request: Request,
    calculator: Calculator,
    given: dict[str, str],
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    outcome: Outcome | None = None,
    sheet: str = "",
) -> Response:
    return render(
        request,
        "calls/calculator.html",
        status=status,
        calculator=calculator,
        given=given,
        num_rows=calculator_form.num_rows,
        cell_name=calculator_form.cell_name,
        errors=errors or {},
        outcome=outcome,
        sources=_sources(outcome) if outcome else [],
        sheet=sheet,
    )


def _sources(outcome: Outcome) -> list[dict[str, str]]:
    """Each citation once."""
    texts: list[dict[str, str]] = [dict(one["text"]) for one in outcome.citations]
    return list({text["en"]: text for text in texts}.values())
