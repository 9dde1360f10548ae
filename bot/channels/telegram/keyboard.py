"""Buttons as Telegram takes them: rows of one or two, and at most 64 bytes behind each."""

from collections.abc import Callable
from typing import Any

MOST_BYTES = 64
CODE = "b:"
#: The mark of what was chosen.
MARK = "✓ "
_SHORT_TITLE = 16
_MOST_BUTTONS = 90


def inline(buttons: list[dict[str, Any]], encode: Callable[[str], str]) -> dict[str, Any]:
    """An inline keyboard.

    Args:
        buttons: each `{"title", "payload"}`, or `{"title", "url"}` for a link.
        encode: gives the callback data of a payload.
    """
    keys = []
    for button in buttons[:_MOST_BUTTONS]:
        if button.get("url"):
            keys.append({"text": button["title"], "url": button["url"]})
        elif button.get("payload"):
            keys.append({"text": button["title"], "callback_data": encode(button["payload"])})
    return {"inline_keyboard": _rows(keys)}


def encode(payload: str, save: Callable[[str], str]) -> str:
    """The payload itself where it fits, else the code under which `save` keeps it.

    >>> encode("/menu", lambda payload: "0" * 40)
    '/menu'
    """
    fits = len(payload.encode()) <= MOST_BYTES and not payload.startswith(CODE)
    return payload if fits else CODE + save(payload)


def contact(title: str, others: list[str]) -> dict[str, Any]:
    """Keys below the input: one shares the person's own number, others send their title."""
    rows: list[list[dict[str, Any]]] = [[{"text": title, "request_contact": True}]]
    rows += [[{"text": other}] for other in others]
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def marked(keyboard: list[list[dict[str, Any]]], chosen: str) -> dict[str, Any] | None:
    """The keyboard with a mark at the chosen key; the others go on working. None: no change."""
    rows = [
        [
            {**key, "text": MARK + key["text"].removeprefix(MARK)}
            if key.get("callback_data") == chosen
            else {**key, "text": key["text"].removeprefix(MARK)}
            for key in row
        ]
        for row in keyboard
    ]
    return {"inline_keyboard": rows} if rows and rows != keyboard else None


def _rows(keys: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = []
    for key in keys:
        is_short = len(key["text"]) <= _SHORT_TITLE
        if rows and is_short and len(rows[-1]) == 1 and len(rows[-1][0]["text"]) <= _SHORT_TITLE:
            rows[-1].append(key)
        else:
            rows.append([key])
    return rows
