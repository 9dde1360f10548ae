"""What must hold for the pay matrix and for everything computed from it."""

from datetime import date

from hypothesis import given, strategies as st

from actions.rules import compute, parameters

TODAY = date(2026, 11, 22)
MATRIX = parameters.fetch("pay.matrix").latest()[1]
FIRST_CELLS = {
    "1": 18000, "2": 19900, "3": 21700, "4": 25500, "5": 29200, "6": 35400, "7": 44900,
    "8": 47600, "9": 53100, "10": 56100, "11": 67700, "12": 78800, "13": 123100, "13a": 131100,
    "14": 144200, "15": 182200, "16": 205400, "17": 225000, "18": 250000,
}  # fmt: skip
LAST_CELLS = {
    "1": 56900, "9": 167800, "10": 177500, "11": 208700, "12": 209200, "13": 215900,
    "13a": 216600, "14": 218200, "15": 224100, "16": 224400, "17": 225000, "18": 250000,
}  # fmt: skip
LENGTHS = {"11": 39, "12": 34, "13": 20, "13a": 18, "14": 15, "15": 8, "16": 4, "17": 1, "18": 1}
LEVELS = list(FIRST_CELLS)


def result_of(name, **form):
    return compute(name, form, today=TODAY).result


def test_the_matrix_has_every_level_in_order_with_its_published_first_and_last_cell():
    assert list(MATRIX) == LEVELS
    assert {level: row[0] for level, row in MATRIX.items()} == FIRST_CELLS
    assert {level: MATRIX[level][-1] for level in LAST_CELLS} == LAST_CELLS
    assert {level: len(row) for level, row in MATRIX.items()} == {
        level: LENGTHS.get(level, 40) for level in LEVELS
    }


def test_each_cell_is_three_percent_more_than_the_one_before_to_the_nearest_hundred():
    for row in MATRIX.values():
        for cell, above in zip(row[:-1], row[1:], strict=True):
            assert above == (cell * 103 + 5000) // 10000 * 100
    assert MATRIX["2"][MATRIX["2"].index(35000) + 1] == 36100


def test_every_level_can_be_chosen_by_name():
    assert list(parameters.fetch("pay.levels").latest()[1]) == LEVELS


levels = st.sampled_from(LEVELS)


@given(levels, st.integers(1, 100_000), st.integers(0, 20_000), st.integers(0, 40_000))
def test_revised_pay_is_a_cell_not_below_the_product_and_never_falls(level, basic, more, npa):
    form = {"level": level, "npa_amount": npa, "npa_da_percent": 125}
    low, high = (
        result_of("pay_fixation_2016", existing_basic=b, **form) for b in (basic, basic + more)
    )
    assert low["admissible"] >= high["admissible"]
    if low["admissible"]:
        assert low["revised_basic"] == MATRIX[level][low["cell_index"] - 1]
        assert low["revised_basic"] >= low["multiplied"]
        assert low["npa_payable"] <= npa
        assert low["npa_payable"] == 0 or low["npa_payable"] + low["revised_basic"] <= 237_500
    if high["admissible"]:
        assert low["revised_basic"] <= high["revised_basic"]


@given(levels, st.integers(0, 300_000))
def test_a_direct_recruit_never_gets_less_than_was_fixed_before(level, before):
    found = result_of(
        "pay_fixation_2016", level=level, appointment="direct_2016", existing_emoluments=before
    )
    assert found["revised_basic"] + found["personal_pay"] == max(before, MATRIX[level][0])


promotion_days = st.dates(date(2016, 1, 1), date(2060, 12, 31))


@given(st.integers(0, 17), st.integers(1, 3), st.integers(0, 39), promotion_days)
def test_promotion_never_lowers_pay_and_a_later_option_pays_at_least_as_much(
    rank, steps, place, day
):
    old, new = LEVELS[rank], LEVELS[min(18, rank + steps)]
    pay = MATRIX[old][min(place, len(MATRIX[old]) - 1)]
    form = {
        "current_level": old,
        "new_level": new,
        "current_basic": pay,
        "promotion_date": str(day),
    }
    now = result_of("pay_on_promotion", **form)
    if not now["admissible"]:
        assert pay == MATRIX[old][-1]
        return
    assert now["fixed_basic"] >= now["incremented_basic"] > pay
    assert MATRIX[new][now["fixed_cell"] - 1] == now["fixed_basic"]
    assert day < date.fromisoformat(now["next_increment_date"])
    if (day.month, day.day) in ((1, 1), (7, 1)):
        return
    due = date(day.year, 7, 1) if day < date(day.year, 7, 1) else date(day.year + 1, 1, 1)
    chosen = {"option": "increment_date", "lower_increment_date": str(due)}
    later = result_of("pay_on_promotion", **form, **chosen)
    if later["admissible"]:
        assert pay < later["interim_basic"] <= now["fixed_basic"] <= later["fixed_basic"]
        assert later["fixed_on"] == str(due)


@given(st.sampled_from(["appointment", "promotion", "acp"]), promotion_days)
def test_increments_fall_on_two_days_between_six_months_and_a_year_after_the_event(event, day):
    form = {"event": event, "event_date": str(day)}
    found = result_of("next_increment_date", **form)
    late = result_of("next_increment_date", **form, six_months_served=False)
    due = date.fromisoformat(found["next_increment_date"])
    assert (due.month, due.day) in ((1, 1), (7, 1))
    assert 181 <= (due - day).days <= 365
    assert date.fromisoformat(found["following_increment_date"]) == due.replace(year=due.year + 1)
    moved = date.fromisoformat(late["next_increment_date"])
    assert 181 <= (moved - due).days <= 184
