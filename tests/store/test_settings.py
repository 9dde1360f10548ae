import dataclasses
import re
import stat
from pathlib import Path

import pytest

from store.settings import Settings, read_settings

README = Path(__file__).parents[2] / "README.md"


def test_defaults_keep_everything_in_the_data_folder(tmp_path):
    found = read_settings({"DATA_DIR": str(tmp_path)})
    assert found.database_url == f"sqlite:///{tmp_path / 'sahayak.db'}"
    assert found.outbox == tmp_path / "outbox" / "sms.jsonl"


def test_the_environment_is_read_by_type(tmp_path):
    environ = {"DATA_DIR": str(tmp_path), "PORT": " 9000 ", "SMS_TIMEOUT_SECONDS": "2.5",
               "TRUST_FORWARDED_FOR": "YES", "DATABASE_URL": "postgresql://x"}  # fmt: skip
    found = read_settings(environ)
    assert (found.port, found.sms_timeout_seconds, found.trust_forwarded_for) == (9000, 2.5, True)
    assert found.database_url == "postgresql://x"


@pytest.mark.parametrize("variable", ["PORT", "SMS_TIMEOUT_SECONDS", "TRUST_FORWARDED_FOR"])
def test_a_value_that_cannot_be_read_names_its_variable(tmp_path, variable):
    with pytest.raises(ValueError, match=variable):
        read_settings({"DATA_DIR": str(tmp_path), variable: "many"})


def test_links_lead_to_our_own_port_unless_another_address_is_given(tmp_path):
    folder = {"DATA_DIR": str(tmp_path)}
    assert read_settings(folder).public_url == "http://127.0.0.1:8080"
    assert read_settings({**folder, "PORT": "9001"}).public_url == "http://127.0.0.1:9001"
    given = read_settings({**folder, "PORT": "9001", "PUBLIC_URL": "https://help.example/"})
    assert given.public_url == "https://help.example"
    with pytest.raises(ValueError, match="PUBLIC_URL"):
        read_settings({**folder, "PUBLIC_URL": "help.example"})


def test_an_instance_makes_its_key_once_and_keeps_it_private(tmp_path):
    first = read_settings({"DATA_DIR": str(tmp_path)})
    assert len(first.secret_key) == 64
    assert read_settings({"DATA_DIR": str(tmp_path)}).secret_key == first.secret_key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_secrets_are_not_shown():
    secret = [one.name for one in dataclasses.fields(Settings) if not one.repr]
    assert {"secret_key", "database_url", "sms_http_headers"} <= set(secret)
    values = dict.fromkeys(secret, "planted")
    assert "planted" not in repr(Settings(**values))


def test_the_readme_lists_every_setting_and_no_other():
    listed = set(re.findall(r"^\|\s*`([A-Z][A-Z0-9_]+)`", README.read_text("utf-8"), re.MULTILINE))
    names = {one.name.upper() for one in dataclasses.fields(Settings)}
    assert len(names) > 10
    assert listed == names
