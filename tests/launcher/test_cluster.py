import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.launcher import cluster, nginx, serve
from bot.launcher.children import plan_children
from bot.launcher.cluster import Size, plan_cluster
from store.settings import Settings

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "deploy" / "nginx" / "sahayak.conf.template"


@pytest.fixture
def settings(tmp_path):
    return Settings(
        port=18_080,
        data_dir=tmp_path,
        public_url="https://help.example",
        database_url="postgresql://h/x",
        redis_url="redis://h",
    )


@pytest.fixture
def plan(settings):
    return plan_cluster(settings, Size(), model=Path("models/x.tar.gz"))


def test_nginx_is_the_door_and_there_are_two_of_everything(plan):
    names = [child.name for child in plan]
    assert names == ["nginx", "gate-1", "gate-2", "rasa-1", "rasa-2", "act-1", "act-2"]
    assert len({child.probe for child in plan}) == 7


def test_every_process_knows_all_rasa_servers_and_the_one_way_to_the_actions(plan):
    rasa = [child.probe.rstrip("/") for child in plan if child.name.startswith("rasa")]
    inner = {child.environment["ACTIONS_URL"] for child in plan[1:]}
    assert len(inner) == 1
    for child in plan[1:]:
        assert child.environment["RASA_URL"].split(",") == rasa
        assert child.environment["PUBLIC_URL"] == "https://help.example"


def test_nginx_passes_every_stream_on_as_it_comes():
    """A stream whose address nginx does not know ends after a minute."""
    unbuffered = re.search(r"location ~ (\S+) \{[^}]*proxy_buffering off", TEMPLATE.read_text())[1]
    sources = [*(ROOT / "console").rglob("*.py"), *(ROOT / "bot" / "gateway").glob("*.py")]
    written = "\n".join(path.read_text() for path in sources)
    assert written.count('media_type="text/event-stream"') == 2, "a new stream: add it here"
    for address in ("/api/widget/events", "/desk/tickets/7/live"):
        assert re.search(unbuffered, address)
    assert not re.search(unbuffered, "/desk/tickets/7")


def test_nginx_accepts_the_configuration(settings, plan):
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if program is None:
        pytest.skip("nginx is not there: NOT TESTED WITH NGINX")
    main = settings.data_dir / "nginx" / "nginx.conf"
    site = (settings.data_dir / "nginx" / "sahayak.conf").read_text()
    for child in plan:
        if child.name.startswith(("gate", "act")):
            assert child.probe.split("/")[2] in site
    assert "${" not in site
    assert "$request_id" in site
    done = subprocess.run(
        [program, "-t", "-c", main, "-p", main.parent], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_requests_under_way_are_finished_when_nginx_stops(plan):
    assert plan[0].stop_signal.name == "SIGQUIT"
    assert plan[1].stop_signal.name == "SIGTERM"


def test_without_nginx_the_error_says_what_to_do(settings, monkeypatch):
    monkeypatch.setattr(nginx, "_PATH", "/nowhere")
    with pytest.raises(nginx.NoNginx, match="apt-get install nginx-light"):
        plan_cluster(settings, Size(), model=Path("x"))


def test_a_cluster_on_sqlite_is_refused(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert cluster.main([]) == 1
    said = capsys.readouterr().err
    assert "make cluster" in said
    assert "क्लस्टर" in said


def test_a_rasa_server_by_itself_is_started_as_the_launcher_starts_it(
    settings, monkeypatch, tmp_path
):
    model = tmp_path / "m.tar.gz"
    model.touch()
    monkeypatch.setattr(serve, "choose_model", lambda *_: model)
    monkeypatch.setattr(serve, "read_settings", lambda: settings)
    alone = serve.prepare("0.0.0.0", 5005)
    own = plan_children(settings, root=ROOT, model=model, rasa_port=5005, actions_port=5055)[
        1
    ].command
    assert [word for word in alone if word not in own] == [
        str(tmp_path / "models" / "current.tar.gz"), "0.0.0.0"
    ]  # fmt: skip


def test_without_a_model_a_rasa_server_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(serve, "choose_model", lambda *_: tmp_path / "none.tar.gz")
    assert serve.main(["rasa"]) == 1
    assert "make train" in capsys.readouterr().err
