"""`portal content impact`, `move` and `edit`: accounts in flight and their revisions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from portal.cli import changes
from portal.cli.database import with_database
from portal.content.live import LivePlaybook
from portal.db.engine import Database
from portal.domain.edits import Changes, Edits
from portal.domain.errors import Invalid
from portal.domain.wording import count_of
from portal.resources import PLAYBOOK
from portal.services import moves, revisions
from portal.settings import DatabaseSettings, load

LATEST = 365
"""The latest due date an account can be given, in days."""

Number = Annotated[int, typer.Argument(help="The revision's number.", min=1)]


def impact(
    named: Annotated[
        str,
        typer.Argument(
            envvar="PORTAL_CONTENT_DIR", help="A folder, or a revision.", show_default="the shipped playbook"
        ),
    ] = str(PLAYBOOK),
) -> None:
    """Show what a playbook would change for the accounts in flight. Nothing is stored."""

    async def work(database: Database) -> list[moves.Moved]:
        async with database.read() as session:
            playbook = await _playbook(session)
            after = (await revisions.draft(session, named)).catalogue
            accounts = await moves.in_flight(session, external_ids=None, now=datetime.now(UTC))
            return await moves.preview(session, playbook=playbook, after=after, accounts=accounts)

    found = with_database(load(DatabaseSettings).database_url, work)
    typer.echo("\n".join(changes.impacts(found)))


def move(
    number: Number,
    *,
    account: Annotated[list[str] | None, typer.Option(help="The account's id in the product; repeatable.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every account in flight.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it, after showing what it changes.")] = False,
) -> None:
    """Move accounts in flight to a revision. Without --yes it only shows what that changes."""
    if every == bool(account):
        message = "Say which accounts to move: --account with an id, or --all."
        raise Invalid(message)

    async def work(database: Database) -> list[moves.Moved]:
        asked = moves.Asked(number, None if every else account, datetime.now(UTC))
        async with database.write() if yes else database.read() as session:
            playbook = await _playbook(session)
            return await (moves.move if yes else moves.look)(session, playbook=playbook, asked=asked)

    found = with_database(load(DatabaseSettings).database_url, work)
    typer.echo("\n".join(changes.impacts(found)))
    typer.echo("")
    typer.echo(_outcome(found, number, done=yes))


def _outcome(found: Sequence[moves.Moved], number: int, *, done: bool) -> str:
    if not found:
        return f"Nobody has to move: every account asked for is on revision {number} already."
    if done:
        return f"{count_of(len(found), 'account')} moved to revision {number}."
    return "Nothing was moved: add --yes to move them."


def edit(
    account: Annotated[str, typer.Argument(help="The account's id in the product.")],
    *,
    hide: Annotated[list[str] | None, typer.Option(help="A milestone its people do not need; repeatable.")] = None,
    show: Annotated[list[str] | None, typer.Option(help="A hidden milestone to show again; repeatable.")] = None,
    due: Annotated[list[str] | None, typer.Option(help="MILESTONE=DAYS, or MILESTONE= for the playbook's own.")] = None,
) -> None:
    """Change what one account sees, whatever revision it is on: hide milestones, give other due dates."""
    asked = Changes(hide or (), show or (), dict(map(_due, due or ())))

    async def work(database: Database) -> Edits:
        async with database.write() as session:
            playbook, now = await _playbook(session), datetime.now(UTC)
            return await moves.edit(session, playbook=playbook, external_id=account, changes=asked, now=now)

    edits = with_database(load(DatabaseSettings).database_url, work)
    typer.echo(f"Hidden for {account}: {', '.join(sorted(edits.hidden)) or 'nothing'}.")
    dates = ", ".join(f"{milestone} after {count_of(days, 'day')}" for milestone, days in edits.due_days)
    typer.echo(f"Other due dates: {dates or 'none'}.")


def _due(text: str) -> tuple[str, int | None]:
    milestone, separator, days = text.partition("=")
    sound = days in map(str, range(1, LATEST + 1)) or not days
    if not (milestone and separator and sound):
        message = f"--due {text} is no due date: write MILESTONE=DAYS with 1 to {LATEST} days, as --due sign_on=14."
        raise Invalid(message)
    return milestone, int(days) if days else None


async def _playbook(session: AsyncSession) -> LivePlaybook:
    """The live playbook. Raises Invalid while there is none."""
    playbook = LivePlaybook()
    await playbook.refresh(session)
    _ = playbook.current
    return playbook
