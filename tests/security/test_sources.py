"""What our own sources must not do; each rule is shown to bite before the sources are read."""

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.channels import model_switch
from bot.gateway.headers import headers_for
from bot.training import models
from console.forms import safe_next
from store import keys
from store.settings import settings

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for folder in ("actions", "bot", "console", "store", "scripts")
    for path in (ROOT / folder).rglob("*.py")
)
TEMPLATES = sorted(
    path for folder in ("actions", "bot", "console") for path in (ROOT / folder).rglob("*.html")
)
TREES = {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}


def called(node):
    """The dotted name of what a call calls."""
    parts, inner = [], node.func
    while isinstance(inner, ast.Attribute):
        parts, inner = [inner.attr, *parts], inner.value
    return ".".join([inner.id if isinstance(inner, ast.Name) else "?", *parts])


def loads_yaml_unsafely(node, source):
    if not isinstance(node, ast.Call) or not called(node).startswith("yaml."):
        return False
    if called(node) in {
        "yaml.unsafe_load",
        "yaml.full_load",
        "yaml.load_all",
        "yaml.full_load_all",
    }:
        return True
    if called(node) != "yaml.load":
        return False
    given = [word.value for word in node.keywords if word.arg == "Loader"] + node.args[1:2]
    name = ast.unparse(given[0]) if given else ""
    if "Safe" in name:
        return False
    made = re.search(rf"\b(?:class {name}\((.*)\)|{name}\b[^\n=]*= (.*))", source)
    return not (name and made and "Safe" in made[0])


def unpickles(node, _):
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
        return any(
            re.match(r"(pickle|cPickle|_pickle|joblib|dill|cloudpickle|shelve|marshal)\b", name)
            for name in names
        )
    if isinstance(node, ast.Call) and called(node).endswith(("np.load", "numpy.load")):
        allowed = {word.arg: ast.unparse(word.value) for word in node.keywords}
        return allowed.get("allow_pickle", "False") != "False"
    return False


def runs_a_shell(node, _):
    if not isinstance(node, ast.Call):
        return False
    if called(node) in {
        "os.system",
        "os.popen",
        "asyncio.create_subprocess_shell",
        "eval",
        "exec",
    }:
        return True
    return any(
        word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords
    )


def builds_sql(node, _):
    if not isinstance(node, ast.Call) or not node.args:
        return False
    is_text = called(node) in {"text", "sql", "sqlalchemy.text", "sa.text"}
    is_raw = called(node).endswith((".execute", ".exec_driver_sql", ".executescript"))
    built = isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    return built and (is_text or is_raw)


def draws_weak_chance(node, _):
    return isinstance(node, ast.Import) and any(alias.name == "random" for alias in node.names)


def extracts_archives(node, _):
    return isinstance(node, ast.Call) and called(node).endswith(
        (".extractall", ".extract", ".unpack_archive")
    )


def compares_secrets_openly(node, _):
    """`==` with a digest, signature or token that was computed here."""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
        return False
    sides = [node.left, *node.comparators]
    return any(
        isinstance(side, ast.Call) and called(side).split(".")[-1] in {"digest", "stable_digest"}
        for side in sides
    )


#: rule → a line that breaks it → the only files (patterns) that may, and why
RULES = {
    loads_yaml_unsafely: ("import yaml\nyaml.load(x)", {}),
    unpickles: ("import joblib", {}),
    runs_a_shell: ("subprocess.run('ls', shell=True)", {}),
    builds_sql: (
        "session.execute(f'DELETE FROM {name}')",
        {
            "store/engine.py": "PRAGMAs, from numbers and booleans of our own",
            "store/bulk.py": "column names of our own models; values are bound",
            "store/migrations/versions/0006_staff.py": "the names of two triggers of its own",
        },
    ),
    draws_weak_chance: (
        "import random",
        {
            "bot/launcher/ports.py": "picks a free port, which is no secret",
            "store/demo*.py": "invents the same demonstration people each time",
        },
    ),
    extracts_archives: ("archive.extractall('/')", {}),
    compares_secrets_openly: (
        "keys.digest('a', b) == given",
        {
            "store/limits.py": "looks a row up by its digest in the database",
            "scripts/bootstrap.py": "whether a file of the project has changed",
        },
    ),
}


def breaks(rule, tree, source):
    return [node.lineno for node in ast.walk(tree) if rule(node, source)]


def test_the_sources_were_found():
    assert len(SOURCES) > 400
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_source_does_that(rule):
    example, allowed = RULES[rule]
    assert breaks(rule, ast.parse(example), example), "the rule finds nothing"
    found = {}
    for path, tree in TREES.items():
        lines = breaks(rule, tree, path.read_text("utf-8"))
        if lines:
            found[str(path.relative_to(ROOT))] = lines
    wrong = [one for one in found if not any(fnmatch(one, known) for known in allowed)]
    assert not wrong, found
    assert all(any(fnmatch(one, known) for one in found) for known in allowed), "allowed in vain"


def test_templates_escape_everything_and_hold_no_inline_script():
    escaping = 0
    for path in SOURCES:
        text = path.read_text("utf-8")
        made = len(re.findall(r"(?<!import )\bEnvironment\(", text)) if "jinja2" in text else 0
        escaping += made
        assert text.count("autoescape=True") >= made, path
        assert "Markup(" not in text, path
    assert escaping >= 2
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        assert "|safe" not in text.replace(" ", ""), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        if "worksheet" not in path.parts and "nlu_report" not in path.parts:
            assert not re.search(r"\son[a-z]+=\"", text), path


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example", "/desk//evil.example", "/desk/\\evil.example",
     "/desk/\tx", "/other", "javascript:alert(1)", "", "/desk", "\\\\evil", "/desk/\r\nX: y"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site_after_signing_in(path):
    assert safe_next(path) == "/"


def test_the_model_route_loads_from_our_two_folders_only(tmp_path, monkeypatch):
    monkeypatch.setattr(model_switch, "settings", settings.__class__(**{
        **vars(settings), "data_dir": tmp_path,
    }))  # fmt: skip
    folder = tmp_path / "models"
    folder.mkdir()
    inside, outside = folder / "a.tar.gz", tmp_path / "b.tar.gz"
    for path in (inside, outside):
        path.write_bytes(b"x")
    assert model_switch.is_ours(inside)
    assert not model_switch.is_ours(outside)
    assert not model_switch.is_ours(folder / ".." / "b.tar.gz")
    assert not model_switch.is_ours(folder / "missing.tar.gz")
    link = folder / "link.tar.gz"
    link.symlink_to(outside)
    assert not model_switch.is_ours(link)
    assert models.KEPT > 0


def test_a_path_must_be_signed_with_our_key():
    signed = model_switch.sign(Path("/a/models/x.tar.gz"))
    assert keys.matches(model_switch.PURPOSE, signed, "/a/models/x.tar.gz")
    for other in ("/a/models/y.tar.gz", ""):
        assert not keys.matches(model_switch.PURPOSE, signed, other)


@pytest.mark.parametrize("given", ["", "é", "\ud800", "a" * 64, "\x00", "٣" * 64])
def test_a_secret_from_outside_is_compared_and_never_breaks(given):
    """`hmac.compare_digest` of texts raises for anything that is not ASCII."""
    assert not keys.matches("desk-csrf", given, "token")
    assert keys.matches("desk-csrf", keys.digest("desk-csrf", "token"), "token")


@pytest.mark.parametrize("path", ["/", "/api/widget/messages", "/widget.js", "/metrics", "/desk/"])
def test_every_class_of_answers_has_its_headers(path):
    headers = headers_for(path)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
