"""Which button payloads may come in from outside.

Rasa obeys any message that begins with "/": `/restart`, `/inform{"slot": ...}`. Only the payloads
that our own buttons carry pass; everything else is read as plain text.
"""

import json
import re

PLAIN = frozenset(
    {
        *("start", "greet", "help", "menu", "human", "affirm", "deny", "stop"),
        *("subscribe", "unsubscribe"),
        *("check_status", "calculate", "show_steps", "ask_source", "print_worksheet"),
        *("switch_language_hi", "switch_language_en", "switch_language_roman"),
    }
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
_SHORT_TEXT = re.compile(r"[^\x00-\x1f{}\[\]\\]{1,80}")
_FIELDS = {"faq": "answer", "calculate": "calculator", "choose": "value", "topic": "topic"}
_MAX_EXTRA_FIELDS = 8
_CALL = re.compile(r"/([a-z_]{1,40})(\{.{2,600}\})?", re.DOTALL)


def admit(text: str) -> str:
    """Returns an allowed payload in its one canonical spelling, or the text without its slash.

    >>> admit('/faq{"answer": "opd_not_cashless"}')
    '/faq{"answer":"opd_not_cashless"}'
    >>> admit("/restart")
    'restart'
    """
    if not text.startswith("/"):
        return text
    call = _CALL.fullmatch(text)
    if call:
        intent, body = call.groups()
        if body is None and intent in PLAIN:
            return text
        fields = _read_fields(body) if body and intent in _FIELDS else None
        if fields is not None and _is_allowed(intent, fields):
            return f"/{intent}{json.dumps(fields, ensure_ascii=False, separators=(',', ':'))}"
    return text.lstrip("/ \n")


def is_payload(text: str) -> bool:
    """Whether an admitted text is a button's payload rather than words."""
    return text.startswith("/")


def _read_fields(body: str) -> dict[str, object] | None:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _is_allowed(intent: str, fields: dict[str, object]) -> bool:
    required = _FIELDS[intent]
    value = fields.get(required)
    if intent == "choose":
        return set(fields) == {required} and _is_short(value)
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        return False
    extra = {name: given for name, given in fields.items() if name != required}
    if intent != "calculate":
        return not extra
    return len(extra) <= _MAX_EXTRA_FIELDS and all(
        _NAME.fullmatch(name) and (isinstance(given, bool | int | float) or _is_short(given))
        for name, given in extra.items()
    )


def _is_short(value: object) -> bool:
    return isinstance(value, str) and _SHORT_TEXT.fullmatch(value) is not None
