"""Documents are cut at ends of sentences, nothing is lost, each passage knows its place."""

from hypothesis import given, settings, strategies as st

from bot.documents.blocks import Block, to_blocks
from bot.documents.passages import LONGEST, SHORTEST, cut

WORDS = st.sampled_from(
    ["पेंशन", "नियम", "अवकाश", "rule", "of", "DDO", "15-01-2020", "₹1,50,000", "के", "x" * 60]
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=140).map(lambda words: " ".join(words) + "।")
BLOCK = st.builds(
    Block,
    st.lists(SENTENCE, min_size=1, max_size=5).map(" ".join),
    st.integers(1, 3),
    st.booleans(),
    st.sampled_from(["", "1", "4.2"]),
)


def squeezed(text):
    return "".join(text.split())


@settings(deadline=None, max_examples=60)
@given(st.lists(BLOCK, min_size=1, max_size=12))
def test_every_passage_has_300_to_700_characters_and_no_word_is_lost(blocks):
    passages = cut(blocks)
    assert squeezed("".join(p.text for p in passages)) == squeezed("".join(b.text for b in blocks))
    sizes = [len(passage.text) for passage in passages]
    assert max(sizes) <= LONGEST
    assert min(sizes) >= SHORTEST or len(sizes) == 1


def test_a_passage_ends_with_a_sentence_where_there_are_any():
    sentence = "सरकारी सेवक को अर्जित अवकाश नियमानुसार दिया जाएगा।"
    passages = cut([Block(" ".join([sentence] * 40))])
    assert len(passages) > 2
    assert all(passage.text.endswith("दिया जाएगा।") for passage in passages)
    assert all(passage.text.startswith("सरकारी सेवक") for passage in passages)


def test_the_section_is_the_heading_and_the_numbered_paragraph():
    filler = "यह नियम सभी सेवकों पर समान रूप से लागू है और इसमें कोई छूट नहीं है। " * 6
    rules = "A rule of leave. " * 25
    text = f"## यात्रा भत्ता\n\n4. {filler}\n\n5. {filler}\n\n## Leave\n\n1. {rules}\n"
    sections = [passage.section for passage in cut(list(to_blocks(text.splitlines())))]
    assert sections[0] == "यात्रा भत्ता, प्रस्तर 4"
    assert "यात्रा भत्ता, प्रस्तर 5" in sections
    assert sections[-1] == "Leave, para 1"


def test_a_bare_chapter_takes_the_title_below_it():
    blocks = list(to_blocks(["अध्याय-8", "", "ज्येष्ठता", "", "नियम लागू हैं। " * 40]))
    assert cut(blocks)[0].section == "अध्याय-8: ज्येष्ठता"


def test_a_titled_item_of_a_list_stays_with_its_items_and_names_their_place():
    filler = "यह नियम सभी सेवकों पर समान रूप से लागू है और इसमें कोई छूट नहीं है। " * 5
    lines = [
        filler,
        "",
        "(स) संगरोध अवकाश (Quarantine leave)",
        "",
        f"(i) {filler}",
        "",
        f"(ii) {filler}",
    ]
    passages = cut(list(to_blocks(["## अवकाश", "", *lines])))
    assert not passages[0].text.endswith("leave)")
    assert passages[1].text.startswith("(स) संगरोध")
    assert {passage.section for passage in passages[1:]} == {
        "अवकाश, (स) संगरोध अवकाश (Quarantine leave)"
    }


def test_a_heading_is_not_left_behind_by_its_text():
    sentence = "यह नियम सभी सेवकों पर समान रूप से लागू है। "
    blocks = [Block(sentence * 9), Block("दूसरा शीर्षक", is_heading=True), Block(sentence * 9)]
    passages = cut(blocks)
    assert not any(passage.text.endswith("शीर्षक") for passage in passages)


def test_the_page_is_the_one_that_most_of_the_passage_stands_on():
    sentence = "यह नियम सभी सेवकों पर समान रूप से लागू है। "
    passages = cut([Block(sentence * 2, 1), Block(sentence * 6, 2)])
    assert [passage.page for passage in passages] == [2]


def test_a_short_document_is_one_short_passage():
    assert [passage.text for passage in cut([Block("A short order.")])] == ["A short order."]


def test_an_empty_document_has_none():
    assert cut([]) == []
