"""`portal mail bounced`."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import typer
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from portal.channels.bounces import read
from portal.cli.database import with_database
from portal.db.engine import Database
from portal.domain.bounces import Bounce
from portal.domain.errors import NotFound, PortalError
from portal.services import bounces
from portal.settings import DatabaseSettings, load

TRY_AGAIN: Final = 75
"""By this exit code a mail server knows that it has to hand the report in again later (EX_TEMPFAIL)."""

app = typer.Typer(help="Take in what mail servers send back.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Take in what mail servers send back."""


@app.command()
def bounced() -> None:
    """Read a report of a letter that came back from standard input, as a mail server pipes it in.

    The letter is marked in the ledger; nothing more goes to an address that does not exist, or whose reader complained.
    Mail that is no such report changes nothing.
    """
    found = read(sys.stdin.buffer.read())
    try:
        said = with_database(load(DatabaseSettings).database_url, lambda database: _note(database, found))
    except (PortalError, DBAPIError, OSError) as error:
        typer.echo(f"Nothing was noted; hand the report in again later. {error}", err=True)
        raise typer.Exit(TRY_AGAIN) from None
    for line in said or ["This mail says of no letter that it came back."]:
        typer.echo(line)


async def _note(database: Database, found: Sequence[Bounce]) -> list[str]:
    """Note each return; what it came to, in a sentence."""
    said = []
    for one in found:
        async with database.write() as session:
            said.append(await _noted(session, one))
    return said


async def _noted(session: AsyncSession, one: Bounce) -> str:
    try:
        noted = await bounces.note(session, one, now=datetime.now(UTC))
    except NotFound as unknown:
        return unknown.message
    rest = "nothing more is sent to it" if noted.suppressed else "letters still go to it"
    return f"A letter to {noted.recipient} came back; {rest}."
