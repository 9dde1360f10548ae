"""ACP and time scale: no date before its cause, and only the next level moves."""

from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from actions.rules import compute

TODAY = date(2026, 11, 22)
LEVELS = ("first", "second", "third", "fourth")
starts = st.dates(date(1960, 1, 1), date(2040, 12, 31))
cadres = st.sampled_from(["general", "medical_officer"])
waits = st.integers(1, 40 * 366)


def acp(start, cadre, **more):
    form = {"service_start_date": str(start), "cadre": cadre, **more}
    return compute("acp_due_dates", form, today=TODAY).result


def dues(result):
    return [result[f"{level}_due"] for level in LEVELS]


@given(starts, cadres)
@settings(max_examples=50, deadline=None)
def test_levels_rise_after_the_start_and_the_next_is_not_past(start, cadre):
    result = acp(start, cadre)
    shown = [due for due in dues(result) if due]
    assert len(shown) == (3 if cadre == "general" else 4)
    assert [str(start), *shown] == sorted({str(start), *shown})
    ahead = [due for due in shown if due >= str(TODAY)]
    assert result["next_due"] == (ahead[0] if ahead else None)


@given(starts, cadres, waits, st.integers(0, 2000))
@settings(max_examples=80, deadline=None)
def test_a_refusal_with_consent_moves_one_level_later_and_no_other(start, cadre, wait, pause):
    refused = start + timedelta(days=wait)
    consent = refused + timedelta(days=pause)
    plain = acp(start, cadre)
    moved = acp(start, cadre, forgone_date=str(refused), consent_date=str(consent))
    pairs = zip(LEVELS, dues(plain), dues(moved), strict=True)
    changed = [level for level, was, now in pairs if was != now]
    assert set(changed) <= {moved["shifted_level"]}
    assert all(now >= was for was, now in zip(dues(plain), dues(moved), strict=True) if was)
    if moved["shifted_level"]:
        assert plain[f"{moved['shifted_level']}_due"] > str(refused)
        assert moved["shift_days"] <= 31


@given(starts, cadres, waits)
@settings(max_examples=50, deadline=None)
def test_without_consent_no_level_stays_due_after_the_refusal(start, cadre, wait):
    refused = start + timedelta(days=wait)
    result = acp(start, cadre, forgone_date=str(refused))
    assert all(due <= str(refused) for due in dues(result) if due)
    assert result["admissible"] is (result["shifted_level"] is None)


@given(starts, waits)
@settings(max_examples=50, deadline=None)
def test_an_early_promotion_takes_the_first_level_and_the_second_follows_it(start, wait):
    promoted = start + timedelta(days=wait)
    result = acp(start, "general", promotion_date=str(promoted))
    early = str(promoted) < acp(start, "general")["first_due"]
    assert result["first_replaced_by_promotion"] is early
    assert (result["first_due"] is None) is early
    assert not early or result["second_due"] > str(promoted)


@given(starts)
@settings(max_examples=50, deadline=None)
def test_time_scale_stages_pass_through_the_scheme_in_order(start):
    form = {"service_start_date": str(start)}
    result = compute("time_scale_due_dates", form, today=TODAY).result
    order = ("before_start", "in_force", "after_end")
    states = [order.index(result[f"status_{stage}"]) for stage in (8, 14, 19, 24)]
    assert states == sorted(states)
    assert result["admissible"] is (1 in states)
