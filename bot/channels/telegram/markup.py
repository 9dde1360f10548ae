"""Texts as Telegram shows them: safe HTML, in parts that are short enough.

Our texts are plain, with bullets, `**bold**` words and a source in their last line; whatever else
they hold is escaped. A text is cut before it becomes HTML, so no part ends inside an entity.
"""

import html
import re
from collections.abc import Iterator

#: Telegram takes 4,096 UTF-16 units; room is left for what `numbered` links add.
LIMIT = 3500
_BOLD = re.compile(r"\*\*(\S(?:[^*\n]*\S)?)\*\*")
_SOURCE = re.compile(r"^(?:स्रोत|Source|srot)\s?[::].*$", re.MULTILINE | re.IGNORECASE)
_WORKSHEET = re.compile(r"https?://[^\s<>\"']+/worksheets/[\w=-]+")
_SENTENCE_END = re.compile(r"(?<=[।.?!…])\s+")


def to_html(text: str, worksheet_title: str) -> str:
    """One part as Telegram's HTML.

    >>> to_html("**Pay** < 5\\nSource: G.O. 1", "Open")
    '<b>Pay</b> &lt; 5\\n<i>Source: G.O. 1</i>'
    """
    links = _WORKSHEET.findall(text)
    escaped = html.escape(text, quote=False)
    escaped = _BOLD.sub(r"<b>\1</b>", escaped)
    escaped = _SOURCE.sub(lambda match: f"<i>{re.sub('</?b>', '', match[0])}</i>", escaped)
    for number, link in enumerate(links, start=1):
        title = worksheet_title + (f" {number}" if len(links) > 1 else "")
        anchor = f'<a href="{html.escape(link)}">{html.escape(title, quote=False)}</a>'
        escaped = escaped.replace(html.escape(link, quote=False), anchor, 1)
    return escaped


def split(text: str, limit: int = LIMIT) -> list[str]:
    """The text in parts of at most `limit` UTF-16 units, cut between lines or sentences."""
    parts = [""]
    for piece in _pieces(text.strip(), limit):
        if length(parts[-1] + piece) > limit:
            parts.append("")
        parts[-1] += piece
    return [part.strip() for part in parts if part.strip()]


def length(text: str) -> int:
    """UTF-16 units, in which Telegram counts.

    >>> length("कख😀")
    4
    """
    return len(text) + sum(character > "\uffff" for character in text)


def _pieces(text: str, limit: int) -> Iterator[str]:
    """What must stay together: a line, else a sentence, else a word, else what fits."""
    for line in text.splitlines(keepends=True):
        if length(line) <= limit:
            yield line
            continue
        for sentence in _cut(line, _SENTENCE_END):
            if length(sentence) <= limit:
                yield sentence
                continue
            for word in _cut(sentence, re.compile(r"\s+")):
                yield from _chop(word, limit)


def _cut(text: str, boundary: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for match in boundary.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]


def _chop(word: str, limit: int) -> Iterator[str]:
    # A Python character is at most two units.
    size = limit if length(word) <= limit else limit // 2
    for start in range(0, len(word), size):
        yield word[start : start + size]


def without_tags(text: str) -> str:
    """The words of our HTML, with the addresses of its links.

    >>> without_tags('<b>Pay</b> &lt; 5 <a href="http://a/worksheets/b">Open</a>')
    'Pay < 5 Open: http://a/worksheets/b'
    """
    linked = re.sub(r'<a href="([^"]*)">([^<]*)</a>', r"\2: \1", text)
    return html.unescape(re.sub(r"</?[bi]>", "", linked))
