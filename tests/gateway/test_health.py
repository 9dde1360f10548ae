import subprocess
import sys

import pytest

from bot.gateway.memory import Memory


def test_alive_and_ready(bench):
    assert bench.client.get("/healthz").json() == {"status": "ok"}
    response = bench.client.get("/readyz")
    assert response.status_code == 200
    parts = ("ready", "rasa", "actions", "database", "fleet")
    assert response.json() == dict.fromkeys(parts, True)


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_not_ready_names_the_part(bench, part):
    (bench.rasa.server if part == "rasa" else bench.actions).stop()
    response = bench.client.get("/readyz")
    assert response.status_code == 503
    assert response.json()[part] is False
    assert bench.client.get("/healthz").status_code == 200


def test_metrics_count_requests_replies_and_steps(bench):
    bench.say("is OPD free")
    bench.client.get("/secret-path-9876543210")
    text = bench.client.get("/metrics").text
    assert 'sahayak_requests_total{route="/webhooks/rest/webhook",status="200"}' in text
    assert 'sahayak_requests_total{route="other",status="404"}' in text
    assert 'sahayak_replies_total{outcome="answered"}' in text
    for step in ("intake", "rasa", "record"):
        assert f'sahayak_step_seconds_count{{step="{step}"}}' in text
    assert "sahayak_pending_messages 0.0" in text
    assert "9876543210" not in text


def test_starting_the_gateway_loads_nothing_heavy():
    heavy = "{'tensorflow', 'rasa', 'rasa_sdk', 'sklearn', 'numpy', 'scipy', 'actions'}"
    code = f"import sys, bot.gateway.__main__; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_language_button_decides_and_another_button_keeps_the_language():
    memory = Memory(language="en")
    assert memory.choose_language("/menu", None) == "en"
    assert memory.choose_language("/switch_language_hi", None) == "hi"
    assert memory.choose_language("/switch_language_roman", None) == "hinglish"
    assert Memory().choose_language("/menu", None) == "hi"
    assert Memory().choose_language("/menu", "en") == "en"
    assert Memory(preference="hi-Latn").choose_language("/menu", None) == "hinglish"


def test_the_language_is_remembered_over_a_restart(bench):
    bench.say("मेरा कार्ड कब बनेगा")
    bench.say("/menu")
    bench.gateway.stop()
    bench.gateway.start()
    bench.say("/menu", language="en")
    assert [sent["metadata"]["language"] for sent in bench.rasa.received] == ["hi"] * 3


def test_a_chosen_language_is_remembered_over_a_restart(bench):
    bench.rasa.replies = [{"text": "theek", "custom": {"preference": "hi-Latn"}}]
    bench.say("roman me likho")
    bench.gateway.stop()
    bench.gateway.start()
    bench.say("/menu")
    assert bench.rasa.received[-1]["metadata"]["preference"] == "hi-Latn"
