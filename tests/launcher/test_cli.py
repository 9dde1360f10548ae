import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, main as bot
from bot.launcher import cli
from bot.launcher.lock import instance_lock
from bot.launcher.log import Log

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PORT", "23999")
    return tmp_path


def test_a_port_in_use_is_told_in_both_languages(folder, monkeypatch, capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert cli.main([]) == 1
    said = capsys.readouterr().err
    assert f"Port {port} on 127.0.0.1 is already in use" in said
    assert f"पोर्ट {port} पहले से" in said
    assert not (folder / "instance.lock").exists()


def test_a_folder_in_use_is_told_in_both_languages(folder, capsys):
    with instance_lock(folder, 8080):
        assert cli.main([]) == 1
    said = capsys.readouterr().err
    assert f"Another instance (pid {os.getpid()}, port 8080) uses the folder {folder}" in said
    assert "DATA_DIR=var-2 make run" in said
    assert "दूसरा इंस्टेंस" in said


def test_without_a_model_the_way_out_is_told(folder, monkeypatch, capsys):
    monkeypatch.setattr(cli, "choose_model", lambda *_: folder / "none.tar.gz")
    assert cli.main([]) == 1
    assert "make train" in capsys.readouterr().err


def test_a_setting_that_cannot_be_read_is_named(folder, monkeypatch, capsys):
    monkeypatch.setenv("PORT", "eighty")
    assert cli.main([]) == 1
    assert "PORT must be a number, not 'eighty'" in capsys.readouterr().err


def test_a_folder_is_free_again_after_its_instance(folder):
    for port in (1, 2):
        with instance_lock(folder, port):
            assert (folder / "instance.lock").read_text().endswith(f"port {port}\n")


def test_two_instances_with_their_own_folders_get_different_inner_ports(folder, monkeypatch):
    model = folder / "model.tar.gz"
    model.touch()
    monkeypatch.setattr(cli, "choose_model", lambda *_: model)
    plans = []
    for number in (1, 2):
        settings = cli.Settings(port=8080 + number, data_dir=folder / str(number))
        plans.append(cli._plan(settings, Log()))
    probes = [child.probe for plan in plans for child in plan]
    assert len(probes) == len(set(probes)) == 6
    assert all(probe.startswith("http://127.0.0.1:") for probe in probes)


def test_inner_ports_can_be_given(folder, monkeypatch):
    monkeypatch.setattr(cli, "choose_model", lambda *_: ROOT / "config.yml")
    monkeypatch.setenv("RASA_PORT", "21001")
    monkeypatch.setenv("ACTIONS_PORT", "21002")
    _, rasa, actions = cli._plan(cli.Settings(data_dir=folder), Log())
    assert "21001" in rasa.command
    assert "21002" in actions.command


def test_an_unknown_command_names_the_known_ones(capsys):
    with pytest.raises(SystemExit) as ended:
        bot(["dance"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command):
    done = subprocess.run(
        [sys.executable, "-m", "bot", command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"python -m bot {command}" in done.stdout
