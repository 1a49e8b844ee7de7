"""`portal demo`: everything in one process, from nothing to a running portal."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import typer
from pydantic import SecretStr, ValidationError
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from portal.app import create_app, utc_now
from portal.content.live import LivePlaybook
from portal.courier import Courier, run_courier
from portal.db.engine import open_database
from portal.demo.data import Order, ready_data
from portal.demo.directory import Directory
from portal.demo.folder import DataFolder, client_secret
from portal.demo.ports import IPV4, IPV6, take
from portal.demo.product import Product, create_product
from portal.demo.provider import create_provider
from portal.demo.servers import Site, serve_until_stopped
from portal.demo.sign_in import clients, people
from portal.demo.story.vendor import STAFF_CLIENT, STAFF_DOMAIN
from portal.demo.tour import tour
from portal.domain.errors import Invalid
from portal.identity.outbound import Outbound
from portal.logs import configure_logs
from portal.postman import Postman, office_of, run_postman
from portal.settings import Settings
from portal.worker import Worker, run_worker


@dataclass(frozen=True, slots=True)
class Options:
    """What one asked for on the command line."""

    port: int
    data: Path
    database: str | None
    order: Order


@dataclass(frozen=True, slots=True)
class _Sockets:
    portal: Sequence[socket]
    provider: Sequence[socket]


def run_demo(options: Options) -> None:
    """Prepare the data and serve until a signal. Raises PortalError where that cannot be."""
    configure_logs(plain=True)
    with ExitStack() as held:
        sockets = _Sockets(take(held, options.port, IPV4), take(held, options.port + 1, IPV4, IPV6))
        folder = DataFolder(options.data)
        folder.make()
        asyncio.run(_demo(folder, demo_settings(options, folder), options.order, sockets))


def demo_settings(options: Options, folder: DataFolder) -> Settings:
    """The settings of the demo. Portal and provider have different host names: ports share cookies."""
    secret_key = folder.secret_key()
    try:
        return Settings(
            database_url=options.database or folder.database_url,
            secret_key=SecretStr(secret_key),
            base_url=f"http://127.0.0.1:{options.port}",
            staff_issuer=f"http://localhost:{options.port + 1}",
            staff_client_id=STAFF_CLIENT,
            staff_client_secret=SecretStr(client_secret(secret_key, STAFF_CLIENT)),
            content_dir=None,
            smtp_url=None,
            support_email=f"help@{STAFF_DOMAIN}",
            embed_origins=(f"http://localhost:{options.port + 1}",),
        )
    except ValidationError as error:
        reasons = "; ".join(problem["msg"].removeprefix("Value error, ") for problem in error.errors())
        message = f"--database {reasons}: use sqlite:////path/portal.db or postgresql://user:password@host/name."
        raise Invalid(message) from None


async def _demo(folder: DataFolder, settings: Settings, order: Order, sockets: _Sockets) -> None:
    directory = await ready_data(folder, settings, order)
    app = create_app(settings, outbound=Outbound(allow_loopback=True))
    sites = (
        Site(_beside(directory, settings, folder.write_key() or ""), sockets.provider, on_stop=lambda: None),
        Site(app, sockets.portal, on_stop=app.state.portal.hub.close),
    )

    async def work(stop: asyncio.Event) -> None:
        await _work(settings, stop)

    await serve_until_stopped(sites, work, ready=lambda: typer.echo(tour(settings.base_url, settings.staff_issuer)))


def _beside(directory: Directory, settings: Settings, key: str) -> ASGIApp:
    """What stands beside the portal: the vendor's product, and the identity provider."""
    product = create_product(Product(settings.base_url, key, directory.accounts[0]))
    return Starlette(routes=[Mount("/product", product), Mount("/", _provider(directory, settings))])


def _provider(directory: Directory, settings: Settings) -> ASGIApp:
    secret_key = settings.secret_key.get_secret_value()
    known = clients(directory, base_url=settings.base_url, secret_key=secret_key)
    return create_provider(issuer=settings.staff_issuer, clients=known, people=people(directory))


async def _work(settings: Settings, stop: asyncio.Event) -> None:
    database = open_database(settings.database_url)
    playbook = LivePlaybook()
    try:
        async with database.read() as session:
            await playbook.refresh(session)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(run_worker(Worker(database, playbook, utc_now, stop=stop)))
            tasks.create_task(run_postman(Postman(database, playbook, office_of(settings), utc_now, stop=stop)))
            outbound = Outbound(allow_loopback=True)
            secret_key = settings.secret_key.get_secret_value()
            courier = Courier(database, secret_key, settings.base_url, outbound, utc_now, stop=stop)
            tasks.create_task(run_courier(courier))
    finally:
        await database.close()
