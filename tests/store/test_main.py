import dataclasses
import gc

import pytest

from store import __main__ as main_module, demo, engine, migrate
from store.errors import StoreBusy
from store.import_rows import REQUIRED
from store.migrate import recorded_head
from store.settings import settings


@pytest.fixture
def main(url, monkeypatch):
    changed = dataclasses.replace(settings, database_url=url)
    for module in (engine, migrate, main_module):
        monkeypatch.setattr(module, "settings", changed)
    before = gc.get_threshold()
    yield main_module.main
    gc.set_threshold(*before)


def test_without_a_command_help_is_shown(main, capsys):
    assert main([]) == 0
    assert "migrate" in capsys.readouterr().out


def test_an_unknown_command_is_wrong_use(main):
    with pytest.raises(SystemExit) as caught:
        main(["bogus"])
    assert caught.value.code == 2


def test_migrate_says_where_the_database_is(main, capsys):
    assert main(["migrate"]) == 0
    assert recorded_head() in capsys.readouterr().out


def test_demo_prints_two_examples_and_nobody_else(main, capsys):
    assert main(["demo"]) == 0
    printed = capsys.readouterr().out
    for example in demo.examples():
        assert example.number in printed
        assert example.mobile in printed
    assert printed.count("UP2026-") == 2


def test_invented_applications_move_on_as_many_as_asked(main, capsys):
    assert main(["demo"]) == 0
    assert main(["demo", "--advance", "3"]) == 0
    assert "3 invented applications moved on" in capsys.readouterr().out
    assert main(["demo", "--advance", "0"]) == 2
    assert "from 1 on" in capsys.readouterr().err


def test_import_tells_counts_and_where_the_rejects_are(main, capsys, tmp_path):
    path = tmp_path / "export.csv"
    row = "UP2026-00000001,employee,Asha,6000000001,,,DIOS,Agra,2026-10-02,,"
    path.write_text("\n".join([",".join(REQUIRED), row, row.replace("employee", "x")]) + "\n")
    assert main(["import", str(path)]) == 1
    printed = capsys.readouterr().out
    assert "rejected 1" in printed
    assert "export.rejects.csv" in printed


@pytest.mark.parametrize("content", [None, "a,b\n"])
def test_a_file_that_cannot_be_loaded_is_wrong_use(main, capsys, tmp_path, content):
    path = tmp_path / "export.csv"
    if content:
        path.write_text(content)
    assert main(["import", str(path)]) == 2
    assert "python -m store:" in capsys.readouterr().err


def test_sweep_tells_what_was_erased(main, capsys):
    assert main(["sweep"]) == 0
    assert "0 vault" in capsys.readouterr().out


def test_a_locked_database_is_said_in_one_line(main, capsys, monkeypatch):
    def locked():
        raise StoreBusy("the database is locked by another process")

    monkeypatch.setattr(main_module, "migrate", locked)
    assert main(["migrate"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
