"""`portal import`: accounts and members from a spreadsheet."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from portal.cli.database import with_database
from portal.db.engine import Database
from portal.domain.audit import Actor, ActorKind
from portal.domain.bringing import Bringing, Outcome, told
from portal.domain.doers import Doer
from portal.domain.roles import Capability
from portal.domain.sheets import ACCOUNTS, MEMBERS, read_sheet
from portal.services import account_records, member_records
from portal.settings import DatabaseSettings, load

DOER: Final = Doer(Actor(ActorKind.SYSTEM, None, "portal import"), frozenset({Capability.CSM_LEAD}))
File = Annotated[
    Path,
    typer.Argument(
        exists=True, dir_okay=False, help="The CSV file; the separator may be a comma, a semicolon or a tab."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and keep nothing.")]

app = typer.Typer(help="Bring accounts and members in from a spreadsheet.", no_args_is_help=True)


@app.command()
def accounts(file: File, *, dry_run: DryRun = False) -> None:
    """Import accounts: all of them, or none where a line is wrong. The same file twice changes nothing."""
    sheet = read_sheet(file.read_bytes(), ACCOUNTS, keys=("external_id",))

    async def work(database: Database) -> Bringing:
        async with database.write() as session:
            return await account_records.bring(session, sheet, dry_run=dry_run, doer=DOER, now=datetime.now(UTC))

    _tell(with_database(load(DatabaseSettings).database_url, work), dry_run=dry_run)


@app.command()
def members(file: File, *, dry_run: DryRun = False) -> None:
    """Import members into accounts that exist: all of them, or none where a line is wrong."""
    sheet = read_sheet(file.read_bytes(), MEMBERS, keys=("account", "external_id"))

    async def work(database: Database) -> Bringing:
        async with database.write() as session:
            return await member_records.bring(session, sheet, dry_run=dry_run, doer=DOER, now=datetime.now(UTC))

    _tell(with_database(load(DatabaseSettings).database_url, work), dry_run=dry_run)


def _tell(done: Bringing, *, dry_run: bool) -> None:
    """Print what became of every row; end with code 1 where nothing was imported because of a mistake."""
    if done.mistakes:
        typer.echo("\n".join(map(told, done.mistakes)), err=True)
        typer.echo("Nothing was imported.", err=True)
        sys.exit(1)
    for row in done.rows:
        fields = f" ({', '.join(row.changes)})" if row.outcome is Outcome.CHANGED else ""
        typer.echo(f"Line {row.line}: {row.external_id} {row.outcome}{fields}")
    counts = ", ".join(f"{done.counts[outcome]} {outcome}" for outcome in Outcome)
    typer.echo(f"{counts}. Nothing was kept: this was a dry run." if dry_run else f"{counts}.")
