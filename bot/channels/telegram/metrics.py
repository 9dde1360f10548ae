"""What Prometheus sees of Telegram."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class TelegramMetrics:
    """Counts, in the gateway's registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.updates = Counter(
            "sahayak_telegram_updates", "Updates by kind.", ["kind"], registry=registry
        )
        self.failures = Counter(
            "sahayak_telegram_failures",
            "Requests that Telegram did not grant, by the method's name.",
            ["method", "reason"],
            registry=registry,
        )
        self.waiting = Gauge(
            "sahayak_telegram_waiting_updates",
            "Updates that are not dealt with yet.",
            registry=registry,
        )
        self.oldest_seconds = Gauge(
            "sahayak_telegram_oldest_update_seconds",
            "For how long the oldest of them has waited.",
            registry=registry,
        )
