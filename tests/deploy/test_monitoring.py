"""Alerts and the dashboard ask for metrics that there are."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.metrics import MetricWrapperBase

from bot.channels.telegram.metrics import TelegramMetrics
from bot.gateway.metrics import Metrics
from bot.outbox.metrics import OutboxMetrics
from store import sms

MONITORING = Path(__file__).parents[2] / "deploy" / "monitoring"
ALERTS = yaml.safe_load((MONITORING / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
PANELS = json.loads((MONITORING / "grafana.json").read_text("utf-8"))["panels"]
OPERATE = Path(__file__).parents[2] / "docs" / "operate.md"
EXPRESSIONS = [rule["expr"] for rule in ALERTS] + [
    target["expr"] for panel in PANELS for target in panel["targets"]
]


@pytest.fixture(scope="module")
def metrics() -> dict[str, set[str]]:
    """Every series that can be asked for, with its labels."""
    registry = CollectorRegistry()
    gateway = Metrics()
    TelegramMetrics(registry)
    OutboxMetrics(registry)
    assert sms.make_sender
    found: dict[str, set[str]] = {"up": {"job"}, "process_resident_memory_bytes": set()}
    for one in (registry, gateway.registry, REGISTRY):
        for collector in set(one._collector_to_names):
            if isinstance(collector, MetricWrapperBase):
                labels = set(collector._labelnames)
                for name in one._collector_to_names[collector]:
                    found[name] = labels | ({"le"} if name.endswith("_bucket") else set())
    return found


def test_there_is_something_to_check():
    assert len(ALERTS) >= 10
    assert len(PANELS) >= 12


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_metric_that_is_asked_for_exists_with_its_labels(expression, metrics):
    names = re.findall(r"\b(?:sahayak_\w+|up|process_\w+)\b", expression)
    assert names
    for name in names:
        assert name in metrics
    for name, inside in re.findall(r"\b(sahayak_\w+)\{([^}]*)\}", expression):
        assert set(re.findall(r"(\w+)=", inside)) <= metrics[name]
    by = {label.strip() for group in re.findall(r"by \(([^)]*)\)", expression)
          for label in group.split(",")}  # fmt: skip
    labels = set().union(*(metrics[name] for name in names)) | {"instance", "job"}
    assert by <= labels
    assert expression.count("(") == expression.count(")")


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_to_do_and_the_manual_goes_on(rule):
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["action"]
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["alert"] in OPERATE.read_text("utf-8")
