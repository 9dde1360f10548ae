"""Puts the parts of the widget's API together."""

from dataclasses import dataclass

from bot.gateway.admission import Admission
from bot.gateway.answering import Answering
from bot.gateway.fleet.fleet import Fleet
from bot.gateway.metrics import Metrics
from bot.gateway.notifier import OwnNotifier
from bot.gateway.options import Options
from bot.gateway.streams import Streams
from bot.gateway.threads import StoreThreads
from bot.gateway.turns import Turns
from bot.gateway.widget_api import Limits, WidgetApi
from store.settings import Settings


@dataclass(frozen=True)
class WidgetParts:
    """What the application starts, stops and serves."""

    api: WidgetApi
    streams: Streams


def build(
    turns: Turns,
    threads: StoreThreads,
    metrics: Metrics,
    settings: Settings,
    options: Options,
    fleet: Fleet,
) -> WidgetParts:
    """The widget's API over a gateway's turns and store."""
    streams = Streams(settings.database_url, threads, options, OwnNotifier())
    api = WidgetApi(
        turns,
        Answering(turns, metrics),
        streams,
        _limits(metrics, options, fleet),
        threads=threads,
        options=options,
        database_url=settings.database_url,
        trust_forwarded_for=settings.trust_forwarded_for,
    )
    return WidgetParts(api, streams)


def _limits(metrics: Metrics, options: Options, fleet: Fleet) -> Limits:
    def admission(per_minute: float, burst: int, by: str, code: str = "rate_limited") -> Admission:
        limiter = fleet.limiter(
            f"widget-{by}", per_minute=per_minute, burst=burst, max_keys=options.max_buckets
        )
        return Admission(limiter, metrics, by=by, code=code)

    return Limits(
        addresses=admission(options.address_per_minute, options.address_burst, "address"),
        senders=admission(options.sender_per_minute, options.sender_burst, "sender"),
        sessions=admission(
            options.sessions_per_minute, options.session_burst, "session", "too_many_requests"
        ),
        thumbs=admission(
            options.feedback_per_minute, options.feedback_burst, "feedback", "too_much_feedback"
        ),
    )
