"""`portal serve` and `portal worker`."""

import asyncio
import signal
from datetime import UTC, datetime
from typing import Annotated

import typer
import uvicorn

from portal.app import create_app
from portal.cli.database import opened, require_current
from portal.content.live import LivePlaybook
from portal.db.engine import Database
from portal.logs import configure_logs
from portal.settings import DatabaseSettings, Settings, load
from portal.web.server import Server
from portal.worker import run_worker

DRAIN_SECONDS = 20


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    trust_proxy: Annotated[
        list[str] | None, typer.Option(help="Address of a proxy whose X-Forwarded headers are believed; repeatable.")
    ] = None,
) -> None:
    """Serve the portal. Settings come from the environment; run `portal worker` beside it."""
    settings = load(Settings)
    configure_logs()
    asyncio.run(_ready(settings.database_url))
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        server_header=False,
        proxy_headers=bool(trust_proxy),
        forwarded_allow_ips=trust_proxy or None,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    Server(config, app.state.portal.hub.close).run()


def worker() -> None:
    """Do what was promised: roll-ups, verdicts, sweeps. On SIGTERM it finishes what it began and ends."""
    url = load(DatabaseSettings).database_url
    configure_logs()
    asyncio.run(_work(url))


async def _ready(url: str) -> None:
    async with opened(url) as database:
        await _playbook(database)


async def _playbook(database: Database) -> LivePlaybook:
    """The playbook that is live. Raises Conflict on an old schema, Invalid when nothing was published."""
    await require_current(database)
    playbook = LivePlaybook()
    async with database.read() as session:
        await playbook.refresh(session)
    _ = playbook.current
    return playbook


async def _work(url: str) -> None:
    stop = asyncio.Event()
    for received in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(received, stop.set)
    async with opened(url) as database:
        await run_worker(database, await _playbook(database), lambda: datetime.now(UTC), stop=stop)
