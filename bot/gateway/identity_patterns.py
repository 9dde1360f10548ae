"""What identifiers look like in a message, once its digits are ASCII."""

import re

from stdnum import verhoeff

#: Between groups of one number people put a space, a hyphen, a dot or a dash.
_GAP = r"[ \u00a0.\-\u2010-\u2015_]{1,3}"
_MAYBE = rf"(?:{_GAP})?"
_START, _END = r"(?<!\d)", r"(?!\d)"


def _grouped(*sizes: int) -> str:
    return _GAP.join(rf"\d{{{size}}}" for size in sizes)


def _number(*forms: str) -> re.Pattern[str]:
    return re.compile(f"{_START}(?:{'|'.join(forms)}){_END}")


EMAIL = re.compile(
    r"[a-z0-9][a-z0-9._%+\-]*\s?@\s?[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,}", re.IGNORECASE
)
UPI = re.compile(
    r"[a-z0-9][a-z0-9._\-]+@(?:ok[a-z]+|upi|paytm|ybl|ibl|axl|apl|sbi|hdfcbank|icici)\b",
    re.IGNORECASE,
)
PUBLIC_ADDRESSES = frozenset({"upsects@gmail.com", "support@upsects.in"})
PAN = re.compile(
    r"(?<![a-z0-9])[a-z]{3}[pchabgjlft][a-z][ -]?\d{4}[ -]?[a-z](?![a-z0-9])", re.IGNORECASE
)
APPLICATION = re.compile(
    r"(?<![a-z0-9])up[\s/\-_]{0,2}((?:19|20)\d{2})[\s/\-_]{0,2}(\d{6,10})(?!\d)", re.IGNORECASE
)
#: Without its prefix only the hyphenated form is unmistakable.
BARE_APPLICATION = re.compile(r"(?<![\d\-])(20[1-4]\d)-(\d{8})(?![\d\-])")
SIXTEEN = _number(_grouped(4, 4, 4, 4), r"\d{16}")
TWELVE = _number(
    _grouped(4, 4, 4),
    _grouped(4, 8),
    _grouped(8, 4),
    _GAP.join([r"\d"] * 12),
    r"(?<!\+)[2-9]\d{11}",
)
LABELLED_TWELVE = _number(r"\d" + rf"(?:{_MAYBE}\d)" * 11)
MOBILE = re.compile(
    r"(?<!\d)(?:(?:\+|00)91" + _MAYBE + r"|91" + _MAYBE + r"|0" + _MAYBE + r")?"
    r"(?P<body>"
    + "|".join(
        rf"(?=[6-9]){form}"
        for form in (
            r"\d{10}",
            _grouped(5, 5),
            _grouped(3, 3, 4),
            _grouped(4, 3, 3),
            _grouped(3, 4, 3),
            _grouped(2, 4, 4),
            _grouped(4, 6),
            _grouped(2, 2, 2, 2, 2),
            _GAP.join([r"\d"] * 10),
        )
    )
    + r")(?!\d)"
)
ACCOUNT = _number(r"\d{9,18}", r"\d{2,6}" + rf"(?:{_GAP}\d{{2,6}})" + "{2,5}")
LONG_NUMBER = _number(r"(?!1800)\d{11,}")
OTP = re.compile(r"(?<![\d.,])(?:\d{6}|\d{3}[ -]\d{3})(?!\d|[.,]\d)")
LABELLED_OTP = re.compile(r"(?<![\d.,])(?:\d{4,8}|\d{3}[ -]\d{3})(?!\d|[.,]\d)")
WHOLE_OTP = re.compile(r"\W*(?P<code>\d(?:[ -]?\d){5})\W*")

_LATIN_LABELS = {
    "aadhaar": r"a+dh+a*r|uid|uidai|vid",
    "mobile": r"mob|mobile|phone|fone|whats ?app|contact|call",
    "account": r"a/c|ac no|acc|acct|account|khat[aeo]|iban",
    "otp": r"o\.?t\.?p\.?|one ?time ?password",
    "place_code": r"(?:pin|ifsc|zip|treasury|office|ddo|micr) ?code|pin ?no|pin",
    "code": r"code",
    "application": r"application|registration|aavedan|avedan",
    "amount": r"rs|inr|amount|rupees?|rupaye|basic|salary|vetan",
}
_DEVANAGARI = "[\u0900-\u097f]"
_DEVANAGARI_LABELS = {
    "aadhaar": "आधार|वीआईडी",
    "mobile": "मोबाइल|मोबाईल|फ़ोन|फोन|व्हाट्सएप|व्हाट्सऐप",
    "account": "खाता|खाते|एकाउंट|अकाउंट|अकाउन्ट",
    "otp": r"ओ\.?\s?टी\.?\s?पी",
    "place_code": rf"पिन ?कोड|पिन(?!{_DEVANAGARI})",
    "code": rf"कोड(?!{_DEVANAGARI})",
    "application": "आवेदन|पंजीकरण|पंजीयन",
    "amount": rf"₹|रुपये|रुपए|रुपया|(?:रू|रु)(?!{_DEVANAGARI})|राशि|वेतन|बेसिक",
}
#: One named group a kind; the nearest label before or after a number says what it is.
LABEL = re.compile(
    "|".join(
        rf"(?P<{kind}>(?<![a-z])(?:{latin})(?![a-z])"
        rf"|(?<!{_DEVANAGARI})(?:{_DEVANAGARI_LABELS[kind]}))"
        for kind, latin in _LATIN_LABELS.items()
    ),
    re.IGNORECASE,
)
CURRENCY_BEFORE = re.compile(
    rf"(?:₹|(?<![a-z])(?:rs|inr)\.?|(?<!{_DEVANAGARI})(?:रु|रू)\.?)\s*$", re.IGNORECASE
)
CURRENCY_AFTER = re.compile(
    r"k(?![a-z])|\s*(?:/-|₹"
    r"|(?:lakh|lac|crore|cr|hazar|hajar|thousand|rs|rupees?|rupaye|rupay|rupya)(?![a-z])"
    rf"|(?:लाख|करोड़|करोड|हज़ार|हजार|रुपये|रुपए|रुपया|रुपयों|रू|रु)(?!{_DEVANAGARI}))",
    re.IGNORECASE,
)
FORGED_TOKEN = re.compile(r"\[\s*([a-z]{2,20})\s*#\s*(\d+)\s*\]", re.IGNORECASE)


def is_aadhaar(digits: str) -> bool:
    """Whether ASCII digits may be an Aadhaar number, or the virtual id of one (16 digits).

    >>> is_aadhaar("234567890124"), is_aadhaar("234567890123")
    (True, False)
    """
    return digits[0] not in "01" and bool(verhoeff.is_valid(digits))
