"""The gateway adds to an answer what depends on the day."""

from bot.gateway.validity import with_validity

REVIEW = {"answer": "x", "language": "en", "checked_on": "2026-11-22", "review_on": "2028-11-22"}


def reply(**facts):
    return [{"text": "The limit is ₹1,000.", "custom": {**REVIEW, **facts}}]


def test_an_answer_in_force_is_left_as_it_is():
    assert with_validity(reply(), {"today": "2026-11-22"}) == reply()


def test_an_answer_due_for_review_says_so_in_its_language():
    today = {"today": "2028-11-22"}
    assert "22-11-2026" in with_validity(reply(), today)[0]["text"].splitlines()[-1]
    hindi = with_validity(reply(language="hi"), today)[0]["text"].splitlines()
    assert hindi[0] == "The limit is ₹1,000."
    assert "जाँच बाकी" in hindi[-1]
    assert len(hindi) == 2


def test_other_replies_have_no_dates():
    plain = [
        {"text": "Hello"},
        {"custom": REVIEW},
        {"text": "Which?", "custom": {"language": "en"}},
    ]
    assert with_validity(plain, {"today": "2030-01-01"}) == plain


def test_the_line_reaches_the_person(bench):
    bench.rasa.replies = reply(valid_until="2020-01-01")
    assert "01-01-2020" in bench.text("what is the limit")


def test_the_line_is_romanised_like_the_answer(bench):
    bench.rasa.replies = [{"text": "ठीक है।", "custom": {"preference": "hi-Latn"}}]
    bench.say("roman me likho")
    bench.rasa.replies = reply(language="hi", valid_from="2099-01-01")
    text = bench.text("seema kya hai batao")
    assert "01-01-2099" in text
    assert not any("\u0900" <= letter <= "\u097f" for letter in text)
