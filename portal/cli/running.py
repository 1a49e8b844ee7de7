"""`portal serve` and `portal worker`."""

import asyncio
import gc
import signal
from datetime import timedelta
from typing import Annotated, Final

import typer
import uvicorn

from portal.app import create_app, utc_now
from portal.cli.database import opened, require_current
from portal.content.live import LivePlaybook
from portal.courier import Courier, run_courier
from portal.db.engine import Database
from portal.identity.outbound import Outbound
from portal.logs import configure_logs
from portal.postman import Office, Postman, office_of, run_postman
from portal.settings import CourierSettings, DatabaseSettings, PostSettings, Settings, load
from portal.tally import told
from portal.web.deps import Portal
from portal.web.server import Server
from portal.worker import Worker, run_worker

DRAIN_SECONDS: Final = 20
LONGEST_NOTICE: Final = 60


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    trust_proxy: Annotated[
        list[str] | None, typer.Option(help="Address of a proxy whose X-Forwarded headers are believed; repeatable.")
    ] = None,
    notice: Annotated[
        float,
        typer.Option(
            help="Seconds in which /readyz says that this process stops, and requests are still taken.",
            min=0,
            max=LONGEST_NOTICE,
        ),
    ] = 0,
) -> None:
    """Serve the portal. Settings come from the environment; run `portal worker` beside it.

    On SIGTERM it gives notice, lets go of open pages, finishes the answers under way, and ends.
    """
    settings = load(Settings)
    configure_logs()
    asyncio.run(_ready(settings.database_url))
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trust_proxy),
        forwarded_allow_ips=trust_proxy or None,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    portal: Portal = app.state.portal
    spare_what_stays()
    Server(config, portal.hub.close, on_notice=portal.leaving.set, notice=notice).run()


def worker() -> None:
    """Do what was promised: roll-ups, verdicts, letters, webhooks. On SIGTERM it finishes what it began and ends.

    To send letters and webhooks it needs the settings of `portal serve` too.
    """
    settings = load(DatabaseSettings)
    office = office_of(load(Settings)) if load(PostSettings).smtp_url else None
    courier = load(CourierSettings)
    configure_logs()
    spare_what_stays()
    asyncio.run(_work(settings, office, courier))


def spare_what_stays() -> None:
    """Let the garbage collector leave alone what is loaded: to look there, too, was half the price of an event."""
    gc.collect()
    gc.freeze()


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


async def _work(settings: DatabaseSettings, office: Office | None, courier: CourierSettings) -> None:
    stop = asyncio.Event()
    for received in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(received, stop.set)
    kept = timedelta(days=settings.events_kept_days) if settings.events_kept_days else None
    async with opened(settings.database_url) as database:
        # Before the group, which would wrap what this raises.
        playbook = await _playbook(database)
        does = Worker(database, playbook, utc_now, stop=stop, events_kept=kept)
        with told(does.tally, settings.metrics_port):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(run_worker(does))
                tasks.create_task(run_postman(Postman(database, playbook, office, utc_now, stop=stop)))
                if courier.secret_key and courier.base_url:
                    secret_key = courier.secret_key.get_secret_value()
                    carrier = Courier(database, secret_key, courier.base_url, Outbound(), utc_now, stop=stop)
                    tasks.create_task(run_courier(carrier))
