"""The file of a back-up: `manifest.json` and one dump, in a tar archive."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from store import keys

FORMAT = 1
_MANIFEST, _DUMP = "manifest.json", "database.dump"
_CHUNK = 1 << 20


class BackupRefused(Exception):
    """A back-up that cannot be used, or a place where it must not go; the text says why."""


@dataclass(frozen=True)
class Manifest:
    """What a back-up holds. `made_at` is ISO 8601 in UTC, `tables` counts the rows of each.

    `key_check` tells whether sealed values can be opened with this instance's SECRET_KEY.
    """

    format: int
    database: str
    revision: str
    made_at: str
    tables: dict[str, int]
    sha256: str
    key_check: str

    @property
    def num_rows(self) -> int:
        """Rows of all tables together."""
        return sum(self.tables.values())

    @property
    def has_our_key(self) -> bool:
        """Whether it was made under one of this instance's keys."""
        return keys.matches("backup", self.key_check, "key")


def write(
    path: Path, dump: Path, *, database: str, revision: str, made_at: str, tables: dict[str, int]
) -> Manifest:
    """Puts a dump and its manifest into one file, which appears whole or not at all.

    Raises:
        BackupRefused: the file is there already.
    """
    if path.exists():
        raise BackupRefused(f"{path} is there already; give another name")
    manifest = Manifest(
        format=FORMAT,
        database=database,
        revision=revision,
        made_at=made_at,
        tables=tables,
        sha256=_checksum(dump),
        key_check=keys.digest("backup", "key"),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.touch(mode=0o600)
    content = json.dumps(asdict(manifest), indent=1).encode()
    with tarfile.open(draft, "w") as archive:
        entry = tarfile.TarInfo(_MANIFEST)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
        archive.add(dump, _DUMP)
    draft.replace(path)
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and the dump, checked against each other, for the length of a block.

    Raises:
        BackupRefused: the file is no back-up, was damaged, or is of a newer version.
    """
    with TemporaryDirectory(dir=path.parent, prefix=".restore-") as folder:
        try:
            with tarfile.open(path) as archive:
                manifest = Manifest(**json.load(_member(archive, _MANIFEST)))
                dump = Path(folder) / _DUMP
                with _member(archive, _DUMP) as source, dump.open("wb") as target:
                    while chunk := source.read(_CHUNK):
                        target.write(chunk)
        except (tarfile.TarError, KeyError, TypeError, ValueError, OSError) as error:
            raise BackupRefused(f"{path} is no back-up, or is damaged: {error}") from None
        if manifest.format != FORMAT:
            raise BackupRefused(
                f"{path} has format {manifest.format}; this version reads {FORMAT}"
            )
        if _checksum(dump) != manifest.sha256:
            raise BackupRefused(f"{path} is damaged: its checksum does not agree")
        yield manifest, dump


def _member(archive: tarfile.TarFile, name: str) -> "io.BufferedReader":
    found = archive.extractfile(archive.getmember(name))
    if found is None:
        raise KeyError(name)
    return found  # type: ignore[return-value]


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
