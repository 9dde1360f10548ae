import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from store import otp
from store.applications import upsert_application
from store.engine import engine, session
from store.models import OtpChallenge

C, OTHER = "c" * 32, "d" * 32
NUMBER, MOBILE = "UP2026-00000042", "6000012345"
UNKNOWN = ("UP2026-00000043", MOBILE)
NOT_THEIRS = (NUMBER, "6000054321")


def start(url, now, conversation=C, number=NUMBER, mobile=MOBILE):
    with session(url) as db:
        return otp.start_challenge(db, conversation, number, mobile, now=now)


def verify(url, code, now, conversation=C):
    with session(url) as db:
        return otp.verify(db, conversation, code, now=now)


def proof(url, now, conversation=C):
    with session(url, read_only=True) as db:
        return otp.fetch_proof(db, conversation, now=now)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_right_code_proves_the_application_for_fifteen_minutes(stored, now):
    started = start(stored, now)
    assert len(started.code) == 6
    assert verify(stored, started.code, now) == otp.Verified(NUMBER)
    assert proof(stored, now + timedelta(minutes=14, seconds=59)) == NUMBER
    assert proof(stored, now + timedelta(minutes=15)) is None
    assert proof(stored, now, OTHER) is None


def test_number_mobile_and_code_are_read_as_people_write_them(stored, now):
    started = start(stored, now, number="up 2026 0000 0042", mobile="+91 60000-12345")
    digits = "".join("०१२३४५६७८९"[int(digit)] for digit in started.code)
    spaced = f" {digits[:3]} {digits[3:]} "
    assert verify(stored, spaced, now) == otp.Verified(NUMBER)


def test_a_code_is_accepted_once(stored, now):
    code = start(stored, now).code
    verify(stored, code, now)
    assert verify(stored, code, now) == otp.Expired()


def test_a_code_lives_five_minutes(stored, now):
    code = start(stored, now).code
    assert verify(stored, wrong(code), now + timedelta(minutes=4, seconds=59)) == otp.Wrong(4)
    assert verify(stored, code, now + timedelta(minutes=5)) == otp.Expired()


def test_a_code_of_another_conversation_does_not_count(stored, now):
    code = start(stored, now).code
    assert verify(stored, code, now, OTHER) == otp.Expired()


def test_a_new_code_ends_the_one_before(stored, now):
    first, second = start(stored, now).code, start(stored, now).code
    if first != second:
        assert verify(stored, first, now) == otp.Wrong(4)
    assert verify(stored, second, now) == otp.Verified(NUMBER)


def test_after_five_wrong_codes_nothing_is_accepted_for_fifteen_minutes(stored, now):
    code = start(stored, now).code
    left = [verify(stored, wrong(code), now) for _ in range(4)]
    assert left == [otp.Wrong(4), otp.Wrong(3), otp.Wrong(2), otp.Wrong(1)]
    until = now + timedelta(minutes=15)
    assert verify(stored, wrong(code), now) == otp.LockedOut(until)
    assert verify(stored, code, now) == otp.LockedOut(until)
    assert start(stored, now) == otp.Refusal("locked", until)
    assert start(stored, now, OTHER) == otp.Refusal("locked", until)
    assert isinstance(start(stored, until), otp.ChallengeStarted)


def test_the_fifth_try_may_still_be_right(stored, now):
    code = start(stored, now).code
    for _ in range(4):
        verify(stored, wrong(code), now)
    assert verify(stored, code, now) == otp.Verified(NUMBER)


def test_three_codes_a_quarter_hour_for_a_conversation(stored, now):
    left = [start(stored, now + timedelta(minutes=one)).resends_left for one in range(3)]
    assert left == [2, 1, 0]
    until = now + timedelta(minutes=15)
    assert start(stored, now + timedelta(minutes=3)) == otp.Refusal("too_many", until)
    assert start(stored, until - timedelta(seconds=1)) == otp.Refusal("too_many", until)
    assert isinstance(start(stored, until), otp.ChallengeStarted)


def test_three_codes_a_quarter_hour_for_a_pair_over_all_conversations(stored, now):
    for place in range(3):
        assert isinstance(start(stored, now, f"{place}" * 32), otp.ChallengeStarted)
    refused = start(stored, now, OTHER)
    assert refused == otp.Refusal("too_many", now + timedelta(minutes=15))


def test_ten_codes_a_day_for_a_mobile(stored, now):
    for place in range(10):
        number = f"UP2026-000001{place:02}"
        assert isinstance(start(stored, now, f"{place}" * 32, number), otp.ChallengeStarted)
    refused = otp.Refusal("daily_limit", now + timedelta(days=1))
    assert start(stored, now, OTHER) == refused
    assert start(stored, now + timedelta(hours=23), OTHER) == refused
    assert isinstance(start(stored, now + timedelta(days=1), OTHER), otp.ChallengeStarted)


def test_a_refusal_leaves_the_awaited_code_alone(stored, now):
    codes = [start(stored, now).code for _ in range(3)]
    assert isinstance(start(stored, now), otp.Refusal)
    assert verify(stored, codes[-1], now) == otp.Verified(NUMBER)


def test_a_code_is_awaited_only_while_one_can_pass(stored, now):
    def awaited(moment):
        with session(stored, read_only=True) as db:
            return otp.is_awaited(db, C, now=moment)

    assert not awaited(now)
    code = start(stored, now).code
    assert awaited(now)
    assert not awaited(now + timedelta(minutes=5))
    verify(stored, code, now)
    assert not awaited(now)


def test_signing_out_ends_the_proof(stored, now):
    verify(stored, start(stored, now).code, now)
    with session(stored) as db:
        otp.erase_proof(db, C)
    assert proof(stored, now) is None


def test_a_second_proof_replaces_the_first(stored, now, make_record):
    with session(stored) as db:
        upsert_application(db, make_record(number="UP2026-00000077"), now=now)
    verify(stored, start(stored, now).code, now)
    verify(stored, start(stored, now, number="UP2026-00000077").code, now)
    assert proof(stored, now) == "UP2026-00000077"


def outcomes(url, now, number, mobile, conversation):
    """Everything a stranger sees of a challenge that they cannot pass."""
    seen = []
    for minute in range(4):
        moment = now + timedelta(minutes=minute)
        begun = start(url, moment, conversation, number, mobile)
        seen.append((type(begun), getattr(begun, "resends_left", None), str(begun)))
        seen.append(verify(url, "not it", moment, conversation))
    seen += [verify(url, "not it", now + timedelta(minutes=4), conversation) for _ in range(6)]
    seen.append(start(url, now + timedelta(minutes=5), conversation, number, mobile))
    return seen


def test_nothing_tells_a_known_application_from_an_unknown_one(stored, now):
    known = outcomes(stored, now, NUMBER, MOBILE, C)
    # A day later, for the daily limit counts the mobile number whatever it is asked for.
    day = timedelta(days=2)

    def back(item):
        return type(item)(item.until - day) if isinstance(item, otp.LockedOut) else item

    for place, (number, mobile) in enumerate((UNKNOWN, NOT_THEIRS, ("", ""), ("\x00", "x"))):
        other = outcomes(stored, now, number, mobile, f"{place}" * 32)
        assert [back(item) for item in other] == [back(item) for item in known]


def test_known_and_unknown_take_the_same_statements(stored, now):
    def statements(number, mobile, conversation):
        ran = []

        def note(connection, cursor, statement, *rest):
            ran.append(statement)

        event.listen(engine(stored), "before_cursor_execute", note)
        try:
            start(stored, now, conversation, number, mobile)
            begun = len(ran)
            verify(stored, "not it", now, conversation)
        finally:
            event.remove(engine(stored), "before_cursor_execute", note)
        assert 0 < begun < len(ran)
        return ran

    known = statements(NUMBER, MOBILE, C)
    assert statements(*UNKNOWN, OTHER) == known
    assert statements(*NOT_THEIRS, "e" * 32) == known
    assert statements("garbage", "", "f" * 32) == known


@pytest.mark.parametrize(("number", "mobile"), [UNKNOWN, NOT_THEIRS])
def test_a_decoy_has_no_code_and_its_own_code_does_not_pass(
    stored, now, number, mobile, monkeypatch
):
    monkeypatch.setattr(otp.secrets, "randbelow", lambda limit: 123456)
    assert start(stored, now, number=number, mobile=mobile).code is None
    assert verify(stored, "123456", now) == otp.Wrong(4)
    assert proof(stored, now) is None
    assert start(stored, now).code == "123456"


def test_a_code_is_not_shown_by_accident(stored, now):
    started = start(stored, now)
    assert started.code not in str(started)


def test_codes_are_stored_as_digests_and_erased(stored, now):
    code = start(stored, now).code
    with session(stored) as db:
        row = db.execute(select(OtpChallenge)).scalar_one()
        values = [str(value) for value in vars(row).values()]
        assert not [value for value in values if value in (code, MOBILE)]
        assert len(row.code_hmac) == 64
        assert otp.erase_older(db, before=now) == 0
        assert otp.erase_older(db, before=now + timedelta(days=2)) == 1


def together(count, work):
    barrier, results = threading.Barrier(count), []

    def run(place) -> None:
        barrier.wait()
        results.append(work(place))

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == count
    return results


def test_of_two_threads_with_the_right_code_one_wins(stored, now):
    for round_ in range(5):
        moment = now + timedelta(hours=round_)
        code = start(stored, moment).code
        results = together(2, lambda _: verify(stored, code, moment))  # noqa: B023
        assert sorted(type(one).__name__ for one in results) == ["Expired", "Verified"]


def test_parallel_guesses_do_not_get_more_tries(stored, now):
    code = start(stored, now).code
    results = together(8, lambda _: verify(stored, wrong(code), now))
    assert sorted(one.tries_left for one in results if isinstance(one, otp.Wrong)) == [1, 2, 3, 4]
    assert not [one for one in results if isinstance(one, otp.Verified)]
    assert verify(stored, code, now) == otp.LockedOut(now + timedelta(minutes=15))


def test_parallel_requests_do_not_get_more_codes(stored, now):
    results = together(6, lambda place: start(stored, now, f"{place}" * 32))
    assert len([one for one in results if isinstance(one, otp.ChallengeStarted)]) == 3
