"""Texts and keys as Telegram takes them."""

import html
import re

import pytest
from hypothesis import given, strategies as st

from bot.channels.telegram import keyboard, markup
from bot.channels.telegram.sender import render
from bot.channels.telegram.strings import strings
from bot.gateway.payloads import PLAIN

TAG = re.compile(r"<(/?)(b|i|a)(?: href=\"[^\"<>]*\")?>")
texts = st.text(st.sampled_from('कख aB<>&"*।.?\n😀:/-'), max_size=300)


def check_html(text):
    """Telegram's rule: known tags only, each closed, nothing else that looks like one."""
    open_tags = []
    for closing, name in TAG.findall(text):
        if closing:
            assert open_tags.pop() == name
        else:
            open_tags.append(name)
    assert open_tags == []
    assert not set("<>") & set(TAG.sub("", text))


@given(texts)
def test_whatever_a_text_holds_is_safe_html(text):
    shown = markup.to_html(text, "खोलें")
    check_html(shown)
    assert re.sub(r"\*", "", html.unescape(TAG.sub("", shown))) == text.replace("*", "")


@given(texts, st.integers(20, 60))
def test_parts_are_short_and_lose_no_word(text, limit):
    parts = markup.split(text, limit)
    assert all(0 < markup.length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_parts_end_with_lines_before_sentences_before_words():
    assert markup.split("एक दो। तीन चार।\nपाँच", 18) == ["एक दो। तीन चार।", "पाँच"]
    assert markup.split("एक दो। तीन चार।", 8) == ["एक दो।", "तीन चार।"]
    assert markup.split("एक दो तीन चार", 8) == ["एक दो", "तीन चार"]
    assert markup.split("क" * 10, 4) == ["क" * 4, "क" * 4, "क" * 2]


def test_bold_words_and_sources_are_shown_as_such():
    assert markup.to_html("**वेतन** 5 * 3 ** 2", "x") == "<b>वेतन</b> 5 * 3 ** 2"
    assert markup.to_html("a\nस्रोत: शासनादेश <1>", "x") == "a\n<i>स्रोत: शासनादेश &lt;1&gt;</i>"


def test_several_worksheets_are_numbered():
    one, two = (f"https://a.example/worksheets/{name}" for name in ("abc", "abcdef="))
    assert markup.to_html(f"{one}\n{two}", "खोलें") == (
        f'<a href="{one}">खोलें 1</a>\n<a href="{two}">खोलें 2</a>'
    )


payloads = st.text(min_size=1, max_size=80).map(lambda text: f"/{text}")


@given(payloads)
def test_a_button_carries_64_bytes_at_most_and_finds_its_payload(payload):
    kept = {}

    def save(text):
        kept["0" * 40] = text
        return "0" * 40

    data = keyboard.encode(payload, save)
    assert 0 < len(data.encode()) <= 64
    found = kept.get(data.removeprefix("b:")) if data.startswith("b:") else data
    assert found == payload


def test_short_titles_share_a_row_and_long_ones_do_not():
    titles = ["हाँ", "नहीं", "एक बहुत ही लंबा शीर्षक यहाँ", "क", "ख", "ग"]
    buttons = [{"title": title, "payload": "/menu"} for title in titles]
    rows = keyboard.inline(buttons, str)["inline_keyboard"]
    assert [len(row) for row in rows] == [2, 1, 2, 1]
    assert [key["text"] for row in rows for key in row] == titles


def test_links_become_buttons():
    [[key]] = keyboard.inline([{"title": "खोलें", "url": "https://a.example"}], str)[
        "inline_keyboard"
    ]
    assert key == {"text": "खोलें", "url": "https://a.example"}


def test_the_keys_hang_on_the_last_part():
    payload = {"text": "वाक्य। " * 1000, "buttons": [{"title": "और", "payload": "/menu"}]}
    requests = render(payload, str)
    assert len(requests) > 1
    assert ["reply_markup" in one for one in requests] == [False] * (len(requests) - 1) + [True]


def test_a_mark_moves_with_the_choice():
    rows = [
        [{"text": "✓ हाँ", "callback_data": "/affirm"}, {"text": "नहीं", "callback_data": "/deny"}]
    ]
    [[yes, no]] = keyboard.marked(rows, "/deny")["inline_keyboard"]
    assert (yes["text"], no["text"]) == ("हाँ", "✓ नहीं")
    assert keyboard.marked(rows, "/affirm") is None
    assert keyboard.marked([], "/affirm") is None


def leaves(node, path=""):
    if set(node) == {"hi", "en"}:
        yield path, node
        return
    for name, child in node.items():
        yield from leaves(child, f"{path}/{name}")


SENTENCES = list(leaves(strings()))


def test_the_sentences_were_found():
    assert len(SENTENCES) > 35


@pytest.mark.parametrize(("path", "both"), SENTENCES, ids=[path for path, _ in SENTENCES])
def test_a_sentence_says_the_same_in_both_languages(path, both):
    assert both["hi"].strip()
    assert both["en"].strip()
    for pattern in (r"\{\w+\}", r"(?<!\w)/[a-z]+", r"\d[\d,-]*\d"):
        assert re.findall(pattern, both["hi"]) == re.findall(pattern, both["en"]), path


def test_our_buttons_are_admitted():
    from bot.channels.telegram.answering import _LANGUAGES, _PAYLOADS

    used = {*_PAYLOADS.values(), *(payload for _, payload in _LANGUAGES)}
    assert used <= {f"/{name}" for name in PLAIN}
