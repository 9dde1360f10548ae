"""Whatever people do and however the clock moves, the limits hold and nothing else refuses."""

import dataclasses
from collections import defaultdict
from datetime import timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings, strategies as st

from store import otp
from store.engine import session

NUMBERS = ("UP2026-00000042", "UP2026-00000043")
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
INDIA = timedelta(hours=5, minutes=30)
LOOKUPS = 7  # of one application in a day

moves = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "ask", "guess"]),
        st.integers(0, 1),  # conversation
        st.integers(0, 1),  # application
        st.integers(0, 1),  # mobile
        st.sampled_from([0, 1, 60, 299, 300, 600, 899, 900, 3600, 20_000, 86_399]),
    ),
    max_size=40,
)


class Model:
    """The limits, written a second time and as plainly as possible."""

    def __init__(self):
        self.asked = defaultdict(list)
        self.locked = defaultdict(list)
        self.open = {}

    def ask(self, conversation, pair, mobile, now):
        looked_up = self.asked["application", pair[0], (now + INDIA).date()]
        keys = (("conversation", conversation), ("pair", pair))
        if any(until > now for key in keys for until in self.locked[key]):
            return "locked"
        if len([at for at in self.asked["mobile", mobile] if at > now - DAY]) >= 10:
            return "daily_limit"
        if any(len([at for at in self.asked[key] if at > now - QUARTER]) >= 3 for key in keys):
            return "too_many"
        if len(looked_up) >= LOOKUPS:
            return "application_limit"
        looked_up.append(now)
        for key in (*keys, ("mobile", mobile)):
            self.asked[key].append(now)
        self.open[conversation] = [now, 0, pair]
        return "started"

    def guess(self, conversation, now):
        if any(until > now for until in self.locked["conversation", conversation]):
            return "LockedOut"
        begun = self.open.get(conversation)
        if begun is None or begun[0] + timedelta(minutes=5) <= now:
            return "Expired"
        begun[1] += 1
        if begun[1] < 5:
            return "Wrong"
        del self.open[conversation]
        for key in (("conversation", conversation), ("pair", begun[2])):
            self.locked[key].append(now + QUARTER)
        return "LockedOut"


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves)
def test_limits_hold_for_any_order_of_requests(stored, now, monkeypatch, steps):
    few = dataclasses.replace(otp.settings, status_tries_per_day=LOOKUPS)
    monkeypatch.setattr(otp, "settings", few)
    model, run = Model(), uuid4().hex
    with session(stored) as db:
        for what, who, application, phone, seconds in steps:
            now += timedelta(seconds=seconds)
            conversation = f"{who}{run[:31]}"
            # Each run has people of its own; a stranger's number must count like a known one.
            mobile = f"{phone}-{run}"
            if what == "guess":
                verdict = otp.verify(db, conversation, "no code", now=now)
                assert type(verdict).__name__ == model.guess(conversation, now)
                continue
            expected = model.ask(conversation, (application, mobile), mobile, now)
            number = f"{NUMBERS[application]}-{run}"
            begun = otp.start_challenge(db, conversation, number, mobile, now=now)
            assert getattr(begun, "reason", "started") == expected
            if isinstance(begun, otp.Refusal):
                assert begun.until > now
            else:
                assert 0 <= begun.resends_left <= 2
