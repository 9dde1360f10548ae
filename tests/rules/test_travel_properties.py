"""What must hold for travel on duty, on transfer, on retirement and on leave."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies as st

from actions.rules import InputError, compute, parameters

TODAY = date(2026, 11, 22)
LEVELS = list(parameters.fetch("pay.levels").latest()[1])
places = st.integers(0, len(LEVELS) - 1)
kilometres = st.integers(0, 3_000)
pay = st.integers(1, 300_000)
days = st.dates(date(1985, 1, 1), date(2040, 12, 31))


def result_of(name, **form):
    return compute(name, form, today=TODAY).result


AIR = ["none", "economy", "executive"]
RAIL = ["sleeper", "first_or_ac_three_tier", "first_or_ac_two_tier", "ac_first"]


@given(places, places, kilometres, kilometres)
def test_a_higher_level_and_a_longer_way_never_lower_the_class(one, other, near, more):
    low, high = sorted((one, other))
    short, long = (
        result_of("travel_class", level=LEVELS[place], distance_km=km)
        for place, km in ((low, near), (high, near + more))
    )
    assert AIR.index(short["air_class"]) <= AIR.index(long["air_class"])
    assert RAIL.index(short["rail_class"]) <= RAIL.index(long["rail_class"])
    abroad = result_of("travel_class", level=LEVELS[low], abroad=True)
    assert abroad["air_class"] != "none"
    assert abroad["rail_class"] is None


MODES = ["rail", "bus", "air", "own_expense_vehicle", "free_vehicle", "other_pays_running_cost"]


@given(places, st.sampled_from(MODES), kilometres, kilometres)
def test_incidental_charges_rise_with_the_distance_up_to_a_days_allowance(place, mode, km, more):
    form = {"level": LEVELS[place], "mode": mode}
    near, far = (
        result_of("incidental_charges", distance_km=way, **form) for way in (km, km + more)
    )
    assert near["amount"] <= far["amount"] <= (km + more) * 0.7 + 0.5
    assert far["cap"] is None or far["amount"] <= far["cap"]
    assert near["admissible"] or near["amount"] == 0


@given(places, st.sampled_from(["car", "other_motor", "non_motor"]), kilometres, kilometres,
       st.sampled_from(["petrol", "diesel"]))  # fmt: skip
def test_road_mileage_rises_with_the_distance_up_to_a_months_limit(place, vehicle, km, more, fuel):
    form = {"level": LEVELS[place], "vehicle": vehicle, "fuel": fuel}
    near, far = (result_of("road_mileage", km=way, **form) for way in (km, km + more))
    assert near["amount"] <= far["amount"] <= 9_900
    assert far["payable_km"] <= km + more
    assert far["cap_applied"] is (far["payable_km"] < km + more)
    if vehicle != "car":
        assert far["amount"] <= (1_000 if vehicle == "other_motor" else 500)


@given(places, st.integers(1, 400), st.sampled_from(["none", "head_of_department", "government"]),
       st.sampled_from(["a", "b", "ordinary"]))  # fmt: skip
def test_every_day_of_a_stay_is_paid_in_full_by_half_or_not_at_all(place, stay, exemption, city):
    form = {"level": LEVELS[place], "city_class": city}
    found = result_of("daily_allowance", days=stay, exemption=exemption, **form)
    assert found["full_days"] + found["half_days"] + found["unpaid_days"] == stay
    assert found["full_days"] >= min(stay, 10)
    assert 2 * found["amount"] == found["rate"] * (2 * found["full_days"] + found["half_days"])
    plain = result_of("daily_allowance", days=stay, **form)
    assert plain["amount"] <= found["amount"]


@given(st.integers(LEVELS.index("9"), len(LEVELS) - 1), st.integers(0, 5_000))
def test_a_hotel_day_stays_under_its_ceiling(place, rent):
    found = result_of("daily_allowance", level=LEVELS[place], city="Lucknow", hotel_room_rent=rent)
    assert found["amount"] == found["special_rate"] <= 1_200
    assert found["special_rate"] >= min(found["rate"] * 9 // 10, 900)


def test_every_listed_city_is_found_in_either_language_and_in_any_case():
    cities = parameters.fetch("travel.cities").latest()[1]
    assert len(cities["a"]) > 20
    for code, names in cities.items():
        for name in names:
            found = result_of("daily_allowance", level="7", city=f" {name.upper()} ")
            assert found["city_class"] == code, name


@given(pay, places, st.booleans(), st.booleans(), st.integers(0, 100_000), st.integers(0, 200_000))
def test_a_transfer_brings_a_grant_or_packing_and_goods_within_the_limit(
    basic, place, across, family, by_train, by_road
):
    found = result_of(
        "transfer_allowance", level=LEVELS[place], basic_pay=basic, inter_district=across,
        with_family=family, goods_train_cost=by_train, goods_mode="road", road_cost=by_road,
    )  # fmt: skip
    assert bool(found["composite_grant"]) is across
    assert bool(found["packing_allowance"]) is not across
    assert 5 * found["composite_grant"] < 2 * basic + 5
    assert found["goods_cost_allowed"] == min(by_road, found["goods_cost_limit"])
    assert by_train <= found["goods_cost_limit"] <= by_train * 5 / 4
    assert 833 <= found["goods_limit_kg"] <= 6_000


@given(days, st.integers(0, 400), st.integers(0, 90_000), st.integers(0, 90_000))
def test_a_journey_after_retirement_has_six_months_and_never_costs_more_than_home(
    retired, later, home, other
):
    form = {"level": "6", "basic_pay": 50_000, "fare_home": home, "fare_other": other}
    travelled = retired + timedelta(days=later)
    found = result_of(
        "retirement_travel", retirement_date=str(retired), travel_date=str(travelled),
        destination="other", **form,
    )  # fmt: skip
    assert found["family_from"] < str(retired) < found["last_date"] == found["family_to"]
    assert found["admissible"] is (str(travelled) <= found["last_date"])
    assert found["admissible"] or later > 180
    if found["admissible"]:
        assert found["fare_allowed"] == min(home, other)


@given(days, st.integers(0, 16_000), st.integers(0, 40), st.integers(1, 9),
       st.lists(st.integers(1, 4), max_size=4), st.booleans(), st.none() | days)  # fmt: skip
def test_longer_service_never_takes_a_turn_of_travel_away(
    joined, served, leave, members, used, green, last
):
    form = {
        "joining_date": str(joined),
        "earned_leave_days": leave,
        "members": members,
        "used_windows": used,
        "green_card": green,
        "last_ltc_date": last and str(last),
    }
    now, later = (
        result_of("ltc", travel_date=str(joined + timedelta(days=passed)), **form)
        for passed in (served, served + 400)
    )
    assert now["window"] <= later["window"] <= now["window"] + 1
    assert now["covered_members"] == min(members, 4)
    assert now["admissible"] is (now["reason"] is None)
    if now["admissible"]:
        assert leave >= 15
        assert now["window"] not in used or now["green_card_turn"]
    if now["green_card_turn"]:
        assert green
        assert last < joined + timedelta(days=served)


@given(days, st.integers(1, 900))
def test_no_one_returns_before_leaving(travelled, early):
    form = {"joining_date": "1980-01-01", "travel_date": str(travelled), "earned_leave_days": 15}
    back = travelled - timedelta(days=early)
    with pytest.raises(InputError) as caught:
        result_of("ltc", return_date=str(back), **form)
    assert caught.value.field == "return_date"
    found = result_of("ltc", return_date=str(travelled), **form)
    assert str(travelled) < found["advance_claim_by"] < found["claim_by"]


MOVE = {"basic_pay": 30_500, "inter_district": True}
ANSWERS = Path(__file__).resolve().parents[2] / "data" / "faq" / "travel"


@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_answer_on_goods_gives_what_one_who_travels_alone_may_take(language):
    path = ANSWERS / "transfer_ta_goods.yml"
    answer = yaml.safe_load(path.read_text(encoding="utf-8"))["answer"][language]
    alone = [
        result_of("transfer_allowance", level=level, with_family=False, **MOVE)["goods_limit_kg"]
        for level in ("9", "7", "5", "4")
    ]
    last = answer.splitlines()[-1]
    assert [int(found) for found in re.findall(r"\d{3,}", last)] == alone


@pytest.mark.parametrize(
    ("level", "notes"),
    [
        ("5", []),
        ("6", ["chair_car_too"]),
        ("9", ["premium_chair_car_too"]),
        ("11", ["premium_chair_car_too"]),
        ("12", ["executive_too"]),
        ("15", ["executive_too", "rail_follows"]),
    ],
)
def test_what_the_class_of_a_concession_leaves_unsaid_is_noted(level, notes):
    form = {"joining_date": "2002-07-01", "travel_date": "2024-02-20", "earned_leave_days": 15}
    warned = [w["code"] for w in compute("ltc", {**form, "level": level}, today=TODAY).warnings]
    assert [code for code in warned if code.endswith("_too") or code == "rail_follows"] == notes
