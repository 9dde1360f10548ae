"""Who is locked out is told when to try again, in words that are never "in 0 minutes"."""

import re
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from actions import status
from actions.wording import wording
from store.waiting import in_words

NOON = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)  # in India


@pytest.mark.parametrize("seconds", [-5, 0, 0.4, 1, 59, 60, 61, 899, 3_600, 3_601, 40_000, 86_400])
@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_refused_otp_names_a_time_to_come(seconds, language, monkeypatch):
    monkeypatch.setattr(status, "_now", lambda: NOON)
    turn = SimpleNamespace(language=language)
    when = status._wait(turn, NOON + timedelta(seconds=seconds))
    said = wording("otp_refused", language, when=when)
    assert when in said
    assert "{" not in said
    assert not re.search(r"(?<![\d:])0 (?:मिनट|सेकंड|minute|second)", said)


@pytest.mark.parametrize(
    ("hours", "hindi", "english"),
    [
        (2, "दोपहर 2:00 बजे के बाद", "after 2:00 pm"),
        (9, "रात 9:00 बजे के बाद", "after 9:00 pm"),
        (12, "रात 12:00 बजे के बाद", "after midnight"),
        (21, "कल सुबह 9:00 बजे के बाद", "after 9:00 am tomorrow"),
        (24, "कल दोपहर 12:00 बजे के बाद", "after 12:00 pm tomorrow"),
    ],
)
def test_a_long_wait_is_told_by_the_clock_in_india(hours, hindi, english):
    assert in_words(hours * 3_600, now=NOON) == {"hi": hindi, "en": english}
