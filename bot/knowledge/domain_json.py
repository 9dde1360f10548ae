"""Keeps the trained domain as JSON, which is YAML too but is read and written at once.

Rasa reads YAML in pure Python: with five hundred answers the domain of a model took it ten
seconds to load and as long to write. Files that people write are read as before.
"""

import json
from typing import Any

import rasa.shared.utils.io
from rasa.shared.constants import LATEST_TRAINING_DATA_FORMAT_VERSION
from rasa.shared.core.domain import KEY_TRAINING_DATA_FORMAT_VERSION, Domain

_read_yaml = rasa.shared.utils.io.read_yaml


def read(content: str, reader_type: str | list[str] = "safe") -> Any:
    """Parses YAML; a text that begins like a JSON object is first tried as JSON.

    Raises:
        ruamel.yaml.YAMLError: it is neither.
    """
    if content.startswith("{"):
        try:
            return json.loads(content)
        except json.JSONDecodeError:
            pass
    return _read_yaml(content, reader_type)


def write(domain: Domain) -> str:
    """The whole domain as JSON, with the version of the format that Rasa asks for."""
    version = {KEY_TRAINING_DATA_FORMAT_VERSION: LATEST_TRAINING_DATA_FORMAT_VERSION}
    return json.dumps({**version, **domain.as_dict()}, ensure_ascii=False)


def install() -> None:
    """Makes Rasa read and write domains this way in this process."""
    rasa.shared.utils.io.read_yaml = read
    Domain.as_yaml = write
