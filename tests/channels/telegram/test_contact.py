"""A mobile number by one tap: only the sender's own."""

import pytest

ASK = [
    {
        "text": "पंजीकृत मोबाइल नंबर?",
        "buttons": [{"title": "रोकें", "payload": "/stop"}],
        "custom": {"wants": "mobile", "language": "hi"},
    }
]
NUMBER = "6000012345"


@pytest.fixture
def asked(bench):
    bench.rasa.replies = ASK
    bench.ask("स्थिति")
    bench.rasa.replies = None
    return bench


def share(bench, number, user):
    bench.telegram.show(
        bench.chat, contact={"phone_number": number, "user_id": user, "first_name": "A"}
    )


def test_the_question_comes_with_a_key_that_shares_the_number(asked):
    rows = asked.telegram.to(asked.chat)[-1]["reply_markup"]["keyboard"]
    assert rows[0][0]["request_contact"] is True
    assert "मोबाइल" in rows[0][0]["text"]
    assert rows[1][0] == {"text": "रोकें"}


@pytest.mark.parametrize("number", [f"+91{NUMBER}", f"91{NUMBER}", NUMBER, f"+91 {NUMBER}"])
def test_ones_own_number_goes_on_as_a_token(asked, number):
    share(asked, number, asked.chat)
    texts = asked.telegram.wait(asked.chat, 3)
    assert texts[1:] == ["धन्यवाद, आपका नंबर मिल गया।", "echo [mobile#1]"]
    assert asked.rasa.texts[-1] == "[mobile#1]"
    assert asked.telegram.to(asked.chat)[1]["reply_markup"] == {"remove_keyboard": True}


@pytest.mark.parametrize("user", [12, None])
def test_someone_elses_number_is_refused(asked, user):
    share(asked, f"+91{NUMBER}", user)
    texts = asked.telegram.wait(asked.chat, 2)
    assert "किसी और" in texts[1]
    assert len(asked.rasa.received) == 1


def test_a_foreign_countrys_number_is_refused(asked):
    share(asked, "+14155550123", asked.chat)
    assert "10 अंकों" in asked.telegram.wait(asked.chat, 2)[1]


def test_the_other_key_stands_for_its_payload(asked):
    assert asked.ask("रोकें") == ["echo /stop"]
    assert asked.telegram.to(asked.chat)[-1]["reply_markup"] == {"remove_keyboard": True}
    assert asked.ask("रोकें") == ["echo रोकें"]


def test_keys_go_before_an_answer_that_has_buttons(asked):
    asked.rasa.replies = [{"text": "OTP?", "buttons": [{"title": "फिर", "payload": "/stop"}]}]
    assert asked.ask(NUMBER, 2) == ["ठीक है।", "OTP?"]
    shown = asked.telegram.to(asked.chat)
    assert shown[-2]["reply_markup"] == {"remove_keyboard": True}
    assert "inline_keyboard" in shown[-1]["reply_markup"]


def test_the_number_stands_nowhere(asked):
    share(asked, f"+91{NUMBER}", asked.chat)
    asked.telegram.wait(asked.chat, 3)
    asked.wait_until_quiet()
    for path in asked.database.parent.glob("gateway.db*"):
        content = path.read_bytes()
        assert NUMBER.encode() not in content
        assert str(asked.chat).encode() not in content
