"""Words that tell what a message is doing: asking, correcting, or supposing something else."""

import re

QUESTION_WORDS = (
    "kya", "kaise", "kese", "kab", "kaun", "kon", "kahan", "kaha", r"kitn\w*", "kyo", "kyu",
    "kyon", "how", "what", "when", "who", "where", "which", "why", "can", "is", "does", "do",
    "क्या", "कैसे", "कब", "कौन", "कहाँ", "कहां", r"कितन[\u0900-\u097F]*", "क्यों",
    r"किस[\u0900-\u097F]*",
)  # fmt: skip
CORRECTION_WORDS = (
    r"nahi+n?", "nhi", "no", "sorry", "actually", "matlab", "galti", "balki", "i mean", "नहीं",
    "नही", "माफ", "बल्कि", "मतलब",
)  # fmt: skip
COMPUTING_WORDS = (
    "hisab", "hisaab", "calculate", "calculation", "compute", "work out", "jod kar", "jodkar",
    "nikal kar", "nikalkar", "nikalo", "हिसाब", "गणना", "जोड़कर", "जोड़ कर", "निकालकर", "निकालो",
    "निकालिए",
)  # fmt: skip
SUPPOSING_WORDS = (
    "agar", "agr", "if", "अगर", "यदि", "ho to", "hota to", "hoti to", "instead", "what about",
    "बजाय",
)  # fmt: skip


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    # \b does not know that a vowel sign belongs to its word.
    edge = r"[\w\u0900-\u097F]"
    return re.compile(rf"(?<!{edge})(?:{'|'.join(words)})(?!{edge})", re.IGNORECASE)


_QUESTION, _CORRECTION, _SUPPOSING, _COMPUTING = map(
    _any_of,
    (QUESTION_WORDS, CORRECTION_WORDS, SUPPOSING_WORDS, COMPUTING_WORDS),
)


def asks(text: str) -> bool:
    """Whether the message is put as a question.

    >>> asks("बिल कितने दिन में जमा होता है"), asks("80 hazar")
    (True, False)
    """
    return "?" in text or bool(_QUESTION.search(text))


def corrects(text: str) -> bool:
    """Whether the words take back what was said before them.

    >>> corrects("… nahi "), corrects(" aur ")
    (True, False)
    """
    return bool(_CORRECTION.search(text))


def supposes(text: str) -> bool:
    """Whether the message asks what would be otherwise.

    >>> supposes("aur agar 30 saal ho to?")
    True
    """
    return bool(_SUPPOSING.search(text))


def computes(text: str) -> bool:
    """Whether the message asks for a sum to be worked out, not for the rule.

    >>> computes("mera hisab lagao"), computes("limit kya hai")
    (True, False)
    """
    return bool(_COMPUTING.search(text))
