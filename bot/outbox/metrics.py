"""What Prometheus sees of the outbox."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600)


class OutboxMetrics:
    """Counts and times of sending, in the gateway's registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.sends = Counter(
            "sahayak_sends",
            "Attempts to send a message, by how they ended.",
            ["channel", "outcome"],
            registry=registry,
        )
        self.delay_seconds = Histogram(
            "sahayak_send_delay_seconds",
            "Time from a message's writing to its sending.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.waiting = Gauge(
            "sahayak_outbox_waiting", "Messages that wait to be sent.", registry=registry
        )
        self.oldest_seconds = Gauge(
            "sahayak_outbox_oldest_seconds",
            "For how long the oldest of them has waited.",
            registry=registry,
        )
