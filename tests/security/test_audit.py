"""Findings are held against decisions; what could not be asked is never called clean."""

import importlib.util
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "audit.py"
RECORDED = Path(__file__).with_name("recorded")


@pytest.fixture(scope="module")
def findings():
    spec = importlib.util.spec_from_file_location(
        "audit_findings", SCRIPT.with_name("audit_findings.py")
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit_findings"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def decisions(findings):
    return findings.read_decisions((ROOT / "docs/audit-decisions.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def locked(findings):
    text = (ROOT / "uv.lock").read_text("utf-8")
    packages = [part.splitlines() for part in text.split("[[package]]")[1:]]
    names = [
        {
            line.split(" = ")[0]: line.split('"')[1]
            for line in one
            if line.startswith(("name", "version"))
        }
        for one in packages
    ]
    return {one["name"]: one["version"] for one in names if "version" in one}


def run(pip, npm):
    command = [sys.executable, str(SCRIPT), "--pip-audit", str(pip), "--npm-audit", str(npm)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def decided(decisions):
    """pip-audit's answer as it would be if exactly what was decided were found."""
    return {
        "dependencies": [
            {
                "name": one.package,
                "version": one.version,
                "vulns": [
                    {
                        "id": f"PYSEC-{name}",
                        "aliases": [name],
                        "fix_versions": [],
                        "description": "",
                    }
                    for name in sorted(one.advisories)
                ],
            }
            for one in decisions
        ],
        "fixes": [],
    }


@pytest.fixture
def answers(tmp_path, decisions):
    def write(change=lambda answer: None, npm='{"vulnerabilities": {}}'):
        answer = decided(decisions)
        change(answer)
        (tmp_path / "pip.json").write_text(json.dumps(answer))
        (tmp_path / "npm.json").write_text(npm)
        return tmp_path / "pip.json", tmp_path / "npm.json"

    return write


def test_decisions_are_complete_dated_and_about_the_versions_in_use(decisions, findings, locked):
    assert len(decisions) >= 15
    assert sum(len(one.advisories) for one in decisions) >= 10
    for one in decisions:
        assert one.decided_on >= date(2026, 11, 22)
        assert len(one.reach) > 15
        assert one.held_by
    assert len({(one.ecosystem, one.package) for one in decisions}) == len(decisions)
    assert len(locked) > 200
    assert findings.moved(decisions, locked) == []


def test_a_decision_has_to_be_looked_at_again_after_half_a_year(decisions, findings):
    """`make audit` says so; tests must not begin to fail by the calendar."""
    newest = max(one.decided_on for one in decisions)
    assert findings.overdue(decisions, newest) == []
    late = newest + timedelta(days=findings.GOOD_FOR_DAYS + 1)
    assert len(findings.overdue(decisions, late)) == len(decisions)


def test_what_is_decided_passes(answers):
    done = run(*answers())
    assert done.returncode == 0, done.stderr
    assert "all decided" in done.stdout


def test_a_finding_that_nobody_decided_fails(answers):
    def add(answer):
        vulns = [{"id": "PYSEC-2099-1", "aliases": ["CVE-2099-1"], "fix_versions": ["9"]}]
        answer["dependencies"].append({"name": "starlette", "version": "0.52.1", "vulns": vulns})

    done = run(*answers(add))
    assert done.returncode == 1
    assert "undecided: pypi starlette 0.52.1: CVE-2099-1, PYSEC-2099-1" in done.stderr


def test_another_advisory_of_a_decided_package_is_not_decided(answers):
    def add(answer):
        first = next(one for one in answer["dependencies"] if one["name"] == "keras")
        first["vulns"].append({"id": "CVE-2099-2", "aliases": [], "fix_versions": []})

    done = run(*answers(add))
    assert done.returncode == 1
    assert "undecided: pypi keras 2.12.0: CVE-2099-2" in done.stderr


def test_a_decision_about_what_is_no_longer_found_is_stale(answers):
    def remove(answer):
        first = next(one for one in answer["dependencies"] if one["name"] == "keras")
        first["vulns"].clear()

    done = run(*answers(remove))
    assert done.returncode == 1
    assert "stale: keras 2.12.0 no longer has CVE-2024-3660" in done.stderr


def test_a_decision_about_another_version_is_stale(findings, decisions, locked):
    assert findings.moved(decisions, {**locked, "keras": "3.0.0"}) == [
        "stale: keras is 3.0.0 now, decided was 2.12.0"
    ]


@pytest.mark.parametrize(("pip", "npm", "said"), [
    ("pip-audit-unreachable.json", None, "NOT ASKED (pypi): nothing is known of 3 of 3"),
    (None, "npm-audit-405.json", "NOT ASKED (npm)"),
    ("npm-audit-405.json", None, "NOT ASKED (pypi)"),
])  # fmt: skip
def test_what_could_not_be_asked_is_not_called_clean(answers, pip, npm, said):
    """Both are recorded where neither service answers: pip-audit itself says "no known faults"."""
    fine_pip, fine_npm = answers()
    done = run(RECORDED / pip if pip else fine_pip, RECORDED / npm if npm else fine_npm)
    assert done.returncode == 3
    assert said in done.stderr
    assert "NOT a clean audit" in done.stderr
    assert done.stdout == ""


def test_a_fault_of_an_npm_package_needs_a_decision(answers):
    cause = {"source": 1, "name": "qs", "url": "https://github.com/advisories/GHSA-aaaa-bbbb-cccc"}
    found = {"qs": {"via": [cause]}, "express": {"via": ["qs"]}}
    done = run(*answers(npm=json.dumps({"vulnerabilities": found})))
    assert done.returncode == 1
    assert "undecided: npm qs : GHSA-aaaa-bbbb-cccc" in done.stderr
