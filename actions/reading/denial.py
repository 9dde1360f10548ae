"""Saying that something is not so, and the words that only look like it."""

from collections.abc import Collection, Sequence

from actions.reading.word_lists import listed, phrases


def denies(keys: Collection[str]) -> bool:
    """Whether any of the words denies."""
    return not (listed("denies_behind") | listed("denies_before")).isdisjoint(keys)


def name_denies(keys: Collection[str]) -> bool:
    """Whether a name itself says that there is none: "card nahi", but not "non employment"."""
    return denies(set(keys) - listed("prefixes"))


def denies_behind(keys: Sequence[str], index: int, *, is_last: bool) -> bool:
    """Whether the word at `index` denies what stands before it.

    Args:
        keys: the words of the message.
        index: the word.
        is_last: its clause ends with it, so that "na" only rounds off a question.
    """
    if keys[index] not in listed("denies_behind"):
        return False
    if is_last and keys[index] in listed("tags"):
        return False
    return index == 0 or keys[index - 1] not in listed("either")


def denies_before(key: str) -> bool:
    """Whether a word denies what stands behind it."""
    return key in listed("denies_before")


def closes(keys: Sequence[str]) -> bool:
    """Whether the words say that there is nothing besides: "baaki kuch nahi", "nothing else".

    >>> closes(["package", "aur", "kuch", "nahi"])
    True
    """
    line = f" {' '.join(keys)} "
    return any(f" {' '.join(phrase)} " in line for phrase in phrases("closing"))
