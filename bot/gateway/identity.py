"""Finds what identifies a person in a message and puts tokens in its place.

The replacement happens before anything is stored, logged or sent on. Amounts, years and dates are
left alone: they are what the calculators need.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.gateway import identity_patterns as patterns

_ASCII_DIGITS = {ord("०") + digit: str(digit) for digit in range(10)}
_ASCII_DIGITS |= {ord("\uff10") + digit: str(digit) for digit in range(10)}
_WINDOW_BEFORE, _WINDOW_AFTER = 32, 16
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Finding:
    """An identifier at `text[start:end]`, with its value in one canonical spelling."""

    kind: str
    start: int
    end: int
    value: str


def find(text: str, *, otp_awaited: bool = False) -> list[Finding]:
    """Finds the identifiers of a cleaned message, in order of their place.

    Args:
        text: what the person wrote.
        otp_awaited: whether this conversation was just sent a one-time password.

    >>> [(f.kind, f.value) for f in find("मेरा मोबाइल ९८७६५ ४३२१० है, खर्च 5,60,000")]
    [('mobile', '9876543210')]
    """
    plain = text.translate(_ASCII_DIGITS)
    if not any(map(str.isdigit, plain)) and "@" not in plain:
        return []
    found: list[Finding] = []
    for search in _SEARCHES:
        for finding in search(plain):
            if all(finding.end <= f.start or f.end <= finding.start for f in found):
                found.append(finding)
    if otp_awaited or patterns.LABEL.search(plain):
        found += [f for f in _otps(plain, otp_awaited) if not _overlaps(f, found)]
    return sorted(found, key=lambda finding: finding.start)


def replace(text: str, save: Callable[[str, str], str], *, otp_awaited: bool = False) -> str:
    """Returns the text with each identifier replaced by the token that `save` gives it.

    Args:
        text: what the person wrote.
        save: takes kind and value, keeps the value, returns a token such as `[mobile#1]`.
        otp_awaited: as for `find`.
    """
    parts, position = [], 0
    for finding in find(text, otp_awaited=otp_awaited):
        parts += [_disarm(text[position : finding.start]), save(finding.kind, finding.value)]
        position = finding.end
    return "".join([*parts, _disarm(text[position:])])


def _disarm(text: str) -> str:
    """Only the gateway makes tokens: one that was typed loses its brackets."""
    return patterns.FORGED_TOKEN.sub(r"\1 \2", text)


def _overlaps(finding: Finding, others: list[Finding]) -> bool:
    return any(finding.start < other.end and other.start < finding.end for other in others)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _label(plain: str, start: int, end: int) -> str | None:
    """What the words around a number call it: the nearest one before it, else after it."""
    before = plain[max(0, start - _WINDOW_BEFORE) : start]
    after = plain[end : end + _WINDOW_AFTER]
    if patterns.CURRENCY_BEFORE.search(before) or patterns.CURRENCY_AFTER.match(after):
        return "amount"
    labels = [match.lastgroup for match in patterns.LABEL.finditer(before)]
    if labels:
        return labels[-1]
    following = patterns.LABEL.search(after)
    return following.lastgroup if following else None


def _addresses(plain: str) -> Iterator[Finding]:
    for match in patterns.EMAIL.finditer(plain):
        address = "".join(match.group().lower().split()).rstrip(".")
        if address not in patterns.PUBLIC_ADDRESSES:
            yield Finding("email", match.start(), match.end(), address)
    for match in patterns.UPI.finditer(plain):
        yield Finding("account", match.start(), match.end(), match.group().lower())


def _pans(plain: str) -> Iterator[Finding]:
    for match in patterns.PAN.finditer(plain):
        value = re.sub(r"[ -]", "", match.group()).upper()
        yield Finding("pan", match.start(), match.end(), value)


def _applications(plain: str) -> Iterator[Finding]:
    for pattern in (patterns.APPLICATION, patterns.BARE_APPLICATION):
        for match in pattern.finditer(plain):
            value = f"UP{match.group(1)}-{match.group(2).zfill(8)}"
            yield Finding("application", match.start(), match.end(), value)


def _aadhaars(plain: str) -> Iterator[Finding]:
    """Aadhaar numbers and their virtual ids (16 digits); both are only ever kept in part."""
    for match in patterns.SIXTEEN.finditer(plain):
        digits = _digits(match.group())
        label = _label(plain, match.start(), match.end())
        if label == "aadhaar" or patterns.is_aadhaar(digits):
            yield Finding("aadhaar", match.start(), match.end(), digits)
    for match in patterns.LABELLED_TWELVE.finditer(plain):
        if _label(plain, match.start(), match.end()) == "aadhaar":
            yield Finding("aadhaar", match.start(), match.end(), _digits(match.group()))
    for match in patterns.TWELVE.finditer(plain):
        digits = _digits(match.group())
        if patterns.is_aadhaar(digits) and not _is_amounts(plain, match):
            yield Finding("aadhaar", match.start(), match.end(), digits)


def _mobiles(plain: str) -> Iterator[Finding]:
    for match in patterns.MOBILE.finditer(plain):
        label = _label(plain, match.start(), match.end())
        is_account = label == "account" and match.group().isdigit()
        if not is_account and (label == "mobile" or not _is_amounts(plain, match, "body")):
            yield Finding("mobile", match.start(), match.end(), _digits(match.group("body")))


def _accounts(plain: str) -> Iterator[Finding]:
    for match in patterns.ACCOUNT.finditer(plain):
        digits = _digits(match.group())
        if 9 <= len(digits) <= 18 and _label(plain, match.start(), match.end()) == "account":
            yield Finding("account", match.start(), match.end(), digits)
    # No sum, date or year has so many digits in a row; whatever it numbers is a person's.
    for match in patterns.LONG_NUMBER.finditer(plain):
        yield Finding("account", match.start(), match.end(), match.group())


def _otps(plain: str, awaited: bool) -> Iterator[Finding]:
    whole = patterns.WHOLE_OTP.fullmatch(plain) if awaited else None
    if whole and _label(plain, *whole.span("code")) != "amount":
        yield Finding("otp", *whole.span("code"), _digits(whole["code"]))
        return
    for match in patterns.LABELLED_OTP.finditer(plain):
        label = _label(plain, match.start(), match.end())
        digits = _digits(match.group())
        may_be = len(digits) == 6 and label not in {"amount", "place_code"}
        if label == "otp" or (may_be and (label == "code" or awaited)):
            yield Finding("otp", match.start(), match.end(), digits)


def _is_amounts(plain: str, match: re.Match[str], group: str | int = 0) -> bool:
    """Whether what looks like one grouped number is rather several sums or years."""
    parts = re.findall(r"\d+", match.group(group))
    if len(parts) == 1 or len(parts[0]) == 1:
        return plain[: match.start()].endswith("₹") and len(parts[0]) <= 10
    if _label(plain, match.start(), match.end()) == "amount":
        return True
    round_by = "00" if len(parts[0]) >= 4 else "0"
    return all(_YEAR.fullmatch(part) for part in parts) or all(
        part.endswith(round_by) for part in parts
    )


_SEARCHES = (_addresses, _pans, _applications, _aadhaars, _mobiles, _accounts)
