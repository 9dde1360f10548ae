"""`python -m bot doctor`: what is wrong with this instance, and what to do about it."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from bot.doctor import machine, model, network, store
from bot.doctor.findings import Check, Finding, broken, fine, worst
from store.settings import Settings, read_settings

_SIGNS = {"fine": "✓", "look": "!", "broken": "✗"}


def main(arguments: Sequence[str]) -> int:
    """Prints the findings; returns 0 unless something is broken."""
    parser = argparse.ArgumentParser(prog="python -m bot doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="findings as JSON, for machines")
    as_json = parser.parse_args(arguments).json
    findings = examine()
    if as_json:
        sys.stdout.write(json.dumps([asdict(one) for one in findings], indent=1) + "\n")
    else:
        for one in findings:
            sys.stdout.write(_line(one))
    return 1 if worst(findings) == "broken" else 0


def examine() -> list[Finding]:
    """Everything that can be checked; without readable settings nothing else can."""
    try:
        settings = read_settings()
    except (ValueError, OSError) as error:
        return [broken("settings", str(error), "Correct it; README.md lists every setting.")]
    return [fine("settings", "can be read"), *(check() for check in _checks(settings))]


def _checks(settings: Settings) -> list[Check]:
    with_settings = (
        machine.check_disk,
        machine.check_folder,
        machine.check_key,
        store.check_database,
        store.check_redis,
        store.check_clock,
        network.check_door,
        network.check_address,
        network.check_sms,
        network.check_telegram,
    )
    checks = (partial(check, settings) for check in with_settings)
    return [machine.check_versions, model.check_model, *checks]


def _line(one: Finding) -> str:
    line = f"{_SIGNS[one.grade]} {one.subject:<9} {one.said}\n"
    return line + (f"            → {one.remedy}\n" if one.remedy else "")
