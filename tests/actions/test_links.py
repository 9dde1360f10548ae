"""`next` and `takes`: what is declared is sound, and what is taken over is what was said."""

from dataclasses import replace
from datetime import date

import pytest

from actions.rules import calculators, check, compute, lint_links
from actions.rules.carry import carry
from actions.rules.links import read_takes

TODAY = date(2026, 11, 22)
PENSION = ("pension", {"last_pay": 92300, "service_years": 33, "service_months": 4})
IN_CHAT = [n for n, c in calculators().items() if all(f.kind != "list" for f in c.inputs)]


def taken(name, *earlier):
    return carry(name, list(earlier), today=TODAY)


def test_links_are_declared_and_sound():
    assert sum(bool(c.next) for c in calculators().values()) > 30
    assert sum(bool(c.takes) for c in calculators().values()) > 20
    assert lint_links.link_problems() == []


@pytest.mark.parametrize(
    ("takes", "problem"),
    [
        ({"no_such_input": "pension.pension"}, "no input no_such_input"),
        ({"pension": "no_such.pension"}, "no other calculator no_such"),
        ({"pension": "commutation.lump_sum"}, "no other calculator commutation"),
        ({"pension": "pension.no_such_field"}, "pension has no no_such_field"),
        ({"pension": "pension.basis"}, "no value from pension fits"),
        ({"pension": [{"from": "pension", "value": "much"}]}, "no value from pension fits"),
        (
            {"pension": [{"from": "pension", "when": {"ripe": True}, "value": 9000}]},
            "pension has no ripe",
        ),
    ],
)
def test_a_bad_source_is_named(takes, problem):
    broken = replace(calculators()["commutation"], takes=read_takes(takes))
    assert [text for text in lint_links.check_takes(broken) if problem in text]


@pytest.mark.parametrize(
    "following", [("pension", "pension"), ("no_such",), ("gratuity",) * 2, ("commutation",)]
)
def test_a_bad_follower_is_named(following):
    broken = replace(calculators()["commutation"], next=following)
    assert list(lint_links.check_next(broken))


def test_a_result_becomes_an_input():
    result = compute("pension", PENSION[1], today=TODAY).result
    assert taken("commutation", PENSION) == {"pension": result["pension"]}


def test_inputs_of_the_same_name_unit_and_kind_pass_by_themselves():
    found = taken("gratuity", PENSION)
    assert found == {
        "kind": "retirement",
        "emoluments": 92300,
        "service_years": 33,
        "service_months": 4,
    }


def test_a_refused_result_is_not_taken_and_may_change_what_follows():
    short = ("pension", {"last_pay": 30000, "service_years": 8})
    assert taken("commutation", short) == {}
    assert taken("gratuity", short)["kind"] == "service"


def test_the_newest_says_what_counts():
    later = ("gratuity", {"kind": "death", "emoluments": 50000, "service_years": 12})
    assert taken("pension", PENSION, later)["last_pay"] == 50000
    assert taken("pension", later, PENSION)["service_years"] == 33


def test_odd_months_stay_with_their_years():
    later = ("gratuity", {"kind": "death", "emoluments": 50000, "service_years": 12})
    assert "service_months" not in taken("pension", PENSION, later)


def test_service_until_death_is_not_service_for_pension():
    assert "service_years" not in taken("family_pension", PENSION)


def test_nothing_passes_between_calculators_that_have_nothing_to_do_with_each_other():
    advance = (
        "gpf_advance",
        {"purpose": "illness", "basic_pay": 56100, "application_date": "2026-01-05"},
    )
    assert taken("commutation", advance) == {}
    assert taken("transfer_allowance", advance) == {}


def test_lists_and_free_text_are_never_taken_over():
    stay = ("daily_allowance", {"level": "10", "city": "Kanpur"})
    assert taken("daily_allowance", stay) == {"level": "10"}
    account = {"opening_date": "2026-01-01", "closing_date": "2026-07-01", "eol": []}
    assert "eol" not in taken("earned_leave_account", ("earned_leave_account", account))


@pytest.mark.parametrize("name", IN_CHAT)
def test_what_is_taken_over_from_itself_is_what_was_given(name):
    rows = {row.name: row.kind for row in calculators()[name].inputs}
    cases = lint_links.read_yaml(calculators()[name].folder / "cases.yaml")
    given = [lint_links.to_plain(case["input"]) for case in cases if "error" not in case]
    assert given
    for values in given:
        kept = {k: v for k, v in values.items() if rows[k] != "text" and k != "as_of"}
        read = {k: check(name, k, v) for k, v in kept.items() if v is not None}
        assert taken(name, (name, values)) == read
