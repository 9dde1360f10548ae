"""What must hold for an order of seniority, found by hypothesis."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from actions.rules import compute

TODAY = date(2026, 11, 22)
days = st.dates(date(1985, 1, 1), date(2026, 1, 1))


def result_of(**form):
    return compute("seniority_order", form, today=TODAY).result


selected = st.lists(
    st.tuples(
        st.integers(1990, 2025), st.sampled_from(["regular", "emergency"]), st.integers(1, 99)
    ),
    min_size=2,
    max_size=8,
    unique=True,
)


@given(selected, st.randoms(use_true_random=False))
def test_the_order_of_a_selection_does_not_depend_on_the_order_of_the_list(rows, shuffle):
    officers = [
        {"name": f"N{n}", "selection_year": year, "selection_kind": kind, "merit_rank": rank}
        for n, (year, kind, rank) in enumerate(rows)
    ]
    order = result_of(mode="selection", officers=officers)["order"]
    shuffled = officers[:]
    shuffle.shuffle(shuffled)
    assert result_of(mode="selection", officers=shuffled)["order"] == order
    assert sorted(order) == sorted(row["name"] for row in officers)
    by_name = {row["name"]: row for row in officers}
    chosen = [by_name[name]["selection_year"] for name in order]
    assert chosen == sorted(chosen)


appointed = st.lists(
    st.tuples(
        st.sampled_from(["direct", "promotion", "adhoc"]), days, st.integers(0, 4_000),
        st.none() | days,
    ),
    min_size=2,
    max_size=8,
)  # fmt: skip


@given(appointed, days)
def test_seniority_by_date_never_counts_from_before_the_appointment(rows, circulated):
    officers = [
        {
            "name": f"N{n}",
            "source": source,
            "appointment_date": str(start),
            "regularised_on": str(start + timedelta(days=later)),
            "quota_vacancy_on": vacancy and str(vacancy),
            "order_no": n,
        }
        for n, (source, start, later, vacancy) in enumerate(rows)
    ]
    found = result_of(mode="date", officers=officers, circulated_on=str(circulated))
    counted = dict(zip(found["order"], found["counted_from"], strict=True))
    assert found["counted_from"] == sorted(found["counted_from"])
    for row in officers:
        assert counted[row["name"]] >= row["appointment_date"]
        if row["source"] == "direct":
            assert counted[row["name"]] == row["appointment_date"]
    notice = date.fromisoformat(found["objections_not_before"]) - circulated
    assert notice.days == 7
