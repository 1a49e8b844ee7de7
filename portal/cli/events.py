"""`portal events`: what is stored of what happened, and what it adds up to."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from portal.cli.database import with_database
from portal.content.live import LivePlaybook
from portal.db.engine import Database
from portal.domain.wording import count_of
from portal.services import replaying
from portal.settings import DatabaseSettings, load

app = typer.Typer(help="Look after stored events and what they add up to.", no_args_is_help=True)


@app.callback()
def events() -> None:
    """Look after stored events and what they add up to."""


@app.command()
def replay(
    account: Annotated[str | None, typer.Option(help="Only this account, by its id here or in your product.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only accounts that events came for since that day.")
    ] = None,
) -> None:
    """Rebuild counts, steps, milestones, days and weeks of use and first touches from the stored events.

    The portal may go on meanwhile: each account is rebuilt in a transaction of its own. Nothing that was reached is
    taken back.
    """
    start = since.replace(tzinfo=UTC) if since else None
    done = with_database(load(DatabaseSettings).database_url, lambda database: _replay(database, account, start))
    events = count_of(sum(done), "event")
    typer.echo(f"{events} of {count_of(len(done), 'account')} replayed.")


async def _replay(database: Database, reference: str | None, since: datetime | None) -> list[int]:
    playbook = LivePlaybook()
    async with database.read() as session:
        await playbook.refresh(session)
        accounts = await replaying.chosen(session, reference=reference, since=since)
    done = []
    with typer.progressbar(accounts, label="Replaying", file=typer.get_text_stream("stderr")) as shown:
        for account_id in shown:
            async with database.write() as session:
                now = datetime.now(UTC)
                done.append(await replaying.replay(session, playbook=playbook, account_id=account_id, now=now))
    return done
