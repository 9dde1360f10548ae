"""A person on Telegram and the whole assistant: ask, compute, look up, erase, leave no trace."""

import re
import sqlite3
import time
from contextlib import closing

import pytest

from store.demo import mobile_at, number_at
from tests.emulator.front import TOKEN

pytestmark = pytest.mark.serial
CHAT = 912_345_678
PLACE = 40


class Person:
    """Someone with the bot open."""

    def __init__(self, telegram, chat):
        self.telegram, self.chat, self.seen = telegram, chat, 0

    def hears(self, *patterns, seconds=40.0):
        """Waits until all patterns stand in what came since the last time."""
        deadline = time.monotonic() + seconds
        while True:
            new = "\n".join(self.telegram.texts(self.chat)[self.seen :])
            if all(re.search(pattern, new, re.IGNORECASE) for pattern in patterns):
                time.sleep(0.3)
                self.seen = len(self.telegram.to(self.chat))
                return new
            assert time.monotonic() < deadline, f"{patterns} not in {new!r}"
            time.sleep(0.05)

    def says(self, text, *patterns):
        self.telegram.say(self.chat, text)
        return self.hears(*patterns)

    def offered(self):
        """The buttons under the newest message."""
        markup = self.telegram.to(self.chat)[-1].get("reply_markup") or {}
        return [key for row in markup.get("inline_keyboard", []) for key in row]

    def presses(self, title, *patterns):
        self.telegram.press(self.chat, title)
        return self.hears(*patterns)


@pytest.fixture(scope="module")
def person(telegram, talking):
    return Person(telegram, CHAT)


def compute_by_buttons(person):
    """Presses what is offered and types the one sum that is asked for, until there is a result."""
    person.presses("स्टेट हेल्थ कार्ड", ".")
    shown = person.presses("कैशलेस इलाज में कितना", ".")
    for _ in range(8):
        if "स्रोत" in shown and "₹" in shown:
            return
        choices = [one for one in person.offered() if "/choose" in one["callback_data"]]
        if choices:
            shown = person.presses(choices[0]["text"], ".")
        else:
            shown = person.says("6 लाख 20 हज़ार", ".")
    raise AssertionError(f"no result: {shown}")


def test_one_whole_conversation(person, talking, telegram):
    number, mobile = number_at(PLACE), mobile_at(PLACE)
    person.says("/start", "सहायक", "Sahayak")
    person.presses("हिंदी", "हिंदी में")
    person.says("private hospital me kitne tak ka ilaj muft hota hai", "5,00,000")
    person.says("/calculate", "क्या निकालना है")
    compute_by_buttons(person)
    person.presses("प्रिंट", "वर्कशीट", "/worksheets/")
    person.says("/status", "आवेदन संख्या")
    person.says(number, "मोबाइल")
    keys = telegram.to(CHAT)[-1]["reply_markup"]["keyboard"]
    assert keys[0][0]["request_contact"]
    telegram.show(CHAT, contact={"phone_number": "+916000000000", "user_id": 5})
    person.hears("किसी और")
    telegram.show(CHAT, contact={"phone_number": f"+91{mobile}", "user_id": CHAT})
    person.hears("धन्यवाद", "OTP")
    person.says(talking.code_sent_to(mobile), "स्थिति", "अगला कदम")
    person.says("/delete", "वापस नहीं")
    person.presses("हाँ, मिटा", "मिटा दी गई")
    deadline = time.monotonic() + 20
    while left := rows(talking, "telegram_chats") + rows(talking, "outgoing"):
        assert time.monotonic() < deadline, f"the chat was not erased: {left}"
        time.sleep(0.1)
    for table in ("transcripts", "trackers", "proofs"):
        assert rows(talking, table) == []
    check_nothing_is_left(talking, (str(CHAT), mobile, TOKEN))


def rows(talking, table):
    """What is kept of conversations, but for those of the demonstration helpdesk."""
    path = talking.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as db:
        query = f"SELECT * FROM {table} WHERE conversation NOT LIKE 'demo%'"
        return db.execute(query).fetchall()


def check_nothing_is_left(talking, secrets):
    files = [
        path
        for path in talking.data_dir.rglob("*")
        # The outbox stands for the mobile network: an SMS has an address.
        if path.is_file() and "outbox" not in path.parts and "models" not in path.parts
    ]
    assert {"sahayak.db", "assistant.log"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, f"{path.name} holds what it must not"
