from pathlib import Path

import pytest
import yaml

from bot.launcher.children import plan_children
from store.settings import Settings


@pytest.fixture
def root(tmp_path):
    (tmp_path / "endpoints.yml").write_text(
        "action_endpoint:\n  url: http://127.0.0.1:5055/webhook\n"
        "  enable_selective_domain: true\ntracker_store:\n  type: some.Store\n"
    )
    return tmp_path


@pytest.fixture
def plan(root):
    def make(**settings):
        return plan_children(
            Settings(data_dir=root / "var", **settings),
            root=root,
            model=Path("models/abc.tar.gz"),
            rasa_port=21001,
            actions_port=21002,
        )

    return make


def test_the_gateway_is_the_first_child_and_the_only_public_one(plan):
    gateway, rasa, actions = plan(host="0.0.0.0", port=8081)
    assert [gateway.name, rasa.name, actions.name] == ["gateway", "rasa", "actions"]
    assert gateway.probe == "http://127.0.0.1:8081/healthz"
    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert actions.environment["SANIC_HOST"] == "127.0.0.1"
    assert actions.command[1:] == ("-m", "actions", "--port", "21002")


def test_every_child_knows_where_the_others_are(plan, root):
    for child in plan(port=8081):
        assert child.environment["PORT"] == "8081"
        assert child.environment["DATA_DIR"] == str(root / "var")
        assert child.environment["RASA_URL"] == "http://127.0.0.1:21001"
        assert child.environment["ACTIONS_URL"] == "http://127.0.0.1:21002"


def test_rasa_gets_the_projects_endpoints_with_this_instances_action_server(plan):
    _, rasa, _ = plan()
    path = rasa.command[rasa.command.index("--endpoints") + 1]
    assert yaml.safe_load(Path(path).read_text()) == {
        "action_endpoint": {
            "url": "http://127.0.0.1:21002/webhook",
            "enable_selective_domain": True,
        },
        "tracker_store": {"type": "some.Store"},
    }


def test_rasa_never_logs_at_the_level_that_shows_messages(plan, monkeypatch):
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    _, rasa, _ = plan(log_level="DEBUG")
    assert rasa.environment["LOG_LEVEL"] == "WARNING"
    assert "--debug" not in rasa.command


def test_numpy_in_rasa_has_one_thread_and_keeps_the_others_core_free(plan):
    gateway, rasa, _ = plan()
    assert rasa.environment["OPENBLAS_NUM_THREADS"] == "1"
    assert rasa.environment["OMP_NUM_THREADS"] == "1"
    assert "OMP_NUM_THREADS" not in gateway.environment
