"""Rasa's domain as JSON: the same domain, and people's YAML is still read."""

from pathlib import Path

import pytest
import rasa.shared.utils.io
from rasa.shared.core.domain import Domain

from bot.knowledge import domain_json
from bot.knowledge.importer import KnowledgeImporter


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rasa's own functions come back after the test."""
    monkeypatch.setattr(rasa.shared.utils.io, "read_yaml", rasa.shared.utils.io.read_yaml)
    monkeypatch.setattr(Domain, "as_yaml", Domain.as_yaml)
    domain_json.install()


@pytest.mark.usefixtures("installed")
def test_the_whole_domain_comes_back(tmp_path: Path) -> None:
    domain = KnowledgeImporter("config.yml", "domain.yml", ["data"]).get_domain()
    path = tmp_path / "domain.yml"
    domain.persist(path)
    assert path.read_text(encoding="utf-8").startswith("{")
    again = Domain.from_path(path)
    assert again.fingerprint() == domain.fingerprint()
    assert again.responses == domain.responses


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("intents:\n- faq\n", {"intents": ["faq"]}),
        ("{intents: [faq]}", {"intents": ["faq"]}),
        ('{"intents": ["अवकाश"]}', {"intents": ["अवकाश"]}),
    ],
)
def test_yaml_that_people_write_is_still_read(text: str, meaning: dict[str, list[str]]) -> None:
    assert rasa.shared.utils.io.read_yaml(text) == meaning
