"""Schemathesis asks a real gateway everything its own description allows, and what it does not.

It cannot share our environment (it wants newer libraries than Rasa), so uv runs it in its own.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = shutil.which("uv") or str(ROOT / ".tools" / "uv" / "bin" / "uv")
SCHEMATHESIS = "schemathesis==4.30.1"
