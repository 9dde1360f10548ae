import json
import logging
import subprocess
import sys

from store import logs


def record(message, failure=None):
    return logging.LogRecord("bot.gateway", logging.WARNING, __file__, 1, message, (), failure)


def caught():
    try:
        raise ValueError("mera mobile 9876501234")
    except ValueError:
        return sys.exc_info()


def test_a_line_of_json_names_service_and_request():
    token = logs.request_id.set("abc123")
    line = json.loads(logs.JsonFormatter("gateway").format(record("store busy")))
    logs.request_id.reset(token)
    assert line["at"].endswith("+00:00")
    assert {**line, "at": ""} == {
        "at": "",
        "level": "WARNING",
        "service": "gateway",
        "logger": "bot.gateway",
        "request_id": "abc123",
        "message": "store busy",
    }


def test_an_exception_keeps_its_places_and_loses_its_words():
    for formatter in (logs.JsonFormatter("gateway"), logs.Formatter(logs.TEXT)):
        line = formatter.format(record("a turn broke", caught()))
        assert "ValueError" in line
        assert "test_logs.py" in line
        assert "9876501234" not in line


def test_a_process_writes_one_object_a_line():
    code = (
        "import logging; from store import logs;"
        "logs.configure('info', form='json', service='probe');"
        "logging.getLogger('x').info('नमस्ते\\nदो'); logging.getLogger('httpx').info('quiet')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    (line,) = run.stderr.splitlines()
    assert json.loads(line)["message"] == "नमस्ते\nदो"
