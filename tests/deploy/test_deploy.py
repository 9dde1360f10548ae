"""The files of `deploy/` are valid, and agree with the product and with one another."""

import configparser
import dataclasses
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from store.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
UNITS = sorted((DEPLOY / "systemd").glob("sahayak*"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UV = ROOT / ".tools" / "uv" / "bin" / "uv"
KNOWN = {one.name.upper() for one in dataclasses.fields(Settings)} | {
    # Read by Rasa, rasa_sdk and what lies below them.
    *("ACTION_ENDPOINT_URL", "SANIC_HOST", "RASA_TELEMETRY_ENABLED", "TF_CPP_MIN_LOG_LEVEL"),
    *("SQLALCHEMY_SILENCE_UBER_WARNING",),
}


def uv() -> str:
    found = str(UV) if UV.exists() else shutil.which("uv")
    assert found, "make setup brings uv"
    return found


def objects():
    return [one for path in KUBERNETES for one in yaml.safe_load_all(path.read_text("utf-8"))]


def test_kubernetes_accepts_the_manifests():
    assert len(KUBERNETES) >= 10
    manifests = [path for path in KUBERNETES if path.name != "kustomization.yaml"]
    validator = ["--from", "kubernetes-validate==1.34.1", "kubernetes-validate"]
    command = [uv(), "tool", "run", *validator, "-k", "1.34.1", "--strict", *manifests]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout + done.stderr
    assert len(re.findall(r"^INFO .* passed", said, re.M)) == len(objects()) - 1
    assert "WARN" not in said


def test_kustomize_names_every_manifest():
    listed = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text("utf-8"))
    names = {path.name for path in KUBERNETES}
    assert set(listed["resources"]) == names - {"kustomization.yaml"}


def test_compose_follows_the_compose_specification():
    # The schema that docker-compose 1.29.2 carries (PyPI, Apache-2.0); `name` came to it later.
    schema = json.loads((ROOT / "tests/deploy/compose_spec.json").read_text("utf-8"))
    document = {key: value for key, value in COMPOSE.items() if key != "name"}
    faults = [e.message[:300] for e in jsonschema.Draft7Validator(schema).iter_errors(document)]
    assert faults == []
    services = COMPOSE["services"]
    assert {"gateway-1", "gateway-2", "rasa-1", "rasa-2", "actions-1", "actions-2"} <= set(
        services
    )
    for name, service in services.items():
        for needed in service.get("depends_on", {}):
            assert needed in services, f"{name} waits for {needed}, which is not there"


def test_every_container_is_confined():
    for name, service in COMPOSE["services"].items():
        if service.get("image", "").startswith("sahayak"):
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name
    pods = [one["spec"]["template"]["spec"] for one in objects() if one["kind"] in
            ("Deployment", "Job")]  # fmt: skip
    assert len(pods) == 4
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert not container["securityContext"]["allowPrivilegeEscalation"]
            assert container["resources"]["limits"]["memory"]


def test_every_variable_that_is_set_is_one_we_read():
    found = set()
    for service in COMPOSE["services"].values():
        if service.get("image", "").startswith("sahayak"):
            found |= set(service["environment"])
    for one in objects():
        if one["kind"] in ("ConfigMap", "Secret"):
            found |= set(one.get("data", {})) | set(one.get("stringData", {}))
    example = (DEPLOY / "systemd" / "environment.example").read_text("utf-8")
    found |= set(re.findall(r"^([A-Z_]+)=", example, re.M))
    assert len(found) > 15
    assert found <= KNOWN, f"nobody reads {found - KNOWN}"


def test_compose_asks_for_what_its_example_gives():
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)[:}]", text))
    example = (DEPLOY / "compose.env.example").read_text("utf-8")
    assert asked == set(re.findall(r"^([A-Z_]+)=", example, re.M))


def test_services_are_found_under_the_names_that_the_settings_use():
    names = {one["metadata"]["name"] for one in objects() if one["kind"] == "Service"}
    settings = next(one["data"] for one in objects() if one["kind"] == "ConfigMap")
    assert re.search(r"//([\w-]+)", settings["RASA_URL"])[1] in names
    assert re.search(r"//([\w-]+)", settings["ACTIONS_URL"])[1] in names
    for url in COMPOSE["services"]["gateway-1"]["environment"]["RASA_URL"].split(","):
        assert re.search(r"//([\w-]+)", url)[1] in COMPOSE["services"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_can_be_read_and_runs_something_that_exists(path):
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read_string(path.read_text("utf-8"))
    assert unit["Unit"]["Description"]
    if path.suffix != ".service":
        return
    words = unit["Service"]["ExecStart"].split()
    module = words[words.index("-m") + 1].replace(".", "/")
    assert (ROOT / module).is_dir() or (ROOT / f"{module}.py").exists()
    assert unit["Service"]["NoNewPrivileges"] == "yes"
    if analyse := shutil.which("systemd-analyze"):
        done = subprocess.run([analyse, "verify", path], capture_output=True, text=True)
        # The one complaint allowed: the product is not installed under /srv here.
        complaints = [line for line in done.stderr.splitlines() if path.name in line]
        assert all("is not executable" in line for line in complaints), done.stderr


def test_the_images_are_made_from_what_is_there():
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    stages = re.findall(r"^FROM \S+ AS ([\w-]+)$", text, re.M)
    assert {"assistant", "door"} <= set(stages)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M)
    sources = [name for line in copied for name in line.split()]
    assert len(sources) > 8
    for name in sources:
        assert (ROOT / name).exists(), f"COPY {name}"
    for stage in re.findall(r"^COPY --from=([\w-]+)", text, re.M):
        assert stage in stages
    for final in ("assistant", "door"):
        body = text.split(f" AS {final}\n")[1].split("\nFROM ")[0]
        assert "USER sahayak" in body


SLIM = """
import re, sys
from importlib.metadata import packages_distributions
def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()

allowed = {plain(name) for name in sys.argv[1:]}
where = packages_distributions()

class Missing:
    def find_spec(self, name, path=None, target=None):
        makers = where.get(name.partition(".")[0])
        if makers and not {plain(one) for one in makers} & allowed:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Missing())
import bot.gateway.app, bot.doctor.cli, console.app, store.__main__, console.__main__
import actions.__main__, actions.server.routes
from rasa_sdk.executor import ActionExecutor
ActionExecutor().register_package("actions")
assert "tensorflow" not in sys.modules and "rasa" not in sys.modules
print("SLIM IMAGE WORKS")
"""


def test_gateway_and_actions_work_without_rasa():
    command = [uv(), "export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes"]
    exported = subprocess.run(
        [*command, "--prune", "rasa"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    names = re.findall(r"^([\w.-]+)==", exported, re.M)
    assert "starlette" in names
    assert "rasa" not in names
    done = subprocess.run(
        [sys.executable, "-c", SLIM, *names], cwd=ROOT, capture_output=True, text=True
    )
    assert "SLIM IMAGE WORKS" in done.stdout, done.stderr[-3000:]
