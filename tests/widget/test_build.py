"""The committed files are what the sources build, work, and weigh little."""

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WIDGET = ROOT / "widget"
DIST = WIDGET / "dist"
MOST_BYTES = 20 * 1024
MOST_LAUNCHER_BYTES = 4 * 1024


@pytest.fixture(scope="module")
def node() -> str:
    """Node with what package.json names; an office laptop has neither, and needs neither."""
    found = shutil.which("node")
    is_there = found and (ROOT / "node_modules" / "esbuild").is_dir()
    if not is_there and os.environ.get("CI") != "true":
        pytest.skip("node or node_modules is not there: THE WIDGET'S SOURCES ARE NOT TESTED")
    assert found
    return found


def test_the_committed_files_are_what_the_sources_build(node, tmp_path):
    built = tmp_path / "dist"
    subprocess.run([node, WIDGET / "build.mjs", built], cwd=ROOT, check=True, timeout=60)
    names = sorted(path.name for path in built.iterdir())
    assert len(names) == 4
    assert names == sorted(path.name for path in DIST.iterdir()), "run `make widget`"
    for name in names:
        assert (built / name).read_bytes() == (DIST / name).read_bytes(), f"{name}: `make widget`"


def test_the_units_of_the_script_work(node):
    tests = sorted((WIDGET / "tests").glob("*.test.mjs"))
    assert len(tests) >= 7
    done = subprocess.run(
        [node, "--test", *tests], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def test_launcher_and_chat_weigh_little():
    launcher = packed(DIST / "widget.js")
    (chat,) = DIST.glob("chat-*.js")
    assert launcher <= MOST_LAUNCHER_BYTES
    assert launcher + packed(chat) <= MOST_BYTES


def test_nothing_is_made_from_text_and_nothing_comes_from_elsewhere():
    sources = sorted((WIDGET / "src").glob("*.js"))
    assert len(sources) > 10
    for path in [*sources, *DIST.glob("*.js")]:
        text = path.read_text(encoding="utf-8")
        for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write"):
            assert danger not in text, path
        for address in ("//cdn", "googleapis", "gstatic", "unpkg"):
            assert address not in text, path


def test_the_launcher_names_the_chat_that_is_there():
    (chat,) = DIST.glob("chat-*.js")
    assert json.dumps(f"widget/{chat.name}") in (DIST / "widget.js").read_text(encoding="utf-8")
