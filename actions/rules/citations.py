"""References to the source documents, written out in both languages."""

from collections.abc import Mapping
from typing import Any

from actions.rules.figures import written_day
from actions.rules.yaml_files import RULES, read_yaml

Citation = dict[str, Any]


def cite(reference: Mapping[str, Any]) -> Citation:
    """A citation from a reference of a parameter or of a text file.

    Args:
        reference: `document` (a key of `documents.yaml`), `section` {hi, en}, and `order` and
            `date` where the source names them; those of the document itself are the default.

    Returns:
        document, section, order and date where known (ISO), and `text`: one line per language.
    """
    document = read_yaml(RULES / "documents.yaml")[reference["document"]]
    order = reference.get("order", document.get("order"))
    day = reference.get("date", document.get("date"))
    citation: Citation = {"document": reference["document"], "section": dict(reference["section"])}
    citation |= {"order": order} if order else {}
    citation |= {"date": day.isoformat()} if day else {}
    tail = ", ".join(filter(None, (order, written_day(day) if day else "")))
    citation["text"] = {
        language: f"{document[language]}, {reference['section'][language]}"
        + (f" ({tail})" if tail else "")
        for language in ("hi", "en")
    }
    return citation
