"""The gateway as an ASGI application: routes, errors, start and stop."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import cast

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.webhook import PATH as TELEGRAM_PATH
from bot.gateway import widget_parts
from bot.gateway.admission import Admission
from bot.gateway.calculators import Calculators
from bot.gateway.delivery import Delivery
from bot.gateway.desk import Desk
from bot.gateway.errors import Refused
from bot.gateway.fleet.fleet import make_fleet
from bot.gateway.handoff import Handoff
from bot.gateway.health import ReadinessProbe
from bot.gateway.ledger import Ledger
from bot.gateway.limits import RateLimiter
from bot.gateway.metrics import Metrics
from bot.gateway.middleware import Surroundings
from bot.gateway.mounts import mount_desk, running
from bot.gateway.openapi import ApiDescription
from bot.gateway.options import Options, read_options
from bot.gateway.origins import CrossOrigin, Origins
from bot.gateway.page import STATIC, DemonstrationPage
from bot.gateway.rasa_client import RasaClient
from bot.gateway.recovery import Recovery
from bot.gateway.services import GatewayServices
from bot.gateway.threads import StoreThreads
from bot.gateway.turns import Turns
from bot.gateway.webhook import RestWebhook
from bot.gateway.widget_files import WidgetFiles
from bot.gateway.worksheets import Worksheets
from store.errors import StoreError
from store.settings import Settings

log = logging.getLogger(__name__)


class Gateway:
    """The parts of one gateway, put together from its settings."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self.options = options
        self.metrics = Metrics()
        self.fleet = make_fleet(settings.redis_url)
        self.ledger = Ledger(
            settings.database_url,
            takeover=Handoff(self.wake),
            messages_per_day=options.messages_per_day,
        )
        self.rasa = RasaClient(
            rasa_url=settings.rasa_url,
            actions_url=settings.actions_url,
            probe_seconds=options.probe_timeout_seconds,
        )
        delivery = Delivery(self.rasa, self.metrics, options)
        self.threads = StoreThreads(options.store_threads)
        self.turns = Turns(self.ledger, self.threads, delivery, self.metrics, options, self.fleet)
        self.recovery = Recovery(self.turns, self.ledger, self.threads, options)
        self.readiness = ReadinessProbe(
            self.rasa,
            self.ledger,
            self.threads,
            self.fleet,
            max_age_seconds=options.readiness_seconds,
        )
        self.webhook = RestWebhook(
            self.turns,
            self.metrics,
            options,
            senders=Admission(
                self._limiter("sender", options.sender_per_minute, options.sender_burst),
                self.metrics,
                by="sender",
            ),
            addresses=Admission(
                self._limiter("address", options.address_per_minute, options.address_burst),
                self.metrics,
                by="address",
            ),
            trust_forwarded_for=settings.trust_forwarded_for,
        )
        desk = Desk(
            actions=self.rasa,
            admission=Admission(
                self._limiter("desk", options.desk_per_minute, options.desk_burst),
                self.metrics,
                by="desk",
                code="too_many_requests",
            ),
            metrics=self.metrics,
            options=options,
            trust_forwarded_for=settings.trust_forwarded_for,
        )
        self.calculators = Calculators(desk)
        self.worksheets = Worksheets(desk)
        self.description = ApiDescription(desk, settings.public_url)
        self.services = GatewayServices(settings, self.rasa, announce=self.fleet.announce)
        self.widget = widget_parts.build(
            self.turns, self.threads, self.metrics, settings, options, self.fleet
        )
        self.services.on_wake(self.widget.streams.wake)
        self.helpdesk = mount_desk(self.services)
        self.telegram = None
        if settings.telegram_bot_token:
            self.telegram = TelegramChannel(
                settings, options, self.turns, self.threads, self.metrics
            )
            self.services.on_wake(self.telegram.dispatcher.wake)

    def wake(self) -> None:
        """Tells dispatchers and waiting browsers, here and elsewhere, that something is new."""
        self.services.wake()

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Takes up what was left unanswered, keeps the store tidy, and stops in order."""
        self.fleet.start(self.services.wake_here)
        await self.recovery.begin()
        beside = [self._tidy(), self.widget.streams.run(), self.rasa.follow()]
        if self.fleet.has_others:
            beside.append(self.recovery.watch())
        tasks = [asyncio.create_task(one) for one in beside]
        if self.telegram:
            self.telegram.start()
        async with running(self.helpdesk):
            yield
        if self.telegram:
            await self.telegram.close()
        self.widget.streams.close()
        for task in tasks:
            task.cancel()
        await self.turns.close()
        await self.fleet.close()
        self.threads.close()
        await self.rasa.close()

    def _limiter(self, name: str, per_minute: float, burst: int) -> RateLimiter:
        return self.fleet.limiter(
            name, per_minute=per_minute, burst=burst, max_keys=self.options.max_buckets
        )

    async def healthz(self, _: Request) -> Response:
        """Alive."""
        return JSONResponse({"status": "ok"})

    async def readyz(self, _: Request) -> Response:
        """Ready: a question would be answered now."""
        parts = await self.readiness.check()
        return JSONResponse(
            {"ready": parts.is_ready, **vars(parts)},
            status_code=200 if parts.is_ready else 503,
            headers={"Cache-Control": "no-store"},
        )

    async def show_metrics(self, _: Request) -> Response:
        """Counts and times for Prometheus."""
        with suppress(StoreError):
            open_tickets = await self.threads.run(self.ledger.count_tickets)
            for status, count in open_tickets.items():
                self.metrics.tickets.labels(status).set(count)
        return Response(self.metrics.render(), media_type=CONTENT_TYPE_LATEST)

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(self.options.housekeeping_seconds)
            try:
                await self.threads.run(self.ledger.tidy, self.options.transcript_days)
            except StoreError as error:
                log.warning("the store was not tidied: %s", type(error).__name__)


def create_app(settings: Settings, options: Options | None = None) -> Starlette:
    """Builds the application.

    Args:
        settings: of this instance.
        options: limits and patience, by default those the settings give.
    """
    gateway = Gateway(settings, options or read_options(settings))
    widget = WidgetFiles()
    routes = [
        Route("/", DemonstrationPage(settings).show, methods=["GET"]),
        Route("/widget.js", widget.show, methods=["GET"]),
        Route("/widget/{name}", widget.show, methods=["GET"]),
        *gateway.widget.api.routes(),
        Route("/webhooks/rest/webhook", gateway.webhook.receive, methods=["POST"]),
        Route("/api/calculators", gateway.calculators.show_all, methods=["GET"]),
        Route("/api/calculators/{name}", gateway.calculators.one, methods=["GET", "POST"]),
        Route("/api/openapi.json", gateway.description.show, methods=["GET"]),
        Route("/worksheets/{token}", gateway.worksheets.show, methods=["GET"]),
        Route("/healthz", gateway.healthz, methods=["GET"]),
        Route("/readyz", gateway.readyz, methods=["GET"]),
        Route("/metrics", gateway.show_metrics, methods=["GET"]),
        Mount("/static", StaticFiles(directory=STATIC)),
        *gateway.helpdesk,
        *_telegram_routes(gateway.telegram),
    ]
    known = tuple(cast(Route, route).path for route in routes)
    app = Starlette(
        routes=routes,
        lifespan=gateway.lifespan,
        middleware=[
            Middleware(
                Surroundings,
                metrics=gateway.metrics,
                routes=known,
                secure=settings.public_url.startswith("https://"),
                trust_forwarded_for=settings.trust_forwarded_for,
            ),
            Middleware(CrossOrigin, origins=Origins(settings)),
        ],
        exception_handlers={Refused: _refuse, HTTPException: _refuse_http},
    )
    # What would keep the server from stopping; `bot.gateway.__main__` calls them first.
    app.state.before_stop = [gateway.widget.streams.close]
    return app


def _telegram_routes(telegram: TelegramChannel | None) -> list[Route]:
    if telegram is None:
        return []
    paths = (TELEGRAM_PATH, f"{TELEGRAM_PATH}/{{path}}")
    return [Route(path, telegram.webhook.receive, methods=["POST"]) for path in paths]


async def _refuse(_: Request, error: Exception) -> Response:
    # Starlette calls us with whatever it has us registered for.
    return cast(Refused, error).response()


async def _refuse_http(_: Request, error: Exception) -> Response:
    refusal = cast(HTTPException, error)
    code = {404: "not_found", 405: "method_not_allowed"}.get(refusal.status_code, "internal")
    response = Refused(refusal.status_code, code).response()
    response.headers.update(refusal.headers or {})
    return response
