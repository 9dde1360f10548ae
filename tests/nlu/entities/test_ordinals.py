"""Places in an order, and counts with a word between the number and what is counted."""

import pytest

PLACES = [
    ("doosra bachcha 9 saal ka", "doosra", 2),
    ("दूसरी संतान", "दूसरी", 2),
    ("पहला बच्चा", "पहला", 1),
    ("my second living child", "second", 2),
    ("for the 2nd child", "2nd", 2),
    ("teesri chhamahi", "teesri", 3),
    ("तीसरी छमाही में", "तीसरी", 3),
    ("eldest son", "eldest", 1),
]


@pytest.mark.parametrize(("text", "cut", "number"), PLACES)
def test_a_place_in_an_order(read, text, cut, number):
    found = [e for e in read(text) if e.extra.get("ordinal")]
    assert [(e.kind, e.text, e.value) for e in found] == [("number", cut, number)]


@pytest.mark.parametrize(
    "text", ["pehli baar", "first time", "doosre jile me", "second opinion", "7th pay commission"]
)
def test_what_is_not_ordered_is_no_place(read, text):
    assert not [e for e in read(text) if e.extra.get("ordinal")]


COUNTS = [
    ("one living child", 1, "children"),
    ("do chhote bachche", 2, "children"),
    ("एक और बच्चा", 1, "children"),
    ("ek mahila sadasya", 1, "persons"),
    ("do bachche", 2, "children"),
]


@pytest.mark.parametrize(("text", "number", "unit"), COUNTS)
def test_a_count_reaches_across_one_word(read, text, number, unit):
    found = [e for e in read(text) if e.kind == "number"]
    assert [(e.value, e.extra.get("unit")) for e in found] == [(number, unit)]


@pytest.mark.parametrize("text", ["ek baat batao", "do my children get it", "ek ke bachche"])
def test_a_doubtful_number_alone_counts_nothing(read, text):
    assert not [e for e in read(text) if e.kind == "number"]


def test_a_relative_before_an_age_is_stronger_than_a_job_behind_it(read):
    ages = [e.value for e in read("beta 22 saal ka, naukri nahi") if e.kind == "age"]
    assert ages == [22]
    assert not [e for e in read("22 saal ki naukri") if e.kind == "age"]


YEARS = [
    ("discharge 4 april 2026 ko, 20 april ko bill diya", ["2026-04-04", "2026-04-20"]),
    ("promotion 3 march 2025, increment 1 january ko", ["2025-03-03", "2026-01-01"]),
]


@pytest.mark.parametrize(("text", "days"), YEARS)
def test_a_day_without_a_year_follows_the_one_before_it(read, text, days):
    assert [e.value for e in read(text) if e.kind == "date"] == days


def test_a_birth_long_ago_says_nothing_about_another_day(read):
    days = [e.value for e in read("janm 5 june 1966, 30 june ko retire hunga") if e.kind == "date"]
    assert days == ["1966-06-05", "2026-06-30"]


RISES = [
    ("level 11 se 12 me promotion", ["11", "12"]),
    ("लेवल 6 से 7", ["6", "7"]),
    ("from level 4 to 5", ["4", "5"]),
    ("level 5 se 3 din", ["5"]),
]


@pytest.mark.parametrize(("text", "levels"), RISES)
def test_the_level_reached_need_not_be_called_one(read, text, levels):
    assert [e.value for e in read(text) if e.kind == "pay_level"] == levels
