"""Schemathesis asks a real gateway what its own description allows, and what it does not.

It wants newer libraries than Rasa does, so uv runs it in an environment of its own.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.hostile import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT / ".tools" / "uv" / "bin" / "uv"
UV = str(BESIDE) if BESIDE.exists() else shutil.which("uv")
SCHEMATHESIS = "schemathesis==4.30.1"
# Streams last; the input of this calculator has more conditions than schemathesis can solve.
LEFT_OUT = ("/api/widget/events", "/api/calculators/leave_entitlement")
# All calculators are one endpoint: a few stand for them, all are asked when there is time.
FEW = r"^/api/calculators/(?!pension$|gratuity$|gpf_interest$|sects_cover$)[a-z]"
# A calculator refuses what contradicts itself, which no schema can say.
CHECKS_LEFT_OUT = "positive_data_acceptance"

# Too large is a refusal, too, which schemathesis does not count as one by itself.
REFUSALS = """\
[checks]
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 409, 413, 415, 422, 429]
"""


@pytest.fixture(scope="module")
def schemathesis():
    """The command, or a loud skip where it can neither be found nor fetched."""
    if UV is None:
        pytest.skip("there is no uv: THE DESCRIPTION WAS NOT TESTED BY SCHEMATHESIS")
    command = [
        UV,
        "tool",
        "run",
        "--python",
        sys.executable,
        "--from",
        SCHEMATHESIS,
        "schemathesis",
    ]
    asked = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=300)
    if asked.returncode:
        pytest.skip(f"{SCHEMATHESIS} cannot be had: NOT TESTED ({asked.stderr[-300:]})")
    return command


@pytest.mark.timeout(3_600)
def test_what_is_described_is_what_is_answered(schemathesis, door, tmp_path):
    url, session = door.gateway.url, door.widget_session()
    told = [
        *("run", f"{url}/api/openapi.json", "--url", url, "--workers", "2", "--no-color"),
        *("--phases", "coverage,fuzzing", "--exclude-checks", CHECKS_LEFT_OUT),
        *("--max-examples", str(EXAMPLES or 10)),
        *("--request-timeout", "20", "-H", f"Authorization: {session['Authorization']}"),
        *(part for path in LEFT_OUT for part in ("--exclude-path", path)),
    ]
    if not EXAMPLES:
        told += ["--generation-deterministic", "--exclude-path-regex", FEW]
    (tmp_path / "schemathesis.toml").write_text(REFUSALS)
    mark = len(door.lines.getvalue())
    done = subprocess.run(
        [*schemathesis, *told], cwd=tmp_path, capture_output=True, text=True, env=os.environ
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert int(tested[1]) >= 20, done.stdout
    said = door.log_since(mark)
    assert len(re.findall(r"bot\.gateway\.requests", said)) > 200
    assert not re.search(r"a request failed|Traceback| 500 \d+ ms", said)
