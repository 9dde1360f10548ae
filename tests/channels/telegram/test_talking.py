"""What people see who talk to the bot: words, commands, buttons, edits."""

import json
import sqlite3
import time

import pytest

LONG = '/calculate{"calculator":"retirement_gratuity","pay_level":"सातवाँ वेतन स्तर सात"}'


def test_words_are_answered(bench):
    assert bench.ask("पेंशन कितनी मिलेगी?") == ["echo पेंशन कितनी मिलेगी?"]
    assert bench.rasa.received[0]["sender"] != str(bench.chat)


def test_start_offers_both_languages_and_says_what_becomes_of_words(bench):
    [text] = bench.ask("/start")
    assert "<b>सहायक</b>" in text
    assert "<b>Sahayak</b>" in text
    assert "/delete" in text
    assert "Aadhaar" in text
    assert bench.rasa.received == []
    bench.telegram.press(bench.chat, "English")
    bench.telegram.wait(bench.chat, 2)
    assert bench.rasa.texts == ["/switch_language_en"]


def test_start_is_short_for_whom_telegram_tells_us_the_language(bench):
    person = {"id": bench.chat, "first_name": "A", "is_bot": False, "language_code": "en-GB"}
    [text] = bench.ask("/start", **{"from": person})
    assert "Sahayak" in text
    assert "सहायक" not in text


@pytest.mark.parametrize(
    ("command", "payload"),
    [
        ("/menu", "/menu"),
        ("/status", "/check_status"),
        ("/calculate", "/calculate"),
        ("/help", "/help"),
        ("/stop", "/stop"),
        ("/calculate gratuity", "calculate gratuity"),
        ("/MENU@TestNameBot", "/menu"),
    ],
)
def test_commands_are_the_assistants_own_buttons(bench, command, payload):
    bench.ask(command)
    assert bench.rasa.texts == [payload]


def test_an_unknown_command_is_explained(bench):
    [text] = bench.ask("/frobnicate")
    assert "/menu" in text
    assert bench.rasa.received == []


def test_language_offers_three_ways_of_writing(bench):
    bench.ask("/language")
    rows = bench.telegram.to(bench.chat)[-1]["reply_markup"]["inline_keyboard"]
    assert [key["callback_data"] for row in rows for key in row] == [
        "/switch_language_hi",
        "/switch_language_en",
        "/switch_language_roman",
    ]


def test_the_command_menu_and_the_description_are_set_in_both_languages(make_bench):
    bench = make_bench()
    bench.start()
    bench.wait_until("sahayak_telegram_waiting_updates", 0)
    deadline = time.monotonic() + 10
    while sum(name == "setMyShortDescription" for name, _ in bench.telegram.calls) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    menus = {
        f.get("language_code"): f["commands"]
        for n, f in bench.telegram.calls
        if n == "setMyCommands"
    }
    assert set(menus) == {None, "en", "hi"}
    assert {one["command"] for one in menus["hi"]} >= {"start", "menu", "status", "delete", "stop"}
    assert menus["hi"][0]["description"] != menus["en"][0]["description"]
    for menu in menus.values():
        assert all(3 <= len(one["description"]) <= 256 for one in menu)


def test_a_long_payload_survives_behind_a_short_button(bench):
    bench.rasa.replies = [{"text": "चुनिए", "buttons": [{"title": "ग्रेच्युटी", "payload": LONG}]}]
    bench.ask("हिसाब")
    code = bench.telegram.press(bench.chat, "ग्रेच्युटी")
    assert len(code.encode()) <= 64 < len(LONG.encode())
    bench.telegram.wait(bench.chat, 2)
    assert json.loads(bench.rasa.texts[-1].removeprefix("/calculate")) == json.loads(
        LONG.removeprefix("/calculate")
    )
    bench.telegram.wait_for("answerCallbackQuery")


def test_the_chosen_button_is_marked_and_the_others_go_on_working(bench):
    bench.rasa.replies = [
        {
            "text": "चुनिए",
            "buttons": [
                {"title": "हाँ", "payload": "/affirm"},
                {"title": "नहीं", "payload": "/deny"},
            ],
        }
    ]
    bench.ask("हिसाब")
    first = bench.telegram.to(bench.chat)[-1]
    bench.telegram.press(bench.chat, "हाँ", message=first)
    marked = bench.telegram.wait_for("editMessageReplyMarkup")
    assert [key["text"] for key in marked["reply_markup"]["inline_keyboard"][0]] == ["✓ हाँ", "नहीं"]
    bench.telegram.wait(bench.chat, 2)
    bench.telegram.press(bench.chat, "नहीं", message=first)
    bench.telegram.wait(bench.chat, 3)
    assert bench.rasa.texts[1:] == ["/affirm", "/deny"]


def test_a_button_that_nobody_knows_is_explained(bench):
    bench.ask("/start")
    shown = bench.telegram.to(bench.chat)[-1]
    bench.telegram.press_data(bench.chat, "b:" + "0" * 40, shown)
    bench.telegram.press_data(bench.chat, "frobnicate", shown)
    texts = bench.telegram.wait(bench.chat, 3)
    assert "/menu" in texts[1]
    assert texts[1] == texts[2]
    assert bench.rasa.received == []


def test_a_button_cannot_carry_an_order_to_rasa(bench):
    bench.ask("/start")
    bench.telegram.press_data(bench.chat, "/restart", bench.telegram.to(bench.chat)[-1])
    bench.telegram.wait(bench.chat, 2)
    assert bench.rasa.texts == ["restart"]


def test_a_long_answer_comes_in_parts_that_end_with_a_sentence(bench):
    sentences = [f"यह वाक्य संख्या {number} है, और यह भी <पढ़ा> जाता है।" for number in range(200)]
    bench.rasa.replies = [
        {"text": " ".join(sentences), "buttons": [{"title": "और", "payload": "/menu"}]}
    ]
    bench.telegram.say(bench.chat, "सब बताओ")
    count = -(-len(" ".join(sentences)) // 3500)
    assert count > 1
    texts = bench.telegram.wait(bench.chat, count)
    assert all(text.endswith("।") for text in texts)
    assert all("&lt;पढ़ा&gt;" in text for text in texts)
    shown = bench.telegram.to(bench.chat)
    assert ["reply_markup" in one for one in shown] == [False] * (count - 1) + [True]


def test_typing_is_shown_when_the_answer_takes_longer(bench):
    bench.rasa.delay = 0.45
    bench.ask("धीरे")
    assert ("sendChatAction", {"chat_id": str(bench.chat), "action": "typing"}) in [
        (name, {key: str(value) for key, value in fields.items()})
        for name, fields in bench.telegram.calls
    ]


def test_no_typing_is_shown_for_a_quick_answer(bench):
    bench.ask("जल्दी")
    assert "sendChatAction" not in [name for name, _ in bench.telegram.calls]


def edit(bench, message_id, text):
    person = {"id": bench.chat, "first_name": "Asha", "is_bot": False}
    bench.telegram.inject(
        edited_message={
            "message_id": message_id,
            "from": person,
            "chat": {"id": bench.chat, "type": "private"},
            "date": int(time.time()),
            "edit_date": int(time.time()),
            "text": text,
        }
    )


def last_message(bench):
    with sqlite3.connect(bench.database) as db:
        numbers = db.execute("SELECT max(last_message) FROM telegram_chats").fetchone()
    return numbers[0]


def test_an_edit_of_the_latest_message_is_a_new_question(bench):
    bench.ask("पेशन")
    edit(bench, last_message(bench), "पेंशन")
    assert bench.telegram.wait(bench.chat, 2)[-1] == "echo पेंशन"


def test_an_edit_of_an_older_message_is_explained(bench):
    bench.ask("पहला")
    number = last_message(bench)
    bench.ask("दूसरा")
    newest = last_message(bench)
    edit(bench, number, "बदला हुआ")
    assert "नया संदेश" in bench.telegram.wait(bench.chat, 3)[-1]
    assert bench.rasa.texts == ["पहला", "दूसरा"]
    edit(bench, newest, "दूसरा, बदला हुआ")
    assert bench.telegram.wait(bench.chat, 4)[-1] == "echo दूसरा, बदला हुआ"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"photo": [{"file_id": "x"}]}, "फ़ोटो"),
        ({"sticker": {"emoji": "🙏"}}, "स्टिकर"),
        ({"voice": {"duration": 3}}, "आवाज़"),
        ({"video": {"duration": 3}}, "वीडियो"),
        ({"document": {"file_name": "a.pdf"}}, "फ़ाइलें"),
        ({"location": {"latitude": 26.8, "longitude": 80.9}}, "जगह"),
        ({"poll": {"question": "?"}}, "इस तरह"),
    ],
)
def test_what_is_not_words_gets_one_polite_line(bench, content, word):
    bench.telegram.show(bench.chat, **content)
    [text] = bench.telegram.wait(bench.chat, 1)
    assert word in text
    assert bench.rasa.received == []


def test_photos_that_were_sent_together_get_one_line(bench):
    for number in range(3):
        bench.telegram.show(bench.chat, photo=[{"file_id": number}], media_group_id="13579")
    bench.telegram.wait(bench.chat, 1)
    assert bench.ask("पेंशन") == ["echo पेंशन"]
    assert len(bench.telegram.to(bench.chat)) == 2


def test_the_caption_of_a_photo_is_answered(bench):
    bench.telegram.show(bench.chat, photo=[{"file_id": "x"}], caption="यह कार्ड चलेगा?")
    assert bench.telegram.wait(bench.chat, 1) == ["echo यह कार्ड चलेगा?"]


@pytest.mark.parametrize("text", ["🙏🙏", "?!"])
def test_marks_alone_are_asked_back(bench, text):
    assert "शब्दों में" in bench.ask(text)[0]


def test_a_message_that_is_too_long_is_asked_back(bench):
    assert "4,000" in bench.ask("क" * 4001)[0]


def test_bots_and_joiners_are_ignored(bench):
    bench.telegram.show(bench.chat, new_chat_members=[{"id": 1}])
    bench.telegram.say(bench.chat, "hello", **{"from": {"id": 5, "is_bot": True}})
    bench.telegram.inject(channel_post={"message_id": 1, "chat": {"id": -100, "type": "channel"}})
    assert bench.ask("पेंशन") == ["echo पेंशन"]
    assert len(bench.telegram.to(bench.chat)) == 1


def test_worksheets_are_links(bench):
    url = "http://127.0.0.1:8080/worksheets/abc-DEF_123=="
    bench.rasa.replies = [{"text": f"वर्कशीट:\n{url}", "custom": {"worksheet": url}}]
    [text] = bench.ask("छापो")
    assert text == f'वर्कशीट:\n<a href="{url}">वर्कशीट खोलें</a>'


def test_a_table_is_readable(bench):
    table = {"columns": [{"hi": "ज़िला", "en": "District"}, "2023"], "rows": [["आगरा", "12"]]}
    bench.rasa.replies = [{"text": "पंजीकरण", "custom": {"table": table, "language": "hi"}}]
    assert bench.ask("ज़िले") == ["पंजीकरण\nज़िला | 2023\nआगरा | 12"]


def test_an_update_that_comes_twice_is_answered_once(bench):
    person = {"id": bench.chat, "first_name": "A", "is_bot": False}
    message = {
        "message_id": 77,
        "from": person,
        "chat": {"id": bench.chat, "type": "private"},
        "date": int(time.time()),
        "text": "एक बार",
    }
    number = bench.telegram.inject(message=dict(message))
    bench.telegram.wait(bench.chat, 1)
    bench.telegram.again.append({"update_id": number, "message": message})
    assert bench.ask("दूसरा") == ["echo दूसरा"]
    assert bench.rasa.texts == ["एक बार", "दूसरा"]
    bench.wait_until_quiet()
    assert bench.metric('sahayak_telegram_updates_total{kind="repeated"}') == 1


def test_an_update_that_cannot_be_read_stops_nothing(bench):
    bench.telegram.inject(message={"message_id": 1, "from": {}, "chat": {"id": "abc"}})
    bench.telegram.inject(callback_query=None)
    assert bench.ask("पेंशन") == ["echo पेंशन"]
