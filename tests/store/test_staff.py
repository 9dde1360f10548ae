from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from store import staff, staff_invitations, staff_sessions, staff_totp, staff_tries
from store.engine import session
from store.staff_sessions import Limits

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)
LIMITS = Limits(idle=timedelta(minutes=30), absolute=timedelta(hours=10))


def make(db, login="asha", role="operator", **changes):
    return staff.create(db, login=login, name="Asha", role=role, now=NOW, **changes)


def test_a_login_and_an_address_belong_to_one_account(db):
    make(db, email="asha@example.in")
    with pytest.raises(staff.LoginTaken):
        make(db)
    with pytest.raises(staff.LoginTaken):
        make(db, "ravi", email="asha@example.in")
    other = make(db, "ravi")
    with pytest.raises(staff.LoginTaken):
        staff.save_email(db, other, "asha@example.in")
    assert staff.fetch_by_login(db, " ASHA ").name == "Asha"
    assert staff.fetch_page(db, offset=1, limit=5)[0][0].login == "ravi"


@pytest.mark.parametrize("login", ["a", "Asha", "आशा", "a b", "-a", "x" * 61, ""])
def test_odd_logins_are_not_given_out(db, login):
    with pytest.raises(ValueError, match="login"):
        make(db, login)


def test_the_last_administrator_stays(db):
    first = make(db, "first", "administrator")
    with pytest.raises(staff.LastAdministrator):
        staff.save_role(db, first, "operator")
    with pytest.raises(staff.LastAdministrator):
        staff.save_active(db, first, is_active=False)
    second = make(db, "second", "administrator")
    staff.save_role(db, first, "operator")
    assert staff.fetch(db, first).role == "operator"
    with pytest.raises(staff.LastAdministrator):
        staff.save_active(db, second, is_active=False)


def test_of_two_who_switch_each_other_off_one_stays(url):
    with session(url) as db:
        both = [make(db, name, "administrator") for name in ("first", "second")]

    def switch_off(staff_id):
        try:
            with session(url) as db:
                staff.save_active(db, staff_id, is_active=False)
        except staff.LastAdministrator:
            return 0
        return 1

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(switch_off, both)) == 1


def test_a_session_ends_by_idling_by_age_and_by_switching_the_account_off(db):
    who = make(db)
    staff_sessions.start(db, who, "token", stage="full", device="d", now=NOW)

    def is_open(minutes):
        now = NOW + timedelta(minutes=minutes)
        return staff_sessions.fetch_open(db, "token", LIMITS, now=now) is not None

    assert is_open(29)
    assert not is_open(30)
    for minutes in range(20, 600, 20):
        staff_sessions.touch(db, 1, now=NOW + timedelta(minutes=minutes))
    assert is_open(599)
    assert not is_open(600)
    staff.save_active(db, who, is_active=False)
    assert not is_open(599)
    assert staff_sessions.fetch_open(db, "other", LIMITS, now=NOW) is None


def test_only_a_digest_of_the_token_is_kept(db):
    staff_sessions.start(db, make(db), "secret-token", stage="full", device="d", now=NOW)
    assert "secret-token" not in str(db.execute(text("SELECT * FROM staff_sessions")).all())


def test_sessions_are_ended_one_by_one_and_all_but_one(db):
    who, other = make(db), make(db, "ravi")
    ids = [
        staff_sessions.start(db, who, f"t{n}", stage="full", device="d", now=NOW) for n in range(4)
    ]
    theirs = staff_sessions.start(db, other, "theirs", stage="full", device="d", now=NOW)
    assert not staff_sessions.end(db, who, theirs)
    assert staff_sessions.end(db, who, ids[0])
    assert staff_sessions.end_all(db, who, but=ids[1]) == 2
    assert [row.id for row in staff_sessions.fetch_of(db, who)] == [ids[1]]
    assert len(staff_sessions.fetch_of(db, other)) == 1
    assert staff_sessions.erase_over(db, LIMITS, now=NOW + timedelta(minutes=30)) == 2


def test_five_wrong_tries_lock_a_login_out_whether_it_exists_or_not(db):
    make(db)
    for login in ("asha", "nobody"):
        taken = [staff_tries.take(db, login, now=NOW) for _ in range(7)]
        assert taken == [True] * 5 + [False] * 2
        assert staff_tries.locked_until(db, login, now=NOW) == NOW + timedelta(minutes=15)
        later = NOW + timedelta(minutes=15)
        assert staff_tries.locked_until(db, login, now=later) is None
        assert [staff_tries.take(db, login, now=later) for _ in range(6)] == [True] * 5 + [False]
    staff_tries.clear(db, " ASHA")
    assert staff_tries.take(db, "asha", now=NOW)
    assert "asha" not in str(db.execute(text("SELECT * FROM staff_tries")).all())
    assert staff_tries.erase_old(db, now=NOW + timedelta(days=2)) == 2


def test_tries_at_once_are_counted_one_by_one(url):
    def take(_):
        with session(url) as db:
            return staff_tries.take(db, "asha", now=NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(12))) == 5


def test_an_invitation_works_once_for_three_days_and_only_the_newest(url):
    with session(url) as db:
        who = make(db)
        old = staff_invitations.invite(db, who, now=NOW)
        token = staff_invitations.invite(db, who, now=NOW)
        assert staff_invitations.fetch(db, old, now=NOW) is None
        later = NOW + timedelta(hours=72)
        assert staff_invitations.fetch(db, token, now=later) is None
        assert staff_invitations.fetch(db, token, now=later - timedelta(seconds=1)).id == who
        assert token not in str(db.execute(text("SELECT * FROM staff_invitations")).all())

    def use(_):
        with session(url) as db:
            return staff_invitations.use(db, token, now=NOW) is not None

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(use, range(3))) == 1


def test_an_invitation_of_an_account_that_is_off_is_void(db):
    who = make(db)
    token = staff_invitations.invite(db, who, now=NOW)
    staff.save_active(db, who, is_active=False)
    assert staff_invitations.fetch(db, token, now=NOW) is None
    assert staff_invitations.expires_at(db, who, now=NOW) is not None
    assert staff_invitations.erase_expired(db, now=NOW + timedelta(days=4)) == 1


def test_a_code_counts_once_and_an_older_one_never(url):
    with session(url) as db:
        who = make(db)
        staff_totp.switch_on(db, who, "SECRET", 100)
        assert staff_totp.fetch_secret(db, who) == "SECRET"
        assert "SECRET" not in str(db.execute(text("SELECT * FROM staff")).all())
        assert not staff_totp.use_step(db, who, [99, 100])

    def use(_):
        with session(url) as db:
            return staff_totp.use_step(db, who, [101])

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(use, range(3))) == 1


def test_recovery_codes_work_once_and_are_kept_as_digests(db):
    who = make(db)
    made = staff_totp.switch_on(db, who, "SECRET", 1)
    assert len(set(made)) == 10
    kept = str(db.execute(text("SELECT * FROM staff_recovery_codes")).all())
    assert not any(code.replace("-", "") in kept for code in made)
    assert staff_totp.use_recovery_code(db, who, f" {made[0].lower()} ")
    assert not staff_totp.use_recovery_code(db, who, made[0])
    assert staff_totp.num_codes(db, who) == 9
    assert not staff_totp.use_recovery_code(db, make(db, "ravi"), made[1])
    fresh = staff_totp.renew_codes(db, who)
    assert not staff_totp.use_recovery_code(db, who, made[1])
    assert staff_totp.use_recovery_code(db, who, fresh[0])
    staff_totp.switch_off(db, who)
    assert staff_totp.num_codes(db, who) == 0
    assert staff_totp.fetch_secret(db, who) is None


def test_single_sign_on_finds_by_address_once_and_then_by_subject(db):
    who = make(db, email="asha@example.in")
    assert staff.fetch_by_identity(db, "s1", None) is None
    assert staff.fetch_by_identity(db, "s1", "asha@example.in").id == who
    staff.link_identity(db, who, "s1")
    assert staff.fetch_by_identity(db, "s1", None).id == who
    assert staff.fetch_by_identity(db, "s2", "asha@example.in") is None
    staff.save_email(db, who, "new@example.in")
    assert staff.fetch_by_identity(db, "s1", None) is None
    staff.save_active(db, who, is_active=False)
    assert staff.fetch_by_identity(db, "s1", "new@example.in") is None
