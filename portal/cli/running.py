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
from portal.settings import DatabaseSettings, Settings, load
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
    asyncio.run(_ready(settings.database_url))
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        server_header=False,
        proxy_headers=bool(trust_proxy),
        forwarded_allow_ips=trust_proxy or None,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def worker() -> None:
    """Do what was promised: roll-ups, verdicts, sweeps. On SIGTERM it finishes what it began and ends."""
    asyncio.run(_work(load(DatabaseSettings).database_url))


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
