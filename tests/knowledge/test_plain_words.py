"""Official Hindi is found in our texts; a gloss for those who search by it is not."""

from pathlib import Path

import pytest

from bot.knowledge.entries import KnowledgeError
from bot.knowledge.plain_words import load_plain_words, official_words

ROOT = Path(__file__).resolve().parent.parent.parent / "data"
WORDS = {"हेतु": ["के लिए"], "अनुमन्य": ["मिलेगा", "मान्य"], "उपरांत": ["के बाद"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("इलाज हेतु आवेदन", ["हेतु"]),
        ("इलाज के लिए आवेदन", []),
        ("यह भत्ता मिलेगा (अनुमन्य)।", []),
        ("छुट्टी मिलती (अनुमन्य) है", []),
        ("यह भत्ता (अनुमन्य) है", ["अनुमन्य"]),
        ("यह अनुमन्य है (मिलेगा)", ["अनुमन्य"]),
        ("सेतुहेतु", []),
        ("तदुपरांत", []),
        ("उसके उपरांत, इलाज हेतु", ["उपरांत", "हेतु"]),
    ],
)
def test_official_words_are_found_whole_and_unexplained(text: str, found: list[str]) -> None:
    assert [word for word, _ in official_words(text, WORDS)] == found


def test_each_word_comes_with_what_to_write() -> None:
    assert list(official_words("अनुमन्य", WORDS)) == [("अनुमन्य", "मिलेगा / मान्य")]


def test_the_list_we_ship_is_long_enough_and_no_plain_form_is_itself_official() -> None:
    words = load_plain_words(ROOT)
    assert len(words) >= 40
    for forms in words.values():
        for form in forms:
            assert not list(official_words(form, words)), form


def test_a_list_of_the_wrong_shape_is_named(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "plain_words.yml").write_text("हेतु: के लिए", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"plain_words\.yml"):
        load_plain_words(tmp_path)
