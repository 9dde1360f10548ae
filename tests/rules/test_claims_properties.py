"""Late claims: waiting longer, or claiming more, never helps."""

from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from actions.rules import calculators, compute

TODAY = date(2026, 11, 22)
KINDS = [c.code for c in calculators()["claim_time_limit"].input("claim_type").choices]
HELP = ("lapsed", "needs_pre_audit", "exempt", "on_time")
days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
waits = st.integers(0, 2000)


def claim(kind, event, amount, handed_in, presented):
    form = {
        "claim_type": kind,
        "event_date": str(event),
        "amount": amount,
        "submitted_date": str(event + timedelta(days=handed_in)),
        "presented_date": str(event + timedelta(days=presented)),
    }
    return compute("claim_time_limit", form, today=TODAY).result


@given(st.sampled_from(KINDS), days, st.integers(1, 3000), waits, waits, waits)
@settings(max_examples=80, deadline=None)
def test_a_later_or_larger_claim_is_never_treated_better(kind, event, amount, wait, more, extra):
    early = claim(kind, event, amount, wait, wait + extra)
    later = claim(kind, event, amount, wait + more, wait + more + extra)
    larger = claim(kind, event, amount + extra, wait, wait + extra)
    assert HELP.index(later["status"]) <= HELP.index(early["status"])
    assert HELP.index(larger["status"]) <= HELP.index(early["status"])


@given(st.sampled_from(KINDS), days, st.integers(1, 3000), waits, waits)
@settings(max_examples=80, deadline=None)
def test_dates_follow_the_event_and_only_late_claims_have_an_auditor(
    kind, event, amount, wait, more
):
    result = claim(kind, event, amount, wait, wait + more)
    assert str(event) <= result["due_date"] < result["last_date"]
    late = result["status"] == "needs_pre_audit"
    assert (result["pre_audit_by"] is not None) is late
    assert (result["admin_approval_by"] is not None) is late
    assert result["admissible"] is (result["status"] != "lapsed")
