import pytest


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("haan", True),
        ("हाँ", True),
        ("हां जी", True),
        ("ji haan", True),
        ("haan ji", True),
        ("yes", True),
        ("Yes.", True),
        ("bilkul", True),
        ("जी", True),
        ("ha", True),
        ("हाँ है", True),
        ("haanji bilkul", True),
        ("yep", True),
        ("yes sir", True),
        ("ok", True),
        ("सही", True),
        ("true", True),
        ("nahi", False),
        ("नहीं", False),
        ("no", False),
        ("nope", False),
        ("ji nahi", False),
        ("जी नहीं", False),
        ("nhi", False),
        ("bilkul nahi", False),
        ("नहीं है", False),
        ("no sir", False),
        ("nahi hai", False),
        ("ना", False),
        ("false", False),
    ],
)
def test_a_message_that_is_only_an_answer(only, text, answer):
    entity = only(text, "yes_no")
    assert (entity.value, entity.extra) == (answer, {"whole": True})


@pytest.mark.parametrize(
    ("text", "cut", "answer"),
    [
        ("haan mere papa retired hain", "haan", True),
        ("nahi, mera card nahi bana", "nahi", False),
        ("नहीं वो साथ नहीं रहते", "नहीं", False),
        ("yes, she lives with me", "yes", True),
        ("no, he is not employed here", "no", False),
        ("ji haan wo mere saath rehte hain", "ji haan", True),
    ],
)
def test_an_answer_that_opens_a_sentence(only, text, cut, answer):
    entity = only(text, "yes_no")
    assert (entity.text, entity.value, entity.extra) == (cut, answer, {})


@pytest.mark.parametrize(
    "text",
    [
        "card nahi mila",
        "no objection certificate",
        "pata nahi",
        "नहीं पता",
        "kya ye sahi hai",
        "80 hazar nahi 82,500",
        "I am not sure",
        "ओपीडी में नहीं मिलता क्या",
        "न्यूनतम पेंशन",
        "",
        "?",
    ],
)
def test_no_answer_is_read_into_other_sentences(read, text):
    assert [e for e in read(text) if e.kind == "yes_no"] == []
