"""The application: its parts put together, its routes mounted, its middleware around them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Final

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from portal.content.live import LivePlaybook
from portal.db.engine import open_database
from portal.domain.branding import Brand
from portal.identity.domains import Dns
from portal.identity.outbound import Outbound
from portal.resources import STATIC
from portal.services import connections
from portal.services.live_brand import LiveBrand
from portal.settings import Settings
from portal.web.api.intake import open_intake
from portal.web.api.limits import Limit
from portal.web.assets import Assets
from portal.web.deps import Portal
from portal.web.errors import add_error_handlers
from portal.web.live import Hub
from portal.web.observing import ObservingMiddleware
from portal.web.request_ids import RequestIdMiddleware
from portal.web.routes import auth, branding, feeds, health, internal, join, metrics, unsubscribing
from portal.web.routes.api import docs, events, openapi, projects, unlocks
from portal.web.routes.api import embed as embed_api
from portal.web.routes.customer import (
    acts,
    blocking,
    celebration,
    embed,
    helping,
    inviting,
    ladder,
    library,
    live,
    media,
    milestone,
    nudges,
    own_data,
    plan,
    profile,
    results,
    tasks,
    team,
    welcome,
)
from portal.web.routes.customer import (
    help as help_page,
)
from portal.web.routes.customer import settings as settings_pages
from portal.web.routing import together
from portal.web.security import SecurityMiddleware
from portal.web.templating import create_environments

MAX_BODY = 4 * 1024 * 1024

ROUTED: Final = (
    auth,
    branding,
    feeds,
    health,
    metrics,
    events,
    projects,
    openapi,
    docs,
    ladder,
    nudges,
    milestone,
    acts,
    blocking,
    helping,
    help_page,
    celebration,
    library,
    live,
    media,
    welcome,
    profile,
    own_data,
    embed,
    embed_api,
    unlocks,
    results,
    plan,
    tasks,
    team,
    inviting,
    join,
    unsubscribing,
    settings_pages,
    internal,
)
"""Everything with routes."""


ROUTES: Final = together(openapi.api, *(module.router for module in ROUTED)).routes


def utc_now() -> datetime:
    """The moment it is, in UTC."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, *, outbound: Outbound | None = None, clock: Callable[[], datetime] = utc_now
) -> FastAPI:
    """The web application of one installation.

    `outbound` fetches from identity providers; by default it refuses every address that is not public.
    Raises Invalid when no playbook has been published (at start-up).
    """
    hub = Hub()
    database = open_database(settings.database_url, on_change=hub.publish)
    portal = Portal(
        settings,
        database,
        LivePlaybook(),
        LiveBrand(Brand(settings.brand_colour)),
        hub,
        outbound or Outbound(),
        Dns(),
        clock,
        open_intake(database),
        Limit(settings.unlocks_a_minute),
    )
    app = FastAPI(
        title="Onboarding Portal",
        routes=ROUTES,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(portal),
        max_body_size=MAX_BODY,
        strict_content_type=False,
    )
    app.state.portal = portal
    app.state.templates = create_environments()
    app.mount("/static", Assets(directory=STATIC), name="static")
    add_error_handlers(app)
    app.add_middleware(SecurityMiddleware, base_url=settings.base_url)
    app.add_middleware(ObservingMiddleware, metrics=portal.metrics)
    app.add_middleware(RequestIdMiddleware)
    app.add_middleware(GZipMiddleware, compresslevel=5)
    return app


def _lifespan(portal: Portal) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with portal.database.write() as session:
            await portal.playbook.refresh(session)
            await portal.brand.refresh(session)
            await connections.ensure_staff(session, settings=portal.settings, now=portal.clock())
        followers = [
            asyncio.create_task(portal.hub.follow(portal.database)),
            asyncio.create_task(portal.playbook.follow(portal.database)),
            asyncio.create_task(portal.brand.follow(portal.database)),
        ]
        yield
        for follower in followers:
            follower.cancel()
            with suppress(asyncio.CancelledError):
                await follower
        await portal.outbound.close()
        await portal.database.close()

    return lifespan
