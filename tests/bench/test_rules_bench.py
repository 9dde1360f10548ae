"""The benchmark of the calculators measures what it says."""

from collections import Counter

import pytest

from actions.rules import calculators
from bench.rules import employees, speed, state


def test_the_same_chunk_always_holds_the_same_people_and_another_one_others():
    first = list(employees.draw(7, 50))
    assert first == list(employees.draw(7, 50))
    assert first != list(employees.draw(8, 50))
    for one in first:
        assert one.birth_date < one.application_date <= one.retirement_date
        assert one.retirement_date.year - one.birth_date.year in (60, 61)


def test_everyone_gets_what_the_calculators_say():
    person = employees.Employee(
        last_pay=90_000,
        service_years=30,
        service_months=0,
        **{
            name: getattr(next(employees.draw(0, 1)), name)
            for name in ("birth_date", "retirement_date", "application_date")
        },
    )
    found = dict(state.entitlements(person))
    assert found["pension a month"] == 45_000
    assert found["gratuity"] == 1_350_000
    assert found["commutation"] > 12 * 18_000 * 8
    short = employees.Employee(**{**vars(person), "service_years": 8})
    assert set(dict(state.entitlements(short))) == {"gratuity"}


@pytest.mark.parametrize("processes", [1, 2])
def test_the_totals_do_not_depend_on_how_the_work_is_spread(monkeypatch, processes):
    expected: Counter[str] = Counter()
    for chunk in range(2):
        expected.update(state.compute_chunk(chunk)[3])
    run = state.run(2 * state.CHUNK - 1, num_processes=processes)
    assert run.totals == expected
    assert run.num_employees == run.totals["employees"] == 2 * state.CHUNK
    assert 1 <= len(run.memory) <= processes
    assert all(5 < used < 500 for both in run.memory.values() for used in both)
    minutes = state.WHOLE_STATE * run.seconds / run.num_employees / 60
    assert run.whole_state_minutes == pytest.approx(minutes)
    assert 0 < run.undisturbed_minutes < run.whole_state_minutes


def test_a_speed_counts_whole_rounds_of_all_accepted_cases():
    row = speed.measure("retirement_date", seconds=0.02, num_commands=1)
    assert row.num_cases >= 5
    assert row.per_second > 100
    assert row.ratio == pytest.approx(row.per_second / row.command_per_second)
    assert 0 < speed.load_seconds(times=1) < 10


def test_every_calculator_has_cases_to_measure():
    for calculator in calculators().values():
        assert list(speed._accepted(calculator)), calculator.name
