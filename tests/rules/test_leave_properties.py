"""Leave: the account balances, ceilings hold, and asking for less is never worse."""

from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from actions.rules import calculators, compute

TODAY = date(2026, 11, 22)
days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
spans = st.integers(0, 3000)
spells = st.lists(
    st.tuples(spans, st.integers(1, 200), st.sampled_from(["india", "abroad", "mixed"])),
    max_size=4,
)
absences = st.dictionaries(
    st.tuples(st.integers(0, 8), st.sampled_from(["H1", "H2"])), st.integers(1, 181), max_size=3
)


def account(form):
    return compute("earned_leave_account", form, today=TODAY).result


def ledger_form(opening, balance, span, absent):
    return {
        "opening_date": str(opening),
        "opening_balance": balance,
        "closing_date": str(opening + timedelta(days=span)),
        "eol": [{"half": f"{opening.year + n}-{h}", "days": d} for (n, h), d in absent.items()],
    }


@given(days, st.integers(0, 300), spans, spells, absences)
@settings(max_examples=80, deadline=None)
def test_the_account_adds_up_and_never_leaves_its_bounds(opening, balance, span, taken, absent):
    form = ledger_form(opening, balance, span, absent)
    form["leave"] = [
        {"start_date": str(opening + timedelta(days=min(n, span))), "days": d, "spent": where}
        for n, d, where in taken
    ]
    result = account(form)
    total = balance + result["gross_credit"] - result["eol_deduction"]
    rest = total - result["lapsed"] - result["leave_taken"]
    assert 0 <= rest <= 300
    assert result["closing_balance"] == (rest if result["admissible"] else None)
    assert 0 <= result["eol_deduction"] <= result["gross_credit"]
    assert result["admissible"] or taken


@given(days, st.integers(0, 300), spans, st.integers(0, 400), absences)
@settings(max_examples=60, deadline=None)
def test_more_time_or_less_absence_never_lowers_an_untouched_account(
    opening, balance, span, more, absent
):
    plain = account(ledger_form(opening, balance, span, absent))
    longer = account(ledger_form(opening, balance, span + more, absent))
    present = account(ledger_form(opening, balance, span, {}))
    assert plain["closing_balance"] <= longer["closing_balance"]
    assert plain["closing_balance"] <= present["closing_balance"]


@given(days, spans)
@settings(max_examples=60, deadline=None)
def test_a_newcomer_earns_at_most_what_a_whole_half_year_gives(joined, served):
    form = {
        "opening_date": str(joined),
        "joined_on_opening_date": True,
        "closing_date": str(joined),
        "retirement_date": str(joined + timedelta(days=served)),
    }
    result = account(form)
    assert result["gross_credit"] <= (16 if joined.month < 7 else 15)
    assert result["closing_balance"] == result["gross_credit"]


def sample(row):
    if row.kind == "choice":
        return st.sampled_from([choice.code for choice in row.choices])
    if row.kind == "boolean":
        return st.booleans()
    if row.kind == "date":
        return days.map(str)
    return st.integers(row.minimum or 0, 40 if row.maximum is None else min(row.maximum, 300))


ROWS = [row for row in calculators()["leave_entitlement"].inputs if row.name != "as_of"]
forms = st.fixed_dictionaries({row.name: sample(row) for row in ROWS})


@given(forms, st.integers(1, 40))
@settings(max_examples=200, deadline=None)
def test_limits_hold_and_asking_for_less_is_not_refused_for_being_too_much(form, less):
    form["last_leave_end_date"] = "1980-01-01"
    result = compute("leave_entitlement", form, today=TODAY).result
    asked, before = form["requested"], result["remaining_before"]
    if result["admissible"]:
        assert result["spell_limit"] is None or asked <= result["spell_limit"]
        assert before is None or asked + result["remaining_after"] == before
        parts = (result["full_pay_part"], result["half_pay_part"])
        assert parts == (None, None) or sum(parts) == asked
    else:
        assert result["remaining_after"] == before
    smaller = compute("leave_entitlement", form | {"requested": min(less, asked)}, today=TODAY)
    too_small = smaller.result["reason"] == "below_minimum_spell"
    assert smaller.result["admissible"] >= result["admissible"] or too_small
