"""What Prometheus sees: counts and times, never who or what."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The gateway's counters, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "sahayak_requests", "HTTP requests.", ["route", "status"], registry=self.registry
        )
        self.request_seconds = Histogram(
            "sahayak_request_seconds",
            "Time of a request.",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.replies = Counter(
            "sahayak_replies", "Messages by how they ended.", ["outcome"], registry=self.registry
        )
        self.verdicts = Counter(
            "sahayak_verdicts",
            "Messages by what they were answered with.",
            ["outcome", "language"],
            registry=self.registry,
        )
        self.confidence = Histogram(
            "sahayak_confidence",
            "How sure the reading of a message was.",
            buckets=_SHARES,
            registry=self.registry,
        )
        self.tickets = Gauge(
            "sahayak_tickets", "Tickets that are not closed.", ["status"], registry=self.registry
        )
        self.rate_limited = Counter(
            "sahayak_rate_limited", "Messages over a limit.", ["by"], registry=self.registry
        )
        self.rasa_failures = Counter(
            "sahayak_rasa_failures", "Failed attempts.", ["reason"], registry=self.registry
        )
        self.step_seconds = Histogram(
            "sahayak_step_seconds",
            "Time of one step of a message.",
            ["step"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.pending = Gauge(
            "sahayak_pending_messages", "Messages without an answer yet.", registry=self.registry
        )

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times one step: `intake`, `rasa`, `record`."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.step_seconds.labels(name).observe(time.perf_counter() - started)

    def render(self) -> bytes:
        """The text that Prometheus reads: ours, and the process's own memory and processor."""
        return generate_latest(self.registry) + generate_latest(REGISTRY)
