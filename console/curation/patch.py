"""Changes as git takes them: a patch, or the files in a zip."""

import difflib
import io
import zipfile
from collections.abc import Iterable

from console.curation.workspace import Change

_NO_END = "\\ No newline at end of file\n"


def patch(changes: Iterable[Change]) -> str:
    """What `git apply` takes."""
    return "".join(_header(change) + diff(change) for change in changes)


def diff(change: Change) -> str:
    """One file's change with three lines around."""
    before = f"a/{change.path}" if change.old else "/dev/null"
    lines = difflib.unified_diff(
        change.old.splitlines(keepends=True),
        change.text.splitlines(keepends=True),
        before,
        f"b/{change.path}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}" for line in lines)


def archive(changes: Iterable[Change]) -> bytes:
    """The whole files, to be unpacked in the project's folder."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for change in changes:
            packed.writestr(change.path, change.text)
    return content.getvalue()


def _header(change: Change) -> str:
    lines = f"diff --git a/{change.path} b/{change.path}\n"
    return lines if change.old else f"{lines}new file mode 100644\n"
