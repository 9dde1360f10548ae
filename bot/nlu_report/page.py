"""The findings as one HTML file without any script, readable and printable anywhere."""

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.nlu_report.findings import Findings

TEMPLATE = "page.html"


def render(findings: Findings, day: date, root: Path) -> str:
    """The page.

    Args:
        findings: what to show.
        day: of the cross-validation.
        root: the project's folder; files are named from there.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda share: f"{share:.1%}"
    environment.filters["file"] = lambda path: path.resolve().relative_to(root.resolve())
    return environment.get_template(TEMPLATE).render(findings=findings, day=day)
